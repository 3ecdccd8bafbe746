//! The paths of a map, and the values that they lead to.

use std::fmt;

use super::entry::{Entry, MapError};
use super::errors;
use crate::source::json::Json;
use crate::vocab;

/// The most steps of a path.
const MOST: usize = 64;

/// A step of `each`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::trace) enum Step {
    /// `.name`
    Member(String),
    /// `[]`
    Elements,
}

/// A path that starts at a record: `^.user.name`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::trace) struct Path {
    /// How many `[]` of `each` it goes out first.
    pub up: usize,
    pub members: Vec<String>,
}

/// A record, and what it is in: the document, then the element of each `[]` on the way, the record last.
pub(in crate::trace) type Scopes<'j> = Vec<&'j Json>;

/// The path to a part of a call.
pub(super) fn path(entry: &Entry<'_>) -> Result<Path, MapError> {
    let members = entry.path.trim_start_matches('^');
    let up = entry.path.len() - members.len();
    let mut path = Path { up, members: Vec::new() };
    for (step, start, end) in steps(entry, up)? {
        match step {
            Step::Member(name) => path.members.push(name),
            Step::Elements => return Err(errors::elements(entry.place(start, end))),
        }
    }
    Ok(path)
}

/// The path of `each`.
pub(super) fn each(entry: &Entry<'_>) -> Result<Vec<Step>, MapError> {
    if entry.path.starts_with('^') {
        return Err(errors::up_in_each(entry.place(0, 1)));
    }
    Ok(steps(entry, 0)?.into_iter().map(|(step, ..)| step).collect())
}

/// The steps of a path after an offset, each with its place in it.
fn steps(entry: &Entry<'_>, mut at: usize) -> Result<Vec<(Step, usize, usize)>, MapError> {
    let text = entry.path;
    let mut steps = Vec::new();
    if at == text.len() {
        return Err(errors::no_path(entry.place(0, at)));
    }
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (step, length) = step(entry, at, rest)?;
        steps.push((step, at, at + length));
        at += length;
    }
    if steps.len() > MOST {
        return Err(errors::too_long(entry.place(0, text.len())));
    }
    Ok(steps)
}

fn step(entry: &Entry<'_>, at: usize, rest: &str) -> Result<(Step, usize), MapError> {
    let letter = rest.chars().next().map_or(0, char::len_utf8);
    if rest.starts_with("[]") {
        return Ok((Step::Elements, 2));
    }
    if rest.starts_with('[') {
        let end = rest.find(']').map_or(rest.len(), |end| end + 1);
        return Err(errors::index(entry.place(at, at + end)));
    }
    let Some(member) = rest.strip_prefix('.') else { return Err(errors::no_path(entry.place(at, at + letter))) };
    if member.starts_with('"') {
        let (name, length) = quoted(member).ok_or_else(|| errors::open_quote(entry.place(at, at + rest.len())))?;
        return Ok((Step::Member(name), 1 + length));
    }
    let length = member.find(['.', '[', '"']).unwrap_or(member.len());
    let name = member.get(..length).unwrap_or_default();
    match vocab::Path::is_ident(name) {
        true => Ok((Step::Member(name.to_owned()), 1 + length)),
        false => Err(errors::odd_member(entry.place(at, at + 1 + length))),
    }
}

/// A quoted name, and how long it is with its quotes.
fn quoted(text: &str) -> Option<(String, usize)> {
    let mut is_escaped = false;
    let end = text.char_indices().skip(1).find_map(|(at, letter)| {
        let ends = letter == '"' && !is_escaped;
        is_escaped = letter == '\\' && !is_escaped;
        ends.then_some(at + 1)
    })?;
    let name = Json::parse_text(text.get(..end)?).ok()?.text()?.to_owned();
    Some((name, end))
}

impl Path {
    /// The value that the path leads to.
    pub fn get<'j>(&self, scopes: &[&'j Json]) -> Option<&'j Json> {
        let start = scopes.get(scopes.len().saturating_sub(1 + self.up))?;
        self.members.iter().try_fold(*start, |json, name| json.get(name))
    }
}

/// Visits the records of a value. A value that is an element of the root's list already passed the first `[]`.
pub(in crate::trace) fn records<'j>(json: &'j Json, each: &[Step], visit: &mut dyn FnMut(&[&'j Json])) {
    let mut scopes = vec![json];
    match each {
        [] => elements_or_self(json, &mut scopes, visit),
        [Step::Elements, rest @ ..] if json.elements().is_none() => {
            scopes.push(json);
            walk(json, rest, &mut scopes, visit);
        }
        // Of a list at the root, each element.
        [Step::Member(_), ..] if json.elements().is_some() => {
            json.elements().unwrap_or_default().iter().for_each(|element| records(element, each, visit));
        }
        _ => walk(json, each, &mut scopes, visit),
    }
}

/// Without `each`, a line that is a list has a record in each element.
fn elements_or_self<'j>(json: &'j Json, scopes: &mut Scopes<'j>, visit: &mut dyn FnMut(&[&'j Json])) {
    match json.elements() {
        None => visit(scopes),
        Some(elements) => {
            for element in elements {
                visit(&[json, element]);
            }
        }
    }
}

/// The number of steps bounds the depth.
fn walk<'j>(json: &'j Json, steps: &[Step], scopes: &mut Scopes<'j>, visit: &mut dyn FnMut(&[&'j Json])) {
    match steps {
        // The last scope is the record. It is there already if the path ends in `[]`.
        [] if scopes.last().is_some_and(|last| std::ptr::eq(*last, json)) => visit(scopes),
        [] => {
            scopes.push(json);
            visit(scopes);
            scopes.pop();
        }
        [Step::Member(name), rest @ ..] => {
            if let Some(value) = json.get(name) {
                walk(value, rest, scopes, visit);
            }
        }
        [Step::Elements, rest @ ..] => {
            for element in json.elements().unwrap_or_default() {
                scopes.push(element);
                walk(element, rest, scopes, visit);
                scopes.pop();
            }
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Elements => f.write_str("[]"),
            Step::Member(name) => member(name, f),
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&"^".repeat(self.up))?;
        self.members.iter().try_for_each(|name| member(name, f))
    }
}

fn member(name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match vocab::Path::is_ident(name) {
        true => write!(f, ".{name}"),
        false => write!(f, ".{}", vocab::Value::Text(name.to_owned())),
    }
}
