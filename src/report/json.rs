//! `--format json`: one document. No member of a diagnostic is left out, `null` says nothing.
//! Lines and columns count from 1, columns count Unicode scalar values, offsets bytes from 0.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Look, Page, Report, visible};
use crate::diagnostic::{self, Safety};
use crate::source::{Place, Sources};

/// The version of the document.
const VERSION: u32 = 1;

/// The document, in several lines.
pub(super) fn render(report: &Report<'_>, _: Look) -> String {
    let diagnostics = || report.diagnostics.iter().map(|diagnostic| Diagnostic::new(diagnostic, report.sources));
    let diagnostics = (!report.facts_alone).then(|| diagnostics().collect());
    let facts = report.facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let document = Document { version: VERSION, diagnostics, facts };
    // Serialising strings and numbers to memory does not fail.
    serde_json::to_string_pretty(&document).map(|text| visible::document(text + "\n")).unwrap_or_default()
}

#[derive(Serialize)]
struct Document<'r> {
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnostics: Option<Vec<Diagnostic<'r>>>,
    #[serde(flatten)]
    facts: Map<String, Value>,
}

#[derive(Serialize)]
struct Diagnostic<'r> {
    code: &'static str,
    severity: &'static str,
    message: &'r str,
    help: Option<&'r str>,
    url: Option<String>,
    file: &'r str,
    range: Range,
    labels: Vec<Label<'r>>,
    witness: Option<Witness<'r>>,
    fix: Option<Fix<'r>>,
}

#[derive(Serialize)]
struct Witness<'r> {
    tool: &'r str,
    args: &'r Value,
}

#[derive(Serialize)]
struct Label<'r> {
    file: &'r str,
    range: Range,
    message: &'r str,
}

#[derive(Serialize)]
struct Fix<'r> {
    safety: &'static str,
    edits: Vec<Edit<'r>>,
}

#[derive(Serialize)]
struct Edit<'r> {
    file: &'r str,
    range: Range,
    text: &'r str,
}

/// A place as documents write it: `{"start": {"line", "column", "offset"}, "end": …}`.
pub fn range(place: Place, sources: &Sources) -> Value {
    // Numbers and fixed names are always JSON.
    serde_json::to_value(Range::new(place, sources)).unwrap_or_default()
}

/// A place as documents write it.
#[derive(Serialize)]
pub(super) struct Range {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: u64,
    column: u32,
    offset: u64,
}

impl<'r> Diagnostic<'r> {
    fn new(diagnostic: &'r diagnostic::Diagnostic, sources: &'r Sources) -> Self {
        let place = diagnostic.primary.place;
        Self {
            code: diagnostic.code.name(),
            severity: diagnostic.severity.word(),
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            url: Page::of(diagnostic.code).url(),
            file: &sources.get(place.source).name,
            range: Range::new(place, sources),
            labels: diagnostic.labels.iter().map(|label| Label::new(label, sources)).collect(),
            witness: diagnostic.witness.as_ref().map(|call| Witness { tool: &call.tool, args: &call.args }),
            fix: diagnostic.fix.as_ref().map(|fix| Fix::new(fix, sources)),
        }
    }
}

impl<'r> Label<'r> {
    fn new(label: &'r diagnostic::Label, sources: &'r Sources) -> Self {
        let file = &sources.get(label.place.source).name;
        Self { file, range: Range::new(label.place, sources), message: &label.message }
    }
}

impl<'r> Fix<'r> {
    fn new(fix: &'r diagnostic::Fix, sources: &'r Sources) -> Self {
        let safety = match fix.safety {
            Safety::Safe => "safe",
            Safety::Unsafe => "unsafe",
        };
        Self { safety, edits: fix.edits.iter().map(|edit| Edit::new(edit, sources)).collect() }
    }
}

impl<'r> Edit<'r> {
    fn new(edit: &'r diagnostic::Edit, sources: &'r Sources) -> Self {
        let file = &sources.get(edit.place.source).name;
        Self { file, range: Range::new(edit.place, sources), text: &edit.text }
    }
}

impl Range {
    /// The lines, columns and offsets of a place.
    pub(super) fn new(place: Place, sources: &Sources) -> Self {
        let point = |offset| {
            let source = sources.get(place.source);
            let position = source.position(offset);
            Point { line: position.line, column: position.column, offset: source.offset + u64::from(offset) }
        };
        Self { start: point(place.span.start), end: point(place.span.end) }
    }
}
