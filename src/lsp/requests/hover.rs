//! `textDocument/hover`

use gen_lsp_types::{Contents, Hover, HoverParams, MarkupContent, MarkupKind};

use crate::editor::{hover, text};
use crate::lsp::refusal::Refusal;
use crate::lsp::state::State;

pub fn answer(state: &mut State, params: HoverParams) -> Result<Option<Hover>, Refusal> {
    let at = params.text_document_position_params;
    let Some(view) = state.view(&at.text_document.uri) else { return Ok(None) };
    let found = hover::at(&view.judged, view.positions.offset(at.position));
    Ok(found.map(|found| {
        let (kind, value) = match view.client().markdown {
            true => (MarkupKind::Markdown, text::markdown(&found.text)),
            false => (MarkupKind::PlainText, text::plain(&found.text)),
        };
        let contents = Contents::MarkupContent(MarkupContent { kind, value });
        Hover { contents, range: Some(view.range(found.span)) }
    }))
}
