//! A comment that suppresses a finding: `# jamb: ignore[default-allow] `. The author writes the reason, without which
//! nothing is suppressed.

use super::action::{Action, ActionKind, indentation, insertion, line_end, line_start};
use crate::diagnostic::Diagnostic;
use crate::document::Judged;
use crate::lint::rules;

/// Suppresses a finding of a lint rule, on the line before it.
pub fn action(judged: &Judged, number: usize, diagnostic: &Diagnostic) -> Option<Action> {
    let rule = rules::named(diagnostic.code.name())?;
    // A policy.json has no comments, and a finding about a comment is not suppressed by another one.
    let tree = judged.judgement.tree()?;
    let at = diagnostic.primary.place.span.start;
    if tree.comments.iter().any(|comment| comment.span.start <= at && at < comment.span.end) {
        return None;
    }
    let source = judged.sources.get(judged.judgement.main);
    let start = line_start(&source.text, diagnostic.primary.place.span.start as usize);
    let indent = indentation(&source.text, start);
    let comment = format!("{indent}# jamb: ignore[{}] {}", rule.name(), line_end(&source.text));
    Some(Action {
        title: format!("Ignore `{}` here (write the reason after it)", rule.name()),
        kind: ActionKind::Fix,
        diagnostic: Some(number),
        is_preferred: false,
        edits: vec![insertion(judged.judgement.main, start, comment)],
    })
}
