//! A denial message that mentions an approval, which `policy.json` cannot express.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Context, Rule};
use crate::source::Place;

pub static RULE: Rule = Rule {
    code: Code::of_rule("approval-message"),
    level: Severity::Info,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a denial message that mentions approval, which a policy can't grant",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A denial message with a word that begins with `approv`.

## Why it matters
Nothing in `policy.json` lets a person approve a call: a denied call stays denied. An agent that
reads "needs approval" waits for one, asks its user for one, and sends the same call again.

## Example
```pl policy.pl
default deny
deny create_payout: financial because "Payouts require approval."
```

## Fix
Say who does this instead.

```pl policy.pl
default deny
deny create_payout: financial because "Payouts are made by a person: ask in #finance."
```

## When to ignore it
If you have an approval process that the agent can start, and the message says how.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found: BTreeMap<Place, String> = BTreeMap::new();
    for tool in context.tools().filter(|tool| tool.is_denied() || context.is_callable(tool)) {
        for clause in context.clauses(&tool).iter().copied() {
            if let Some(word) = clause.entry.on_deny.as_deref().and_then(word) {
                found.entry(clause.place).or_insert(word);
            }
        }
    }
    let finding = |(place, word)| {
        let help = "say who does this instead, and where the agent's user can ask for it";
        RULE.finding(place, "a denied call can't be approved", format!("the message says `{word}`")).with_help(help)
    };
    found.into_iter().map(finding).collect()
}

fn word(message: &str) -> Option<String> {
    let words = message.split(|letter: char| !letter.is_alphanumeric());
    words.map(str::to_lowercase).find(|word| word.starts_with("approv"))
}
