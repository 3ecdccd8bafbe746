//! A clause that is the same as an earlier one after normalising, the message aside.

use std::collections::{BTreeMap, HashMap};

use crate::analyze::questions::EntryId;
use crate::diagnostic::{Code, Diagnostic, Safety, Severity};
use crate::lint::{Check, Clause, Context, Rule, Tool, edits};
use crate::model::{Condition, Operand};
use crate::source::Place;
use crate::vocab::Operator;

pub static RULE: Rule = Rule {
    code: Code::of_rule("duplicate-clause"),
    level: Severity::Warning,
    pedantic: false,
    fix: Some(Safety::Safe),
    yields_to: &[],
    title: "a clause that says what an earlier one says",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
The first denial wins, so the second of two clauses that ask the same never decides, and its
message is never seen. Clauses are compared as they compile: the order of conditions and of a
list's values means nothing, `require A or B` is the `deny if` of its opposite, and messages
are not looked at.

## Flagged
```pl policy.pl
default deny

tool send_mail: write {
  require args.to in ["a@example.com", "b@example.com"] because "Mail goes to the team."
  require args.to in ["b@example.com", "a@example.com"] because "Not to others."
  limit 30 per minute
}
```

## Clean
```pl policy.pl
default deny

tool send_mail: write {
  require args.to in ["a@example.com", "b@example.com"] because "Mail goes to the team."
  limit 30 per minute
}
```

## When to ignore it
There is no reason to: the fix takes the later one out.
"#;

/// What a clause asks: of each of its entries the list and the conditions, in an order that means nothing.
type Asked = Vec<(bool, Vec<String>)>;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found: BTreeMap<Place, Diagnostic> = BTreeMap::new();
    for tool in context.callable() {
        let mut first: HashMap<Asked, Clause<'_>> = HashMap::new();
        for clauses in whole_clauses(context, &tool) {
            let Some(clause) = clauses.first().copied() else { continue };
            let asked = asked(&clauses);
            match first.get(&asked) {
                Some(earlier) => {
                    found.entry(clause.place).or_insert_with(|| finding(context, earlier, &clause));
                }
                None => drop(first.insert(asked, clause)),
            }
        }
    }
    found.into_values().collect()
}

/// The entries of a tool, those of one clause together.
fn whole_clauses<'c>(context: &Context<'c>, tool: &Tool<'_>) -> Vec<Vec<Clause<'c>>> {
    let mut all: Vec<Vec<Clause<'c>>> = Vec::new();
    for clause in context.clauses(tool).iter().copied() {
        let is_same = |other: &Clause<'_>| match (other.source, clause.source) {
            (Some(one), Some(other)) => std::ptr::eq(one, other),
            _ => false,
        };
        match all.last_mut() {
            Some(last) if last.first().is_some_and(is_same) => last.push(clause),
            Some(_) | None => all.push(vec![clause]),
        }
    }
    all
}

fn asked(clauses: &[Clause<'_>]) -> Asked {
    let entry = |clause: &Clause<'_>| {
        let mut conditions: Vec<String> = clause.entry.conditions.iter().map(normal).collect();
        conditions.sort_unstable();
        conditions.dedup();
        (matches!(clause.id, EntryId::Require(_)), conditions)
    };
    let mut entries: Asked = clauses.iter().map(entry).collect();
    entries.sort_unstable();
    entries.dedup();
    entries
}

/// One text for conditions that hold of the same calls: `in ["x"]` is `== "x"`, and a list has no order.
fn normal(condition: &Condition) -> String {
    let mut values: Vec<String> = match &condition.value {
        Operand::List(values) => values.iter().map(|value| format!("{value:?}")).collect(),
        value @ (Operand::Null | Operand::Value(_)) => vec![format!("{value:?}")],
    };
    values.sort_unstable();
    values.dedup();
    let op = match (condition.op, values.len()) {
        (Operator::In, 1) => Operator::Eq,
        (Operator::NotIn, 1) => Operator::Neq,
        (op, _) => op,
    };
    format!("{:?} {} {values:?}", condition.path.segments(), op.json())
}

fn finding(context: &Context<'_>, earlier: &Clause<'_>, clause: &Clause<'_>) -> Diagnostic {
    let finding = RULE.finding(clause.place, "an earlier clause asks the same", "this one never decides");
    let finding = clause.applied(finding.with_label(earlier.place, "the earlier one")).with_help("take this one out");
    match clause.source {
        // Out of a rule it would be gone for other tools, too.
        Some(source) if source.applied_at.is_none() => {
            finding.with_fix(Safety::Safe, vec![edits::without(context.sources, source.place)])
        }
        Some(_) | None => finding,
    }
}
