//! The traces that the user named: files, directories and standard input. Each is opened when its turn
//! comes: a directory may hold more files than may be open at once.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::progress::Progress;
use crate::cli::inputs::STDIN;
use crate::cli::{Problem, Shared};
use crate::diagnostic::listed;
use crate::simulate::Trace;
use crate::source::disk::{clean, display_name};

/// How the names of traces end, in a directory; compressed ones have `.gz` or `.zst` behind.
const ENDINGS: [&str; 5] = ["jsonl", "ndjson", "json", "log", "har"];

/// A trace that was named, or found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its name, for messages.
    pub name: String,
    /// Where it lies; `None` is standard input.
    pub path: Option<PathBuf>,
}

/// All traces, in the order in which they are named; those of a directory sorted by path. A directory
/// without any is told.
pub fn found(names: &[String], shared: &Shared) -> Result<Vec<Named>, Problem> {
    if names.iter().filter(|name| *name == STDIN).count() > 1 {
        return Err(Problem::new("standard input can be read once only").with_help("name `-` once"));
    }
    let mut found = Vec::new();
    for name in names {
        match name.as_str() {
            STDIN => found.push(Named { name: STDIN.to_owned(), path: None }),
            _ if Path::new(name).is_dir() => {
                let below = walk(Path::new(name));
                if below.is_empty() {
                    shared.note(&format!("no trace in `{name}`: their names end in {}", endings()));
                }
                found.extend(below);
            }
            _ => found.push(named(Path::new(name))),
        }
    }
    Ok(found)
}

/// As messages list them.
fn endings() -> String {
    let endings: Vec<String> = ENDINGS.iter().map(|ending| format!("`.{ending}`")).collect();
    format!("{}, also with `.gz` or `.zst` behind", listed(&endings, "or"))
}

/// The trace, opened. Why it can't be is told with the others, by the replay.
pub fn opened(named: &Named, progress: &Progress) -> Trace {
    let input = match &named.path {
        Some(path) => File::open(path).map(|file| Box::new(file) as Box<dyn Read + Send>).map_err(worded),
        None => Ok(Box::new(io::stdin()) as Box<dyn Read + Send>),
    };
    Trace { name: named.name.clone(), input: input.map(|input| progress.counted(input)) }
}

fn named(path: &Path) -> Named {
    Named { name: display_name(path), path: Some(path.to_path_buf()) }
}

/// The traces below a directory. What version control ignores is read: logs mostly are.
fn walk(directory: &Path) -> Vec<Named> {
    let entries = WalkBuilder::new(directory).standard_filters(false).hidden(true).sort_by_file_path(Path::cmp).build();
    entries.filter_map(|entry| entry.map_or_else(|error| unread(&error), |entry| trace_of(&entry))).collect()
}

/// A folder that can't be read goes on as a trace, so that opening it tells why.
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
    // A link may lead to a trace, or to none: opening it tells. A link to a folder is not followed, which
    // might lead round in a circle.
    let is_file = entry.file_type().is_some_and(|kind| kind.is_file() || kind.is_symlink() && !path.is_dir());
    (is_file && is_trace(&path)).then(|| named(&path))
}

fn is_trace(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let plain = [".gz", ".zst"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    plain.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

/// The reasons that have words of their own; the system has its own for the others.
#[allow(clippy::wildcard_enum_match_arm)]
pub fn worded(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::NotFound => io::Error::new(error.kind(), "there is no such file"),
        io::ErrorKind::PermissionDenied => io::Error::new(error.kind(), "permission denied"),
        _ => error,
    }
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
