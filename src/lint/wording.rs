//! Names and calls as several rules write them in messages.

use crate::analyze::Call;
use crate::diagnostic::{listed, quoted, shortened};

/// The number of tools that a message names before it counts the rest.
const MOST_NAMES: usize = 5;
/// The longest call that a label shows, in characters; `--format json` has all of it.
const LONGEST_CALL: usize = 160;

/// The longest regular expression that a help shows.
pub const LONGEST_PATTERN: usize = 80;

/// Names in backticks: `` `a`, `b` and 3 more ``.
pub fn names<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let mut words = quoted(names.iter().take(MOST_NAMES));
    if names.len() > MOST_NAMES {
        words.push(format!("{} more", names.len() - MOST_NAMES));
    }
    listed(&words, "and")
}

/// A label that shows a call that is allowed, as a test would write it.
pub fn allowed(call: &Call) -> String {
    labelled(call, "is allowed")
}

/// A label that shows a call that gets through although the policy was written to stop it.
pub fn gets_through(call: &Call) -> String {
    labelled(call, "gets through")
}

fn labelled(call: &Call, verb: &str) -> String {
    let label = format!("`{}` {verb}", shortened(&call.to_string(), LONGEST_CALL));
    match (call.accepted, call.unclear) {
        (Some(false), _) => label + ", but the server would refuse it",
        (_, Some(keyword)) => format!("{label}, unless the server refuses it: jamb can't evaluate its `{keyword}`"),
        (Some(true) | None, None) => label,
    }
}

/// A text, clipped to fit into a label.
pub fn clipped(text: &str) -> String {
    shortened(text, LONGEST_CALL)
}
