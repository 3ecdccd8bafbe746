//! An order in a `deny if` on an argument that may be a text, which is never greater.

use crate::analyze::Call;
use crate::catalog::Lookup;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Clause, Context, Rule, Tool, asked, findings};
use crate::model::{Condition, Operand};
use crate::vocab::{Kind, Number, Operator, Order, Value};

pub static RULE: Rule = Rule {
    code: Code::of_rule("number-as-text"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "an order in a `deny if` that a number written as a text escapes",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r##"
Orders hold between numbers only: `"5000"` is not greater than 100, and so a `deny if` lets it
pass, while the server may well take it for a number. Where the schema allows texts, say the
bound with `require`, which stops what is no number.

## Flagged
```pl policy.pl
default deny

tool book_room(hours: any): write {
  deny if args.hours > 8 because "Book a room for a day at most."
  limit 30 per minute
}
```

## Clean
```pl policy.pl
default deny

tool book_room(hours: any): write {
  require args.hours <= 8 because "Book a room for a day at most."
  limit 30 per minute
}
```

## When to ignore it
Where the server is known to refuse numbers that are written as texts.
"##;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| as_text(context, tool, clause));
    let finding = |clause: &Clause<'_>, (condition, call): (Condition, Call)| {
        let message = format!("`{}` may be a text, of which no order holds", condition.path);
        let finding = findings::let_through(&RULE, clause, call, message);
        finding.with_help_if(opposite(&condition).map(|opposite| format!("write `require {opposite}`")))
    };
    found.into_iter().map(|found| finding(&found.clause, found.what)).collect()
}

/// An order of a `deny if`, and a call that escapes it with a text.
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
            asked::call(context, tool, &others.chain([&own]).collect::<Vec<_>>())
        };
        let call = with(format!("^{}$", text.replace('.', r"\.").replace('+', r"\+"))).or_else(|| with(String::new()));
        Some((condition.clone(), call?))
    })
}

fn is_text_too(context: &Context<'_>, tool: &Tool<'_>, condition: &Condition) -> bool {
    match context.lookup(tool, &condition.path) {
        Lookup::Found(argument) => argument.kinds().has(Kind::String),
        Lookup::Unknown | Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. } => false,
    }
}

/// A number that the order denies, as a text.
fn denied_text(condition: &Condition) -> Option<String> {
    let Operand::Value(Value::Number(bound)) = &condition.value else { return None };
    let beyond = match condition.op.order()? {
        Order::Greater => bound.as_f64() + 1.0,
        Order::Less => bound.as_f64() - 1.0,
        Order::GreaterOrEqual | Order::LessOrEqual => bound.as_f64(),
    };
    Some(Number::from_f64(beyond)?.to_string())
}

/// What a `require` has to ask in place of a `deny if`.
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
