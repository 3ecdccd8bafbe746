//! The files that the server reads.

use std::path::{Component, Path, PathBuf, Prefix};

use crate::file_system::RealDisk;
use crate::source::disk::{Disk, LoadError};

/// The real disk, without network shares: a policy of somebody else's workspace could name one, and opening it sends
/// the user's credentials to that machine. Devices and pipes are not read either, as everywhere.
#[derive(Debug, Default, Clone, Copy)]
pub struct LocalDisk;

impl Disk for LocalDisk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        if is_on_a_share(path) {
            return Err(LoadError::Unreadable("this is on a network share, which an editor does not open".to_owned()));
        }
        RealDisk.read(path)
    }

    fn identity(&self, path: &Path) -> PathBuf {
        if is_on_a_share(path) { path.to_path_buf() } else { RealDisk.identity(path) }
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        RealDisk.absolute(path)
    }
}

/// `\\server\share` on Windows, also as `//server/share`, and device paths such as `\\.\COM1`.
fn is_on_a_share(path: &Path) -> bool {
    match path.components().next() {
        Some(Component::Prefix(prefix)) => match prefix.kind() {
            Prefix::Disk(_) | Prefix::VerbatimDisk(_) => false,
            Prefix::Verbatim(_) | Prefix::VerbatimUNC(..) | Prefix::DeviceNS(_) | Prefix::UNC(..) => true,
        },
        Some(Component::RootDir | Component::CurDir | Component::ParentDir | Component::Normal(_)) | None => {
            path.to_string_lossy().starts_with("\\\\")
        }
    }
}
