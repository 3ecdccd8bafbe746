//! A clause that never decides a call.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::analyze::questions::{EntryId, Idle};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Clause, Context, Rule, Tool};
use crate::source::Place;

pub static RULE: Rule = Rule {
    code: Code::of_rule("unreachable-clause"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &["duplicate-clause"],
    title: "a clause that never decides a call",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A clause that decides no call, because earlier clauses deny everything that it could deny, or
because no call at all satisfies its condition. A clause of a rule or a guard is reported only
if it decides nothing in any tool that gets it.

## Why it matters
Clauses are evaluated in order, `require` before `deny if`, and the agent gets the message of the
first one that denies. Such a clause looks like protection, but protects nothing. Often it was
meant to say something else.

## Example
```pl policy.pl
default deny

tool book_leave: write {
  limit 30 per minute
  deny if args.days > 10 because "More than ten days need a human."
  deny if args.days > 50 because "More than fifty need the board."
}
```

## Fix
Remove the clause, correct its condition, or move it before the clauses that make it unreachable.

```pl policy.pl
default deny

tool book_leave: write {
  limit 30 per minute
  require args.days <= 50 because "More than fifty need the board."
  deny if args.days > 10 because "More than ten days need a human."
}
```

## When to ignore it
If the clause should stay in case an earlier one is removed.
"#;

/// A clause that decides nothing in the tools seen so far.
struct Dead<'c> {
    clause: Clause<'c>,
    idle: Idle,
    /// The clause that decides first.
    before: Option<Place>,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut clauses: BTreeMap<Place, Option<Dead<'_>>> = BTreeMap::new();
    let mut seen = HashSet::new();
    for tool in context.callable() {
        // Tools of one statement share their clauses.
        let is_known = tool.body.is_some_and(|body| !seen.insert(Arc::as_ptr(body)));
        if !is_known {
            judge(context, &tool, &mut clauses);
        }
    }
    clauses.into_values().flatten().map(finding).collect()
}

/// Records for each clause of a tool whether it is dead. A clause that is alive in one tool stays alive.
fn judge<'c>(context: &Context<'c>, tool: &Tool<'c>, all: &mut BTreeMap<Place, Option<Dead<'c>>>) {
    let clauses = context.clauses(tool);
    for (index, clause) in clauses.iter().enumerate() {
        if matches!(all.get(&clause.place), Some(None)) {
            continue;
        }
        // A clause with `or` compiles to several entries, and is dead if all of them are.
        let is_later_entry = clauses.iter().take(index).any(|before| before.place == clause.place);
        let dead = context.idle(tool, clause.id).map(|idle| Dead {
            clause: *clause,
            before: before(&clauses, clause, &idle),
            idle,
        });
        match (dead, is_later_entry) {
            (None, _) => drop(all.insert(clause.place, None)),
            (Some(_), true) => {}
            (Some(dead), false) => drop(all.entry(clause.place).or_insert(Some(dead))),
        }
    }
}

/// The clause that denies everything that this one could.
fn before(clauses: &[Clause<'_>], clause: &Clause<'_>, idle: &Idle) -> Option<Place> {
    let id: EntryId = match idle {
        Idle::Shadowed(id) => *id,
        Idle::NeverDenies | Idle::ShadowedTogether => return None,
    };
    clauses.iter().find(|other| other.id == id).map(|other| other.place).filter(|place| *place != clause.place)
}

fn finding(dead: Dead<'_>) -> Diagnostic {
    let Dead { clause, idle, before } = dead;
    let (label, help) = match (idle, clause.is_require()) {
        (Idle::NeverDenies, true) => ("every call satisfies it", "remove it, or correct its condition"),
        (Idle::NeverDenies, false) => ("no call satisfies it", "remove it, or correct its condition"),
        (Idle::Shadowed(_), _) => (
            "every call that it would deny is already denied",
            "remove it, or move it up if the agent should get its message",
        ),
        (Idle::ShadowedTogether, _) => (
            "earlier clauses together deny every call that it would deny",
            "remove it, or move it up if the agent should get its message",
        ),
    };
    let finding = RULE.finding(clause.place, "this clause never decides a call", label).with_help(help);
    let finding = match before {
        Some(place) => finding.with_label(place, "this clause decides first"),
        None => finding,
    };
    clause.applied(finding)
}
