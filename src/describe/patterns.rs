//! Patterns in place of the names that an agent is not told.

use super::description::Described;
use super::phrase::Phrase;
use crate::vocab::NamePattern;

/// The patterns that cover these tools, each with what the policy does with all of them. A pattern is left out if it
/// also matches a tool without a name here that is treated differently.
pub fn of(
    unnamed: &[Described],
    named: &[Described],
    pattern_of: impl Fn(&str) -> Option<NamePattern>,
) -> Vec<Described> {
    let mut found: Vec<Described> = Vec::new();
    for described in unnamed {
        let Some(pattern) = pattern_of(&described.tool) else { continue };
        let is_new = found.iter().all(|found| found.tool != pattern.as_str());
        let mut covered = unnamed.iter().filter(|other| pattern.matches(&other.tool));
        if is_new && covered.all(|other| other.sentences == described.sentences) {
            let words = phrase(&pattern, !named.is_empty());
            found.push(Described { tool: pattern.as_str().to_owned(), pattern: Some(words), ..described.clone() });
        }
    }
    found
}

/// "other tools whose name begins with `get_`"
fn phrase(pattern: &NamePattern, is_other: bool) -> Phrase {
    let start = Phrase::words(if is_other { "other tools" } else { "tools" });
    let is_fixed = |text: &str| !text.is_empty() && !text.contains(['*', '?']);
    let text = pattern.as_str();
    if pattern.is_everything() {
        return start;
    }
    if let Some(beginning) = text.strip_suffix('*').filter(|beginning| is_fixed(beginning)) {
        return start.say(" whose name begins with ").then(Phrase::name(beginning));
    }
    match text.strip_prefix('*').filter(|end| is_fixed(end)) {
        Some(end) => start.say(" whose name ends with ").then(Phrase::name(end)),
        None => start.say(" whose name matches ").then(Phrase::name(text)),
    }
}
