//! The result of a replay, as JSON. `limits` and `stopped` are there if limits are to be suggested.
//!
//! ```text
//! "reading": {"files", "formats": {FORMAT: files}, "servers": {NAME: calls}, "grants", "sessions", "first", "last",
//!             "untimed", "zoneless", "repeated", "rejected", "passed_over"}
//! "summary": {"calls", "allowed", "denied", "undetermined", "unreadable", "unexpected", "widened", "narrowed"}
//! "tools":   {NAME: {"calls", "allowed", "denied", "undetermined"}}
//! "rules":   [{"rule", "file", "range", "denied", "grants": {NAME: denied}, "other_grants",
//!              "first": {"trace", "line", "ts"}, "last"}]
//! "servers": {NAME: {"tools", "rules", "limits", "stopped"}}, in place of these, if each server has its own policy
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
pub fn members(outcome: &Outcome, deciders: &[Deciders<'_>], sources: &Sources) -> Members {
    let mut members = vec![("reading", reading(&outcome.reading)), ("summary", summary(outcome))];
    let (first, by_server) = match deciders {
        [only] if only.server.is_none() => (Some(outcome).zip(Some(*only)), None),
        each => (None, Some(outcome.servers.iter().zip(each))),
    };
    if let Some((outcome, deciders)) = first {
        members.extend(decided(outcome, deciders, sources));
        members.push(("changes", changes(outcome, deciders).collect()));
        members.extend(suggested(outcome, deciders.new, sources));
    }
    if let Some(each) = by_server {
        let server = |(outcome, deciders): (&Outcome, &Deciders<'_>)| {
            let members = decided(outcome, *deciders, sources);
            let members = members.into_iter().chain(suggested(outcome, deciders.new, sources));
            let members: Map<String, Value> = members.map(|(name, value)| (name.to_owned(), value)).collect();
            (deciders.server.unwrap_or_default().to_owned(), Value::Object(members))
        };
        members.push(("servers", Value::Object(each.clone().map(server).collect())));
        members.push(("changes", each.flat_map(|(outcome, deciders)| changes(outcome, *deciders)).collect()));
    }
    members
}

/// What one policy decided.
fn decided(outcome: &Outcome, deciders: Deciders<'_>, sources: &Sources) -> Members {
    let rules = outcome.denials.iter().map(|hit| rule(hit, deciders.new, sources)).collect();
    vec![("tools", tools(outcome)), ("rules", Value::Array(rules))]
}

/// The changes from an older policy. If each server has its own, they name it.
fn changes<'c>(outcome: &'c Outcome, deciders: Deciders<'c>) -> impl Iterator<Item = Value> + use<'c> {
    outcome.changes.iter().map(move |found| {
        let mut value = change(found, deciders);
        if let (Some(server), Some(members)) = (deciders.server, value.as_object_mut()) {
            members.insert("server".to_owned(), json!(server));
        }
        value
    })
}

fn suggested(outcome: &Outcome, engine: &Engine, sources: &Sources) -> Members {
    let Some(suggested) = &outcome.suggested else { return Vec::new() };
    let limits = suggested.rows.iter().map(row).collect();
    let stopped = suggested.stopped.iter().map(|limit| stopped(limit, engine, sources)).collect();
    vec![("limits", limits), ("stopped", stopped)]
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
