//! `textDocument/definition`

use gen_lsp_types::{Definition, DefinitionParams, DefinitionResponse};

use crate::editor::{places, symbol};
use crate::lsp::refusal::Refusal;
use crate::lsp::state::State;

pub fn answer(state: &mut State, params: DefinitionParams) -> Result<Option<DefinitionResponse>, Refusal> {
    let at = params.text_document_position_params;
    let Some(view) = state.view(&at.text_document.uri) else { return Ok(None) };
    let (judged, offset) = (&view.judged, view.positions.offset(at.position));
    let Some(mention) = symbol::mention_at(judged, offset) else { return Ok(None) };
    let defined = places::definitions(judged, judged.judgement.main, &mention);
    let locations: Vec<_> = defined.into_iter().filter_map(|place| view.location(place)).collect();
    Ok((!locations.is_empty()).then(|| Definition::LocationList(locations).into()))
}
