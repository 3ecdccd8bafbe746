//! What a branch changes in the decisions of a policy: by its own clauses, and by the catalog of its server.

use super::version::Version;
use crate::analyze::diff::{Change, Difference, diff_by_catalogs, diff_of_each};
use crate::analyze::{Answer, Prover, Subject};
use crate::catalog::Catalog;
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
///
/// A catalog says which calls the server accepts, and other calls don't count. But a branch can change the catalog as
/// well, and say that the server does not accept what the policy now allows. So a call also counts as newly allowed if
/// only the catalog from before the branch accepts it, or if there was none.
pub fn difference(base: Option<&Version>, head: Option<&Version>, sources: &Sources) -> Option<Difference> {
    let none = Policy::default();
    let policy = |version: Option<&'_ Version>| match version {
        Some(version) => version.policy().cloned(),
        None => Some(none.clone()),
    };
    let (old, new) = (policy(base)?, policy(head)?);
    let before = base.and_then(Version::catalog);
    let now = head.and_then(Version::catalog);
    let mut difference = diff_by_catalogs((&old, before), (&new, now));
    let text = |catalog: &Catalog| sources.get(catalog.source).text.as_str();
    if now.is_some() && before.map(text) != now.map(text) {
        let (old, new) = (Subject::new(&old), Subject::new(&new));
        let known = || Prover::within_first(before.into_iter().chain(now).collect());
        let mut trusted = before.map_or_else(Prover::default, |_| known());
        let other = diff_of_each((&old, &mut known()), (&new, &mut trusted));
        for (tool, other) in difference.tools.iter_mut().zip(other.tools) {
            if tool.now_allowed == Answer::None {
                tool.now_allowed = other.now_allowed;
            }
            if tool.limits.change == Change::Same {
                tool.limits = other.limits;
            }
        }
    }
    Some(difference)
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
