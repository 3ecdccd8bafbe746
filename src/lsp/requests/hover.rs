//! `textDocument/hover`

use gen_lsp_types::{Contents, Hover, HoverParams, MarkupContent, MarkupKind};

use super::Refusal;
use crate::editor::hover;
use crate::lsp::state::State;

pub fn answer(state: &mut State, params: HoverParams) -> Result<Option<Hover>, Refusal> {
    let at = params.text_document_position_params;
    let Some(view) = state.view(&at.text_document.uri) else { return Ok(None) };
    let found = hover::at(&view.judged, view.positions.offset(at.position));
    Ok(found.map(|found| {
        let kind = if view.client().markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
        let contents = Contents::MarkupContent(MarkupContent { kind, value: found.markdown });
        Hover { contents, range: Some(view.range(found.span)) }
    }))
}
