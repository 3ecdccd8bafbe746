//! `textDocument/codeLens`

use gen_lsp_types::{CodeLens, CodeLensParams, Command};
use serde_json::json;

use super::commands;
use crate::editor::lenses::{Lens, LensKind, lenses};
use crate::lsp::refusal::Refusal;
use crate::lsp::state::State;

pub fn answer(state: &mut State, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>, Refusal> {
    let uri = params.text_document.uri;
    let Some(view) = state.view(&uri) else { return Ok(None) };
    let lens = |Lens { span, kind }: Lens| {
        let (title, command, about) = match kind {
            LensKind::Entry(tool) => ("Show in policy.json".to_owned(), commands::SHOW_JSON, tool),
            LensKind::Test(name) => (title(state.test_result(&uri, &view.judged, &name)), commands::RUN_TEST, name),
        };
        let arguments = Some(vec![json!(uri), json!(about)]);
        let command = Command { title, command: command.to_owned(), arguments, tooltip: None };
        CodeLens { range: view.range(span), command: Some(command), data: None }
    };
    Ok(Some(lenses(&view.judged).into_iter().map(lens).collect()))
}

/// What a lens at a test says: it offers to run the test, and has its result.
fn title(passed: Option<bool>) -> String {
    match passed {
        None => "Run test",
        Some(true) => "Run test (passed)",
        Some(false) => "Run test (failed)",
    }
    .to_owned()
}
