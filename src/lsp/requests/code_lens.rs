//! `textDocument/codeLens`

use gen_lsp_types::{CodeLens, CodeLensParams};

use super::Refusal;
use crate::lsp::state::State;

pub fn answer(state: &mut State, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>, Refusal> {
    let _ = (state, params);
    Ok(None)
}
