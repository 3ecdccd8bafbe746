//! The requests that the server answers: a table, and one handler a file.

pub mod commands;
mod code_action;
mod code_lens;
mod completion;
mod definition;
mod document_highlight;
mod document_link;
mod document_symbol;
mod folding_range;
mod formatting;
mod hover;
mod inlay_hint;
mod references;
mod rename;
mod selection_range;
pub mod semantic_tokens;

use gen_lsp_types::{
    CodeActionRequest, CodeLensRequest, CompletionRequest, DefinitionRequest, DocumentFormattingRequest,
    DocumentHighlightRequest, DocumentLinkRequest, DocumentRangeFormattingRequest, DocumentSymbolRequest,
    ExecuteCommandRequest, FoldingRangeRequest, HoverRequest, InlayHintRequest, PrepareRenameRequest,
    ReferencesRequest, RenameRequest, Request, SelectionRangeRequest, SemanticTokensRangeRequest,
    SemanticTokensRequest,
};
use serde_json::Value;

use super::refusal::Refusal;
use super::state::State;

/// A request that the server answers.
pub struct Row {
    method: &'static str,
    /// Answers it.
    pub answer: fn(&mut State, Value) -> Result<Value, Refusal>,
}

macro_rules! table {
    ($($request:ident => $handler:path,)+) => {
        &[$(Row {
            method: <$request as Request>::METHOD.as_str(),
            answer: |state, params| answered::<$request>(state, params, $handler),
        },)+]
    };
}

#[rustfmt::skip]
const TABLE: &[Row] = table! {
    CompletionRequest              => completion::answer,
    HoverRequest                   => hover::answer,
    DefinitionRequest              => definition::answer,
    ReferencesRequest              => references::answer,
    DocumentHighlightRequest       => document_highlight::answer,
    PrepareRenameRequest           => rename::prepare,
    RenameRequest                  => rename::answer,
    DocumentSymbolRequest          => document_symbol::answer,
    FoldingRangeRequest            => folding_range::answer,
    SelectionRangeRequest          => selection_range::answer,
    DocumentLinkRequest            => document_link::answer,
    SemanticTokensRequest          => semantic_tokens::full,
    SemanticTokensRangeRequest     => semantic_tokens::range,
    DocumentFormattingRequest      => formatting::full,
    DocumentRangeFormattingRequest => formatting::range,
    CodeActionRequest              => code_action::answer,
    InlayHintRequest               => inlay_hint::answer,
    CodeLensRequest                => code_lens::answer,
    ExecuteCommandRequest          => commands::answer,
};

/// The row of a request.
pub fn row(method: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.method == method)
}

fn answered<R: Request>(
    state: &mut State,
    params: Value,
    handler: fn(&mut State, R::Params) -> Result<R::Result, Refusal>,
) -> Result<Value, Refusal> {
    let params = serde_json::from_value(params).map_err(|error| Refusal::Parameters(error.to_string()))?;
    serde_json::to_value(handler(state, params)?).map_err(|error| Refusal::Failed(error.to_string()))
}
