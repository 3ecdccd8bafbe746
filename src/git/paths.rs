//! Paths in a repository: as git stores them, and as this system writes them.

use std::path::{Component, Path, PathBuf};

/// A path as git stores it: bytes, with `/`.
#[cfg(unix)]
pub fn from_git(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

/// A path as git stores it: bytes, with `/`.
#[cfg(not(unix))]
pub fn from_git(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).replace('/', std::path::MAIN_SEPARATOR_STR))
}

/// The name of a file or folder as git stores it.
#[cfg(unix)]
pub fn name_in_git(name: &std::ffi::OsStr) -> Vec<u8> {
    std::os::unix::ffi::OsStrExt::as_bytes(name).to_vec()
}

/// The name of a file or folder as git stores it.
#[cfg(not(unix))]
pub fn name_in_git(name: &std::ffi::OsStr) -> Vec<u8> {
    name.to_string_lossy().into_owned().into_bytes()
}

/// The parts of a path from the root of a repository; `None` if it leads out of it.
pub fn parts(path: &Path) -> Option<Vec<Vec<u8>>> {
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::Normal(name) => parts.push(name_in_git(name)),
            Component::ParentDir => drop(parts.pop()?),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts)
}

/// The path from one folder to a file, both from the root of a repository.
pub fn between(folder: &Path, file: &Path) -> PathBuf {
    let shared = folder.components().zip(file.components()).take_while(|(one, other)| one == other).count();
    let up = folder.components().skip(shared).map(|_| Component::ParentDir.as_os_str());
    up.chain(file.components().skip(shared).map(Component::as_os_str)).collect()
}
