//! What was learned, as JSON: `init`'s document with the evidence.
//!
//! ```text
//! "reading":  {"calls", "taught", "failed", "unanswered", "unknown_outcome", "denied", "excluded", "rejected", "repeated",
//!              "unreadable", "grants", "sessions", "left_out": "grant"|"session"|null, "first", "last"}
//! "tools":    [{"name", "category", "sure", "why", "calls", "grants", "allowed", "reason",
//!               "clauses": [{"clause", "kind", "argument", "calls", "refused", "evidence", "not_taken"}],
//!               "limits": [{"limit", "evidence"}], "open": [{"argument", "why"}]}]
//! "unlisted": {NAME: calls}
//! "replay":   {"calls", "allowed", "denied", "undetermined", "rules": [{"rule", "tool": NAME|null, "denied"}],
//!              "taught": DECIDED, "excluded": DECIDED, "others": DECIDED}
//! DECIDED:    {"calls", "allowed", "denied", "undetermined"}
//! ```

use serde_json::{Value, json};

use super::verdict::{LearnedTool, Verdict};
use super::{Decided, Denied, DeniedBy, Learned, Observed, Replayed, Unit};
use crate::diagnostic::json::Members;
use crate::init::Judged;

/// The members of the document.
pub fn members(judged: &[Judged<'_>], observed: &Observed, learned: &Learned, replayed: &Replayed) -> Members {
    let tools = judged.iter().zip(&learned.tools).map(|(judged, tool)| self::tool(judged, tool, observed.unit));
    vec![
        ("reading", reading(observed)),
        ("tools", tools.collect()),
        ("unlisted", json!(observed.unlisted)),
        ("replay", replay(replayed)),
    ]
}

fn reading(observed: &Observed) -> Value {
    let (totals, unread) = (&observed.totals, &observed.unread);
    let (first, last) = totals.times.unzip();
    let left_out = match observed.unit {
        Unit::Grant => Some("grant"),
        Unit::Session => Some("session"),
        Unit::Nothing | Unit::Anyone => None,
    };
    json!({
        "calls": totals.calls,
        "taught": totals.taught,
        "failed": totals.failed,
        "unanswered": totals.unanswered,
        "unknown_outcome": totals.unknown,
        "denied": totals.denied,
        "excluded": totals.excluded,
        "rejected": unread.rejected,
        "repeated": unread.repeated,
        "unreadable": unread.unreadable,
        "grants": totals.grants,
        "sessions": totals.sessions,
        "left_out": left_out,
        "first": first.map(|time| time.to_string()),
        "last": last.map(|time| time.to_string()),
    })
}

fn tool(judged: &Judged<'_>, tool: &LearnedTool, unit: Unit) -> Value {
    let clauses = tool.clauses.iter().map(|clause| {
        json!({
            "clause": clause.text,
            "kind": clause.kind.word(),
            "argument": clause.path.to_json(),
            "calls": clause.calls,
            "refused": clause.refused,
            "evidence": clause.evidence,
            "not_taken": clause.alone,
        })
    });
    let limits = tool.limits.iter().map(|limit| json!({"limit": limit.text, "evidence": limit.evidence}));
    let open = tool.left.iter().map(|(path, left)| json!({"argument": path.to_json(), "why": left.words(path, unit)}));
    json!({
        "name": judged.tool.name,
        "category": judged.judgement.category.word(),
        "sure": judged.judgement.sure,
        "why": judged.judgement.why,
        "calls": tool.calls,
        "grants": tool.units,
        "allowed": tool.verdict.is_allowed(),
        "reason": reason(tool, unit),
        "clauses": clauses.collect::<Value>(),
        "limits": limits.collect::<Value>(),
        "open": open.collect::<Value>(),
    })
}

/// Why a tool is not allowed.
fn reason(tool: &LearnedTool, unit: Unit) -> Option<String> {
    match &tool.verdict {
        Verdict::Read | Verdict::Allowed => None,
        Verdict::NotCalled if tool.others > 0 => Some("no call succeeded".to_owned()),
        Verdict::NotCalled => Some("it was not called".to_owned()),
        Verdict::OneAlone => Some(format!("one {} alone called it", unit.word())),
        Verdict::NoClause(why) => Some(why.clone()),
        Verdict::Star => Some("no policy can allow a tool of this name".to_owned()),
    }
}

fn replay(replayed: &Replayed) -> Value {
    let rule = |denied: &Denied| {
        let tool = match &denied.why {
            DeniedBy::NotAllowed(tool) => Some(tool),
            DeniedBy::Clause(_) | DeniedBy::NotInCatalog => None,
        };
        json!({"rule": denied.rule, "tool": tool, "denied": denied.calls})
    };
    let Decided { calls, allowed, denied, undetermined } = &replayed.all;
    json!({
        "calls": calls,
        "allowed": allowed,
        "denied": denied,
        "undetermined": undetermined,
        "rules": replayed.denied.iter().map(rule).collect::<Value>(),
        "taught": decided(&replayed.taught),
        "excluded": decided(&replayed.excluded),
        "others": decided(&replayed.others),
    })
}

fn decided(decided: &Decided) -> Value {
    let Decided { calls, allowed, denied, undetermined } = decided;
    json!({"calls": calls, "allowed": allowed, "denied": denied, "undetermined": undetermined})
}
