//! `allow` for a tool that a test calls and no statement names.

use super::action::{Action, ActionKind, insertion, line_end, line_start};
use crate::document::Judged;
use crate::source::Span;
use crate::syntax::is_bare_name;
use crate::syntax::mentions::{self, MentionKind};
use crate::syntax::tree::ItemKind;

/// Allows the tool that is called at a place, before the first test.
pub fn action(judged: &Judged, within: Span) -> Option<Action> {
    let (source, tree) = (judged.sources.get(judged.judgement.main), judged.judgement.tree()?);
    let mention = mentions::mention_at(&source.text, tree, within.start)?;
    let MentionKind::CalledTool(name) = mention.kind else { return None };
    let checked = judged.judgement.checked.as_ref()?;
    let is_named = checked.policy.tools.contains_key(&name.text) || checked.policy.hide_everything.is_some();
    let exists = checked.catalog.as_ref().is_none_or(|catalog| catalog.tool(&name.text).is_some());
    if is_named || checked.policy.default_allow || !exists {
        return None;
    }
    let first = tree.items.iter().find(|item| matches!(item.kind, ItemKind::Test(_))).unwrap_or(mention.item);
    let at = line_start(&source.text, first.span.start as usize);
    let tool = if is_bare_name(&name.text) {
        name.text.clone()
    } else {
        serde_json::Value::from(name.text.as_str()).to_string()
    };
    let end = line_end(&source.text);
    Some(Action {
        title: format!("Allow `{}`", crate::diagnostic::between_backticks(&name.text)),
        kind: ActionKind::Rewrite,
        diagnostic: None,
        is_preferred: false,
        edits: vec![insertion(judged.judgement.main, at, format!("allow {tool}{end}{end}"))],
    })
}
