//! All files of `src`, and the arrows between them: an arrow for each item of another file that a
//! file imports or mentions. A name that a root file re-exports is an item of the file that defines it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use super::source::{Import, Mention, ModulePath, Scope, Source};

/// The files of a crate.
pub struct House {
    /// The files that are not for tests only.
    pub sources: Vec<Source>,
    /// Which of `sources` has a module.
    owners: BTreeMap<ModulePath, usize>,
    /// The crates that may be named.
    crates: BTreeSet<String>,
}

/// A file uses an item of another file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrow {
    pub from: String,
    pub line: usize,
    /// The path as it is written.
    pub path: String,
    pub to: String,
}

/// A file uses a crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrateUse {
    pub name: String,
    pub file: String,
    pub line: usize,
}

enum Target {
    /// A module of this crate.
    Module(ModulePath),
    /// An item that this module defines.
    Item(ModulePath),
    Crate(String),
}

impl House {
    /// Reads the files below a folder.
    pub fn read(folder: &Path, crates: BTreeSet<String>) -> Self {
        let texts = rust_files(folder).into_iter().map(|path| {
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            (name, fs::read_to_string(&path).unwrap())
        });
        Self::of(texts, crates)
    }

    /// A house of these files and their texts.
    pub fn of(texts: impl IntoIterator<Item = (String, String)>, crates: BTreeSet<String>) -> Self {
        let mut sources: Vec<_> = texts.into_iter().map(|(file, text)| Source::parse(&file, &text)).collect();
        let for_tests: Vec<ModulePath> = sources.iter().flat_map(test_modules).collect();
        sources.retain(|source| !for_tests.iter().any(|module| source.module.starts_with(module)));
        let scopes = |(index, source): (usize, &Source)| {
            source.scopes.keys().map(move |scope| (scope.clone(), index)).collect::<Vec<_>>()
        };
        let owners = sources.iter().enumerate().flat_map(scopes).collect();
        Self { sources, owners, crates }
    }

    /// Each use of another file's item.
    pub fn arrows(&self) -> Vec<Arrow> {
        let mut arrows = Vec::new();
        for (source, mention, target) in self.targets() {
            // A module that is imported is a name only: what is used of it is mentioned elsewhere.
            let Target::Item(module) = target else { continue };
            let Some(to) = self.file(&module) else { continue };
            if to != source.file {
                let (from, path) = (source.file.clone(), mention.path.join("::"));
                arrows.push(Arrow { from, line: mention.line, path, to: to.to_owned() });
            }
        }
        arrows
    }

    /// Each use of a crate.
    pub fn crate_uses(&self) -> Vec<CrateUse> {
        let uses = self.targets().into_iter().filter_map(|(source, mention, target)| match target {
            Target::Crate(name) => Some(CrateUse { name, file: source.file.clone(), line: mention.line }),
            Target::Module(_) | Target::Item(_) => None,
        });
        let mut uses: Vec<_> = uses.collect();
        uses.dedup();
        uses
    }

    /// The rooms that `lib.rs` lists, in its order.
    pub fn rooms(&self) -> impl Iterator<Item = &str> {
        let root = self.scope(&vec![]);
        root.into_iter().flat_map(|scope| scope.modules.iter().map(String::as_str))
    }

    /// Where a name is imported or mentioned outside the files that may.
    pub fn away_from(&self, name: &str, may: impl Fn(&str) -> bool) -> Vec<String> {
        let named = self.sources.iter().filter(|source| !may(&source.file)).flat_map(|source| {
            let imports = source.scopes.values().flat_map(|scope| &scope.imports).map(|import| &import.mention);
            let named = imports.chain(&source.mentions).filter(|mention| mention.path.iter().any(|part| part == name));
            named.map(move |mention| format!("src/{}:{} names `{name}`", source.file, mention.line))
        });
        named.collect()
    }

    fn targets(&self) -> Vec<(&Source, &Mention, Target)> {
        let mut targets = Vec::new();
        for source in &self.sources {
            for import in source.scopes.values().flat_map(|scope| &scope.imports) {
                let found = self.imported(import);
                targets.extend(found.into_iter().map(|target| (source, &import.mention, target)));
            }
            let mentioned = |mention| Some((source, mention, self.resolve(mention, false, 0)?));
            targets.extend(source.mentions.iter().filter_map(mentioned));
        }
        targets
    }

