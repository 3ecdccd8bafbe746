//! `textDocument/foldingRange`

use gen_lsp_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};

use crate::editor::outline::{Fold, folds};
use crate::lsp::refusal::Refusal;
use crate::lsp::state::State;

pub fn answer(state: &mut State, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>, Refusal> {
    let Some(view) = state.view(&params.text_document.uri) else { return Ok(None) };
    let Some(tree) = view.judged.judgement.tree() else { return Ok(None) };
    let range = |fold: Fold| {
        let (span, kind) = match fold {
            Fold::Block(span) => (span, None),
            Fold::Comments(span) => (span, Some(FoldingRangeKind::Comment)),
        };
        let lines = view.range(span);
        // The line with the `}` stays visible.
        let end_line = if kind.is_none() { lines.end.line.saturating_sub(1) } else { lines.end.line };
        FoldingRange { start_line: lines.start.line, end_line, kind, ..FoldingRange::default() }
    };
    Ok(Some(folds(view.source(), tree).into_iter().map(range).filter(|fold| fold.start_line < fold.end_line).collect()))
}
