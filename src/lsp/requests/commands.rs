//! `workspace/executeCommand`

use gen_lsp_types::{ExecuteCommandParams, LspAny};

use super::Refusal;
use crate::lsp::state::State;

/// The commands that the server runs.
pub const NAMES: &[&str] = &["jamb.runTest", "jamb.showJson", "jamb.describe"];

pub fn answer(state: &mut State, params: ExecuteCommandParams) -> Result<Option<LspAny>, Refusal> {
    let _ = (state, params);
    Ok(None)
}
