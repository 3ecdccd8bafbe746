//! `textDocument/selectionRange`

use gen_lsp_types::{SelectionRange, SelectionRangeParams};

use crate::editor::outline::around;
use crate::lsp::refusal::Refusal;
use crate::lsp::state::{State, View};
use crate::source::Span;

pub fn answer(state: &mut State, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>, Refusal> {
    let Some(view) = state.view(&params.text_document.uri) else { return Ok(None) };
    let Some(tree) = view.judged.judgement.tree() else { return Ok(None) };
    let at = |position| nested(&view, around(view.source(), tree, view.positions.offset(position)));
    Ok(params.positions.into_iter().map(at).collect())
}

/// From the largest span inwards, so that each has the next larger one as its parent.
fn nested(view: &View, spans: Vec<Span>) -> Option<SelectionRange> {
    let outwards = spans.into_iter().rev();
    outwards.fold(None, |parent, span| Some(SelectionRange { range: view.range(span), parent: parent.map(Box::new) }))
}
