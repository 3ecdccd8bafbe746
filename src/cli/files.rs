//! Writing files, standard output and standard error.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::exit::Problem;
use crate::source::disk::display_name;

/// Writes a file by a temporary file and a rename. Other programs see the old text or the new one, and if writing fails
/// the old one stays. Symbolic links and permissions are kept; a device is written to directly.
pub fn write(path: &Path, text: &str) -> Result<(), Problem> {
    let problem = |error: &io::Error| Problem::new(format!("can't write `{}`: {error}", display_name(path)));
    let goal = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    match fs::metadata(&goal) {
        Ok(old) if old.is_file() => replace(&goal, text, Some(old.permissions())).map_err(|error| problem(&error)),
        Ok(_) => fs::write(&goal, text).map_err(|error| problem(&error)),
        Err(_) => replace(&goal, text, None).map_err(|error| problem(&error)),
    }
}

/// Writes a file, and creates the directories on its path.
pub fn write_below(path: &Path, text: &str) -> Result<(), Problem> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .map_err(|error| Problem::new(format!("can't create the directory `{}`: {error}", display_name(folder))))?;
    }
    write(path, text)
}

/// Whether a path exists, even as a dangling link.
pub fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Writes to standard output. It is not an error if the reader has gone: `jamb check | head` ends without a message.
pub fn print(text: &str) -> Result<(), Problem> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Problem::new(format!("can't write to standard output: {error}")))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Writes to standard error. If that fails, there is no place left to report it.
pub fn print_error(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

fn replace(goal: &Path, text: &str, permissions: Option<fs::Permissions>) -> io::Result<()> {
    let folder = goal
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".jamb-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The mode of any new file, before the user's mask; `tempfile` would make the file private.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.persist(goal).map(drop).map_err(|error| error.error)
}
