//! What comments and messages say: counts in words, and values of a trace as far as they can be shown.

use super::links::endings;
use super::who::Unit;
use super::writable::is_readable;
use crate::classify::keys;
use crate::diagnostic::{listed, shortened};
use crate::simulate::count;
use crate::vocab::Path;
use crate::vocab::visible::visible;

/// How many values are shown that were not taken.
const MOST: usize = 3;
/// How much of a value is shown.
const LONGEST: usize = 40;

/// `412 calls of 31 grants`
pub fn calls_of(calls: u64, units: u64, unit: Unit) -> String {
    format!("{} of {}", count(calls, "call"), count(units, unit.word()))
}

/// A text as a comment shows it: on one line, cut, and without what can't be seen. Keys are not shown.
pub fn value(text: &str) -> String {
    match keys::credential(text) {
        Some(kind) => kind.to_owned(),
        None if is_readable(text) => format!("`{}`", shortened(text, LONGEST)),
        None => format!("`{}`", visible(&shortened(text, LONGEST))),
    }
}

/// An argument as comments and messages name it.
pub fn argument(path: &Path) -> String {
    path.segments().last().map_or_else(String::new, |name| value(name))
}

/// What texts link to: sites, and the names of files that are no links.
pub fn links(found: &[String]) -> String {
    let found = found.iter().filter(|site| *site != endings::STOPS);
    let (files, sites): (Vec<&String>, Vec<&String>) = found.partition(|site| endings::of_files(site).is_some());
    let endings: Vec<String> =
        files.iter().filter_map(|file| endings::of_files(file)).map(|ending| format!("`.{ending}`")).collect();
    let links = match sites.as_slice() {
        [] => "no link in any text".to_owned(),
        [only] => format!("links only to {}", value(only)),
        sites => format!("links only to {} sites", sites.len()),
    };
    match endings.len() {
        0 => links,
        _ => format!("{links}, and names of {} files", listed(&endings, "and")),
    }
}

/// Values that were not taken, with their numbers of calls: `` `a` (3 calls), `b` (1 call) and 7 more``.
pub fn values<'v>(all: impl ExactSizeIterator<Item = (String, u64)> + 'v) -> String {
    let more = all.len().saturating_sub(MOST);
    let mut shown: Vec<String> =
        all.take(MOST).map(|(text, calls)| format!("{text} ({})", count(calls, "call"))).collect();
    if more > 0 {
        shown.push(format!("{more} more"));
    }
    listed(&shown, "and")
}
