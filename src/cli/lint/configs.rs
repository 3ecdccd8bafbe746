//! Which `jamb.toml` a file belongs to: the one beside it, or in the nearest folder above.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::cli::exit::Problem;
use crate::diagnostic::Diagnostic;
use crate::file_system::RealDisk;
use crate::lint::{Chosen, Options, rules};
use crate::settings::{self, FILE_NAME, Settings};
use crate::source::disk::{Disk, LoadError, clean, display_name};
use crate::source::{Source, Sources};

/// The configurations so far.
#[derive(Debug)]
pub struct Configs {
    options: Options,
    /// The one that the command line names, for all files.
    named: Option<Rc<Found>>,
    by_folder: HashMap<PathBuf, Option<Rc<Found>>>,
    /// Their texts.
    pub sources: Sources,
    /// What is wrong with them.
    pub mistakes: Vec<Diagnostic>,
}

#[derive(Debug)]
struct Found {
    /// Paths of overrides start here.
    folder: PathBuf,
    settings: Settings,
}

impl Configs {
    /// The configurations of a run. One that is named has to be there.
    pub fn new(named: Option<&Path>, options: Options) -> Result<Self, Problem> {
        let (sources, mistakes) = (Sources::default(), Vec::new());
        let mut configs = Self { options, named: None, by_folder: HashMap::new(), sources, mistakes };
        if let Some(path) = named {
            let bytes = RealDisk
                .read(path)
                .map_err(|error| Problem::new(format!("can't read `{}`: {}", display_name(path), error.reason())))?;
            configs.named = Some(configs.read(path, bytes));
        }
        Ok(configs)
    }

    /// The rules that run on a file; without a path it is standard input, in the working directory.
    pub fn chosen(&mut self, path: Option<&Path>) -> Chosen {
        let whole = path.map(|path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()));
        let whole = whole.unwrap_or_else(|| std::env::current_dir().unwrap_or_default().join("-"));
        let whole = clean(&whole);
        let found = match &self.named {
            Some(named) => Some(Rc::clone(named)),
            None => whole.parent().and_then(|folder| self.above(folder)),
        };
        match found {
            Some(found) => {
                let below = whole.strip_prefix(&found.folder).unwrap_or(&whole);
                Chosen::new(&found.settings.lint, &self.options, &display_name(below))
            }
            None => Chosen::new(&Settings::default().lint, &self.options, ""),
        }
    }

    /// The nearest configuration, each folder looked at once.
    fn above(&mut self, folder: &Path) -> Option<Rc<Found>> {
        let mut unknown = Vec::new();
        let mut found = None;
        for folder in folder.ancestors() {
            if let Some(known) = self.by_folder.get(folder) {
                found = known.clone();
                break;
            }
            unknown.push(folder.to_path_buf());
            let path = folder.join(FILE_NAME);
            match RealDisk.read(&path) {
                Ok(bytes) => {
                    found = Some(self.read(&path, bytes));
                    break;
                }
                // What is there and can't be read is no configuration that anybody wrote.
                Err(LoadError::NotFound | LoadError::Directory | LoadError::NotAFile) => {}
                Err(error @ (LoadError::TooLarge | LoadError::Unreadable(_))) => {
                    let id = self.sources.add(Source::from_text(display_name(&path), ""));
                    self.mistakes.push(settings::unreadable(id, error.reason()));
                    break;
                }
            }
        }
        self.by_folder.extend(unknown.into_iter().map(|folder| (folder, found.clone())));
        found
    }

    fn read(&mut self, path: &Path, bytes: Vec<u8>) -> Rc<Found> {
        let here = std::env::current_dir().unwrap_or_default();
        let shown = display_name(path.strip_prefix(&here).unwrap_or(path));
        let id = self.sources.add(Source::from_bytes(shown, Some(path), bytes));
        let (settings, mistakes) = settings::read(id, self.sources.get(id), &rules::names());
        self.mistakes.extend(mistakes);
        let folder = std::path::absolute(path).ok().and_then(|path| clean(&path).parent().map(Path::to_path_buf));
        Rc::new(Found { folder: folder.unwrap_or_default(), settings })
    }
}
