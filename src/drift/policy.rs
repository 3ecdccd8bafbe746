//! A policy, compiled against both lists, which are read in place of the catalog that it names.

use std::path::{Path, PathBuf};

use super::union::union;
use crate::catalog::{Catalog, Catalogs};
use crate::check::Checked;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Policy;
use crate::pipeline;
use crate::source::disk::{Disk, LoadError};
use crate::source::{SourceId, Sources};
use crate::syntax;
use crate::syntax::tree::{Item, ItemKind};

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
    let (old_text, new_text) = (sources.get(lists.old.source).text.clone(), sources.get(lists.new.source).text.clone());
    let both = union((sources.get(lists.old.source), lists.old), sources.get(lists.new.source));
    let Some(catalog) = catalog_of(sources, main) else {
        // Without a catalog, the lists make no difference.
        let compiled = pipeline::compile(sources, disk, &Catalogs::default(), main);
        let Some(policy) = compiled.policy else { return Err(compiled.diagnostics) };
        let checked = Some(compiled.checked);
        return Ok(Compiled { old: policy.clone(), new: policy, broken: Vec::new(), checked });
    };
    let mut against = |text: &str| {
        let disk = Replaced { disk, catalog: catalog.clone(), bytes: text.as_bytes().to_vec() };
        pipeline::compile(sources, &disk, &Catalogs::default(), main)
    };
    let by_old = against(&old_text);
    let Some(old) = by_old.policy else { return Err(in_list(by_old.diagnostics, &by_old.checked, lists.old)) };
    let new = against(&both).policy.unwrap_or_else(|| old.clone());
    let by_new = against(&new_text);
    let mut broken = in_list(by_new.diagnostics, &by_new.checked, lists.new);
    broken.retain(|diagnostic| diagnostic.severity == Severity::Error);
    Ok(Compiled { old, new, broken, checked: Some(by_old.checked) })
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

/// The path of the catalog that a policy names.
fn catalog_of(sources: &Sources, main: SourceId) -> Option<PathBuf> {
    let (file, _) = syntax::parse(main, sources.get(main));
    let named = |item: &Item| if let ItemKind::Catalog(text) = &item.kind { Some(text.value.clone()) } else { None };
    Some(sources.get(main).folder().join(file.items.iter().find_map(named)?))
}

/// A disk on which one file is replaced.
struct Replaced<'d> {
    disk: &'d dyn Disk,
    catalog: PathBuf,
    bytes: Vec<u8>,
}

impl Disk for Replaced<'_> {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        if path == self.catalog { Ok(self.bytes.clone()) } else { self.disk.read(path) }
    }

    fn identity(&self, path: &Path) -> PathBuf {
        self.disk.identity(path)
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        self.disk.absolute(path)
    }
}
