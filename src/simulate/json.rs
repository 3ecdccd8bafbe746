//! The result of a replay, as JSON. `limits` and `stopped` are there if limits are to be suggested.
//!
//! ```text
//! "reading": {"files", "formats": {FORMAT: files}, "servers": {NAME: calls}, "grants", "sessions", "first", "last",
//!             "untimed", "zoneless", "repeated", "rejected", "passed_over"}
//! "summary": {"calls", "allowed", "denied", "undetermined", "unreadable", "unexpected", "widened", "narrowed"}
//! "tools":   {NAME: {"calls", "allowed", "denied", "undetermined"}}
//! "rules":   [{"rule", "file", "range", "denied", "grants": {NAME: denied}, "other_grants",
//!              "first": {"trace", "line", "ts"}, "last"}]
//! "changes": [{"tool", "change", "old", "new", "calls", "first"}]
//! "limits":  [{"tool", "grant", "window", "windows", "highest", "at", "by", "p95", "p99", "suggestion"}]
//! "stopped": [{"rule", "file", "range", "calls", "sliding": {"more", "fewer"} | null}]
//! ```

use serde_json::{Map, Value, json};

use super::outcome::{Change, Decided, Example, Hit, Met, Outcome};
use super::reading::Reading;
use super::suggest::{Row, Stopped};
use super::why::Deciders;
use crate::diagnostic::json::{Members, range};
use crate::engine::{Engine, RuleId};
use crate::source::Sources;
use crate::vocab::Time;

/// The members of the document besides `diagnostics`.
pub fn members(outcome: &Outcome, deciders: Deciders<'_>, sources: &Sources) -> Members {
    let rules = outcome.denials.iter().map(|hit| rule(hit, deciders.new, sources)).collect();
    let changes = outcome.changes.iter().map(|found| change(found, deciders)).collect();
    let mut members = vec![
        ("reading", reading(&outcome.reading)),
        ("summary", summary(outcome)),
        ("tools", tools(outcome)),
        ("rules", Value::Array(rules)),
        ("changes", Value::Array(changes)),
    ];
    if let Some(suggested) = &outcome.suggested {
        members.push(("limits", suggested.rows.iter().map(row).collect()));
        members
            .push(("stopped", suggested.stopped.iter().map(|limit| stopped(limit, deciders.new, sources)).collect()));
    }
    members
}

fn reading(reading: &Reading) -> Value {
    let time = |time: Option<Time>| time.map(|time| time.to_string());
    json!({
        "files": reading.files,
        "formats": reading.formats,
        "servers": reading.servers,
        "grants": reading.grants,
        "sessions": reading.sessions,
        "first": time(reading.first),
        "last": time(reading.last),
        "untimed": reading.untimed,
        "zoneless": reading.zoneless,
        "repeated": reading.repeated,
        "rejected": reading.rejected,
        "passed_over": reading.passed_over,
    })
}

fn summary(outcome: &Outcome) -> Value {
    let summary = &outcome.summary;
    let mut members = counts(&summary.decided);
    for (name, count) in [
        ("unreadable", summary.unreadable),
        ("unexpected", summary.unexpected),
        ("widened", summary.widened),
        ("narrowed", summary.narrowed),
    ] {
        members.insert(name.to_owned(), json!(count));
    }
    Value::Object(members)
}

fn tools(outcome: &Outcome) -> Value {
    let tool = |(name, decided): (&String, &Decided)| (name.clone(), Value::Object(counts(decided)));
    Value::Object(outcome.tools.iter().map(tool).collect())
}

fn counts(decided: &Decided) -> Map<String, Value> {
    let members = [
        ("calls", decided.calls()),
        ("allowed", decided.allowed),
        ("denied", decided.denied),
        ("undetermined", decided.undetermined),
    ];
    members.into_iter().map(|(name, count)| (name.to_owned(), json!(count))).collect()
}

fn rule(hit: &Hit, engine: &Engine, sources: &Sources) -> Value {
    let rule = engine.rule(hit.rule);
    json!({
        "rule": rule.name(hit.condition),
        "file": rule.place.map(|place| sources.get(place.source).name.clone()),
        "range": rule.place.map(|place| range(place, sources)),
        "denied": hit.calls,
        "grants": hit.grants,
        "other_grants": hit.other_grants,
        "first": first(&hit.first),
        "last": hit.last.as_ref().map(met),
    })
}

fn change(change: &Change, deciders: Deciders<'_>) -> Value {
    let side = |engine: Option<&Engine>, decided: Option<(RuleId, Option<u32>)>| match engine.zip(decided) {
        Some((engine, (rule, condition))) => json!({"decision": "deny", "rule": engine.rule(rule).name(condition)}),
        None => json!({"decision": "allow", "rule": ""}),
    };
    json!({
        "tool": change.tool,
        "change": if change.widened { "widened" } else { "narrowed" },
        "old": side(deciders.old, change.old),
        "new": side(Some(deciders.new), change.new),
        "calls": change.calls,
        "first": first(&change.first),
    })
}

fn first(example: &Example) -> Value {
    place(&example.trace, example.line, example.time)
}

fn met(met: &Met) -> Value {
    place(&met.trace, met.line, met.time)
}

fn place(trace: &str, line: u64, time: Option<Time>) -> Value {
    json!({"trace": trace, "line": line, "ts": time.map(|time| time.to_string())})
}

fn row(row: &Row) -> Value {
    json!({
        "tool": row.tool,
        "grant": row.grant,
        "window": row.window.word(),
        "windows": row.windows,
        "highest": row.highest,
        "at": row.highest_at.to_string(),
        "by": row.highest_grant,
        "p95": row.p95,
        "p99": row.p99,
        "suggestion": row.suggestion,
    })
}

fn stopped(limit: &Stopped, engine: &Engine, sources: &Sources) -> Value {
    let rule = engine.rule(limit.rule);
    json!({
        "rule": rule.name(None),
        "file": rule.place.map(|place| sources.get(place.source).name.clone()),
        "range": rule.place.map(|place| range(place, sources)),
        "calls": limit.calls,
        "sliding": limit.sliding.map(|edge| json!({"more": edge.more, "fewer": edge.fewer})),
    })
}
