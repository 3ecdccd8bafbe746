//! `textDocument/completion`

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionParams, CompletionResponse, Documentation,
    InsertTextFormat, Range, TextEdit,
};

use crate::editor::completion::{self, Candidate, CandidateKind};
use crate::lsp::refusal::Refusal;
use crate::lsp::state::State;

pub fn answer(state: &mut State, params: CompletionParams) -> Result<Option<CompletionResponse>, Refusal> {
    let at = params.text_document_position_params;
    let Some(draft) = state.draft(&at.text_document.uri) else { return Ok(None) };
    let offset = draft.positions.offset(at.position);
    let Some(found) = completion::at(&draft.judged, &draft.source, offset) else { return Ok(None) };
    // A space opens the list only where something has to be written: Enter would take the first of the list otherwise.
    let typed = params.context.and_then(|context| context.trigger_character);
    if typed.as_deref() == Some(" ") && (found.is_complete || is_indent(&draft.source.text, offset)) {
        return Ok(None);
    }
    let range = draft.positions.range(found.span);
    let candidates = found.candidates.into_iter().enumerate();
    let items = candidates.map(|(number, candidate)| item(candidate, number, range, state.client.snippets));
    Ok(Some(CompletionList { is_incomplete: found.is_cut, items: items.collect(), ..CompletionList::default() }.into()))
}

fn is_indent(text: &str, offset: u32) -> bool {
    let before = text.get(..offset as usize).unwrap_or_default().trim_end_matches([' ', '\t']);
    before.is_empty() || before.ends_with('\n')
}

fn item(candidate: Candidate, number: usize, range: Range, snippets: bool) -> CompletionItem {
    let (new_text, format) = match candidate.snippet.filter(|_| snippets) {
        Some(snippet) => (snippet, InsertTextFormat::Snippet),
        None => (candidate.text, InsertTextFormat::PlainText),
    };
    CompletionItem {
        label: candidate.label,
        kind: Some(kind(candidate.kind)),
        detail: candidate.detail,
        documentation: candidate.documentation.map(Documentation::String),
        sort_text: Some(format!("{number:04}")),
        filter_text: Some(candidate.filter),
        insert_text_format: Some(format),
        text_edit: Some(TextEdit { range, new_text }.into()),
        ..CompletionItem::default()
    }
}

fn kind(kind: CandidateKind) -> CompletionItemKind {
    match kind {
        CandidateKind::Keyword => CompletionItemKind::Keyword,
        CandidateKind::Tool => CompletionItemKind::Class,
        CandidateKind::Argument => CompletionItemKind::Property,
        CandidateKind::Operator => CompletionItemKind::Operator,
        CandidateKind::Value => CompletionItemKind::Value,
        CandidateKind::Let => CompletionItemKind::Constant,
        CandidateKind::Parameter => CompletionItemKind::Variable,
        CandidateKind::Rule => CompletionItemKind::Function,
        CandidateKind::Category => CompletionItemKind::EnumMember,
        CandidateKind::Unit => CompletionItemKind::Unit,
        CandidateKind::Type => CompletionItemKind::TypeParameter,
        CandidateKind::Counter => CompletionItemKind::Event,
        CandidateKind::Code => CompletionItemKind::Reference,
    }
}
