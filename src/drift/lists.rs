//! Compares two lists of tools: by name, and for a tool in both, by its arguments and by what the server says
//! about its effects.

use std::collections::BTreeSet;

use super::errors;
use crate::catalog::schema::Reader;
use crate::catalog::{Annotations, Argument, Catalog, InputSchema, Lookup, Tool};
use crate::diagnostic::nearest;
use crate::source::Place;
use crate::source::json::Json;
use crate::vocab::{Kind, Path, Value};

/// How many arguments of one tool are compared.
const MAX_ARGUMENTS: usize = 256;
/// How deeply nested arguments are compared.
const MAX_DEPTH: usize = 4;
/// How many values of one argument are compared one by one; numbers read better as ranges.
const MAX_VALUES: usize = 1_000;
const MAX_NUMBERS: usize = 20;
/// How many removed tools, and how many new ones, are considered for renames.
const MAX_RENAMED: usize = 200;

/// A tool that changed.
#[derive(Debug, Clone, PartialEq)]
pub struct ToolDrift {
    /// Its name in the new list, or in the old one if it was removed.
    pub name: String,
    /// How it changed.
    pub change: Change,
    /// Where its list names it.
    pub place: Place,
    /// What changed in it.
    pub details: Vec<Detail>,
}

/// How a tool changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Added,
    /// It was removed.
    Gone,
    /// It is new, and probably the tool that had this name.
    Renamed(String),
    /// Its arguments or hints changed.
    Changed,
}

impl Change {
    /// The word, as reports write it.
    pub fn word(&self) -> &'static str {
        match self {
            Change::Added => "added",
            Change::Gone => "gone",
            Change::Renamed(_) => "renamed",
            Change::Changed => "changed",
        }
    }
}

/// Something that changed in a tool.
#[derive(Debug, Clone, PartialEq)]
pub struct Detail {
    /// What it is.
    pub kind: DetailKind,
    /// The argument; `None` for a hint, and for the arguments as a whole.
    pub path: Option<Path>,
    /// Where a list says so.
    pub place: Option<Place>,
    /// A description: `` `force` is new ``.
    pub words: String,
}

/// What can change in a tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DetailKind {
    /// An argument is new.
    Added,
    /// An argument was removed.
    Gone,
    /// An argument became optional.
    Optional,
    /// An argument became required.
    Required,
    /// An argument accepts other values.
    Values,
    /// Which arguments go together changed, or something else about the arguments as a whole.
    Together,
    /// The server says something else about what the tool does.
    Hint,
}

/// The differences between two lists: tools of the new one in order, then those that were removed.
pub fn lists(old: &Catalog, new: &Catalog) -> Vec<ToolDrift> {
    let mut gone: Vec<Tool<'_>> = old.tools().filter(|tool| new.tool(tool.name).is_none()).collect();
    let mut likely = Likely::among(&gone);
    let mut drifted = Vec::new();
    for tool in new.tools() {
        let (change, details) = match (old.tool(tool.name), likely.renamed(&tool, old)) {
            (Some(was), _) => (Change::Changed, details(&was, &tool)),
            (None, Some(was)) => (Change::Renamed(was.name.to_owned()), details(&was, &tool)),
            (None, None) => (Change::Added, Vec::new()),
        };
        if change != Change::Changed || !details.is_empty() {
            drifted.push(ToolDrift { name: tool.name.to_owned(), change, place: tool.name_place, details });
        }
    }
    gone.retain(|tool| !likely.taken.contains(tool.name));
    drifted.extend(gone.into_iter().map(|tool| ToolDrift {
        name: tool.name.to_owned(),
        change: Change::Gone,
        place: tool.name_place,
        details: Vec::new(),
    }));
    drifted
}

/// Removed tools, each of which may have been renamed once.
struct Likely<'c> {
    gone: Vec<(Tool<'c>, BTreeSet<String>)>,
    taken: BTreeSet<&'c str>,
    left: usize,
}

