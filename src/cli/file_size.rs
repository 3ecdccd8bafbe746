//! The largest file that the system lets this process write. A write beyond it ends the process by a signal, before it
//! can remove its temporary files, so the size is checked first.

use std::io;

/// The limit in bytes, if there is one.
#[cfg(unix)]
pub fn most() -> Option<u64> {
    rustix::process::getrlimit(rustix::process::Resource::Fsize).current
}

/// The limit in bytes, if there is one.
#[cfg(not(unix))]
pub fn most() -> Option<u64> {
    None
}

/// Fails if a file of this size can't be written.
pub fn check(bytes: u64) -> io::Result<()> {
    match most() {
        Some(most) if bytes > most => Err(io::ErrorKind::FileTooLarge.into()),
        Some(_) | None => Ok(()),
    }
}
