//! Outputs that are ready to replace their files.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::identity::{goal, parent};
use crate::cli::exit::Problem;
use crate::cli::{file_size, streams};
use crate::file_system::reasons;
use crate::source::disk::display_name;

/// Outputs that are ready to replace their files. If they are dropped, nothing has changed.
#[derive(Debug)]
pub struct Staged {
    printed: Option<String>,
    creates_directories: bool,
    created: Vec<PathBuf>,
    files: Vec<StagedFile>,
}

#[derive(Debug)]
struct StagedFile {
    /// Its name, for messages.
    name: String,
    /// The file itself, without links.
    goal: PathBuf,
    ready: Ready,
}

#[derive(Debug)]
enum Ready {
    /// A temporary file beside it has the new text.
    Beside(TempPath),
    /// The text of a device or a pipe, which can't be renamed.
    Direct(String),
}

impl Staged {
    pub(super) fn new(printed: Option<String>, creates_directories: bool) -> Self {
        Self { printed, creates_directories, created: Vec::new(), files: Vec::new() }
    }

    /// Writes a temporary file beside an output.
    pub(super) fn add(&mut self, path: &Path, text: &str) -> Result<(), Problem> {
        if self.creates_directories {
            self.create_directories(parent(path))?;
        }
        let goal = goal(path);
        let name = display_name(path);
        let ready = ready(&goal, text).map_err(|error| unwritable(&name, &error))?;
        self.files.push(StagedFile { name, goal, ready });
        Ok(())
    }

    /// Prints what goes to standard output, and renames the temporary files. If nothing reads standard output, the
    /// command has failed, and nothing is written. Whether everything was written.
    pub fn commit(mut self) -> Result<bool, Problem> {
        if let Some(text) = self.printed.take() {
            streams::print(&text)?;
        }
        if streams::is_cut() {
            return Ok(false);
        }
        for file in std::mem::take(&mut self.files) {
            let result = match file.ready {
                Ready::Beside(temporary) => temporary.persist(&file.goal).map_err(|error| error.error),
                Ready::Direct(text) => fs::write(&file.goal, text),
            };
            result.map_err(|error| unwritable(&file.name, &error))?;
            self.created.clear();
        }
        Ok(true)
    }

    fn create_directories(&mut self, folder: &Path) -> Result<(), Problem> {
        let missing: Vec<_> =
            folder.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists()).collect();
        fs::create_dir_all(folder).map_err(|error| {
            Problem::new(format!(
                "can't create the directory `{}`: {}",
                display_name(folder),
                reasons::unwritable(&error)
            ))
        })?;
        self.created.extend(missing.into_iter().rev().map(Path::to_path_buf));
        Ok(())
    }
}

/// Removes what was created for outputs that were not written.
impl Drop for Staged {
    fn drop(&mut self) {
        self.files.clear();
        for folder in self.created.iter().rev() {
            // It stays if something is in it.
            let _ = fs::remove_dir(folder);
        }
    }
}

fn ready(goal: &Path, text: &str) -> io::Result<Ready> {
    match fs::metadata(goal) {
        Ok(old) if old.is_file() => {
            // A rename would also replace a file that may not be written.
            OpenOptions::new().write(true).open(goal)?;
            temporary(goal, text, Some(&old)).map(Ready::Beside)
        }
        Ok(old) if old.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(_) => Ok(Ready::Direct(text.to_owned())),
        Err(_) => temporary(goal, text, None).map(Ready::Beside),
    }
}

/// A new file beside another one, with its mode and owner.
fn temporary(goal: &Path, text: &str, old: Option<&fs::Metadata>) -> io::Result<TempPath> {
    file_size::check(text.len() as u64)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".jamb-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The mode of any new file, before the user's mask; `tempfile` would make the file private.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(parent(goal))?;
    file.write_all(text.as_bytes())?;
    if let Some(old) = old {
        keep_owner(file.as_file(), old);
        file.as_file().set_permissions(old.permissions())?;
    }
    Ok(file.into_temp_path())
}

/// Gives the file its old owner, if the system allows it: root may format the files of others.
#[cfg(unix)]
fn keep_owner(file: &File, old: &fs::Metadata) {
    use std::os::unix::fs::MetadataExt;
    let is_same = file.metadata().is_ok_and(|new| (new.uid(), new.gid()) == (old.uid(), old.gid()));
    if !is_same {
        let _ = std::os::unix::fs::fchown(file, Some(old.uid()), Some(old.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &fs::Metadata) {}

fn unwritable(name: &str, error: &io::Error) -> Problem {
    Problem::new(format!("can't write `{name}`: {}", reasons::unwritable(error)))
}
