//! A callable `destructive` tool whose arguments are not restricted.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Context, Rule, findings};
use crate::vocab::Category;

pub static RULE: Rule = Rule {
    code: Code::of_rule("destructive-callable"),
    level: Severity::Error,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a callable `destructive` tool whose arguments are not restricted",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A callable tool that is rated `destructive` and for which no clause restricts an argument. A list of bad values
in a `deny if` does not restrict it, and neither does a switch that the agent sets itself, such as
`confirmed`.

## Why it matters
What a destructive tool deletes does not come back.

## Example
```pl policy.pl
default deny
allow delete_branch: destructive
```

## Fix
Hide the tool, so that no agent is tempted, or say with `require` what it may delete.

```pl policy.pl
default deny
hide delete_repository

tool delete_branch: destructive {
  require args.branch matches "^agent/[a-z0-9-]+$" because "Delete your own branches."
  limit 5 per hour
}
```

## When to ignore it
If everything that the tool can reach is expendable, as in a sandbox.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let free = context
        .callable()
        .filter(|tool| tool.category() == Some(Category::Destructive) && !context.has_restricted(tool));
    findings::unrestricted(context, &RULE, free, "`hide` it, or say with `require` what it may delete")
}
