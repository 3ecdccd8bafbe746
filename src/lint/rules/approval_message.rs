//! A message that speaks of an approval, which the format does not have.

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
    title: "a message that speaks of an approval, which the format does not have",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
Nothing in `policy.json` lets a person approve a call: a denied call stays denied, whoever
nods. An agent that reads "needs approval" will wait for one, ask its user for one, and send
the same call again. Say who does the thing instead.

## Flagged
```pl policy.pl
default deny
deny create_payout: financial because "Payouts require approval."
```

## Clean
```pl policy.pl
default deny
deny create_payout: financial because "Payouts are made by a person: ask in #finance."
```

## When to ignore it
Where the approval is a thing of your own that the agent can ask for, and the message says how.
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
        let help = "say who does it instead, and where the agent's user can ask for it";
        RULE.finding(place, "nobody can approve a call that is denied", format!("its message says `{word}`"))
            .with_help(help)
    };
    found.into_iter().map(finding).collect()
}

fn word(message: &str) -> Option<String> {
    let words = message.split(|letter: char| !letter.is_alphanumeric());
    words.map(str::to_lowercase).find(|word| word.starts_with("approv"))
}
