//! `textDocument/codeAction`

use std::collections::HashMap;

use gen_lsp_types::{CodeAction, CodeActionKind, CodeActionParams, CodeActionResponse, TextEdit, Uri, WorkspaceEdit};

use crate::diagnostic::Edit;
use crate::editor::actions::{Action, ActionKind, actions};
use crate::lsp::diagnostics::converted;
use crate::lsp::refusal::Refusal;
use crate::lsp::state::{State, View};

/// The kind of the action that applies all safe fixes.
const FIX_ALL: &str = "source.fixAll.jamb";

pub fn answer(state: &mut State, params: CodeActionParams) -> Result<Option<Vec<CodeActionResponse>>, Refusal> {
    let uri = params.text_document.uri;
    let only: Option<Vec<String>> = params.context.only.map(|kinds| kinds.into_iter().map(String::from).collect());
    // An editor asks for the actions of a source by their kind. At a place, they would be in the way.
    let wants_all = only.as_ref().is_some_and(|kinds| kinds.iter().any(|kind| includes(kind, FIX_ALL)));
    let all = if wants_all { fix_all(state, &uri) } else { None };
    let Some(view) = state.view(&uri) else { return Ok(None) };
    if !view.client().code_action_literals {
        return Ok(None);
    }
    let is_wanted = |kind: &str| only.as_ref().is_none_or(|kinds| kinds.iter().any(|wanted| includes(wanted, kind)));
    let within = view.positions.span(params.range);
    let here = actions(&view.judged, &view.diagnostics, within).into_iter().filter_map(|action| offered(&view, action));
    let here = here.filter(|action| action.kind.clone().is_some_and(|kind| is_wanted(&String::from(kind))));
    Ok(Some(here.chain(all).map(CodeActionResponse::CodeAction).collect()))
}

/// Whether a kind of actions includes another one: `source` includes `source.fixAll`.
fn includes(wanted: &str, kind: &str) -> bool {
    kind.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn offered(view: &View, action: Action) -> Option<CodeAction> {
    let about = action.diagnostic.and_then(|number| view.diagnostics.get(number));
    Some(CodeAction {
        title: action.title,
        kind: Some(match action.kind {
            ActionKind::Fix => CodeActionKind::QuickFix,
            ActionKind::Rewrite => CodeActionKind::Refactor,
        }),
        diagnostics: about.map(|diagnostic| vec![converted(view, diagnostic)]),
        is_preferred: (action.is_preferred && view.client().preferred_actions).then_some(true),
        edit: Some(workspace_edit(view, &action.edits)?),
        ..CodeAction::default()
    })
}

/// The edits by file; `None` if one is in a file without an address.
fn workspace_edit(view: &View, edits: &[Edit]) -> Option<WorkspaceEdit> {
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for edit in edits {
        let location = view.location(edit.place)?;
        changes.entry(location.uri).or_default().push(TextEdit { range: location.range, new_text: edit.text.clone() });
    }
    Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() })
}

/// All safe fixes of a document, as `jamb lint --fix` applies them.
fn fix_all(state: &mut State, uri: &Uri) -> Option<CodeAction> {
    let (source, positions) = state.text(uri)?;
    let fixed = state.fixed(uri)?;
    let whole = crate::source::Span::new(0, source.text.len());
    let edit = TextEdit { range: positions.range(whole), new_text: fixed };
    let changes = HashMap::from([(uri.clone(), vec![edit])]);
    Some(CodeAction {
        title: "Apply all safe fixes".to_owned(),
        kind: Some(CodeActionKind::Custom(FIX_ALL.into())),
        edit: Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }),
        ..CodeAction::default()
    })
}
