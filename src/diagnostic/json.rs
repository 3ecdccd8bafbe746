//! JSON that the documents of all commands share: the document itself, diagnostics, and places.
//!
//! No member of a diagnostic is left out; `null` means that there is none. Lines and columns count from 1, columns
//! count Unicode scalar values, and offsets count bytes from 0. An `end` is just after the last character.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Diagnostic, Edit, Fix, Label, Safety};
use crate::source::{Place, Sources};
use crate::vocab::visible;

/// The version of the documents.
const VERSION: u32 = 1;

/// The members of a document besides `version`, in their order.
pub type Members = Vec<(&'static str, Value)>;

/// A document with these members, on several lines.
pub fn document(members: Members) -> String {
    let version = ("version", VERSION.into());
    let members = std::iter::once(version).chain(members).map(|(name, value)| (name.to_owned(), value));
    let document = Value::Object(members.collect::<Map<_, _>>());
    visible::document(format!("{document:#}\n"))
}

/// Diagnostics, as a list.
pub fn diagnostics(diagnostics: &[Diagnostic], sources: &Sources) -> Value {
    diagnostics.iter().map(|diagnostic| value(&Shown::new(diagnostic, sources))).collect()
}

/// A place: `{"start": {"line", "column", "offset"}, "end": …}`.
pub fn range(place: Place, sources: &Sources) -> Value {
    value(&Range::new(place, sources))
}

/// Strings and numbers with fixed member names are always JSON.
fn value(shown: &impl Serialize) -> Value {
    serde_json::to_value(shown).unwrap_or_default()
}

/// A diagnostic, as documents have it.
#[derive(Serialize)]
struct Shown<'d> {
    code: &'static str,
    severity: &'static str,
    message: &'d str,
    help: Option<&'d str>,
    url: Option<String>,
    file: &'d str,
    range: Range,
    labels: Vec<ShownLabel<'d>>,
    witness: Option<ShownCall<'d>>,
    fix: Option<ShownFix<'d>>,
}

#[derive(Serialize)]
struct ShownLabel<'d> {
    file: &'d str,
    range: Range,
    message: &'d str,
}

#[derive(Serialize)]
struct ShownCall<'d> {
    tool: &'d str,
    args: &'d Value,
}

#[derive(Serialize)]
struct ShownFix<'d> {
    safety: &'static str,
    edits: Vec<ShownEdit<'d>>,
}

#[derive(Serialize)]
struct ShownEdit<'d> {
    file: &'d str,
    range: Range,
    text: &'d str,
}

/// A place, as documents have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Range {
    start: Point,
    end: Point,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
struct Point {
    line: u64,
    column: u32,
    offset: u64,
}

impl<'d> Shown<'d> {
    fn new(diagnostic: &'d Diagnostic, sources: &'d Sources) -> Self {
        let place = diagnostic.primary.place;
        Self {
            code: diagnostic.code.name(),
            severity: diagnostic.severity.word(),
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            url: diagnostic.code.url(),
            file: &sources.get(place.source).name,
            range: Range::new(place, sources),
            labels: diagnostic.labels.iter().map(|label| ShownLabel::new(label, sources)).collect(),
            witness: diagnostic.witness.as_ref().map(|call| ShownCall { tool: &call.tool, args: &call.args }),
            fix: diagnostic.fix.as_ref().map(|fix| ShownFix::new(fix, sources)),
        }
    }
}

impl<'d> ShownLabel<'d> {
    fn new(label: &'d Label, sources: &'d Sources) -> Self {
        let file = &sources.get(label.place.source).name;
        Self { file, range: Range::new(label.place, sources), message: &label.message }
    }
}

impl<'d> ShownFix<'d> {
    fn new(fix: &'d Fix, sources: &'d Sources) -> Self {
        let safety = match fix.safety {
            Safety::Safe => "safe",
            Safety::Unsafe => "unsafe",
        };
        Self { safety, edits: fix.edits.iter().map(|edit| ShownEdit::new(edit, sources)).collect() }
    }
}

impl<'d> ShownEdit<'d> {
    fn new(edit: &'d Edit, sources: &'d Sources) -> Self {
        let file = &sources.get(edit.place.source).name;
        Self { file, range: Range::new(edit.place, sources), text: &edit.text }
    }
}

impl Range {
    /// The lines, columns and offsets of a place.
    pub fn new(place: Place, sources: &Sources) -> Self {
        let source = sources.get(place.source);
        let point = |offset| {
            let position = source.position(offset);
            Point { line: position.line, column: position.column, offset: source.offset_in_file(offset) }
        };
        Self { start: point(place.span.start), end: point(place.span.end) }
    }
}
