//! Clauses that list values, or the places that values are in.

use super::places::{bare_pattern, is_clear};
use super::shown;
use super::subject::{Free, Left, Subject};
use super::who::Support;
use super::writable::{is_readable, is_writable, why_not};
use crate::vocab::{Regex, TextOperator, Value};

/// The most values that a clause lists. Nobody maintains a longer list of people.
const MOST_VALUES: usize = 20;
/// The most folders, sites or domains that a clause lists.
const MOST_PLACES: usize = 10;
/// How many values a schema may list for a clause that allows all of them to say nothing.
const MOST_LISTED: usize = 1_000;

/// A list.
#[derive(Debug)]
pub struct Found {
    /// The right side of the comparison: `in ["eur", "usd"]`.
    pub right: String,
    /// How many values it has.
    pub count: usize,
    /// How many calls it refuses.
    pub refused: u64,
    /// What one grant alone did.
    pub alone: Option<String>,
    /// How many calls have an unencrypted address that it allows.
    pub clear: u64,
}

/// The values that several grants used, if they are few.
pub fn list(subject: &Subject<'_>) -> Result<Found, Left> {
    let (observation, unit) = (subject.observation, subject.bounds.unit);
    let texts = observation.texts.rows().into_iter().map(|(text, support)| (Value::Text(text.to_owned()), *support));
    let numbers = observation.numbers.rows().unwrap_or_default();
    let rows: Vec<(Value, Support)> =
        texts.chain(numbers.into_iter().map(|(number, support)| (Value::Number(number), support))).collect();
    let is_taken =
        |(value, support): &&(Value, Support)| support.is_shared(unit) && is_writable(value, subject.argument);
    let taken: Vec<&(Value, Support)> = rows.iter().filter(is_taken).collect();
    let refused = observation.calls() - taken.iter().map(|(_, support)| support.calls).sum::<u64>();
    if taken.len() > MOST_VALUES {
        return Err(Left::Many);
    }
    subject.supports(refused).map_err(|left| reason(left, &rows, subject))?;
    let values: Vec<&Value> = taken.iter().map(|(value, _)| value).collect();
    if values.is_empty() || allows_everything(subject, &values) {
        return Err(Left::Free(Free::All));
    }
    let clear = taken.iter().filter(|(value, _)| is_clear(&value.as_text())).map(|(_, support)| support.calls).sum();
    let words: Vec<String> = values.iter().map(ToString::to_string).collect();
    let right = match words.as_slice() {
        [only] => format!("== {only}"),
        words => format!("in [{}]", words.join(", ")),
    };
    let left = rows
        .iter()
        .filter(|row| !is_taken(row))
        .map(|(value, support)| (shown::value(&value.as_text()), support.calls));
    Ok(Found { right, count: words.len(), refused, alone: alone(left.collect()), clear })
}

/// Why there is no list: values that several grants used may be such as a policy must not contain.
fn reason(left: Left, rows: &[(Value, Support)], subject: &Subject<'_>) -> Left {
    let Left::Surprising { refused, calls } = left else { return left };
    let shared = rows.iter().filter(|(_, support)| support.is_shared(subject.bounds.unit));
    let odd = shared.filter_map(|(value, support)| Some((support.calls, why_not(value, subject.argument)?)));
    let why = odd.max_by_key(|(calls, _)| *calls).map(|(_, why)| why);
    let too_long = (subject.observation.texts.others > 0).then_some("that is too long, or one of too many");
    why.or(too_long).map_or(left, |why| Left::Unwritable { refused, calls, why })
}

/// Whether a list has all values that the schema lists.
fn allows_everything(subject: &Subject<'_>, values: &[&Value]) -> bool {
    let finite = subject.argument.and_then(|argument| argument.finite(MOST_LISTED));
    finite.is_some_and(|finite| finite.values.iter().all(|value| values.contains(&value)))
}

