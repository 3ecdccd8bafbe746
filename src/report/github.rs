//! `--format github`: workflow commands, which GitHub Actions shows as annotations on the lines of a pull request.

use std::fmt::Write;

use super::content::{Look, Report};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::{Place, Sources};
use crate::vocab::visible::{message, paragraph, visible};

/// One command per diagnostic, each on its own line.
pub(super) fn render(report: &Report<'_>, _: Look) -> String {
    let mut out = String::new();
    for diagnostic in report.diagnostics {
        let command = command(diagnostic.severity);
        let place = properties(diagnostic.primary.place, report.sources);
        let text = data(&body(diagnostic, report.sources));
        // Writing to a string does not fail.
        let _ = writeln!(out, "::{command} {place},title={}::{text}", diagnostic.code);
    }
    out
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Note => "notice",
    }
}

/// The place. Columns are only for places on one line; GitHub rejects others.
fn properties(place: Place, sources: &Sources) -> String {
    let source = sources.get(place.source);
    let (start, end) = (source.position(place.span.start), source.position(place.span.end));
    let columns =
        if start.line == end.line { format!(",col={},endColumn={}", start.column, end.column) } else { String::new() };
    format!("file={},line={},endLine={}{columns}", property(&source.name), start.line, end.line)
}

/// The message, its labels and its help, each on its own line.
fn body(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut lines = vec![message(&diagnostic.message)];
    if !diagnostic.primary.message.is_empty() {
        lines.push(message(&diagnostic.primary.message));
    }
    lines.extend(diagnostic.labels.iter().map(|label| elsewhere(label, sources)));
    lines.extend(diagnostic.help.as_deref().map(|help| format!("help: {}", paragraph(help))));
    lines.join("\n")
}

fn elsewhere(label: &Label, sources: &Sources) -> String {
    let start = sources.start(label.place);
    let place = format!("{}:{}:{}", visible(&sources.get(label.place.source).name), start.line, start.column);
    if label.message.is_empty() { place } else { format!("{place}: {}", message(&label.message)) }
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(&visible(text)).replace(':', "%3A").replace(',', "%2C")
}
