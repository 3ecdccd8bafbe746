//! Clauses of a tool that have the same name in the gateway's log.

use std::collections::{BTreeMap, HashMap};

use crate::analyze::questions::EntryId;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Clause, Context, Rule, Tool, wording};
use crate::source::{Place, SourceId};

pub static RULE: Rule = Rule {
    code: Code::of_rule("ambiguous-log-rule"),
    level: Severity::Info,
    pedantic: false,
    fix: None,
    yields_to: &["duplicate-clause", "unreachable-clause"],
    title: "clauses of a tool that have the same name in the gateway's log",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
Clauses of a tool that the gateway's log can't tell apart. All clauses that share a name are one
finding. The log identifies a denial by the
tool, the list and the deciding condition, as in `/tools/create_refund/deny_if/args.amount-gt`.
For a `deny_if` entry, that is its first condition; for a `require` entry, it is the first
condition that fails.

## Why it matters
When the log shows such a denial, you can't tell which of the clauses denied the call.

## Example
```pl policy.pl
default deny

tool create_refund: financial {
  require args.amount >= 1 because "A refund has an amount."
  require args.currency in ["usd", "eur"] because "Dollars or euros."
  deny if args.amount > 5000 and args.currency == "usd" because "Refunds above $50 need a human."
  deny if args.amount > 4000 and args.currency == "eur" because "Refunds above 40 € need a human."
  limit 10 per minute
}
```

## Fix
Put another condition first, or join the clauses with `or`.

```pl policy.pl
default deny

tool create_refund: financial {
  require args.amount >= 1 because "A refund has an amount."
  require args.currency in ["usd", "eur"] because "Dollars or euros."
  deny if args.amount > 5000 and args.currency == "usd" because "Refunds above $50 need a human."
  deny if args.currency == "eur" and args.amount > 4000 because "Refunds above 40 € need a human."
  limit 10 per minute
}
```

## When to ignore it
If you don't look up denials in the log by rule.
"#;

/// The number of clauses that a finding points at.
const MOST_LABELS: usize = 4;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found: BTreeMap<Place, Diagnostic> = BTreeMap::new();
    for tool in context.callable() {
        let mut first: HashMap<String, Clause<'_>> = HashMap::new();
        for clause in context.clauses(&tool).iter().copied() {
            for name in names(&tool, &clause) {
                match first.get(&name) {
                    Some(earlier) if is_other(earlier, &clause) => {
                        found.entry(clause.place).or_insert_with(|| finding(&name, earlier, &clause));
                    }
                    Some(_) => {}
                    None => drop(first.insert(name, clause)),
                }
            }
        }
    }
    found.into_values().collect()
}

/// One finding for each name in the log, at the first clause that no other rule reports, with the others as labels.
pub fn one_for_each_name(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut all: Vec<Diagnostic> = Vec::with_capacity(found.len());
    let mut first: HashMap<(SourceId, String), usize> = HashMap::new();
    for finding in found {
        if finding.code != RULE.code {
            all.push(finding);
            continue;
        }
        let name = (finding.primary.place.source, finding.primary.message.clone());
        match first.get(&name).and_then(|index| all.get_mut(*index)) {
            Some(first) if first.labels.len() < MOST_LABELS => {
                *first = first.clone().with_label(finding.primary.place, "logged under the same name");
            }
            Some(_) => {}
            None => {
                first.insert(name, all.len());
                all.push(finding);
            }
        }
    }
    all
}

/// The names that the log may give a clause.
fn names(tool: &Tool<'_>, clause: &Clause<'_>) -> Vec<String> {
    let (list, conditions) = match clause.id {
        EntryId::Require(_) => ("require", clause.entry.conditions.as_slice()),
        EntryId::DenyIf(_) => ("deny_if", clause.entry.conditions.get(..1).unwrap_or_default()),
    };
    let name = |end: &str| format!("/tools/{}/{list}{end}", tool.name);
    let named =
        |condition: &crate::model::Condition| name(&format!("/{}-{}", condition.path.to_json(), condition.op.json()));
    match (clause.id, conditions) {
        // An empty entry denies nothing.
        (EntryId::Require(_), []) => Vec::new(),
        (EntryId::DenyIf(_), []) => vec![name("")],
        (EntryId::Require(_) | EntryId::DenyIf(_), some) => some.iter().map(named).collect(),
    }
}

/// Entries that come from one clause count as one.
fn is_other(earlier: &Clause<'_>, clause: &Clause<'_>) -> bool {
    match (earlier.source, clause.source) {
        (Some(one), Some(other)) => !std::ptr::eq(one, other),
        _ => earlier.id != clause.id,
    }
}

fn finding(name: &str, earlier: &Clause<'_>, clause: &Clause<'_>) -> Diagnostic {
    let finding = RULE.finding(
        clause.place,
        "the gateway's log can't distinguish this clause from an earlier one",
        format!("both are logged as `{}`", wording::clipped(name)),
    );
    let finding = finding.with_label(earlier.place, "the earlier clause");
    clause.applied(finding).with_help("put another condition first, or join the clauses with `or`")
}
