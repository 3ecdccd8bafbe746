//! `textDocument/completion`

use gen_lsp_types::{CompletionParams, CompletionResponse};

use crate::lsp::refusal::Refusal;
use crate::lsp::state::State;

pub fn answer(state: &mut State, params: CompletionParams) -> Result<Option<CompletionResponse>, Refusal> {
    let _ = (state, params);
    Ok(None)
}
