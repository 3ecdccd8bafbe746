//! Turns a `policy.json`, or an older YAML policy, into a `.pl` file.

use super::errors;
use super::file::Document;
use super::kind::Kind;
use crate::diagnostic::Diagnostic;
use crate::source::{Source, SourceId, Sources};
use crate::{format, import, syntax};

/// The formatted `.pl` text; `None` if the document can't be expressed or read.
pub fn import(sources: &mut Sources, document: &Document) -> (Option<String>, Vec<Diagnostic>) {
    let id = sources.add(document.source.clone());
    if document.kind == Kind::TooLarge {
        return (None, vec![errors::too_large(id)]);
    }
    let (text, diagnostics) = import::import(id, sources.get(id));
    (text.map(formatted), diagnostics)
}

fn formatted(text: String) -> String {
    let source = Source::from_text("import", text);
    let (file, mistakes) = syntax::parse(SourceId(0), &source);
    if mistakes.is_empty() { format::format(&source, &file) } else { source.text }
}
