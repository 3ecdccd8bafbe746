//! What a branch changes in the decisions of a policy: by its own clauses, and by the catalog of its server.

use super::version::Version;
use crate::analyze::diff::{Difference, diff_by_catalogs};
use crate::document::Workspace;
use crate::drift::{self, Effect, Lists, ToolDrift};
use crate::model::Policy;
use crate::source::disk::Disk;
use crate::source::{Place, Sources, Span};

/// What a changed catalog does to a policy.
#[derive(Debug)]
pub struct Drift {
    /// The tools that changed.
    pub tools: Vec<ToolDrift>,
    /// What that does to the policy.
    pub effects: Vec<Effect>,
    /// What messages call the policy.
    pub policy: String,
}

/// How the decisions of a policy differ. A policy that is not there denies every call, as the gateway does.
pub fn difference(base: Option<&Version>, head: Option<&Version>) -> Option<Difference> {
    let none = Policy::default();
    let of = |version: Option<&Version>| match version {
        Some(version) => version.policy().cloned(),
        None => Some(none.clone()),
    };
    let (old, new) = (of(base)?, of(head)?);
    let catalog = |version: Option<&Version>| version.and_then(Version::catalog).cloned();
    let (before, now) = (catalog(base), catalog(head));
    Some(diff_by_catalogs((&old, before.as_ref()), (&new, now.as_ref())))
}

/// What a changed catalog does: to the policy as it is after the branch, or as it was before if the new one needs the
/// new catalog.
pub fn drifted(
    (base, head): (&Version, &Version),
    (before, after): (&Workspace<&dyn Disk>, &Workspace<&dyn Disk>),
    sources: &mut Sources,
) -> Option<Drift> {
    let (old, new) = (base.catalog()?.clone(), head.catalog()?.clone());
    if sources.get(old.source).text == sources.get(new.source).text {
        return None;
    }
    let tools = drift::lists(&old, &new);
    if tools.is_empty() {
        return None;
    }
    let lists = Lists { old: &old, new: &new };
    for (version, workspace) in [(head, after), (base, before)] {
        let Some(read) = &version.read else { continue };
        if let (main, Ok(compiled)) = workspace.drifted(sources, &read.document, lists) {
            let default = compiled.checked.as_ref().and_then(|checked| checked.policy.default_place);
            let start: Place = default.unwrap_or_else(|| Span::at(0).of(main));
            let effects = drift::effects(&tools, &compiled, lists, start);
            return Some(Drift { tools, effects, policy: version.name.clone() });
        }
    }
    Some(Drift { tools, effects: Vec::new(), policy: head.name.clone() })
}
