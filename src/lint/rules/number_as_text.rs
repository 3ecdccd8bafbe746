//! A `deny if` that orders an argument that may be a string, which is never greater or less.

use crate::analyze::Call;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Clause, Context, Rule, Tool, findings, required};
use crate::model::{Condition, Operand};
use crate::vocab::{Kind, Number, Operator, Order, Value};

pub static RULE: Rule = Rule {
    code: Code::of_rule("number-as-text"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a `deny if` that a number sent as a string escapes",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A `deny if` with `<`, `<=`, `>` or `>=` on an argument for which the schema allows strings.

## Why it matters
These operators are only ever true for numbers. `"5000"` is not greater than 100, so a `deny if`
does not deny it, and the server may well treat it as a number.

## Example
```pl policy.pl
default deny

tool book_room(hours: any): write {
  deny if args.hours > 8 because "Book a room for a day at most."
  limit 30 per minute
}
```

## Fix
State the bound with `require`, which denies everything that is not a number.

```pl policy.pl
default deny

tool book_room(hours: any): write {
  require args.hours <= 8 because "Book a room for a day at most."
  limit 30 per minute
}
```

## When to ignore it
If the server is known to refuse numbers that are sent as strings.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| as_text(context, tool, clause));
    let finding = |clause: &Clause<'_>, (condition, call): (Condition, Call)| {
        let message = format!("`{}` may be a string, which is never greater or less than a number", condition.path);
        let finding = findings::let_through(&RULE, clause, call, message);
        finding.with_help_if(opposite(&condition).map(|opposite| format!("write `require {opposite}`")))
    };
    found.into_iter().map(|found| finding(&found.clause, found.what)).collect()
}

/// A condition of a `deny if`, and a call that escapes it with a string.
fn as_text(context: &Context<'_>, tool: &Tool<'_>, clause: &Clause<'_>) -> Option<(Condition, Call)> {
    if clause.is_require() {
        return None;
    }
    clause.entry.conditions.iter().find_map(|condition| {
        let text = denied_text(condition)?;
        if !is_text_too(context, tool, condition) {
            return None;
        }
        let with = |pattern: String| {
            let value = Operand::Value(Value::Text(pattern));
            let own = Condition { place: None, path: condition.path.clone(), op: Operator::Regex, value };
            let others = clause.entry.conditions.iter().filter(|other| other.path != condition.path);
            required::call(context, tool, &others.chain([&own]).collect::<Vec<_>>())
        };
        let call = with(format!("^{}$", text.replace('.', r"\.").replace('+', r"\+"))).or_else(|| with(String::new()));
        Some((condition.clone(), call?))
    })
}

fn is_text_too(context: &Context<'_>, tool: &Tool<'_>, condition: &Condition) -> bool {
    context.lookup(tool, &condition.path).argument().is_some_and(|argument| argument.kinds().has(Kind::String))
}

/// A number that the condition denies, as a string.
fn denied_text(condition: &Condition) -> Option<String> {
    let Operand::Value(Value::Number(bound)) = &condition.value else { return None };
    let beyond = match condition.op.order()? {
        Order::Greater => bound.as_f64() + 1.0,
        Order::Less => bound.as_f64() - 1.0,
        Order::GreaterOrEqual | Order::LessOrEqual => bound.as_f64(),
    };
    Some(Number::from_f64(beyond)?.to_string())
}

/// The condition that a `require` needs in place of a `deny if`.
fn opposite(condition: &Condition) -> Option<String> {
    let Operand::Value(value) = &condition.value else { return None };
    let word = match condition.op.order()? {
        Order::Greater => "<=",
        Order::GreaterOrEqual => "<",
        Order::Less => ">=",
        Order::LessOrEqual => ">",
    };
    Some(format!("{} {word} {value}", condition.path))
}
