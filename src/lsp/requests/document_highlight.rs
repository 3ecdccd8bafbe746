//! `textDocument/documentHighlight`

use gen_lsp_types::{DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams};

use crate::editor::{places, symbol};
use crate::lsp::refusal::Refusal;
use crate::lsp::state::State;

pub fn answer(state: &mut State, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>, Refusal> {
    let at = params.text_document_position_params;
    let Some(view) = state.view(&at.text_document.uri) else { return Ok(None) };
    let (judged, main) = (&view.judged, view.judged.judgement.main);
    let Some(mention) = symbol::mention_at(judged, view.positions.offset(at.position)) else { return Ok(None) };
    let here = places::occurrences_of(judged, main, &mention).into_iter().filter(|found| found.place.source == main);
    let highlight = |found: places::Occurrence| DocumentHighlight {
        range: view.range(found.place.span),
        kind: Some(if found.is_definition { DocumentHighlightKind::Write } else { DocumentHighlightKind::Read }),
    };
    Ok(Some(here.map(highlight).collect()))
}
