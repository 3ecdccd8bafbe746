//! A `tool` block that denies every call.

use crate::analyze::questions;
use crate::check::ir;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::context::Target;
use crate::lint::{Check, Context, Rule, Tool};
use crate::model;
use crate::source::Place;

pub static RULE: Rule = Rule {
    code: Code::of_rule("always-denied"),
    level: Severity::Error,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a `tool` block that denies every call",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A `tool` block whose clauses, with those of guards, deny every call: its requirements contradict
each other, its `deny if` clauses cover everything, or, in a `policy.json`, a limit is 0.

## Why it matters
A `tool` block is meant to say which calls are allowed. If it allows none, the agent gets a denial
whatever it sends, and keeps trying.

## Example
```pl policy.pl
default deny

tool create_refund: financial {
  require args.amount > 100_00 because "Small refunds are for the shop."
  deny if args.amount > 50_00 because "Refunds above $50 need a human."
}
```

## Fix
Correct the clauses. If no agent should call the tool, `deny` or `hide` says so in one line.

```pl policy.pl
default deny

tool create_refund: financial {
  require args.amount > 0 because "Refund more than nothing."
  deny if args.amount > 50_00 because "Refunds above $50 need a human."
}
deny create_payout: financial because "Payouts need a human."
```

## When to ignore it
Never: write `deny` with the message instead.
"#;

/// Why every call is denied.
struct Cause {
    words: &'static str,
    places: Vec<Place>,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let stopped = context.policy.all_tools.iter().find(|limit| limit.max == 0);
    if let Some(limit) = stopped {
        let place = limit.place.unwrap_or_else(|| context.start());
        let finding = RULE.finding(place, "every call of every tool is denied", "this limit for all tools is 0");
        return vec![finding.with_help("write how many calls to allow, or `\"hide\": [\"*\"]` to allow none")];
    }
    let denied = context.tools().filter(|tool| is_judged(context, tool) && !context.is_callable(tool));
    context.by_target(denied).into_iter().filter_map(|target| finding(context, &target)).collect()
}

/// A `deny` statement denies every call on purpose, and so does its JSON.
fn is_judged(context: &Context<'_>, tool: &Tool<'_>) -> bool {
    if ["*", tool.name].iter().any(|name| context.policy.hide.contains_key(*name)) {
        return false;
    }
    match (tool.state, tool.model) {
        (Some(ir::State::Rules | ir::State::Default), _) => true,
        (Some(ir::State::Allow), _) => tool.body.is_some_and(|body| !body.clauses.is_empty()),
        (Some(ir::State::Deny { .. } | ir::State::Hide), _) | (None, None) => false,
        (None, Some(tool)) => !is_plain_deny(tool),
    }
}

fn is_plain_deny(tool: &model::Tool) -> bool {
    let denies_all = matches!(tool.deny_if.as_slice(), [only] if only.conditions.is_empty());
    denies_all && tool.require.is_empty() && tool.limits.is_empty()
}

fn finding(context: &Context<'_>, target: &Target<'_>) -> Option<Diagnostic> {
    let cause = cause(context, target.tools.first()?);
    let message = format!("every call of {} is denied", target.words());
    let finding = RULE.finding(target.place, message, cause.words);
    let elsewhere = cause.places.into_iter().filter(|place| *place != target.place);
    let finding = elsewhere.fold(finding, |finding, place| finding.with_label(place, "because of this"));
    Some(finding.with_help("correct the clauses, or `deny` or `hide` the tool if no agent should call it"))
}

fn cause(context: &Context<'_>, tool: &Tool<'_>) -> Cause {
    if let Some(limit) = tool.limits().iter().find(|limit| limit.max == 0) {
        return Cause { words: "the limit is 0", places: limit.place.into_iter().collect() };
    }
    let clauses = context.clauses(tool);
    if let Some(all) = clauses.iter().find(|clause| !clause.is_require() && clause.entry.conditions.is_empty()) {
        return Cause { words: "a clause denies every call", places: vec![all.place] };
    }
    let clash = context.conceivable(|prover, subject| questions::contradicting(prover, subject.policy, tool.name));
    let Some(clash) = clash else {
        return Cause { words: "the clauses together deny every call", places: Vec::new() };
    };
    let is_one = |clause: &&crate::lint::Clause<'_>| match clause.id {
        questions::EntryId::Require(index) => clash.contains(&index),
        questions::EntryId::DenyIf(_) => false,
    };
    let mut places: Vec<Place> = clauses.iter().filter(is_one).map(|clause| clause.place).collect();
    places.dedup();
    Cause { words: "no call satisfies all requirements", places }
}