impl<'c> Likely<'c> {
    fn among(gone: &[Tool<'c>]) -> Self {
        let gone = gone.iter().take(MAX_RENAMED).map(|tool| (*tool, arguments(tool))).collect();
        Self { gone, taken: BTreeSet::new(), left: MAX_RENAMED }
    }

    /// The tool that a new one probably was: with the same arguments, and with the same description or nearly
    /// the same name.
    fn renamed(&mut self, tool: &Tool<'_>, old: &Catalog) -> Option<Tool<'c>> {
        if old.tool(tool.name).is_some() {
            return None;
        }
        self.left = self.left.checked_sub(1)?;
        let mine = arguments(tool);
        let free = self.gone.iter().filter(|(was, theirs)| *theirs == mine && !self.taken.contains(was.name));
        let alike: Vec<Tool<'c>> = free.map(|(was, _)| *was).collect();
        let is_described = tool.description.is_some_and(|words| !words.is_empty());
        let same_words = alike.iter().find(|was| is_described && was.description == tool.description);
        let near = nearest(tool.name, alike.iter().map(|was| was.name));
        let was = *same_words.or_else(|| alike.iter().find(|was| near == Some(was.name)))?;
        self.taken.insert(was.name);
        Some(was)
    }
}

fn arguments(tool: &Tool<'_>) -> BTreeSet<String> {
    tool.input_schema.iter().flat_map(|schema| schema.reader().members_in(&[])).collect()
}

fn details(old: &Tool<'_>, new: &Tool<'_>) -> Vec<Detail> {
    let mut details = Vec::new();
    if let (Some(before), Some(now)) = (old.input_schema, new.input_schema) {
        let (before, now) = (before.reader(), now.reader());
        members(&before, &now, &mut Vec::new(), &mut details);
        let place = new.input_schema.map(InputSchema::place);
        if written(&[before.schema()]) != written(&[now.schema()]) {
            details.push(Detail { kind: DetailKind::Together, path: None, place, words: errors::other_calls() });
        }
    }
    hints(old.annotations, new, &mut details);
    details
}

/// The depth is bounded.
fn members(old: &Reader<'_>, new: &Reader<'_>, at: &mut Vec<String>, details: &mut Vec<Detail>) {
    let (before, now) = (old.members_in(at), new.members_in(at));
    let required = (names(old.required_in(at)), names(new.required_in(at)));
    let gone = before.iter().filter(|name| !now.contains(name));
    let all: Vec<_> = now.iter().chain(gone).take(MAX_ARGUMENTS).cloned().collect();
    for name in all {
        if details.len() >= MAX_ARGUMENTS {
            return;
        }
        let is_required = (required.0.contains(&name), required.1.contains(&name));
        at.push(name);
        if let Some(path) = Path::new(at.clone()) {
            match (old.lookup(&path), new.lookup(&path)) {
                (Lookup::Found(was), Lookup::Found(is)) => {
                    let before = details.len();
                    compared(&path, (&was, &is), is_required, details);
                    if details.len() == before && written(&old.schemas_at(&path)) != written(&new.schemas_at(&path)) {
                        details.push(detail(DetailKind::Values, &path, is.place, errors::other_form(&path)));
                    }
                    if at.len() < MAX_DEPTH {
                        members(old, new, at, details);
                    }
                }
                (Lookup::Found(was), other) if !matches!(other, Lookup::Unknown) => {
                    details.push(detail(DetailKind::Gone, &path, was.place, errors::argument_gone(&path)));
                }
                (other, Lookup::Found(is)) if !matches!(other, Lookup::Unknown) => {
                    let words = errors::argument_added(&path, &is.words(), is_required.1);
                    details.push(detail(DetailKind::Added, &path, is.place, words));
                }
                _ => {}
            }
        }
        at.pop();
    }
}

/// What schemas say themselves about lists and objects, members and words apart.
fn written(schemas: &[&Json]) -> Vec<String> {
    const APART: [&str; 12] = [
        "properties",
        "required",
        "type",
        "title",
        "description",
        "default",
        "examples",
        "$schema",
        "$id",
        "$ref",
        "$defs",
        "definitions",
    ];
    let members = schemas.iter().filter_map(|schema| schema.members()).flatten();
    let said = members.filter(|member| !APART.contains(&member.key.as_str()));
    let mut said: Vec<String> = said.map(|member| format!("{}: {}", member.key, member.value)).collect();
    said.sort_unstable();
    said
}

fn names(names: Vec<String>) -> BTreeSet<String> {
    names.into_iter().collect()
}

fn detail(kind: DetailKind, path: &Path, place: Place, words: String) -> Detail {
    Detail { kind, path: Some(path.clone()), place: Some(place), words }
}

fn compared(path: &Path, (was, is): (&Argument, &Argument), required: (bool, bool), details: &mut Vec<Detail>) {
    match required {
        (true, false) => details.push(detail(DetailKind::Optional, path, is.place, errors::now_optional(path))),
        (false, true) => details.push(detail(DetailKind::Required, path, is.place, errors::now_required(path))),
        (true, true) | (false, false) => {}
    }
    let finite = |argument: &Argument| {
        argument.finite(if argument.kinds().has(Kind::Number) { MAX_NUMBERS } else { MAX_VALUES })
    };
    let words = match (finite(was), finite(is)) {
        (Some(before), Some(now)) => {
            errors::other_values(path, &without(&now.values, &before.values), &without(&before.values, &now.values))
        }
        (None, _) | (_, None) => {
            let (was, is) = (was.words(), is.words());
            (was != is).then(|| errors::retyped(path, &was, &is))
        }
    };
    details.extend(words.map(|words| detail(DetailKind::Values, path, is.place, words)));
}

fn without(values: &[Value], others: &[Value]) -> Vec<Value> {
    let others: std::collections::HashSet<_> = others.iter().collect();
    values.iter().filter(|value| !others.contains(value)).cloned().collect()
}

/// What the server says about a tool's effects, with the protocol's defaults for what it does not say.
fn hints(old: Annotations, new: &Tool<'_>, details: &mut Vec<Detail>) {
    let reads = |hints: Annotations| hints.read_only.unwrap_or(false);
    let destroys = |hints: Annotations| !reads(hints) && hints.destructive.unwrap_or(true);
    let words = match ((reads(old), reads(new.annotations)), (destroys(old), destroys(new.annotations))) {
        ((false, true), _) => "the server now says that it is read-only",
        ((true, false), _) => "the server no longer says that it is read-only",
        (_, (false, true)) => "the server now says that it may be destructive",
        (_, (true, false)) => "the server no longer says that it may be destructive",
        _ => return,
    };
    let place = Some(new.name_place);
    details.push(Detail { kind: DetailKind::Hint, path: None, place, words: words.to_owned() });
}

/// The schema of a tool, if it has one.
pub(super) fn schema_of<'c>(catalog: &'c Catalog, tool: &str) -> Option<InputSchema<'c>> {
    catalog.tool(tool)?.input_schema
}