/// The folders, sites or mail domains of the values.
pub fn place(subject: &Subject<'_>, operator: TextOperator) -> Result<Found, Left> {
    let observation = subject.observation;
    let rows = observation.groups.rows();
    let shared: Vec<(&str, Support)> = rows
        .iter()
        .filter(|(group, support)| support.is_shared(subject.bounds.unit) && is_readable(group))
        .filter(|(group, _)| operator.regex(group).is_ok())
        .map(|(group, support)| (*group, **support))
        .collect();
    let taken = match operator {
        TextOperator::Under => folders(&shared, subject),
        TextOperator::On | TextOperator::At | TextOperator::StartsWith | TextOperator::EndsWith => shared.clone(),
    };
    if taken.is_empty() {
        return Err(Left::Many);
    }
    if taken.len() > MOST_PLACES {
        return Err(Left::Many);
    }
    let grouped = taken.iter().map(|(_, support)| support.calls).sum::<u64>();
    let groups: Vec<&str> = taken.iter().map(|(group, _)| *group).collect();
    let unmatched = unmatched(subject, operator, &groups).ok_or(Left::Unsayable)?;
    let refused = observation.calls().saturating_sub(grouped).max(unmatched);
    subject.supports(refused)?;
    let words: Vec<String> = groups.iter().map(|group| Value::Text((*group).to_owned()).to_string()).collect();
    let right = match words.as_slice() {
        [only] => format!("{} {only}", operator.word()),
        words => format!("{} [{}]", operator.word(), words.join(", ")),
    };
    let clear = taken.iter().filter(|(group, _)| is_clear(group)).map(|(_, support)| support.calls).sum();
    let is_below = |group: &str| groups.iter().any(|taken| is_in(group, taken));
    let left = rows.iter().filter(|(group, support)| !support.is_shared(subject.bounds.unit) && !is_below(group));
    let left = left.map(|(group, support)| (shown::value(group), support.calls));
    Ok(Found { right, count: words.len(), refused, alone: alone(left.collect()), clear })
}

/// The hosts of addresses, for when some lack their scheme and `on` can't say it.
pub fn bare_sites(subject: &Subject<'_>) -> Result<Found, Left> {
    let observation = subject.observation;
    let rows = observation.hosts.rows();
    let (taken, left): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|(host, support)| support.is_shared(subject.bounds.unit) && is_readable(host));
    if taken.is_empty() {
        return Err(Left::Many);
    }
    if taken.len() > MOST_PLACES {
        return Err(Left::Many);
    }
    let (clear, only_one) = match observation.clear {
        Some(clear) if clear.is_shared(subject.bounds.unit) => (clear.calls, 0),
        Some(clear) => (0, clear.calls),
        None => (0, 0),
    };
    let refused = observation.calls() - taken.iter().map(|(_, support)| support.calls).sum::<u64>() + only_one;
    subject.supports(refused.min(observation.calls()))?;
    let hosts: Vec<&str> = taken.iter().map(|(host, _)| *host).collect();
    let right = format!("matches r\"{}\"", bare_pattern(&hosts, clear > 0));
    let left = left.into_iter().map(|(host, support)| (shown::value(host), support.calls));
    Ok(Found { right, count: hosts.len(), refused, alone: alone(left.collect()), clear })
}

/// How many calls had a value that is kept and that the operator refuses; `None` if it takes none of the groups.
fn unmatched(subject: &Subject<'_>, operator: TextOperator, groups: &[&str]) -> Option<u64> {
    let regex = operator.regex_of_list(groups.iter().copied()).ok()?;
    let regex = Regex::new(&regex).ok()?;
    let rows = subject.observation.texts.rows();
    Some(rows.iter().filter(|(text, _)| !regex.is_match(text)).map(|(_, support)| support.calls).sum())
}

/// The folders that have all paths, each as deep as the calls support.
fn folders<'g>(shared: &[(&'g str, Support)], subject: &Subject<'_>) -> Vec<(&'g str, Support)> {
    let tops =
        shared.iter().filter(|(group, _)| !shared.iter().any(|(other, _)| other != group && is_in(group, other)));
    let calls = subject.observation.calls();
    let deeper = |(group, support): (&'g str, Support)| {
        let inner = shared.iter().filter(|(other, _)| *other != group && is_in(other, group));
        let mut inner: Vec<_> =
            inner.filter(|(_, inner)| subject.bounds.allow(support.calls - inner.calls, calls)).collect();
        inner.sort_by_key(|(other, _)| std::cmp::Reverse(other.matches('/').count()));
        inner.first().map_or((group, support), |found| **found)
    };
    tops.copied().map(deeper).collect()
}

/// Whether a folder is another one, or in it.
fn is_in(inner: &str, outer: &str) -> bool {
    let is_relative = |folder: &str| !folder.starts_with('/');
    inner == outer
        || outer == "." && is_relative(inner)
        || inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
}

/// What one grant alone did, most calls first.
pub fn alone(mut left: Vec<(String, u64)>) -> Option<String> {
    left.sort_by_key(|(_, calls)| std::cmp::Reverse(*calls));
    (!left.is_empty()).then(|| shown::values(left.into_iter()))
}
