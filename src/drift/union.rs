//! Both lists as one: the tools of the old list as they were, then those that are new. A policy compiled
//! against it matches new tools with its patterns, and misses none that were removed.

use crate::catalog::{self, Catalog};
use crate::source::Source;

/// The text of a list with all tools of the old one, and those of the new one that the old one lacks.
pub fn union(old: (&Source, &Catalog), new: &Source) -> String {
    let of_old = catalog::texts(old.0).into_iter().map(|(_, text)| text);
    let added = catalog::texts(new).into_iter().filter(|(name, _)| old.1.tool(name).is_none()).map(|(_, text)| text);
    let all: Vec<String> = of_old.chain(added).collect();
    format!("[{}]", all.join(",\n"))
}
