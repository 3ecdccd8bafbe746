//! `textDocument/documentLink`

use gen_lsp_types::{DocumentLink, DocumentLinkParams};

use crate::editor::places;
use crate::lsp::refusal::Refusal;
use crate::lsp::state::State;
use crate::syntax::mentions::{MentionKind, mentions};

pub fn answer(state: &mut State, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>, Refusal> {
    let Some(view) = state.view(&params.text_document.uri) else { return Ok(None) };
    let Some(tree) = view.judged.judgement.tree() else { return Ok(None) };
    let (main, mut links) = (view.judged.judgement.main, Vec::new());
    for mention in mentions(&view.source().text, tree) {
        if !matches!(mention.kind, MentionKind::Catalog(_) | MentionKind::Include(_)) {
            continue;
        }
        let file = places::definitions(&view.judged, main, &mention).first().map(|place| place.source);
        if let Some(target) = file.and_then(|file| view.address(file)) {
            links.push(DocumentLink {
                range: view.range(mention.span),
                target: Some(target.clone()),
                ..DocumentLink::default()
            });
        }
    }
    Ok(Some(links))
}
