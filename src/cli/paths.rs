//! Paths from one place to another.

use std::path::{Component, Path, PathBuf};

use crate::source::disk::clean;

/// The path from a directory to a file, or the file's full path if there is none, as between two drives.
pub fn relative(folder: &Path, file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default();
    let (from, to) = (full(folder), full(file.parent().unwrap_or(Path::new(""))).join(name));
    let shared = from.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    if shared == 0 {
        return to;
    }
    let up = from.components().skip(shared).map(|_| Component::ParentDir.as_os_str());
    up.chain(to.components().skip(shared).map(Component::as_os_str)).collect()
}

/// The path of a directory from the root, without links if it exists.
fn full(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let absolute = || std::path::absolute(path).map_or_else(|_| path.to_path_buf(), |path| clean(&path));
    path.canonicalize().unwrap_or_else(|_| absolute())
}
