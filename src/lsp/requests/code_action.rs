//! `textDocument/codeAction`

use gen_lsp_types::{CodeActionParams, CodeActionResponse};

use super::Refusal;
use crate::lsp::state::State;

pub fn answer(state: &mut State, params: CodeActionParams) -> Result<Option<Vec<CodeActionResponse>>, Refusal> {
    let _ = (state, params);
    Ok(None)
}
