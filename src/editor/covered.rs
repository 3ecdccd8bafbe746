//! Which tools a pattern, `every`, or a guard covers.

use crate::check::ir;
use crate::document::Judged;
use crate::syntax::mentions::{Mention, MentionKind};
use crate::syntax::tree::TargetKind;
use crate::vocab::NamePattern;

/// The tools that a pattern or `every` means, sorted: those of the catalog, or without one those that the policy names.
/// `None` for other mentions.
pub fn tools(judged: &Judged, mention: &Mention<'_>) -> Option<Vec<String>> {
    let MentionKind::Target(target) = &mention.kind else { return None };
    let checked = judged.judgement.checked.as_ref()?;
    match &target.kind {
        TargetKind::Name(_) => None,
        TargetKind::Pattern(pattern) => Some(matching(judged, &checked.policy, pattern)),
        TargetKind::Every(category) => {
            let rated = checked.policy.categories.iter().filter(|(_, rating)| rating.category == *category);
            Some(rated.map(|(name, _)| name.clone()).collect())
        }
    }
}

fn matching(judged: &Judged, policy: &ir::Policy, pattern: &NamePattern) -> Vec<String> {
    let mut names: Vec<_> = match judged.judgement.catalog() {
        Some(catalog) => catalog.names().filter(|name| pattern.matches(name)).map(str::to_owned).collect(),
        None => policy.categories.keys().filter(|name| pattern.matches(name)).cloned().collect(),
    };
    names.sort_unstable();
    names.dedup();
    names
}
