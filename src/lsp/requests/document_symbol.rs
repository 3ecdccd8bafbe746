//! `textDocument/documentSymbol`

use gen_lsp_types::{
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location, SymbolInformation, SymbolKind,
};

use crate::editor::outline::{Entry, EntryKind, outline};
use crate::lsp::refusal::Refusal;
use crate::lsp::state::{State, View};

pub fn answer(state: &mut State, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>, Refusal> {
    let Some(view) = state.view(&params.text_document.uri) else { return Ok(None) };
    let Some(tree) = view.judged.judgement.tree() else { return Ok(None) };
    let entries = outline(view.source(), tree);
    Ok(Some(match view.client().symbol_trees {
        true => entries.iter().map(|entry| symbol(&view, entry)).collect::<Vec<_>>().into(),
        false => entries.iter().map(|entry| flat(&view, entry)).collect::<Vec<_>>().into(),
    }))
}

#[expect(deprecated, reason = "the type has a member that the protocol replaced by tags")]
fn symbol(view: &View, entry: &Entry) -> DocumentSymbol {
    DocumentSymbol {
        name: entry.name.clone(),
        detail: Some(entry.detail.clone()),
        kind: kind(entry.kind),
        tags: None,
        deprecated: None,
        range: view.range(entry.span),
        selection_range: view.range(entry.name_span),
        children: Some(entry.parts.iter().map(|part| symbol(view, part)).collect()),
    }
}

/// For clients that take no tree.
#[expect(deprecated, reason = "the type has a member that the protocol replaced by tags")]
fn flat(view: &View, entry: &Entry) -> SymbolInformation {
    SymbolInformation {
        deprecated: None,
        location: Location { uri: view.uri.clone(), range: view.range(entry.span) },
        base_symbol_information: gen_lsp_types::BaseSymbolInformation {
            name: entry.name.clone(),
            kind: kind(entry.kind),
            tags: None,
            container_name: None,
        },
    }
}

fn kind(kind: EntryKind) -> SymbolKind {
    match kind {
        EntryKind::File => SymbolKind::File,
        EntryKind::Let => SymbolKind::Constant,
        EntryKind::Rule => SymbolKind::Function,
        EntryKind::Tools => SymbolKind::Class,
        EntryKind::Clause => SymbolKind::Field,
        EntryKind::Setting => SymbolKind::Property,
        EntryKind::Test => SymbolKind::Event,
    }
}
