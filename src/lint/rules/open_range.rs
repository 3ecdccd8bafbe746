//! An amount with an upper bound but no lower bound: negative numbers get through.

use crate::analyze::Call;
use crate::analyze::questions::EntryId;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Clause, Context, Rule, Tool, findings, names, required};
use crate::model::{Condition, Operand};
use crate::vocab::{Number, Operator, Order, Path, Value};

pub static RULE: Rule = Rule {
    code: Code::of_rule("open-range"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "an amount with an upper bound but no lower bound",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
An amount for which the policy sets an upper bound, and neither the policy nor the schema a lower
one. An argument counts as an amount if the last word of its name is `amount`, `price`, `total`,
`sum`, `fee`, `cost` or `quantity`.

## Why it matters
A refund of -5000 is less than 100. What a server does with it is up to the server: some drop the
sign, some move the money the other way.

## Example
```pl policy.pl
default deny

tool create_refund: financial {
  require args.amount <= 100_00 because "Refund up to $100."
}
```

## Fix
Add a lower bound.

```pl policy.pl
default deny

tool create_refund: financial {
  require args.amount > 0 and args.amount <= 100_00 because "Refund up to $100."
}
```

## When to ignore it
If negative numbers are intended, as for a correction in a ledger.
"#;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    Upper,
    Lower,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| negative(context, tool, clause));
    let finding = |clause: &Clause<'_>, (path, call): (Path, Call)| {
        let message = format!("`{path}` has no lower bound");
        let help = format!("also write `require {path} > 0`");
        findings::let_through(&RULE, clause, call, message).with_help(help)
    };
    found.into_iter().map(|found| finding(&found.clause, found.what)).collect()
}

/// The first argument for which a clause sets only an upper bound, and a call with a negative number.
fn negative(context: &Context<'_>, tool: &Tool<'_>, clause: &Clause<'_>) -> Option<(Path, Call)> {
    let all = context.clauses(tool);
    let bounds = |clause: &Clause<'_>, path: &Path, wanted: Bound| {
        clause.entry.conditions.iter().any(|it| it.path == *path && bound(clause.id, it.op) == Some(wanted))
    };
    let above = clause.entry.conditions.iter().map(|condition| &condition.path);
    above.filter(|path| names::is_quantity(path) && bounds(clause, path, Bound::Upper)).find_map(|path| {
        let is_first = all.iter().find(|other| bounds(other, path, Bound::Upper)).is_some_and(|it| it.id == clause.id);
        if !is_first || all.iter().any(|other| bounds(other, path, Bound::Lower)) {
            return None;
        }
        let compared = |op, number| {
            let value = Operand::Value(Value::Number(Number::from_f64(number)?));
            required::call(context, tool, &[&Condition { place: None, path: path.clone(), op, value }])
        };
        let call = compared(Operator::Eq, -1.0).or_else(|| compared(Operator::Lt, 0.0))?;
        Some((path.clone(), call))
    })
}

/// A `require` asks for the comparison to be true, a `deny if` for the opposite. These operators are never negated.
fn bound(entry: EntryId, op: Operator) -> Option<Bound> {
    let is_above = match op.order()? {
        Order::Less | Order::LessOrEqual => true,
        Order::Greater | Order::GreaterOrEqual => false,
    };
    Some(match (entry, is_above) {
        (EntryId::Require(_), true) | (EntryId::DenyIf(_), false) => Bound::Upper,
        (EntryId::Require(_), false) | (EntryId::DenyIf(_), true) => Bound::Lower,
    })
}
