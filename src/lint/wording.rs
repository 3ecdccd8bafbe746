//! Names and calls as the messages of several rules write them.

use crate::analyze::Call;
use crate::diagnostic::{listed, quoted, shortened};

/// How many names of tools a message lists before the rest is counted.
const MOST_NAMES: usize = 5;
/// How much of a call a label shows; the document of `--format json` has all of it.
const LONGEST_CALL: usize = 160;

/// The longest regular expression that a help writes out.
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

/// A call in backticks, as a test would write it.
pub fn call(call: &Call) -> String {
    let shown = format!("`{}`", shortened(&call.to_string(), LONGEST_CALL));
    match call.accepted {
        Some(false) => shown + ", which the server would refuse",
        Some(true) | None => shown,
    }
}

/// A text, clipped where it is too long for a label.
pub fn clipped(text: &str) -> String {
    shortened(text, LONGEST_CALL)
}
