//! A comment that asks for a finding to be taken back, and does not say why.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Comments, Rule};

pub static RULE: Rule = Rule {
    code: Code::of_rule("suppression-without-reason"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a suppression that does not say why",
    page: PAGE,
    check: Check::Comments(check),
};

const PAGE: &str = r#"
A suppression is a decision, and who reads the policy next has to know on what it rests.
Without a reason behind its bracket a comment suppresses nothing: the finding stays, and this
one tells why it does.

## Flagged
```pl policy.pl
default deny # jamb: ignore[default-allow]
allow get_customer: read
```

## Clean
```pl policy.pl
default allow # jamb: ignore[default-allow] every tool of this server is for everybody
```

## When to ignore it
There is no reason to: write the reason.
"#;

fn check(comments: &Comments<'_>) -> Vec<Diagnostic> {
    let bare = comments.suppressions.iter().filter(|suppression| !suppression.has_reason);
    let help = "write the reason behind the bracket: `# jamb: ignore[default-allow] the server is our own`";
    bare.map(|it| RULE.finding(it.place, "this comment suppresses nothing", "it does not say why").with_help(help))
        .collect()
}
