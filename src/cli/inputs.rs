//! Reads what the user named on the command line: files, directories and standard input.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use ignore::WalkBuilder;

use super::exit::{Exit, Problem};
use super::shared::Shared;
use crate::catalog::{self, Catalog};
use crate::document::{Document, Job, Judged, OpenDocuments, Refusal, Workspace};
use crate::file_system::read_stdin;
use crate::git::Named;
use crate::source::disk::{LoadError, clean, display_name};
use crate::source::{Source, Sources};

/// The name of standard input, as an argument and in messages.
pub const STDIN: &str = "-";

/// A document that the user named, or that was found below a directory that the user named.
#[derive(Debug)]
pub struct Input {
    /// The document.
    pub document: Document,
    /// Where its output goes below `--out-dir`: the path from the directory that the user named, or the name
    /// of the file.
    pub relative: PathBuf,
    /// Whether it was found below a directory.
    found: bool,
}

/// Reads the documents for a job. A directory stands for all `*.pl` files below it, sorted by path, except
/// those that `.gitignore` names. A path that can't be read is reported and does not stop the others; the
/// exit is then [`Exit::Problem`].
pub fn read_all(paths: &[String], job: Job, shared: &Shared) -> (Vec<Input>, Exit) {
    let (mut inputs, mut exit) = (Vec::new(), Exit::Clean);
    for path in paths {
        for input in named(path, shared) {
            match input.and_then(|input| accepted(input, job, shared)) {
                Ok(input) => inputs.extend(input),
                Err(problem) => {
                    shared.problem(&problem);
                    exit = Exit::Problem;
                }
            }
        }
    }
    (inputs, exit)
}

/// Reads one document for a job.
pub fn read_one(name: &str, job: Job, shared: &Shared) -> Result<Document, Problem> {
    let document = match place(name, shared)? {
        None => loaded(name, None, shared),
        Some(path) => loaded(name, Some(&path), shared),
    }?;
    match job.refusal(&document) {
        None => Ok(document),
        Some(refusal) => Err(refused(document.name(), refusal, job)),
    }
}

/// Reads the file of a tools/list response.
pub fn tools(name: &str, shared: &Shared) -> Result<Source, Problem> {
    let from_address = |problem: Problem| {
        let help = format!(
            "save its response to `tools/list` in a file, or let a bridge ask it: \
            `jamb init --stdio -- npx mcp-remote {name}`"
        );
        if is_address(name) { problem.with_help(help) } else { problem }
    };
    source(name, shared).map_err(from_address)
}

/// Reads a tools/list response.
pub fn catalog(name: &str, sources: &mut Sources, shared: &Shared) -> Result<Catalog, Problem> {
    let id = sources.add(tools(name, shared)?);
    catalog::read(id, sources.get(id)).map_err(|error| Problem::new(format!("`{name}`: {}", error.message)))
}

/// Reads a file that is not a policy.
pub fn source(name: &str, shared: &Shared) -> Result<Source, Problem> {
    let path = place(name, shared)?;
    let bytes = match &path {
        None => read_stdin(),
        Some(path) => shared.disk().read_named(path),
    };
    let bytes = bytes.map_err(|error| unreadable(name, &error, shared))?;
    Ok(Source::from_bytes(display_name(Path::new(name)), path.as_deref(), bytes))
}

/// The path of what the user named, on the disk of this run; `None` for standard input.
pub fn place(name: &str, shared: &Shared) -> Result<Option<PathBuf>, Problem> {
    if name == STDIN {
        return Ok(None);
    }
    match shared.disk().named(name) {
        Named::File => Ok(Some(PathBuf::from(name))),
        Named::Revision(path) => Ok(Some(path)),
        Named::Both => Err(Problem::new(format!("`{name}` is a file, and also names a file at a revision"))
            .with_help(format!("write `./{name}` for the file; for the other one, write the commit's hash"))),
    }
}

/// Judges documents on as many threads as there are cores. Trees are not kept.
pub fn judged(inputs: Vec<Input>, job: Job, shared: &Shared) -> Vec<Arc<Judged>> {
    let mut documents = OpenDocuments::new(Workspace::new(shared.disk().clone()), job).without_trees();
    for input in inputs {
        documents.open(input.document);
    }
    documents.judge_all(cores())
}

/// How many threads can run at once.
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

