//! The baseline: findings that existed when a team began to lint. A finding is recognized by its rule, its file, the
//! tools that it is about, and the text of its lines. It may move, but not to another tool.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::exit::Problem;
use crate::cli::inputs;
use crate::cli::paths::relative;
use crate::cli::shared::Shared;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::fingerprint::of_lines;
use crate::lint::rules;
use crate::source::disk::display_name;
use crate::source::{Source, SourceId, Sources};

/// The version of the file that this module reads and writes.
const VERSION: u64 = 1;

/// Some findings.
#[derive(Debug)]
pub struct Baseline {
    /// The directory of the file. The names of policies start here, so they do not depend on the command line.
    folder: PathBuf,
    entries: Vec<Entry>,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    rule: String,
    file: String,
    /// The tools that it is about. They may become fewer.
    tools: Vec<String>,
    /// Stands for the rule, the file, and the text of the lines.
    fingerprint: String,
}

impl Baseline {
    /// The findings of rules. Errors of `check` are never part of a baseline.
    pub fn of(path: &Path, diagnostics: &[Diagnostic], sources: &Sources) -> Self {
        let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
        let mut names = Names { folder: &folder, sources, known: HashMap::new() };
        let findings = diagnostics.iter().filter(|diagnostic| is_finding(diagnostic));
        let entries = findings.map(|finding| names.entry(finding)).collect();
        Self { folder, entries }
    }

    /// Reads a file.
    pub fn read(name: &str, shared: &Shared) -> Result<Self, Problem> {
        let source = inputs::source(name, shared)?;
        let wrong = || {
            let problem = Problem::new(format!("`{name}` is not a baseline"));
            problem.with_help(format!("`jamb lint PATH --write-baseline {name}` writes one"))
        };
        let document: Value = serde_json::from_str(&source.text).map_err(|_| wrong())?;
        let findings = document.get("findings").and_then(Value::as_array).ok_or_else(wrong)?;
        let version = document.get("version").ok_or_else(wrong)?;
        if version.as_u64() != Some(VERSION) {
            return Err(other_version(name, version));
        }
        let entries = findings.iter().map(Entry::read).collect::<Option<_>>().ok_or_else(wrong)?;
        Ok(Self { folder: source.folder().to_path_buf(), entries })
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let findings: Vec<Value> = self.entries.iter().map(Entry::json).collect();
        format!("{:#}\n", json!({"version": VERSION, "findings": findings}))
    }

    /// The number of findings.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// The diagnostics that the baseline does not list, and the number of listed findings that no longer exist.
    pub fn others(&self, diagnostics: Vec<Diagnostic>, sources: &Sources) -> (Vec<Diagnostic>, usize) {
        let mut left: HashMap<&str, Vec<&Entry>> = HashMap::new();
        for entry in &self.entries {
            left.entry(&entry.fingerprint).or_default().push(entry);
        }
        let mut names = Names { folder: &self.folder, sources, known: HashMap::new() };
        let mut is_new = |diagnostic: &Diagnostic| {
            let found = names.entry(diagnostic);
            let listed = left.get_mut(found.fingerprint.as_str()).filter(|_| is_finding(diagnostic));
            !listed.is_some_and(|listed| take(listed, &found))
        };
        let others = diagnostics.into_iter().filter(|diagnostic| is_new(diagnostic)).collect();
        (others, left.values().map(Vec::len).sum())
    }
}

/// Takes the entry that covers a finding: preferably one for the same tools, otherwise one for more. Each entry covers
/// one finding.
fn take(listed: &mut Vec<&Entry>, found: &Entry) -> bool {
    let covers = |entry: &&Entry| found.tools.iter().all(|tool| entry.tools.contains(tool));
    let same = listed.iter().position(|entry| entry.tools == found.tools);
    match same.or_else(|| listed.iter().position(covers)) {
        Some(index) => {
            listed.swap_remove(index);
            true
        }
        None => false,
    }
}

impl Entry {
    fn read(json: &Value) -> Option<Self> {
        let text = |name: &str| json.get(name).and_then(Value::as_str).map(str::to_owned);
        let tools = json.get("tools")?.as_array()?.iter().map(|tool| tool.as_str().map(str::to_owned));
        Some(Self {
            rule: text("rule")?,
            file: text("file")?,
            tools: tools.collect::<Option<_>>()?,
            fingerprint: text("fingerprint")?,
        })
    }

    fn json(&self) -> Value {
        json!({"rule": self.rule, "file": self.file, "tools": self.tools, "fingerprint": self.fingerprint})
    }
}

/// The names of files, relative to the directory of the baseline.
struct Names<'n> {
    folder: &'n Path,
    sources: &'n Sources,
    known: HashMap<SourceId, String>,
}

impl Names<'_> {
    fn entry(&mut self, finding: &Diagnostic) -> Entry {
        let id = finding.primary.place.source;
        let file = self.known.entry(id).or_insert_with(|| name_from(self.folder, self.sources.get(id))).clone();
        let fingerprint = of_lines(finding, self.sources, &file);
        Entry { rule: finding.code.name().to_owned(), file, tools: finding.tools.clone(), fingerprint }
    }
}

fn is_finding(diagnostic: &Diagnostic) -> bool {
    rules::named(diagnostic.code.name()).is_some()
}

fn other_version(name: &str, version: &Value) -> Problem {
    Problem::new(format!(
        "`{name}` is a baseline of version {version}, and this version of jamb reads version {VERSION}"
    ))
    .with_help(format!("use the version of jamb that wrote it, or write it again with `--write-baseline {name}`"))
}

fn name_from(folder: &Path, source: &Source) -> String {
    source.path.as_deref().map_or_else(|| source.name.clone(), |path| display_name(&relative(folder, path)))
}

/// Fails if a file is there that is not a baseline: it may be a policy, named in the wrong place.
pub fn check_replaced(path: &Path) -> Result<(), Problem> {
    let name = display_name(path);
    if !path.is_file() {
        return Ok(());
    }
    let text = std::fs::read(path).map_err(|error| Problem::new(format!("can't read `{name}`: {error}")))?;
    let document: Option<Value> = serde_json::from_slice(&text).ok();
    let is_baseline =
        document.is_some_and(|it| it.get("findings").is_some() || it.as_object().is_some_and(|it| it.is_empty()));
    if is_baseline || text.trim_ascii().is_empty() {
        return Ok(());
    }
    Err(Problem::new(format!("`{name}` is not a baseline, so it is not overwritten"))
        .with_help("name another file, or delete this one"))
}
