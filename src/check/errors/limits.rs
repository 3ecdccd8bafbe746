//! Errors about the counters of limits.

use super::applied;
use crate::check::ir::Limit;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Place;

/// A second limit of one tool, or of the top level, with the same counter; `counter` is its name, if it is
/// known. `first` is the place of the first limit, and of the `apply` that it comes from.
pub fn duplicate_counter(limit: &Limit, first: (Place, Option<Place>), counter: Option<&str>) -> Diagnostic {
    let message = match counter {
        Some(counter) => format!("two limits use the counter `{counter}`"),
        None => format!("two limits per {} use the same counter", limit.window.word()),
    };
    let error = Diagnostic::error(Code::DUPLICATE_COUNTER, limit.place, message, "the second limit");
    let error = match first {
        (place, Some(applied_at)) if place == limit.place => error.with_label(applied_at, "first applied here"),
        (place, _) => error.with_label(place, "the first"),
    };
    applied(error, limit.applied_at)
        .with_help("keep one of them, or give one a counter of its own: `limit … per … as NAME`")
}

/// A counter of another owner that is not named with `as` by both. An owner without a name is the top level.
pub fn counter_taken(counter: &str, old: (Option<&str>, &Limit), new: (Option<&str>, &Limit)) -> Diagnostic {
    let words = |owner: Option<&str>| owner.map_or("the top level".to_owned(), |tool| format!("`{tool}`"));
    let message = format!("limits of {} and {} would share the counter `{counter}`", words(old.0), words(new.0));
    let label = |limit: &Limit| match limit.counter {
        Some(_) => format!("named `{counter}` here"),
        None => format!("uses `{counter}`, because it has no `as`"),
    };
    let help = match (old.0, new.0) {
        (Some(_), Some(_)) => {
            "to share the counter, name it with `as` in both; otherwise give one of them another name"
        }
        (None, _) | (_, None) => {
            "give one of them another name with `as`: a tool's limit and a top-level limit never share a counter"
        }
    };
    at_both(new.1, message, label(new.1), old.1, label(old.1)).with_help(help)
}

/// Tools that share a counter and disagree about it.
pub fn counter_disagrees(counter: &str, old: &Limit, new: &Limit) -> Diagnostic {
    let words = |limit: &Limit| {
        let most = limit.max.map_or(String::new(), |max| format!("{max} "));
        format!("{most}per {} here", limit.window.word())
    };
    let message = format!("tools that share the counter `{counter}` disagree about it");
    at_both(new, message, words(new), old, words(old))
        .with_help("use the same number and window, or give one of them another counter")
}

/// A limit per day.
pub fn undocumented_window(place: Place) -> Diagnostic {
    Diagnostic::note(
        Code::UNDOCUMENTED_WINDOW,
        place,
        "the gateway does not document limits per day",
        "support is inferred, not documented",
    )
    .with_help("try it on your gateway before you rely on it; `per hour` is documented")
}

fn at_both(new: &Limit, message: String, label: String, old: &Limit, old_label: String) -> Diagnostic {
    let error = Diagnostic::error(Code::CONFLICTING_COUNTER, new.place, message, label);
    let error = if old.place == new.place { error } else { error.with_label(old.place, old_label) };
    applied(error, new.applied_at)
}
