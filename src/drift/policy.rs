//! A policy, compiled against both lists: its catalog is read from the lists, wherever it says that it lies.

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
    /// The older.
    pub old: &'c Catalog,
    /// The newer.
    pub new: &'c Catalog,
}

/// A policy and what two lists make of it.
#[derive(Debug)]
pub struct Compiled {
    /// Compiled against the older list: what is in force.
    pub old: Policy,
    /// With what patterns take in of the newer list.
    pub new: Policy,
    /// What is wrong with it by the newer list.
    pub broken: Vec<Diagnostic>,
    /// What the checker found out, by the older list.
    pub checked: Option<Checked>,
}

impl Compiled {
    /// A `policy.json`: lists of tools change nothing in it.
    pub fn unchecked(policy: Policy) -> Self {
        Self { old: policy.clone(), new: policy, broken: Vec::new(), checked: None }
    }
}

/// Compiles a `.pl` file against both lists. Where it is wrong by the older list, what is wrong.
pub fn compiled(
    sources: &mut Sources,
    disk: &dyn Disk,
    main: SourceId,
    lists: Lists<'_>,
) -> Result<Compiled, Vec<Diagnostic>> {
    let (old_text, new_text) = (sources.get(lists.old.source).text.clone(), sources.get(lists.new.source).text.clone());
    let both = union((sources.get(lists.old.source), lists.old), sources.get(lists.new.source));
    let Some(catalog) = catalog_of(sources, main) else {
        // Without a catalog the lists say nothing to it.
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

/// What points into the policy's own catalog lies in the list that was read in its place.
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

/// A disk on which one file is another.
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
