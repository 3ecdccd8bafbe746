//! `textDocument/inlayHint`

use gen_lsp_types::{InlayHint, InlayHintParams};

use super::Refusal;
use crate::lsp::state::State;

pub fn answer(state: &mut State, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>, Refusal> {
    let _ = (state, params);
    Ok(None)
}
