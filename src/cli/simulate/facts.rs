//! What `simulate --format json` says beside the diagnostics.

use serde_json::{Map, Value, json};

use super::limits;
use crate::engine::{Engine, RuleId};
use crate::report::range;
use crate::simulate::Outcome;
use crate::simulate::outcome::{Change, Decided, Example, Hit};
use crate::simulate::why::Deciders;
use crate::source::Sources;

/// The members of the document.
pub fn facts(outcome: &Outcome, deciders: Deciders<'_>, sources: &Sources) -> Vec<(&'static str, Value)> {
    let rules = outcome.denials.iter().map(|hit| rule(hit, deciders.new, sources)).collect();
    let changes = outcome.changes.iter().map(|found| change(found, deciders)).collect();
    let mut facts = vec![
        ("summary", summary(outcome)),
        ("tools", tools(outcome)),
        ("rules", Value::Array(rules)),
        ("changes", Value::Array(changes)),
    ];
    facts.extend(outcome.suggested.iter().flat_map(|suggested| limits::members(suggested, deciders.new, sources)));
    facts
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
        "first": first(&hit.first),
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

fn first(met: &Example) -> Value {
    json!({"trace": met.trace, "line": met.line})
}
