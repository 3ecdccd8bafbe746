//! A callable `destructive` tool of which no argument is restricted.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Context, Rule, findings};
use crate::vocab::Category;

pub static RULE: Rule = Rule {
    code: Code::of_rule("destructive-callable"),
    level: Severity::Error,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a callable `destructive` tool of which no argument is restricted",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r##"
What a destructive tool takes away does not come back. Hide it, so that no agent is tempted, or
say with `require` what may be taken away.

## Flagged
```pl policy.pl
default deny
allow delete_branch: destructive
```

## Clean
```pl policy.pl
default deny
hide delete_repository

tool delete_branch: destructive {
  require args.branch matches "^agent/[a-z0-9-]+$" because "Delete your own branches."
  limit 5 per hour
}
```

## When to ignore it
Where everything that the tool can reach may be lost, as in a sandbox.
"##;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let free = context
        .callable()
        .filter(|tool| tool.category() == Some(Category::Destructive) && tool.restricted().next().is_none());
    findings::unrestricted(context, &RULE, free, "`hide` it, or say with `require` what may be taken away")
}