fn named(name: &str, shared: &Shared) -> Vec<Result<Input, Problem>> {
    let path = Path::new(name);
    if name == STDIN || !path.is_dir() {
        let document = place(name, shared).and_then(|place| loaded(name, place.as_deref(), shared));
        let relative =
            |document: &Document| document.path().and_then(Path::file_name).map_or_else(|| name.into(), PathBuf::from);
        return vec![document.map(|document| Input { relative: relative(&document), document, found: false })];
    }
    let found = |file: Result<PathBuf, Problem>| {
        let file = file?;
        let name = display_name(&clean(&file));
        let relative = file.strip_prefix(path).unwrap_or(&file).to_path_buf();
        let document = loaded(&name, Some(&file), shared)?;
        Ok(Input { document, relative, found: true })
    };
    walk(path).into_iter().map(found).collect()
}

/// The policies in a directory and below it. A link to a policy counts, unless the policy itself is there as well.
/// Links to directories are not followed, because they may form a loop.
fn walk(directory: &Path) -> Vec<Result<PathBuf, Problem>> {
    let entries = WalkBuilder::new(directory).require_git(false).sort_by_file_path(Path::cmp).build();
    let is_policy = |path: &Path| path.extension().is_some_and(|end| end == "pl") && !path.is_dir();
    let found: Vec<_> = entries
        .map(|entry| entry.map_err(|error| unwalkable(directory, &error)).map(ignore::DirEntry::into_path))
        .filter(|path| path.as_ref().map_or(true, |path| is_policy(path) && (path.is_file() || path.is_symlink())))
        .collect();
    let files: HashSet<PathBuf> =
        found.iter().flatten().filter(|path| !path.is_symlink()).filter_map(|path| path.canonicalize().ok()).collect();
    let is_there_as_well =
        |path: &Path| path.is_symlink() && path.canonicalize().is_ok_and(|target| files.contains(&target));
    found.into_iter().filter(|path| path.as_ref().map_or(true, |path| !is_there_as_well(path))).collect()
}

/// A directory that can't be read is a problem: its policies would be passed over in silence.
fn unwalkable(directory: &Path, error: &ignore::Error) -> Problem {
    let name = display_name(error_path(error).unwrap_or(directory));
    match error.io_error().map(std::io::Error::kind) {
        Some(std::io::ErrorKind::PermissionDenied) => Problem::new(format!("can't read `{name}`: permission denied")),
        Some(kind) => Problem::new(format!("can't read `{name}`: {kind}")),
        None => Problem::new(format!("can't read `{name}`: {error}")),
    }
}

#[allow(clippy::wildcard_enum_match_arm)]
fn error_path(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error_path(err),
        _ => None,
    }
}

/// The document at a path on the disk of this run; without a path, standard input.
fn loaded(name: &str, path: Option<&Path>, shared: &Shared) -> Result<Document, Problem> {
    let bytes = path.map_or_else(read_stdin, |path| shared.disk().read_named(path));
    let document = Document::loaded(display_name(Path::new(name)), path, bytes);
    document.map_err(|error| unreadable(name, &error, shared))
}

/// The input, if the job takes it. A file in another language is skipped with a note if it was found in a
/// directory, and is a problem if the user named it.
fn accepted(input: Input, job: Job, shared: &Shared) -> Result<Option<Input>, Problem> {
    let name = input.document.name();
    match job.refusal(&input.document) {
        None => Ok(Some(input)),
        Some(Refusal::Foreign(language)) if input.found => {
            shared.note(&format!("`{name}` is {language}, not a policy: skipped"));
            Ok(None)
        }
        Some(refusal) => Err(refused(name, refusal, job)),
    }
}

fn refused(name: &str, refusal: Refusal, job: Job) -> Problem {
    let job = job.name;
    match refusal {
        Refusal::Foreign(language) => Problem::new(format!("`{name}` is {language}, not a policy")),
        Refusal::Json => Problem::new(format!("`{name}` is a policy.json, and `jamb {job}` takes `.pl` files"))
            .with_help(format!("`jamb import {name}` turns it into a `.pl` file")),
        Refusal::Policy => Problem::new(format!("`{name}` is not a policy.json"))
            .with_help(format!("`jamb {job}` turns a policy.json, or an Intercept YAML policy, into a `.pl` file")),
    }
}

fn unreadable(name: &str, error: &LoadError, shared: &Shared) -> Problem {
    if *error == LoadError::NotFound && is_address(name) {
        return Problem::new(format!("`{name}` is an address, and jamb reads only files"))
            .with_help("download it to a file first");
    }
    let problem = Problem::new(format!("can't read `{}`: {}", display_name(Path::new(name)), error.reason()));
    match shared.disk().why_not(name).filter(|_| matches!(error, LoadError::NotFound | LoadError::Directory)) {
        Some(why) => problem.with_help(why),
        None => problem,
    }
}

/// Whether a name that is not a file's is the address of a server.
fn is_address(name: &str) -> bool {
    name.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
    })
}
