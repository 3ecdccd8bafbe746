//! What the user named on the command line: files, directories and standard input, and what each
//! of them holds.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::exit::{Exit, Problem};
use super::shared::Shared;
use crate::catalog::{self, Catalog};
use crate::file_system::{read_named, read_stdin};
use crate::source::disk::{LoadError, clean, display_name};
use crate::source::json::Json;
use crate::source::{Source, Sources};

/// The name of standard input, as an argument and in messages.
pub const STDIN: &str = "-";

/// A file that was named, or found below a directory that was named.
#[derive(Debug)]
pub struct Input {
    /// What was read; of a file that is too large, nothing.
    pub source: Source,
    /// What the file holds.
    pub holds: Holds,
    /// The path from the directory that was named, or the file's own name: where its output goes
    /// below `--out-dir`.
    pub relative: PathBuf,
    /// Whether it was found below a directory, rather than named itself.
    pub found: bool,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A policy of this language, as far as one can tell before reading it.
    Policy,
    /// A `policy.json`, under whatever name.
    Json,
    /// Another language that ends its files in `.pl`, or recorded calls, which begin with `{` as well.
    Foreign(&'static str),
    /// More than [`MAX_FILE_BYTES`](crate::source::MAX_FILE_BYTES).
    TooLarge,
}

/// Reads everything that was named: of a directory every `*.pl` below it, sorted by path,
/// `.gitignore` respected. A path that can't be read is told, and does not stop the others; how the
/// command ends so far says whether there was one.
pub fn read_all(paths: &[String], shared: &Shared) -> (Vec<Input>, Exit) {
    let (mut inputs, mut exit) = (Vec::new(), Exit::Clean);
    for name in paths {
        let path = Path::new(name);
        let files = if name != STDIN && path.is_dir() { walk(path) } else { vec![None] };
        for file in files {
            let input = match &file {
                Some(file) => read_file(&display_name(&clean(file)), file, Some(path)),
                None if name == STDIN => read_input(STDIN, None, read_stdin(), PathBuf::from(STDIN), false),
                None => read_file(&display_name(path), path, None),
            };
            match input {
                Ok(input) => inputs.push(input),
                Err(problem) => {
                    shared.problem(&problem);
                    exit = Exit::Problem;
                }
            }
        }
    }
    (inputs, exit)
}

/// Reads the one file that a command takes.
pub fn read_one(name: &str) -> Result<Input, Problem> {
    match name {
        STDIN => read_input(STDIN, None, read_stdin(), PathBuf::from(STDIN), false),
        _ => read_file(&display_name(Path::new(name)), Path::new(name), None),
    }
}

/// Reads a tools/list answer. The problem is one of the command line: no such file, or none of that kind.
pub fn catalog(name: &str, sources: &mut Sources) -> Result<Catalog, Problem> {
    let input = read_one(name)?;
    let id = sources.add(input.source);
    catalog::read(id, sources.get(id)).map_err(|error| Problem::new(format!("`{name}`: {}", error.message)))
}

fn walk(directory: &Path) -> Vec<Option<PathBuf>> {
    let entries = WalkBuilder::new(directory).require_git(false).sort_by_file_path(Path::cmp).build();
    let files = entries.filter_map(Result::ok).filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    let policies =
        files.map(ignore::DirEntry::into_path).filter(|path| path.extension().is_some_and(|end| end == "pl"));
    policies.map(Some).collect()
}

fn read_file(name: &str, path: &Path, below: Option<&Path>) -> Result<Input, Problem> {
    let relative = match below {
        Some(directory) => path.strip_prefix(directory).unwrap_or(path).to_path_buf(),
        None => path.file_name().map_or_else(|| path.to_path_buf(), PathBuf::from),
    };
    read_input(name, Some(path), read_named(path), relative, below.is_some())
}

fn read_input(
    name: &str,
    path: Option<&Path>,
    bytes: Result<Vec<u8>, LoadError>,
    relative: PathBuf,
    found: bool,
) -> Result<Input, Problem> {
    match bytes {
        Ok(bytes) => {
            let source = Source::from_bytes(name, path, bytes);
            let holds = holds(&source.text);
            Ok(Input { source, holds, relative, found })
        }
        Err(LoadError::TooLarge) => {
            let source = Source::from_bytes(name, path, Vec::new());
            Ok(Input { source, holds: Holds::TooLarge, relative, found })
        }
        Err(error) => Err(Problem::new(format!("can't read `{name}`: {}", error.reason()))),
    }
}

/// What a text holds, by its first lines.
fn holds(text: &str) -> Holds {
    const LINES: usize = 100;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('{') {
        return if is_call(text.lines().next().unwrap_or_default()) { Holds::Foreign("a trace") } else { Holds::Json };
    }
    if text.starts_with("#!") && text.lines().next().is_some_and(|line| line.contains("perl")) {
        return Holds::Foreign("Perl");
    }
    for line in text.lines().take(LINES).map(str::trim) {
        if ["use strict;", "use warnings;"].contains(&line) {
            return Holds::Foreign("Perl");
        }
        if line.starts_with(":-") || is_prolog_clause(line) {
            return Holds::Foreign("Prolog");
        }
    }
    Holds::Policy
}

/// Whether a line is a recorded call of the own format, or an MCP message, and no policy.
fn is_call(line: &str) -> bool {
    let json = Json::parse_text(line).ok();
    let has = |name: &str| json.as_ref().is_some_and(|json| json.get(name).and_then(Json::text).is_some());
    (has("tool") || has("jsonrpc")) && !has("version") && !has("default")
}

/// `parent(X, Y) :- father(X, Y).`
fn is_prolog_clause(line: &str) -> bool {
    let Some((head, _)) = line.split_once(":-") else { return false };
    let head = head.trim_end();
    let name = head.split('(').next().unwrap_or_default();
    let is_name = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name && (head.len() == name.len() || head.ends_with(')'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_languages_are_told_apart() {
        for (text, expected) in [
            ("default deny\n# use strict; is Perl\n", Holds::Policy),
            ("deny x because \":- no\"\n", Holds::Policy),
            ("", Holds::Policy),
            ("\u{feff} {\"version\"", Holds::Json),
            ("{\"tool\": \"pay\", \"args\": {}}\n{", Holds::Foreign("a trace")),
            ("{\"tool\": \"pay\", \"version\": \"1\"}", Holds::Json),
            ("{\"tool\": {}}", Holds::Json),
            ("#!/usr/bin/env perl\nprint 1;", Holds::Foreign("Perl")),
            ("package Foo;\nuse strict;\n", Holds::Foreign("Perl")),
            ("parent(X, Y) :- father(X, Y).\n", Holds::Foreign("Prolog")),
            (":- module(a, []).\n", Holds::Foreign("Prolog")),
        ] {
            assert_eq!(holds(text), expected, "{text}");
        }
    }
}
