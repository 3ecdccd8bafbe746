//! The diagnostics of a text, in the form of the snapshots.

use jamb::diagnostic::Diagnostic;
use jamb::source::{Source, SourceId, Sources};

use super::run::root;

/// The folder and names of the snapshots of an area.
pub fn snapshots(area: &str) -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots").join(area));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

/// The text and its diagnostics, in the form of the snapshots.
pub fn said(text: &str, read: impl Fn(SourceId, &Source) -> Vec<Diagnostic>) -> String {
    let mut sources = Sources::default();
    let id = sources.add(Source::from_text("input", text));
    let mut out = format!("{}\n", text.trim_end());
    for diagnostic in read(id, sources.get(id)) {
        let at = sources.start(diagnostic.primary.place);
        out += &format!(
            "  {}:{} {}[{}] {}\n",
            at.line,
            at.column,
            diagnostic.severity.word(),
            diagnostic.code,
            diagnostic.message
        );
        for label in std::iter::once(&diagnostic.primary).chain(&diagnostic.labels) {
            out += &format!("    {} <- {}\n", sources.text(label.place).replace('\n', "⏎"), label.message);
        }
        out += &diagnostic.help.map(|help| format!("    help: {help}\n")).unwrap_or_default();
    }
    out
}
