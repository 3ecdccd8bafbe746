//! `textDocument/semanticTokens`

use gen_lsp_types::{SemanticToken, SemanticTokens, SemanticTokensParams, SemanticTokensRangeParams};
use serde_json::{Value, json};

use crate::editor::tokens::{Modifier, Token, TokenKind, tokens};
use crate::lsp::refusal::Refusal;
use crate::lsp::state::{State, View};
use crate::source::Span;

/// The names of the kinds and the modifiers, by their numbers.
pub fn legend() -> Value {
    let kinds: Vec<_> = TokenKind::ALL.iter().map(|kind| kind.name()).collect();
    let modifiers: Vec<_> = Modifier::ALL.iter().map(|modifier| modifier.name()).collect();
    json!({ "tokenTypes": kinds, "tokenModifiers": modifiers })
}

pub fn full(state: &mut State, params: SemanticTokensParams) -> Result<Option<SemanticTokens>, Refusal> {
    let Some(view) = state.view(&params.text_document.uri) else { return Ok(None) };
    Ok(Some(encoded(&view, tokens(&view.judged, None))))
}

pub fn range(state: &mut State, params: SemanticTokensRangeParams) -> Result<Option<SemanticTokens>, Refusal> {
    let Some(view) = state.view(&params.text_document.uri) else { return Ok(None) };
    let span: Span = view.positions.span(params.range);
    Ok(Some(encoded(&view, tokens(&view.judged, Some(span)))))
}

/// Each token counts from the start of the one before it. Tokens are on one line each.
fn encoded(view: &View, tokens: Vec<Token>) -> SemanticTokens {
    let (mut line, mut start) = (0, 0);
    let mut data = Vec::with_capacity(tokens.len());
    for token in tokens {
        let range = view.range(token.span);
        if range.start.line != range.end.line {
            continue;
        }
        let delta_line = range.start.line - line;
        let delta_start = if delta_line == 0 { range.start.character - start } else { range.start.character };
        (line, start) = (range.start.line, range.start.character);
        data.push(SemanticToken {
            delta_line,
            delta_start,
            length: range.end.character - range.start.character,
            token_type: token.kind as u32,
            token_modifiers_bitset: token.modifiers.iter().fold(0, |bits, modifier| bits | 1 << *modifier as u32),
        });
    }
    SemanticTokens { result_id: None, data }
}
