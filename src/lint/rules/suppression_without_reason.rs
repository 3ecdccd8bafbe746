//! A suppression without a reason.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Comments, Rule};

pub static RULE: Rule = Rule {
    code: Code::of_rule("suppression-without-reason"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a suppression without a reason",
    page: PAGE,
    check: Check::Comments(check),
};

const PAGE: &str = r#"
## What it finds
A `# jamb: ignore[…]` comment without a reason after the bracket.

## Why it matters
A suppression is a decision, and the next reader of the policy has to know what it is based on.
Without a reason, the comment suppresses nothing: the finding stays, and this one explains why.

## Example
```pl policy.pl
default deny # jamb: ignore[default-allow]
allow get_customer: read
```

## Fix
Write the reason after the bracket.

```pl policy.pl
default allow # jamb: ignore[default-allow] every tool of this server is for everybody
```

## When to ignore it
Never: write the reason.
"#;

fn check(comments: &Comments<'_>) -> Vec<Diagnostic> {
    let bare = comments.suppressions.iter().filter(|suppression| !suppression.has_reason);
    let help = "write the reason after the bracket: `# jamb: ignore[default-allow] the server is our own`";
    bare.map(|it| {
        RULE.finding(it.place, "this comment suppresses nothing", "no reason after the bracket").with_help(help)
    })
    .collect()
}
