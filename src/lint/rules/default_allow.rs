//! `default allow`: every tool that nobody named is callable.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Context, Rule};

pub static RULE: Rule = Rule {
    code: Code::of_rule("default-allow"),
    level: Severity::Error,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "`default allow`: every tool that nobody named is callable",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
With `default allow` a tool is callable unless the policy says otherwise, and so is
every tool that the server adds next month: nobody will have read its name before an
agent calls it. Say `default deny` and name the tools that may be called; a pattern
names many of them in one line.

## Flagged
```pl policy.pl
default allow
hide delete_customer
```

## Clean
```pl policy.pl
default deny
allow get_customer, list_customers: read
```

## When to ignore it
Where the server is your own, and every tool of it, those to come included, is for every
agent that reaches it.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    // What is hidden as a whole is not callable.
    if !context.policy.default_allow || context.policy.hide.contains_key("*") {
        return Vec::new();
    }
    let said = context.checked.and_then(|checked| checked.policy.default_place);
    let in_json = || context.json().and_then(|json| json.get("default").map(|default| default.span.of(context.main)));
    let place = said.or_else(in_json).unwrap_or_else(|| context.start());
    let finding = RULE.finding(
        place,
        "every tool that this policy does not name is callable",
        "tools that the server adds later too",
    );
    let help = match context.checked {
        Some(_) => "write `default deny`, and `allow` the tools that may be called",
        None => "write `\"deny\"`, and under `tools` the names of the tools that may be called",
    };
    vec![finding.with_help(help)]
}
