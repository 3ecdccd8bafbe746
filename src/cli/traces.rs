//! The traces named on the command line: files, directories and standard input. Each is opened when its turn comes,
//! because a directory may have more files than a process can have open.

mod format;
mod kept;
mod reading;

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ignore::WalkBuilder;

use self::kept::Kept;
pub use self::reading::Reading;
use crate::cli::exit::Problem;
use crate::cli::inputs::STDIN;
use crate::cli::shared::Shared;
use crate::diagnostic::listed;
use crate::file_system::reasons;
use crate::simulate::Trace;
use crate::simulate::outcome::Failure;
use crate::source::disk::{clean, display_name};

/// The extensions of traces in a directory. Compressed ones have `.gz` or `.zst` after it.
const ENDINGS: [&str; 5] = ["jsonl", "ndjson", "json", "log", "har"];

/// A trace that was named on the command line, or found in a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its name, for messages.
    pub name: String,
    /// Its path; `None` is standard input.
    pub path: Option<PathBuf>,
    /// It was found in a directory, so that it need not be a trace.
    pub is_beside: bool,
}

/// All traces, in the order of the command line; those of a directory are sorted by path. A directory without traces is
/// noted.
pub fn found(names: &[String], shared: &Shared) -> Result<Vec<Named>, Problem> {
    if names.iter().filter(|name| *name == STDIN).count() > 1 {
        return Err(Problem::new("standard input can be read only once").with_help("name `-` once"));
    }
    let mut found = Vec::new();
    for name in names {
        match name.as_str() {
            STDIN => found.push(Named { name: STDIN.to_owned(), path: None, is_beside: false }),
            _ if Path::new(name).is_dir() => {
                let below = walk(Path::new(name));
                if below.is_empty() {
                    shared.note(&format!("no traces in `{name}`: their names end in {}", endings()));
                }
                found.extend(below);
            }
            _ => found.push(named(Path::new(name))),
        }
    }
    Ok(found)
}

/// The extensions, for messages.
fn endings() -> String {
    let endings: Vec<String> = ENDINGS.iter().map(|ending| format!("`.{ending}`")).collect();
    format!("{}, and may have `.gz` or `.zst` after that", listed(&endings, "or"))
}

/// Opens traces, also more than once.
pub struct Opener {
    /// Traces may be read again.
    keeps: bool,
    /// The inputs that can be read only once, by name.
    kept: Mutex<HashMap<String, Kept>>,
}

impl Opener {
    /// `keeps` says that traces may be read again.
    pub fn new(keeps: bool) -> Self {
        Self { keeps, kept: Mutex::default() }
    }

    /// The trace, opened. If that fails, the replay reports it.
    pub fn opened(&self, named: &Named) -> Trace {
        Trace { name: named.name.clone(), is_beside: named.is_beside, input: self.input(named).map_err(worded) }
    }

    fn input(&self, named: &Named) -> io::Result<Box<dyn Read + Send>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = kept.get(&named.name) {
            return kept.read();
        }
        let input = match &named.path {
            Some(path) => {
                let file = File::open(path)?;
                if file.metadata().is_ok_and(|file| file.is_file() || file.is_dir()) {
                    return Ok(Box::new(file));
                }
                Box::new(file) as Box<dyn Read + Send>
            }
            None => Box::new(io::stdin()),
        };
        if !self.keeps {
            return Ok(input);
        }
        kept.entry(named.name.clone()).or_insert(Kept::new(input)).read()
    }
}

fn named(path: &Path) -> Named {
    Named { name: display_name(path), path: Some(path.to_path_buf()), is_beside: false }
}

/// The traces in a directory and below it. Files that version control ignores are read, too, because most logs are
/// ignored.
fn walk(directory: &Path) -> Vec<Named> {
    let entries = WalkBuilder::new(directory).standard_filters(false).hidden(true).sort_by_file_path(Path::cmp).build();
    entries.filter_map(|entry| entry.map_or_else(|error| unread(&error), |entry| trace_of(&entry))).collect()
}

/// A directory that can't be read counts as a trace, so that opening it reports the reason.
fn unread(error: &ignore::Error) -> Option<Named> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(named(path)),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => unread(err),
        ignore::Error::Partial(_)
        | ignore::Error::Loop { .. }
        | ignore::Error::Io(_)
        | ignore::Error::Glob { .. }
        | ignore::Error::UnrecognizedFileType(_)
        | ignore::Error::InvalidDefinition => None,
    }
}

fn trace_of(entry: &ignore::DirEntry) -> Option<Named> {
    let path = clean(entry.path());
    // A link may point to a trace or to nothing: opening it will tell. Links to directories are not followed, because
    // they may form a loop.
    let is_file = entry.file_type().is_some_and(|kind| kind.is_file() || kind.is_symlink() && !path.is_dir());
    (is_file && is_trace(&path)).then(|| Named { is_beside: true, ..named(&path) })
}

fn is_trace(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let plain = [".gz", ".zst"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    plain.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

/// Says why a file was not read. In a directory with traces, a file that is not one is worth a note.
pub fn print_failure(failure: &Failure, files: u64, shared: &Shared) {
    match &failure.unfit {
        Some(unfit) if is_noted(failure, files) => {
            shared.note(&format!("`{}` was left out: it {}", failure.trace, unfit.message));
        }
        Some(unfit) => {
            shared.problem(&Problem::new(format!("`{}` {}", failure.trace, unfit.message)).with_helps(&unfit.help));
        }
        None => shared.problem(&Problem::new(format!("can't read `{}`: {}", failure.trace, failure.reason))),
    }
}

/// Whether it is only worth a note that a file was not read: it was found beside so many traces that were.
pub fn is_noted(failure: &Failure, files: u64) -> bool {
    failure.unfit.is_some() && failure.is_beside && files > 0
}

/// Whether the command could not do its work because of it.
pub fn is_problem(failure: &Failure) -> bool {
    failure.unfit.as_ref().is_none_or(|unfit| unfit.is_of_other_kind)
}

/// The error of a file that can't be opened, in our words. One that has them already stays as it is.
pub fn worded(error: io::Error) -> io::Error {
    if error.get_ref().is_some() {
        return error;
    }
    io::Error::new(error.kind(), reasons::unreadable(&error))
}

/// Asks the system for memory in its usual small pages. In pages of 2 MiB, which the allocator asks for, most of each
/// page stays empty: a replay takes 46 MiB instead of 22, varies from run to run, and is no faster.
pub fn use_small_pages() {
    // If this fails, the replay only takes more memory.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traces_are_known_by_their_endings() {
        for name in ["a.jsonl", "b.x.NDJSON", "c.json.gz", "d.log.zst", "e.har"] {
            assert!(is_trace(Path::new(name)), "{name}");
        }
        for name in ["a.pl", "b.jsonl.bak", "gz", "c.gz", "json", "d.txt.gz"] {
            assert!(!is_trace(Path::new(name)), "{name}");
        }
    }
}
