//! Reads what a policy names: its includes, at any depth, and its catalog.
//!
//! A file counts once, however often and through however many links it is included, and comes before the file
//! that includes it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::diagnostics::Diagnostics;
use super::errors::files as errors;
use crate::catalog::{Catalog, Catalogs};
use crate::diagnostic::Diagnostic;
use crate::source::disk::{Disk, LoadError, clean, display_name};
use crate::source::{Place, Source, SourceId, Sources};
use crate::syntax;
use crate::syntax::tree::{File, Item, ItemKind, Lost, Text};

/// Everything that was read.
#[derive(Debug)]
pub struct Reading {
    /// The files, in the order of reading: the policy itself comes first.
    pub files: Vec<(SourceId, File)>,
    /// Indices of the same files, each after the files that it includes.
    pub order: Vec<usize>,
    /// The catalog, if there is one that could be read.
    pub catalog: Option<Catalog>,
    /// What may have been in the parts that could not be read. It is not reported as missing.
    pub lost: Lost,
}

impl Reading {
    /// The policy itself, without its includes.
    pub fn main(&self) -> (SourceId, &[Item]) {
        self.files.first().map_or((SourceId(0), &[]), |(id, file)| (*id, &file.items))
    }

    /// The files, each after its includes.
    pub fn in_order(&self) -> impl Iterator<Item = (SourceId, &File)> {
        self.order.iter().filter_map(|&index| self.files.get(index)).map(|(id, file)| (*id, file))
    }

    /// The place of the catalog's name.
    pub fn catalog_place(&self) -> Option<Place> {
        let (main, items) = self.main();
        items.iter().find_map(catalog_of).map(|text| text.span.of(main))
    }

    /// Whether the policy is a part for others: only lets, rules, rates, guards and includes, and at least one.
    pub fn is_part(&self) -> bool {
        self.files.first().is_some_and(|(_, file)| is_part(file))
    }
}

/// Reads the policy, its includes and its catalog.
pub fn read(
    sources: &mut Sources,
    (disk, catalogs): (&dyn Disk, &Catalogs),
    main: SourceId,
    diagnostics: &mut Diagnostics,
) -> Reading {
    let mut walk = Walk {
        sources,
        disk,
        catalogs,
        diagnostics,
        known: HashMap::new(),
        open: Vec::new(),
        files: Vec::new(),
        order: Vec::new(),
        lost: Lost::default(),
    };
    walk.enter(main, None);
    while let Some(file) = walk.open.last_mut() {
        match file.includes.next() {
            Some(include) => walk.follow(&include),
            None => walk.leave(),
        }
    }
    let catalog = walk.catalog();
    // If there is a catalog, another one that could not be read would be a duplicate.
    walk.lost.tools &= catalog.is_none();
    walk.lost.tools |= catalog.as_ref().is_some_and(|catalog| catalog.next_page().is_some());
    let Walk { files, order, lost, .. } = walk;
    Reading { files, order, catalog, lost }
}

/// A file whose includes are being followed.
struct Open {
    file: usize,
    source: SourceId,
    identity: Option<PathBuf>,
    /// The `include` that led here.
    entered_at: Option<Place>,
    includes: std::vec::IntoIter<Text>,
}

struct Walk<'w> {
    sources: &'w mut Sources,
    disk: &'w dyn Disk,
    catalogs: &'w Catalogs,
    diagnostics: &'w mut Diagnostics,
    /// Each file that was met, with its depth while it is open.
    known: HashMap<PathBuf, Option<usize>>,
    // Files may include each other in a chain of any length, so the stack is our own.
    open: Vec<Open>,
    files: Vec<(SourceId, File)>,
    order: Vec<usize>,
    lost: Lost,
}

