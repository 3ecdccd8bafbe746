//! Diagnostics as the protocol has them.

use std::collections::BTreeMap;

use gen_lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Message, Range,
};

use super::positions::Positions;
use super::state::{State, View};
use crate::diagnostic::{self, Label, Severity};

/// The diagnostics of one document by the address of their file: an included file may have some, too.
pub fn by_file(view: &View, all: &[diagnostic::Diagnostic]) -> BTreeMap<String, Vec<Diagnostic>> {
    let mut files: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
    files.entry(view.uri.0.clone()).or_default();
    for diagnostic in all {
        if let Some(uri) = view.address(diagnostic.primary.place.source) {
            files.entry(uri.0.clone()).or_default().push(converted(view, diagnostic));
        }
    }
    files
}

/// The mistakes in the settings files that apply to open documents, by the address of the file.
pub fn of_settings(state: &State) -> BTreeMap<String, Vec<Diagnostic>> {
    let (sources, mistakes) = state.settings_mistakes();
    let mut files: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
    for mistake in mistakes {
        let place = mistake.primary.place;
        let source = sources.get(place.source);
        let Some(uri) = source.path.as_deref().and_then(|path| state.address(path)) else { continue };
        let range = Positions::new(&source.text, state.client.encoding).range(place.span);
        files.entry(uri.0).or_default().push(at(range, &mistake, None));
    }
    files
}

/// One diagnostic. Its message has everything that the command line shows: the message, the label, the help and the call.
pub fn converted(view: &View, diagnostic: &diagnostic::Diagnostic) -> Diagnostic {
    at(view.range_in(diagnostic.primary.place), diagnostic, related(view, &diagnostic.labels))
}

fn at(
    range: Range,
    diagnostic: &diagnostic::Diagnostic,
    related_information: Option<Vec<DiagnosticRelatedInformation>>,
) -> Diagnostic {
    let code = diagnostic.code;
    let href = code.url().map(|url| CodeDescription { href: url.as_str().into() });
    Diagnostic {
        range,
        severity: Some(severity(diagnostic.severity)),
        code: Some(Code::String(code.name().to_owned())),
        code_description: href,
        source: Some("jamb".to_owned()),
        message: Message::String(text(diagnostic)),
        tags: is_dead(code.name()).then(|| vec![DiagnosticTag::Unnecessary]),
        related_information,
        data: None,
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Info => DiagnosticSeverity::Information,
        Severity::Note => DiagnosticSeverity::Hint,
    }
}

fn text(diagnostic: &diagnostic::Diagnostic) -> String {
    let mut text = diagnostic.message.clone();
    if !diagnostic.primary.message.is_empty() {
        text.push_str(&format!(": {}", diagnostic.primary.message));
    }
    if let Some(witness) = &diagnostic.witness {
        text.push_str(&format!("\ncall: {} {}", witness.tool, witness.args));
    }
    if let Some(help) = &diagnostic.help {
        text.push_str(&format!("\nhelp: {help}"));
    }
    text
}

/// Whether a diagnostic is about text without effect, which editors show in gray.
fn is_dead(code: &str) -> bool {
    matches!(
        code,
        "unused-name"
            | "unused-suppression"
            | "unreachable-clause"
            | "unreachable-limit"
            | "duplicate-clause"
            | "guard-never-applies"
    )
}

/// Other places that matter. A client that can't show them gets none: the message makes sense without.
fn related(view: &View, labels: &[Label]) -> Option<Vec<DiagnosticRelatedInformation>> {
    let related = |label: &Label| {
        let message = if label.message.is_empty() { "see here" } else { &label.message };
        Some(DiagnosticRelatedInformation { location: view.location(label.place)?, message: message.to_owned() })
    };
    let all: Vec<_> = labels.iter().filter_map(related).collect();
    (view.client().related_places && !all.is_empty()).then_some(all)
}
