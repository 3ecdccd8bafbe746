//! `in` with a list of one value.

use crate::check::ir;
use crate::diagnostic::{Code, Diagnostic, Safety, Severity};
use crate::lint::context::{Found, comparisons};
use crate::lint::{Check, Clause, Context, Rule};
use crate::model::{Condition, Operand};
use crate::source::Place;
use crate::vocab::{self, Operator};

pub static RULE: Rule = Rule {
    code: Code::of_rule("single-value-list"),
    level: Severity::Warning,
    pedantic: true,
    fix: Some(Safety::Safe),
    yields_to: &[],
    title: "`in` with a list of one value",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
An `in` or `not in` with a list of one value. A list that a `let` names is not reported, since it
may grow.

## Why it matters
`in ["usd"]` means the same as `== "usd"`, but `==` shows at a glance that there is only one
value.

## Example
```pl policy.pl
default deny

tool create_invoice: write {
  require args.currency in ["usd"] because "Invoices are in dollars."
  limit 30 per minute
}
```

## Fix
Write `==` or `!=`; the fix does that.

```pl policy.pl
default deny

tool create_invoice: write {
  require args.currency == "usd" because "Invoices are in dollars."
  limit 30 per minute
}
```

## When to ignore it
If the list is about to grow.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|_, clause| written(context, clause).or_else(|| in_json(context, clause)));
    found.into_iter().map(|Found { clause, what, .. }| finding(context, &clause, &what)).collect()
}

/// Comparisons of a `.pl`, or the first condition of a `policy.json`.
enum Lists<'c> {
    Written(Vec<&'c ir::Comparison>),
    Json(Place),
}

fn written<'c>(context: &Context<'c>, clause: &Clause<'c>) -> Option<Lists<'c>> {
    let mut lists = comparisons::of(clause);
    lists.retain(|comparison| {
        let is_one = matches!(&comparison.operand, vocab::Operand::Many(values) if values.len() == 1);
        is_one && context.text(comparison.place).ends_with(']')
    });
    (!lists.is_empty()).then_some(Lists::Written(lists))
}

fn in_json<'c>(context: &Context<'c>, clause: &Clause<'c>) -> Option<Lists<'c>> {
    let is_list = |condition: &&Condition| {
        condition.op.of_one().is_some() && matches!(&condition.value, Operand::List(values) if values.len() == 1)
    };
    let first = clause.entry.conditions.iter().find(is_list).filter(|_| context.checked.is_none())?;
    Some(Lists::Json(first.place.unwrap_or(clause.place)))
}

fn finding(context: &Context<'_>, clause: &Clause<'_>, lists: &Lists<'_>) -> Diagnostic {
    let message = "this list has only one value";
    match lists {
        Lists::Json(place) => RULE.finding(*place, message, "`eq` or `neq` means the same"),
        Lists::Written(lists) => {
            let first = lists.first().map_or(clause.place, |comparison| comparison.place);
            let place = if context.sources.start(first).line == context.sources.start(clause.place).line {
                first
            } else {
                clause.place
            };
            let operator = lists.first().map_or("==", |comparison| single(comparison.operator));
            let finding = RULE
                .finding(place, message, format!("`{operator}` means the same"))
                .with_help(format!("write `{operator}` and the value"));
            let edits: Vec<_> = lists.iter().filter_map(|comparison| edit(context, comparison)).collect();
            if edits.is_empty() { finding } else { finding.with_fix(Safety::Safe, edits) }
        }
    }
}

fn single(operator: Operator) -> &'static str {
    operator.of_one().unwrap_or(Operator::Eq).word()
}

/// Replaces the list by its value as it is written. A list with comments or line breaks is left alone.
fn edit(context: &Context<'_>, comparison: &ir::Comparison) -> Option<crate::diagnostic::Edit> {
    let text = context.text(comparison.place);
    let path_end = comparison.segment_places.last()?.span.end.checked_sub(comparison.place.span.start)? as usize;
    let inside = text.get(path_end..)?.split_once('[')?.1.strip_suffix(']')?.trim();
    let value = inside.strip_suffix(',').unwrap_or(inside).trim_end();
    let is_one_line = !value.contains('\n') && !text.get(path_end..)?.split_once('[')?.0.contains('#');
    is_one_line.then(|| comparisons::with_operator(comparison, format!(" {} {value}", single(comparison.operator))))?
}
