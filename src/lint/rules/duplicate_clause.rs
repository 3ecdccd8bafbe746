//! A clause that compiles to the same conditions as an earlier one, whatever its message.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::analyze::questions::EntryId;
use crate::diagnostic::{Code, Diagnostic, Safety, Severity};
use crate::lint::{Check, Clause, Context, Rule, Tool, edits};
use crate::model::{Condition, Operand};
use crate::source::Place;

pub static RULE: Rule = Rule {
    code: Code::of_rule("duplicate-clause"),
    level: Severity::Warning,
    pedantic: false,
    fix: Some(Safety::Safe),
    yields_to: &[],
    title: "a clause that repeats an earlier one",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A clause with the same meaning as an earlier clause of the tool. Clauses are compared as they
compile: the order of conditions and of the values in a list does not matter, `require A or B`
equals the `deny if` of its opposite, and messages are ignored. A clause of a guard is reported only
if it repeats one in every tool that gets it.

## Why it matters
The first denial decides, so the second clause never does, and no agent ever gets its message.

## Example
```pl policy.pl
default deny

tool send_mail: write {
  require args.to in ["a@example.com", "b@example.com"] because "Mail goes to the team."
  require args.to in ["b@example.com", "a@example.com"] because "Not to others."
  limit 30 per minute
}
```

## Fix
Remove the later clause; the fix does that.

```pl policy.pl
default deny

tool send_mail: write {
  require args.to in ["a@example.com", "b@example.com"] because "Mail goes to the team."
  limit 30 per minute
}
```

## When to ignore it
Never: the fix removes the later clause.
"#;

/// The meaning of a clause: the list and the sorted conditions of each of its entries.
type Meaning = Vec<(bool, Vec<String>)>;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found: BTreeMap<Place, Diagnostic> = BTreeMap::new();
    // A guard's clause that repeats one in some tools is not in vain.
    let mut alive: HashSet<Place> = HashSet::new();
    for tool in context.callable() {
        let mut first: HashMap<Meaning, Clause<'_>> = HashMap::new();
        for clauses in whole_clauses(context, &tool) {
            let Some(clause) = clauses.first().copied() else { continue };
            let meaning = meaning(&clauses);
            match first.get(&meaning) {
                Some(earlier) => {
                    found.entry(clause.place).or_insert_with(|| finding(context, earlier, &clause));
                }
                None => {
                    if clause.is_of_guard() {
                        alive.insert(clause.place);
                    }
                    first.insert(meaning, clause);
                }
            }
        }
    }
    found.retain(|place, _| !alive.contains(place));
    found.into_values().collect()
}

/// The entries of a tool, grouped by the clause that they come from.
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

fn meaning(clauses: &[Clause<'_>]) -> Meaning {
    let entry = |clause: &Clause<'_>| {
        let mut conditions: Vec<String> = clause.entry.conditions.iter().map(normal).collect();
        conditions.sort_unstable();
        conditions.dedup();
        (matches!(clause.id, EntryId::Require(_)), conditions)
    };
    let mut entries: Meaning = clauses.iter().map(entry).collect();
    entries.sort_unstable();
    entries.dedup();
    entries
}

/// The same text for conditions that are true for the same calls: `in ["x"]` is `== "x"`, and a list has no order.
fn normal(condition: &Condition) -> String {
    let mut values: Vec<String> = match &condition.value {
        Operand::List(values) => values.iter().map(|value| format!("{value:?}")).collect(),
        value @ (Operand::Null | Operand::Value(_)) => vec![format!("{value:?}")],
    };
    values.sort_unstable();
    values.dedup();
    let op = condition.op.of_one().filter(|_| values.len() == 1).unwrap_or(condition.op);
    format!("{:?} {} {values:?}", condition.path.segments(), op.json())
}

fn finding(context: &Context<'_>, earlier: &Clause<'_>, clause: &Clause<'_>) -> Diagnostic {
    let finding = RULE.finding(clause.place, "this clause repeats an earlier one", "it never decides a call");
    let finding =
        clause.applied(finding.with_label(earlier.place, "the earlier clause")).with_help("remove this clause");
    match clause.source {
        // Removing it from a rule or a guard would remove it from other tools, too.
        Some(source) if source.applied_at.is_none() && !clause.is_of_guard() => {
            finding.with_fix(Safety::Safe, vec![edits::without(context.sources, source.place)])
        }
        Some(_) | None => finding,
    }
}
