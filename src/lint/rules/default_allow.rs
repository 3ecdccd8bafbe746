//! `default allow`: every tool that the policy does not name is callable.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Context, Rule};

pub static RULE: Rule = Rule {
    code: Code::of_rule("default-allow"),
    level: Severity::Error,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "`default allow`: every tool that the policy does not name is callable",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A policy with `default allow`.

## Why it matters
With `default allow` every tool is callable unless the policy says otherwise. That includes every
tool that the server adds next month, before anybody has read its name.

## Example
```pl policy.pl
default allow
hide delete_customer
```

## Fix
Write `default deny`, and name the tools that may be called. A pattern names many of them in one
line.

```pl policy.pl
default deny
allow get_customer, list_customers: read
```

## When to ignore it
If the server is your own, and every agent that reaches it may call every tool, including those to
come.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    // If everything is hidden, nothing is callable.
    if !context.policy.default_allow || context.policy.hide.contains_key("*") {
        return Vec::new();
    }
    let written = context.checked.and_then(|checked| checked.policy.default_place);
    let in_json = || context.json().and_then(|json| json.get("default").map(|default| default.span.of(context.main)));
    let place = written.or_else(in_json).unwrap_or_else(|| context.start());
    let finding = RULE.finding(
        place,
        "every tool that this policy does not name is callable",
        "including tools that the server adds later",
    );
    let help = match context.checked {
        Some(_) => "write `default deny`, and `allow` the tools that may be called",
        None => "write `\"deny\"`, and name the tools that may be called under `tools`",
    };
    vec![finding.with_help(help)]
}
