//! A callable `execute` tool without a limit of its own.

use super::write_without_limit::unlimited;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Context, Rule};
use crate::vocab::Category;

pub static RULE: Rule = Rule {
    code: Code::of_rule("execute-without-limit"),
    level: Severity::Error,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a callable `execute` tool without a limit of its own",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A callable tool that is rated `execute` and has no limit of its own. A limit for all tools
together does not count, since it has to leave room for reading.

## Why it matters
An agent that is in a loop, or that was talked into it by something it read, calls a tool as often
as it can.

## Example
```pl policy.pl
default deny

tool run_job: execute {
  require args.job in ["build", "test"] because "Build or test."
}
```

## Fix
Add a limit. Ten calls a minute are plenty for most tools that run something.

```pl policy.pl
default deny

tool run_job: execute {
  require args.job in ["build", "test"] because "Build or test."
  limit 10 per minute
}
```

## When to ignore it
If the server itself limits how often the tool is run.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    unlimited(context, &RULE, Category::Execute, "limit 10 per minute")
}
