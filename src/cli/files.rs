//! Writing: files by a temporary file and a rename, standard output until its reader leaves.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Problem;
use crate::source::disk::display_name;

/// Writes a whole file at once: whoever reads it sees the old text or the new one, and a mistake on
/// the way leaves the old one. A link stays a link, a device is written to, permissions are kept.
pub fn write(path: &Path, text: &str) -> Result<(), Problem> {
    let problem = |error: &io::Error| Problem::new(format!("can't write `{}`: {error}", display_name(path)));
    let goal = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    match fs::metadata(&goal) {
        Ok(old) if old.is_file() => replace(&goal, text, Some(old.permissions())).map_err(|error| problem(&error)),
        Ok(_) => fs::write(&goal, text).map_err(|error| problem(&error)),
        Err(_) => replace(&goal, text, None).map_err(|error| problem(&error)),
    }
}

/// The same, with the folders that lead there.
pub fn write_below(path: &Path, text: &str) -> Result<(), Problem> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .map_err(|error| Problem::new(format!("can't make the folder `{}`: {error}", display_name(folder))))?;
    }
    write(path, text)
}

/// Whether something is at a path already, a dangling link included.
pub fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Writes to standard output. A reader that has left is no mistake: `jamb check | head` ends in silence.
pub fn print(text: &str) -> Result<(), Problem> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Problem::new(format!("can't write to standard output: {error}")))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Writes to standard error. Where that fails there is nobody left to tell.
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
        // As any new file, less what the user's mask takes away; `tempfile` would make it private.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.persist(goal).map(drop).map_err(|error| error.error)
}
