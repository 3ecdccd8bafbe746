//! `textDocument/references`

use gen_lsp_types::{Location, ReferenceParams};

use crate::lsp::occurrences;
use crate::lsp::refusal::Refusal;
use crate::lsp::state::State;

pub fn answer(state: &mut State, params: ReferenceParams) -> Result<Option<Vec<Location>>, Refusal> {
    let at = params.text_document_position_params;
    let Some(found) = occurrences::everywhere(state, &at.text_document.uri, at.position) else { return Ok(None) };
    let is_wanted = |is_definition: bool| params.context.include_declaration || !is_definition;
    Ok(Some(found.into_iter().filter(|found| is_wanted(found.is_definition)).map(|found| found.location).collect()))
}