    /// The target of an import. `*` takes all that a module has, and all that it re-exports.
    fn imported(&self, import: &Import) -> Vec<Target> {
        let all = import.name.is_none();
        match self.resolve(&import.mention, all, 0) {
            Some(Target::Module(module)) if all => {
                let imports = self.scope(&module).map_or(&[][..], |scope| &scope.imports);
                let more = imports.iter().filter(|import| import.public).flat_map(|import| self.imported(import));
                more.chain([Target::Item(module)]).collect()
            }
            target => target.into_iter().collect(),
        }
    }

    /// What a path names; `as_module` where a module is preferred to an item of the same name.
    fn resolve(&self, mention: &Mention, as_module: bool, depth: usize) -> Option<Target> {
        let (first, rest) = mention.path.split_first()?;
        let mut module = mention.scope.clone();
        let start = match first.as_str() {
            "crate" => Target::Module(vec![]),
            "self" => Target::Module(module),
            "super" => {
                module.pop();
                Target::Module(module)
            }
            name => self.member(&module, name, as_module || !rest.is_empty(), depth).or_else(|| self.external(name))?,
        };
        self.walk(start, rest, as_module, depth)
    }

    fn walk(&self, start: Target, names: &[String], as_module: bool, depth: usize) -> Option<Target> {
        let Some((name, rest)) = names.split_first() else { return Some(start) };
        let Target::Module(mut module) = start else { return Some(start) };
        let next = if name == "super" {
            module.pop();
            Target::Module(module)
        } else {
            self.member(&module, name, as_module || !rest.is_empty(), depth)?
        };
        self.walk(next, rest, as_module, depth)
    }

    /// What a name is in a module.
    fn member(&self, module: &ModulePath, name: &str, as_module: bool, depth: usize) -> Option<Target> {
        let scope = self.scope(module)?;
        let child = || {
            let path: ModulePath = module.iter().cloned().chain([name.to_owned()]).collect();
            scope.modules.iter().any(|child| child == name).then_some(Target::Module(path))
        };
        let item = || scope.items.contains(name).then(|| Target::Item(module.clone()));
        let own = if as_module { child().or_else(item) } else { item().or_else(child) };
        // Imports of imports; `use x::x` of a crate ends here.
        if own.is_some() || depth > 8 {
            return own;
        }
        let named = scope.imports.iter().filter(|import| import.name.as_deref() == Some(name));
        let found = named.filter_map(|import| self.resolve_import(&import.mention, name, as_module, depth)).next();
        found.or_else(|| {
            let mut globs = scope.imports.iter().filter(|import| import.name.is_none());
            globs.find_map(|glob| match self.resolve(&glob.mention, true, depth + 1)? {
                Target::Module(from) if from != *module => self.member(&from, name, as_module, depth + 1),
                Target::Module(_) | Target::Item(_) | Target::Crate(_) => None,
            })
        })
    }

    fn resolve_import(&self, mention: &Mention, name: &str, as_module: bool, depth: usize) -> Option<Target> {
        // `use toml;` or `use toml::{self}` names itself.
        if mention.path.first().is_some_and(|first| first == name) {
            return self.external(name);
        }
        self.resolve(mention, as_module, depth + 1)
    }

    fn external(&self, name: &str) -> Option<Target> {
        self.crates.contains(name).then(|| Target::Crate(name.to_owned()))
    }

    fn scope(&self, module: &ModulePath) -> Option<&Scope> {
        self.sources.get(*self.owners.get(module)?)?.scopes.get(module)
    }

    fn file(&self, module: &ModulePath) -> Option<&str> {
        Some(&self.sources.get(*self.owners.get(module)?)?.file)
    }
}

impl fmt::Display for Arrow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "src/{}:{} uses `{}` of src/{}", self.from, self.line, self.path, self.to)
    }
}

fn test_modules(source: &Source) -> Vec<ModulePath> {
    let modules = source.scopes.iter().flat_map(|(path, scope)| {
        scope.test_modules.iter().map(|name| path.iter().cloned().chain([name.clone()]).collect())
    });
    modules.collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            files.extend(rust_files(&entry));
        } else if entry.extension().is_some_and(|ending| ending == "rs") {
            files.push(entry);
        }
    }
    files.sort();
    files
}
