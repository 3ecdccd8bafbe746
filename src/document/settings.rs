//! Finds the `jamb.toml` that applies to a document: the nearest one in its folder or in a folder above.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::diagnostic::Diagnostic;
use crate::lint::{Chosen, Options, notes, rules};
use crate::settings::{self, FILE_NAME, Settings};
use crate::source::disk::{Disk, LoadError, display_name};
use crate::source::{Source, Sources};
use crate::trace::map::Map;

/// The settings files that were found so far. Each folder is searched once.
#[derive(Debug, Default)]
pub struct SettingsFiles {
    /// The options of this run. They win over the files.
    pub options: Options,
    /// The file that the user named. It applies to all documents.
    named: Option<Arc<Found>>,
    found: Mutex<ByFolder>,
}

#[derive(Debug, Default)]
struct ByFolder {
    folders: HashMap<PathBuf, Option<Arc<Found>>>,
    sources: Sources,
    mistakes: Vec<Diagnostic>,
}

#[derive(Debug)]
struct Found {
    /// The folder of the file. The paths of its overrides start here.
    folder: PathBuf,
    settings: Settings,
}

impl SettingsFiles {
    /// Uses one file for all documents.
    pub fn name(&mut self, disk: &dyn Disk, path: &Path) -> Result<(), LoadError> {
        let bytes = disk.read(path)?;
        let found = self.found.get_mut().unwrap_or_else(PoisonError::into_inner);
        self.named = Some(found.parse(disk, path, bytes));
        Ok(())
    }

    /// The rules that run on a document.
    pub fn chosen(&self, disk: &dyn Disk, path: Option<&Path>) -> Chosen {
        let (path, found) = self.applying(disk, path);
        match found {
            Some(found) => {
                let below = path.strip_prefix(&found.folder).unwrap_or(&path);
                Chosen::new(&found.settings.lint, &self.options, &display_name(below))
            }
            None => Chosen::new(&Settings::default().lint, &self.options, ""),
        }
    }

    /// The maps of traces in the settings that apply to a document.
    pub fn maps(&self, disk: &dyn Disk, path: Option<&Path>) -> Vec<(String, Map)> {
        self.applying(disk, path).1.map(|found| found.settings.traces.clone()).unwrap_or_default()
    }

    /// The settings that apply to the file at a path, and the folder of their file.
    pub fn of(&self, disk: &dyn Disk, path: &Path) -> Option<(PathBuf, Settings)> {
        self.applying(disk, Some(path)).1.map(|found| (found.folder.clone(), found.settings.clone()))
    }

    /// The absolute path of a document, and the file that applies to it. A document without a path belongs to the
    /// working directory.
    fn applying(&self, disk: &dyn Disk, path: Option<&Path>) -> (PathBuf, Option<Arc<Found>>) {
        let path = disk.absolute(path.unwrap_or(Path::new("-")));
        let found = match &self.named {
            Some(named) => Some(Arc::clone(named)),
            None => path.parent().and_then(|folder| self.lock(|found| found.nearest(disk, folder))),
        };
        (path, found)
    }

    /// What is wrong with the files that were found so far.
    pub fn mistakes(&self) -> (Sources, Vec<Diagnostic>) {
        self.lock(|found| (found.sources.clone(), found.mistakes.clone()))
    }

    /// Forgets the files that were found by searching.
    pub fn forget(&mut self) {
        self.found = Mutex::default();
    }

    fn lock<R>(&self, work: impl FnOnce(&mut ByFolder) -> R) -> R {
        work(&mut self.found.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What settings can turn off: the rules, and the checker's note.
fn names_to_set() -> Vec<&'static str> {
    rules::names().into_iter().chain([notes::NOTE.name()]).collect()
}

impl ByFolder {
    fn nearest(&mut self, disk: &dyn Disk, folder: &Path) -> Option<Arc<Found>> {
        let mut searched = Vec::new();
        let mut found = None;
        for folder in folder.ancestors() {
            if let Some(known) = self.folders.get(folder) {
                found = known.clone();
                break;
            }
            searched.push(folder.to_path_buf());
            let path = folder.join(FILE_NAME);
            match disk.read(&path) {
                Ok(bytes) => {
                    found = Some(self.parse(disk, &path, bytes));
                    break;
                }
                Err(LoadError::NotFound) => {}
                // Whatever has this name is meant as the configuration: without its rules, less would be reported.
                Err(error) => {
                    let id = self.sources.add(Source::from_text(shown(disk, &path), ""));
                    self.mistakes.push(settings::unreadable(id, error.reason()));
                    break;
                }
            }
            if disk.is_root(folder) {
                break;
            }
        }
        self.folders.extend(searched.into_iter().map(|folder| (folder, found.clone())));
        found
    }

    fn parse(&mut self, disk: &dyn Disk, path: &Path, bytes: Vec<u8>) -> Arc<Found> {
        let id = self.sources.add(Source::from_bytes(shown(disk, path), Some(path), bytes));
        let (settings, mistakes) = settings::read(id, self.sources.get(id), &names_to_set());
        self.mistakes.extend(mistakes);
        let folder = disk.absolute(path).parent().map(Path::to_path_buf).unwrap_or_default();
        Arc::new(Found { folder, settings })
    }
}

/// The name of a file in messages: from the working directory if it is below it.
fn shown(disk: &dyn Disk, path: &Path) -> String {
    let from_here = || display_name(path.strip_prefix(disk.absolute(Path::new("."))).unwrap_or(path));
    disk.name(path).unwrap_or_else(from_here)
}
