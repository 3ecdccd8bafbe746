//! The examples on the pages of errors and rules.

use super::markdown::fences;

/// The files of a section's fences: name and text.
pub fn files(page: &str, section: &str) -> Vec<(String, String)> {
    let section = page.split("\n## ").find(|part| part.starts_with(section)).unwrap_or_default();
    fences(section).into_iter().filter_map(|fence| Some((fence.name?, fence.text))).collect()
}
