//! A `deny if` that a call escapes by leaving out an argument that the schema does not require.

use crate::analyze::{Answer, Call, questions};
use crate::catalog::Lookup;
use crate::diagnostic::{Code, Diagnostic, Edit, Safety, Severity, listed, quoted};
use crate::lint::context::Found;
use crate::lint::{Check, Clause, Context, Rule, Tool, findings, layout, names, wording};
use crate::model::{Condition, Operand};
use crate::source::Span;
use crate::vocab::{Operator, Path, Value};

pub static RULE: Rule = Rule {
    code: Code::of_rule("optional-argument-in-deny"),
    level: Severity::Error,
    pedantic: false,
    fix: Some(Safety::Unsafe),
    yields_to: &[],
    title: "a `deny if` that a call escapes by leaving out an argument",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A `deny if` on an argument that the schema does not require, if a call without it is allowed. If
the tool has no schema and no signature, only bounds of amounts are reported: `args.amount > 5000`.

An argument with a `default` in the schema is reported only if the default would be denied.
`deny if args.x == true` is not reported: a switch that is left out is off. Nor is a clause that
contains `args.x exists`: its author has thought of calls without it.

## Why it matters
A comparison with a missing argument is false, so a `deny if` does not deny a call that leaves the
argument out. If the server does not require it either, the call is carried out: below, a refund
without an amount refunds the whole charge.

## Example
```json shop.tools.json
{"tools": [{"name": "create_refund", "inputSchema": {"type": "object", "required": ["charge"],
  "properties": {"charge": {"type": "string"}, "amount": {"type": "integer", "minimum": 1}}}}]}
```

```pl policy.pl
default deny
catalog "shop.tools.json"

tool create_refund: financial {
  require args.charge matches "^ch_[0-9]+$" because "Name the charge."
  deny if args.amount > 5000 because "Refunds above $50 need a human."
}
```

## Fix
Require the argument to exist, or restrict its value with `require`, which denies a call without
it.

```json shop.tools.json
{"tools": [{"name": "create_refund", "inputSchema": {"type": "object", "required": ["charge"],
  "properties": {"charge": {"type": "string"}, "amount": {"type": "integer", "minimum": 1}}}}]}
```

```pl policy.pl
default deny
catalog "shop.tools.json"

tool create_refund: financial {
  require args.charge matches "^ch_[0-9]+$" because "Name the charge."
  require args.amount exists because "Say how much."
  deny if args.amount > 5000 because "Refunds above $50 need a human."
}
```

## When to ignore it
If the server does nothing that matters when the argument is left out.
"#;

/// Arguments that may be left out, and a call without them that gets through.
struct Escape {
    arguments: Vec<Path>,
    call: Call,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| escape(context, tool, clause));
    found.into_iter().map(|found| finding(context, found)).collect()
}

fn escape(context: &Context<'_>, tool: &Tool<'_>, clause: &Clause<'_>) -> Option<Escape> {
    if clause.is_require() {
        return None;
    }
    let mut escape: Option<Escape> = None;
    for condition in clause.entry.conditions.iter().filter(|condition| is_judged(condition)) {
        let argument = &condition.path;
        let is_expected = |other: &Condition| other.path == *argument && other.presence() == Some(true);
        let may_be_missing =
            || may_be_left_out(context, tool, argument) || is_unknown_amount(context, tool, clause, condition);
        if clause.entry.conditions.iter().any(is_expected) || !may_be_missing() {
            continue;
        }
        let others: Vec<_> = clause
            .entry
            .conditions
            .iter()
            .filter(|other| !other.path.segments().starts_with(argument.segments()))
            .collect();
        let answer = context.accepted(tool, |prover, subject| {
            let found = questions::allowed_without(prover, subject, tool.name, argument, &others);
            match (found, default(context, tool, argument)) {
                (Answer::Some(call), Some(default)) if subject.allows(&with(&call, argument, &default)) => Answer::None,
                (found, _) => found,
            }
        });
        match (answer, &mut escape) {
            (Answer::Some(_), Some(escape)) if escape.arguments.contains(argument) => {}
            (Answer::Some(_), Some(escape)) => escape.arguments.push(argument.clone()),
            (Answer::Some(call), None) => escape = Some(Escape { arguments: vec![argument.clone()], call }),
            (Answer::None | Answer::Unknown(_), _) => {}
        }
    }
    escape
}

/// `exists` and `missing` state what happens to calls without the argument; a switch that is left out is off.
fn is_judged(condition: &Condition) -> bool {
    let is_switch = condition.op == Operator::Eq && condition.value == Operand::Value(Value::Boolean(true));
    condition.presence().is_none() && !is_switch
}

/// `> 5000` on an amount about which nothing is known: without an amount, many servers take all there is. Other
/// comparisons are silent without a schema.
fn is_unknown_amount(context: &Context<'_>, tool: &Tool<'_>, clause: &Clause<'_>, condition: &Condition) -> bool {
    let is_unknown = tool.schema().is_none() && matches!(*context.lookup(tool, &condition.path), Lookup::Unknown);
    let is_bound = clause.source.is_some() && condition.op.order().is_some();
    is_unknown && is_bound && names::is_quantity(&condition.path)
}

fn may_be_left_out(context: &Context<'_>, tool: &Tool<'_>, argument: &Path) -> bool {
    context.lookup(tool, argument).argument().is_some_and(|found| !found.always_there)
}

fn default(context: &Context<'_>, tool: &Tool<'_>, argument: &Path) -> Option<Value> {
    context.lookup(tool, argument).argument()?.default.clone()
}

/// The call as the server understands it: with the default for the missing argument.
fn with(call: &Call, argument: &Path, default: &Value) -> Call {
    let mut call = call.clone();
    let mut at = &mut call.args;
    for step in argument.segments() {
        if !at.is_object() {
            *at = serde_json::Value::Object(serde_json::Map::new());
        }
        let serde_json::Value::Object(members) = at else { return call };
        at = members.entry(step.clone()).or_insert(serde_json::Value::Null);
    }
    *at = serde_json::from_str(&default.to_string()).unwrap_or_default();
    call
}

fn finding(context: &Context<'_>, found: Found<'_, Escape>) -> Diagnostic {
    let Found { clause, tools, what: Escape { arguments, call } } = found;
    let missing = listed(&quoted(&arguments), "or");
    let names = wording::names(tools.iter().map(|tool| tool.name));
    let message = format!("calls to {names} without {missing} escape this `deny if`");
    let label = wording::gets_through(&call);
    let first = arguments.first().map(ToString::to_string).unwrap_or_default();
    let help = format!("also write `require {first} exists`, or restrict its value with `require`");
    let finding = RULE.finding(clause.place, message, label).with_help(help).with_witness(findings::witness(call));
    let finding = clause.applied(finding);
    match clause.applied_at() {
        None if clause.source.is_some() => {
            finding.with_fix(Safety::Unsafe, vec![required(context, &clause, &arguments)])
        }
        // A rule that other tools apply is not changed for the sake of one tool.
        Some(_) | None => finding,
    }
}

fn required(context: &Context<'_>, clause: &Clause<'_>, arguments: &[Path]) -> Edit {
    let (indent, end) =
        (layout::indent(context.sources, clause.place), layout::line_end(context.sources, clause.place.source));
    let line = |argument: &Path| {
        let name = argument.segments().last().cloned().unwrap_or_default();
        format!("require {argument} exists because {}{end}{indent}", Value::Text(format!("Set `{name}`.")))
    };
    let place = Span::at(clause.place.span.start as usize).of(clause.place.source);
    Edit { place, text: arguments.iter().map(line).collect() }
}
