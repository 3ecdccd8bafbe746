//! `textDocument/formatting` and `textDocument/rangeFormatting`

use gen_lsp_types::{DocumentFormattingParams, DocumentRangeFormattingParams, TextEdit, Uri};

use crate::editor::formatting::{self, Change};
use crate::lsp::refusal::Refusal;
use crate::lsp::state::{State, View};
use crate::source::Span;

pub fn full(state: &mut State, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>, Refusal> {
    Ok(edits(state, &params.text_document.uri, |_| None))
}

pub fn range(state: &mut State, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>, Refusal> {
    Ok(edits(state, &params.text_document.uri, |view| Some(view.positions.span(params.range))))
}

/// The changed lines; `None` if the policy can't be parsed. Options such as the width of a tab do not count: there is one
/// format.
fn edits(state: &mut State, uri: &Uri, within: impl Fn(&View) -> Option<Span>) -> Option<Vec<TextEdit>> {
    let view = state.view(uri)?;
    let changes = formatting::changes(&view.judged, within(&view))?;
    let edit = |Change { span, text }| TextEdit { range: view.range(span), new_text: text };
    Some(changes.into_iter().map(edit).collect())
}
