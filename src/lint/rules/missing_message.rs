//! A denial without a message for the agent.

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
    title: "a denial without a message for the agent",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A clause or `deny` statement that denies calls without a message.

## Why it matters
The agent gets the text after `because` when its call is denied. Without a message, it tries
again, tries something else, or tells its user that the tool is broken.

## Example
```pl policy.pl
default deny
deny create_payout: financial
```

## Fix
Say what to do instead.

```pl policy.pl
default deny
deny create_payout: financial because "Payouts need a human: ask in #finance."
```

## When to ignore it
If the agent should not know why, and you would rather let it guess.
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
        if is_source { "say what to do instead: `because \"…\"`" } else { "use `on_deny` to say what to do instead" };
    RULE.finding(place, "this denial gives the agent no reason", "no message").with_help(help)
}