impl Walk<'_> {
    fn enter(&mut self, id: SourceId, entered_at: Option<Place>) {
        let source = self.sources.get(id);
        let identity = source.path.as_deref().map(|path| self.disk.identity(path));
        let (file, mistakes) = syntax::parse(id, source);
        self.diagnostics.extend(mistakes);
        self.lost.names |= file.lost.names;
        self.lost.ratings |= file.lost.ratings;
        match entered_at {
            None => self.lost.tools |= file.lost.tools,
            Some(include) => self.misplaced(id, &file, include),
        }
        if let Some(identity) = &identity {
            self.known.insert(identity.clone(), Some(self.open.len()));
        }
        let includes: Vec<_> = file.items.iter().filter_map(included).cloned().collect();
        let includes = includes.into_iter();
        self.open.push(Open { file: self.files.len(), source: id, identity, entered_at, includes });
        self.files.push((id, file));
    }

    /// Reports what is not allowed in an included file. A catalog there is not read.
    fn misplaced(&mut self, id: SourceId, file: &File, include: Place) {
        for item in file.items.iter().filter(|item| !may_be_included(item)) {
            self.diagnostics.push(errors::misplaced(item.keyword.of(id), self.sources, include));
            self.lost.tools |= matches!(item.kind, ItemKind::Catalog(_));
        }
    }

    fn follow(&mut self, include: &Text) {
        let Some(from) = self.open.last() else { return };
        let place = include.span.of(from.source);
        let (path, name) = self.named(from.source, include);
        match self.known.get(&self.disk.identity(&path)) {
            Some(Some(depth)) => self.cycle(*depth, place),
            Some(None) => {}
            None => match self.disk.read(&path) {
                Ok(bytes) => {
                    let id = self.sources.add(Source::from_bytes(name, Some(&path), bytes));
                    self.enter(id, Some(place));
                }
                Err(error) => {
                    (self.lost.names, self.lost.ratings) = (true, true);
                    self.diagnostics.push(unreadable(place, &include.value, &error));
                }
            },
        }
    }

    /// The path of a file that another file names, and its name in messages.
    fn named(&self, from: SourceId, text: &Text) -> (PathBuf, String) {
        let from = self.sources.get(from);
        let beside = Path::new(&from.name).parent().unwrap_or(Path::new(""));
        let path = from.folder().join(&text.value);
        let name = self.disk.name(&path).unwrap_or_else(|| display_name(&clean(&beside.join(&text.value))));
        (path, name)
    }

    /// The file at `depth` is included again, from `back`. The error is placed where the cycle is entered;
    /// the policy itself is not entered, so there it is the first step.
    fn cycle(&mut self, depth: usize, back: Place) {
        let entered_at = |depth: usize| self.open.get(depth).and_then(|open| open.entered_at);
        let into = entered_at(depth).or_else(|| entered_at(depth + 1)).unwrap_or(back);
        let circle = self.open.iter().skip(depth).map(|open| self.sources.get(open.source).name.as_str());
        self.diagnostics.push(errors::include_cycle(into, back, circle));
    }

    fn leave(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if let Some(identity) = open.identity {
            self.known.insert(identity, None);
        }
        self.order.push(open.file);
    }

    /// The catalog of the policy itself: the first that it names.
    fn catalog(&mut self) -> Option<Catalog> {
        let (main, file) = self.files.first()?;
        let text = file.items.iter().find_map(catalog_of)?.clone();
        let place = text.span.of(*main);
        let (path, name) = self.named(*main, &text);
        let wrong = match self.catalogs.read(self.disk, &path, &name) {
            Ok(parsed) => {
                let id = self.sources.add(parsed.source);
                match parsed.tools {
                    Ok(tools) => {
                        let catalog = Catalog::new(id, tools);
                        let next = catalog.next_page().map(|next| errors::partial_catalog((place, &name), next));
                        self.diagnostics.extend(next);
                        return Some(catalog);
                    }
                    Err(error) => errors::not_a_catalog(place, (id, &name), &error),
                }
            }
            Err(error) => unreadable(place, &text.value, &error),
        };
        self.diagnostics.push(wrong);
        self.lost.tools = true;
        None
    }
}

fn included(item: &Item) -> Option<&Text> {
    if let ItemKind::Include(text) = &item.kind { Some(text) } else { None }
}

fn catalog_of(item: &Item) -> Option<&Text> {
    if let ItemKind::Catalog(text) = &item.kind { Some(text) } else { None }
}

/// Whether a file is a part for policies, and no policy itself.
pub fn is_part(file: &File) -> bool {
    !file.lost.is_anything() && !file.items.is_empty() && file.items.iter().all(may_be_included)
}

fn may_be_included(item: &Item) -> bool {
    match item.kind {
        ItemKind::Let(_) | ItemKind::Rule(_) | ItemKind::Rate(_) | ItemKind::Guard(_) | ItemKind::Include(_) => true,
        ItemKind::Default(_)
        | ItemKind::Catalog(_)
        | ItemKind::Hide(_)
        | ItemKind::Deny(_)
        | ItemKind::Allow(_)
        | ItemKind::Tool(_)
        | ItemKind::Limit(_)
        | ItemKind::Test(_)
        | ItemKind::Assert(_) => false,
    }
}

fn unreadable(place: Place, path: &str, error: &LoadError) -> Diagnostic {
    match error {
        LoadError::TooLarge => errors::file_too_large(place, path),
        LoadError::NotFound
        | LoadError::DanglingLink
        | LoadError::Directory
        | LoadError::NotAFile
        | LoadError::Unreadable(_) => errors::file_not_found(place, path, error.reason()),
    }
}
