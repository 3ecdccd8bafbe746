//! A policy before and after a branch.

use std::path::{Path, PathBuf};

/// A policy before and after the branch, by its paths from the root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Before; `None` if it came.
    pub base: Option<PathBuf>,
    /// After; `None` if it went.
    pub head: Option<PathBuf>,
}

impl Pair {
    /// Its path after the branch, or before it if it went.
    pub fn path(&self) -> &Path {
        self.head.as_deref().or(self.base.as_deref()).unwrap_or(Path::new(""))
    }

    /// Whether it is in one of these folders, or if there are none.
    pub fn is_within(&self, folders: &[PathBuf]) -> bool {
        let mut paths = [&self.base, &self.head].into_iter().flatten();
        folders.is_empty() || paths.any(|path| folders.iter().any(|folder| path.starts_with(folder)))
    }
}
