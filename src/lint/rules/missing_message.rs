//! A denial that tells the agent nothing.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Context, Rule};
use crate::source::Place;

pub static RULE: Rule = Rule {
    code: Code::of_rule("missing-message"),
    level: Severity::Warning,
    pedantic: true,
    fix: None,
    yields_to: &[],
    title: "a denial that tells the agent nothing",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
What stands behind `because` is what the agent reads when its call is denied. An agent that is
told nothing tries again, or something else, or tells its user that the tool is broken. Say
what to do instead.

## Flagged
```pl policy.pl
default deny
deny create_payout: financial
```

## Clean
```pl policy.pl
default deny
deny create_payout: financial because "Payouts need a human: ask in #finance."
```

## When to ignore it
Where the agent is not to know why, and you would rather that it guesses.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut silent: BTreeMap<Place, bool> = BTreeMap::new();
    for tool in context.tools().filter(|tool| tool.is_denied() || context.is_callable(tool)) {
        for clause in context.clauses(&tool).iter().copied() {
            if clause.entry.on_deny.as_ref().is_none_or(|message| message.trim().is_empty()) {
                silent.insert(clause.place, clause.source.is_some() || context.checked.is_some());
            }
        }
    }
    silent.into_iter().map(|(place, is_source)| finding(place, is_source)).collect()
}

fn finding(place: Place, is_source: bool) -> Diagnostic {
    let help =
        if is_source { "say what to do instead: `because \"…\"`" } else { "say what to do instead, in `on_deny`" };
    RULE.finding(place, "this denial tells the agent nothing", "no message").with_help(help)
}
