//! Limits: `rate_limit`, and counts of calls in `state`.

use super::texts;
use crate::source::Source;
use crate::source::json::{Json, JsonKind, Member};
use crate::vocab::{Number, Window};

/// A `rate_limit`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Rate {
    /// `5/hour`
    Exact(i128, Window),
    /// `5/second` or `5/week`, with the nearest window that there is.
    Nearest(i128, Window),
    /// Anything else.
    Unknown,
}

/// Units, and whether a limit per this window is one per that unit.
const UNITS: [(&[&str], Window, bool); 7] = [
    (&["minute", "minutes", "min", "mins", "m"], Window::Minute, true),
    (&["hour", "hours", "hr", "hrs", "h"], Window::Hour, true),
    (&["day", "days", "d"], Window::Day, true),
    (&["second", "seconds", "sec", "secs", "s"], Window::Minute, false),
    (&["week", "weeks", "w"], Window::Day, false),
    (&["month", "months"], Window::Day, false),
    (&["year", "years"], Window::Day, false),
];

/// Reads a `rate_limit`.
pub(super) fn rate(source: &Source, value: &Json) -> Rate {
    if let Some((count, window)) = object(value) {
        return Rate::Exact(count, window);
    }
    let text = texts::scalar(source, value).unwrap_or_default();
    let Some((count, unit)) = text.split_once('/').or_else(|| text.split_once(" per ")) else { return Rate::Unknown };
    let unit = unit.trim().to_ascii_lowercase();
    let row = UNITS.iter().find(|(words, ..)| words.contains(&unit.as_str()));
    match (count.trim().parse::<i128>(), row) {
        (Ok(count), Some((_, window, true))) => Rate::Exact(count, *window),
        (Ok(count), Some((_, window, false))) => Rate::Nearest(count, *window),
        (Ok(_) | Err(_), _) => Rate::Unknown,
    }
}

/// `{max: 5, window: 60}`, as in older snippets: a window is a word or a number of seconds.
fn object(value: &Json) -> Option<(i128, Window)> {
    let whole = |json: &Json| if let JsonKind::Number(Some(number)) = json.kind { number.as_whole() } else { None };
    let window = value.get("window")?;
    let seconds = whole(window);
    let of_seconds = |window: &Window| Some(i128::from(window.seconds())) == seconds;
    let window = window.text().and_then(Window::from_word).or_else(|| Window::ALL.into_iter().find(of_seconds))?;
    let has_more = value.members()?.len() > 2;
    whole(value.get("max")?).filter(|_| !has_more).map(|max| (max, window))
}

/// A rule's count: what one call adds, and the window.
pub(super) struct State<'j> {
    pub counter: &'j str,
    pub window: Window,
    /// At least 1.
    pub increment: i128,
}

/// Reads `state`; `Err` is the part that the language can't express, and why.
pub(super) fn state<'j>(
    member: &'j Member,
    is_ambiguous: impl Fn(&Json) -> bool,
) -> Result<State<'j>, (&'j Member, &'static str)> {
    let state = &member.value;
    let has_sum = |from: &&Member| from.value.text() != Some("");
    if let Some(from) = texts::given(state, "increment_from").filter(has_sum) {
        return Err((from, "a limit counts calls, not sums of arguments"));
    }
    let known = ["counter", "window", "increment", "increment_from"];
    let is_unknown = |part: &&Member| !known.contains(&part.key.as_str());
    if let Some(part) = state.members().unwrap_or_default().iter().find(is_unknown) {
        return Err((part, "a limit has nothing like it"));
    }
    let counter = state.get("counter").and_then(Json::text).filter(|counter| !counter.is_empty());
    let window = state.get("window").and_then(Json::text).and_then(Window::from_word);
    let increment = match texts::given(state, "increment").map(|increment| &increment.value) {
        None => Some(1),
        Some(Json { kind: JsonKind::Number(Some(number)), .. }) => number.as_whole(),
        Some(_) => None,
    };
    let is_odd = state.get("increment").is_some_and(is_ambiguous);
    // An increment of 0 means the default.
    let increment = increment.map(|increment| if increment == 0 { 1 } else { increment });
    match (counter, window, increment) {
        (Some(counter), Some(window), Some(increment)) if increment > 0 && !is_odd => {
            Ok(State { counter, window, increment })
        }
        _ => Err((member, "it needs a counter, a window and a whole-number increment")),
    }
}

/// The highest count that a condition accepts; fractions are cut off first, as Intercept does.
pub(super) fn most(condition: &Json) -> Option<i128> {
    let JsonKind::Number(Some(number)) = condition.get("value")?.kind else { return None };
    let whole = Number::as_whole(number).unwrap_or(number.as_f64() as i128);
    match condition.get("op")?.text()? {
        "lte" => Some(whole),
        "lt" => whole.checked_sub(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_of_every_spelling() {
        for (text, expected) in [
            ("5/hour", Rate::Exact(5, Window::Hour)),
            ("5 / Minutes", Rate::Exact(5, Window::Minute)),
            ("20 per day", Rate::Exact(20, Window::Day)),
            ("0/hour", Rate::Exact(0, Window::Hour)),
            ("10/second", Rate::Nearest(10, Window::Minute)),
            ("3/week", Rate::Nearest(3, Window::Day)),
            ("5", Rate::Unknown),
            ("5/fortnight", Rate::Unknown),
            ("many/hour", Rate::Unknown),
        ] {
            let source = Source::from_text("p.json", format!("\"{text}\""));
            assert_eq!(rate(&source, &Json::parse(&source).unwrap()), expected, "{text}");
        }
        for (text, expected) in [
            (r#"{"max": 5, "window": 3600}"#, Rate::Exact(5, Window::Hour)),
            (r#"{"max": 5, "window": "day"}"#, Rate::Exact(5, Window::Day)),
            (r#"{"max": 5, "window": 90}"#, Rate::Unknown),
            (r#"{"max": 5, "window": 60, "burst": 9}"#, Rate::Unknown),
        ] {
            let source = Source::from_text("p.json", text);
            assert_eq!(rate(&source, &Json::parse(&source).unwrap()), expected, "{text}");
        }
    }
}
