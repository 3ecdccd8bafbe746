//! `textDocument/inlayHint`

use gen_lsp_types::{InlayHint, InlayHintKind, InlayHintParams, Label, Tooltip};

use crate::editor::hints::{Hint, hints};
use crate::lsp::refusal::Refusal;
use crate::lsp::state::State;

pub fn answer(state: &mut State, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>, Refusal> {
    let Some(view) = state.view(&params.text_document.uri) else { return Ok(None) };
    let hint = |hint: Hint| InlayHint {
        position: view.positions.position(hint.offset),
        label: Label::String(hint.text),
        kind: hint.is_name.then_some(InlayHintKind::Parameter),
        text_edits: None,
        tooltip: hint.tooltip.map(Tooltip::String),
        padding_left: Some(!hint.is_name),
        padding_right: Some(hint.is_name),
        data: None,
    };
    Ok(Some(hints(&view.judged, view.positions.span(params.range)).into_iter().map(hint).collect()))
}
