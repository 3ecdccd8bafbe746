//! What a branch adds to baselines of `jamb lint`: findings that nobody would see any more.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::input::{Input, Side};
use super::lookalike;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::fingerprint::of_lines;
use crate::source::Sources;
use crate::source::disk::clean;
use crate::source::json::Json;

/// The entries that a branch adds to baselines.
#[derive(Debug, Default)]
pub struct Baselines {
    added: Vec<Entry>,
}

/// A finding that a baseline lists.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Entry {
    rule: String,
    /// The file, as the baseline names it.
    name: String,
    /// The file, from the root.
    file: PathBuf,
    fingerprint: String,
}

impl Baselines {
    /// The entries of all baselines that were not there before the branch.
    pub fn added(input: &Input<'_>) -> Self {
        let mut before: HashMap<Entry, usize> = HashMap::new();
        for entry in entries(&input.base, &input.head) {
            *before.entry(entry).or_default() += 1;
        }
        let is_new = |entry: &Entry| match before.get_mut(entry) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            Some(_) | None => true,
        };
        let mut added = entries(&input.head, &input.base);
        let mut is_new = is_new;
        added.retain(|entry| is_new(entry));
        Self { added }
    }

    /// Whether an entry was added for a file.
    pub fn concern(&self, path: &Path) -> bool {
        self.added.iter().any(|entry| entry.file == path)
    }

    /// Whether an entry that was added lists a finding.
    pub fn list(&self, finding: &Diagnostic, sources: &Sources) -> bool {
        let source = sources.get(finding.primary.place.source);
        let path = source.path.as_deref().map(clean);
        let is_it = |entry: &Entry| {
            Some(&entry.file) == path.as_ref()
                && entry.rule == finding.code.name()
                && entry.fingerprint == of_lines(finding, sources, &entry.name)
        };
        self.added.iter().any(is_it)
    }
}

/// The entries of the baselines of a side that the other side does not have in the same form.
fn entries(side: &Side<'_>, other: &Side<'_>) -> Vec<Entry> {
    let is_changed = |path: &&PathBuf| side.own.read(path) != other.own.read(path);
    let files = side.files.iter().filter(|path| super::pairs::is_document(path)).filter(is_changed);
    files.flat_map(|path| of_file(side, path).unwrap_or_default()).collect()
}

fn of_file(side: &Side<'_>, path: &Path) -> Option<Vec<Entry>> {
    let bytes = side.disk.read(path).ok()?;
    let document = lookalike::baseline(&String::from_utf8(bytes).ok()?)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let entry = |json: &Json| {
        let text = |name: &str| json.get(name).and_then(Json::text).map(str::to_owned);
        let name = text("file")?;
        Some(Entry { rule: text("rule")?, file: clean(&folder.join(&name)), name, fingerprint: text("fingerprint")? })
    };
    Some(document.get("findings")?.elements()?.iter().filter_map(entry).collect())
}
