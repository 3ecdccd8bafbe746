//! A policy, compiled against both lists, which are read in place of the catalog that it names.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::errors;
use super::union::union;
use crate::catalog::{Catalog, Catalogs};
use crate::check::Checked;
use crate::check::ir::Tool;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Policy;
use crate::pipeline;
use crate::source::disk::Disk;
use crate::source::{Place, Source, SourceId, Sources};

/// Two lists of the tools of one server.
#[derive(Debug, Clone, Copy)]
pub struct Lists<'c> {
    /// The old list.
    pub old: &'c Catalog,
    /// The new list.
    pub new: &'c Catalog,
}

/// A policy, compiled against two lists.
#[derive(Debug)]
pub struct Compiled {
    /// Compiled against the old list: what is in force.
    pub old: Policy,
    /// Including the tools of the new list that its patterns match.
    pub new: Policy,
    /// Its errors with the new list.
    pub broken: Vec<Diagnostic>,
    /// The checked policy, with the old list.
    pub checked: Option<Checked>,
}

impl Compiled {
    /// A `policy.json`: lists of tools change nothing in it.
    pub fn unchecked(policy: Policy) -> Self {
        Self { old: policy.clone(), new: policy, broken: Vec::new(), checked: None }
    }
}

/// Compiles a `.pl` file against both lists. Returns its errors with the old list, if there are any.
pub fn compiled(
    sources: &mut Sources,
    disk: &dyn Disk,
    main: SourceId,
    lists: Lists<'_>,
) -> Result<Compiled, Vec<Diagnostic>> {
    let copy = |source: &Source| Source::from_text(source.name.as_str(), source.text.clone());
    let (of_old, of_new) = (copy(sources.get(lists.old.source)), copy(sources.get(lists.new.source)));
    let of_both = Source::from_text(of_new.name.as_str(), union((&of_old, lists.old), &of_new));
    let mut against = |list: Source| {
        let catalogs = Catalogs::always(Arc::new(list));
        pipeline::compile(sources, disk, &catalogs, main)
    };
    let by_old = against(of_old);
    let Some(old) = by_old.policy else { return Err(in_list(by_old.diagnostics, &by_old.checked, lists.old)) };
    let new = against(of_both).policy.unwrap_or_else(|| old.clone());
    let by_new = against(of_new);
    let mut broken = in_list(by_new.diagnostics, &by_new.checked, lists.new);
    broken.retain(|diagnostic| diagnostic.severity == Severity::Error);
    broken.extend(without_guards(sources, &by_old.checked, &by_new.checked));
    Ok(Compiled { old, new, broken, checked: Some(by_old.checked) })
}

/// The clauses of guards that tools of both lists no longer get with the new list, because an argument is gone or renamed.
fn without_guards(sources: &Sources, old: &Checked, new: &Checked) -> Vec<Diagnostic> {
    // Each compilation reads the included files again.
    let spot = |place: Place| (sources.get(place.source).name.clone(), place.span);
    let of_guards = |tool: &Tool| -> Vec<_> {
        let clauses = tool.body.clauses.iter().filter(|clause| clause.guard.is_some() && clause.condition().is_some());
        clauses.map(|clause| clause.place).collect()
    };
    let is_listed = |name: &str| new.catalog.as_ref().is_some_and(|catalog| catalog.tool(name).is_some());
    let mut lost: BTreeMap<Place, Vec<&str>> = BTreeMap::new();
    for (name, tool) in old.policy.tools.iter().filter(|(name, _)| is_listed(name)) {
        let kept: HashSet<_> =
            new.policy.tools.get(name).map(of_guards).unwrap_or_default().into_iter().map(spot).collect();
        for place in of_guards(tool).into_iter().filter(|place| !kept.contains(&spot(*place))) {
            lost.entry(place).or_default().push(name);
        }
    }
    lost.into_iter().map(|(place, tools)| errors::no_longer_guarded(place, &tools)).collect()
}

/// Moves places in the policy's own catalog to the list that was read instead.
fn in_list(mut diagnostics: Vec<Diagnostic>, checked: &Checked, list: &Catalog) -> Vec<Diagnostic> {
    let catalog = checked.catalog.as_ref().map(|catalog| catalog.source);
    for label in diagnostics.iter_mut().flat_map(|it| std::iter::once(&mut it.primary).chain(&mut it.labels)) {
        if Some(label.place.source) == catalog {
            label.place.source = list.source;
        }
    }
    diagnostics
}
