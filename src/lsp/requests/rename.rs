//! `textDocument/prepareRename` and `textDocument/rename`

use std::collections::HashMap;

use gen_lsp_types::WorkspaceEdit;
use gen_lsp_types::{PrepareRenameParams, PrepareRenamePlaceholder, PrepareRenameResult, RenameParams, TextEdit, Uri};

use crate::editor::{rename, symbol};
use crate::lsp::occurrences;
use crate::lsp::refusal::Refusal;
use crate::lsp::state::State;

pub fn prepare(state: &mut State, params: PrepareRenameParams) -> Result<Option<PrepareRenameResult>, Refusal> {
    let at = params.text_document_position_params;
    let Some(view) = state.view(&at.text_document.uri) else { return Ok(None) };
    let (judged, offset) = (&view.judged, view.positions.offset(at.position));
    let Some(mention) = symbol::mention_at(judged, offset) else { return Ok(None) };
    let name = rename::name(judged.judgement.main, &mention);
    Ok(name.map(|placeholder| PrepareRenamePlaceholder { range: view.range(mention.span), placeholder }.into()))
}

pub fn answer(state: &mut State, params: RenameParams) -> Result<Option<WorkspaceEdit>, Refusal> {
    let at = params.text_document_position_params;
    let Some(view) = state.view(&at.text_document.uri) else { return Ok(None) };
    let offset = view.positions.offset(at.position);
    rename::check(&view.judged, offset, &params.new_name).map_err(Refusal::Failed)?;
    let found = occurrences::everywhere(state, &at.text_document.uri, at.position).unwrap_or_default();
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for found in found {
        let edit = TextEdit { range: found.location.range, new_text: params.new_name.clone() };
        changes.entry(found.location.uri).or_default().push(edit);
    }
    Ok(Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }))
}
