//! Catalogs that several policies name: each file is read and parsed once, by whichever thread asks first.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::errors::NotACatalog;
use super::list::ToolList;
use super::tools_list::parse;
use crate::source::Source;
use crate::source::disk::{Disk, LoadError};

/// The catalogs that were read so far, by the identities of their files.
#[derive(Debug, Default)]
pub struct Catalogs {
    files: Mutex<HashMap<PathBuf, Arc<Slot>>>,
    instead: Option<Parsed>,
}

/// Threads that ask for a file while another one reads it wait for that one.
type Slot = OnceLock<Result<Parsed, LoadError>>;

/// A file that was read as a catalog.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The file.
    pub source: Arc<Source>,
    /// Its tools, or why it is not a catalog.
    pub tools: Result<Arc<ToolList>, NotACatalog>,
}

impl Catalogs {
    /// Catalogs that are read as this file, whatever file a policy names. Messages call it by its own name.
    pub fn always(source: Arc<Source>) -> Self {
        let tools = parse(&source).map(Arc::new);
        Self { instead: Some(Parsed { source, tools }), ..Self::default() }
    }

    /// The catalog at a path. Messages call it `name`.
    pub fn read(&self, disk: &dyn Disk, path: &Path, name: &str) -> Result<Parsed, LoadError> {
        if let Some(instead) = &self.instead {
            return Ok(instead.clone());
        }
        let slot = self.slot(disk.identity(path));
        let parsed = slot.get_or_init(|| {
            let source = Source::from_bytes(name, Some(path), disk.read(path)?);
            let tools = parse(&source).map(Arc::new);
            Ok(Parsed { source: Arc::new(source), tools })
        });
        parsed.clone().map(|parsed| parsed.named(path, name))
    }

    /// Forgets a file that changed. The next policy that names it reads it again.
    pub fn forget(&mut self, identity: &Path) {
        self.files.get_mut().unwrap_or_else(PoisonError::into_inner).remove(identity);
    }

    fn slot(&self, identity: PathBuf) -> Arc<Slot> {
        // Nothing can panic while the lock is held, so the map is whole even if it is poisoned.
        Arc::clone(self.files.lock().unwrap_or_else(PoisonError::into_inner).entry(identity).or_default())
    }
}

impl Parsed {
    /// The same file under the name that a policy uses for it.
    fn named(self, path: &Path, name: &str) -> Self {
        if self.source.name == name {
            return self;
        }
        let Source { text, undecodable, .. } = &*self.source;
        let mut source = Source::from_text(name, text.clone());
        (source.path, source.undecodable) = (Some(path.to_path_buf()), *undecodable);
        Self { source: Arc::new(source), ..self }
    }
}
