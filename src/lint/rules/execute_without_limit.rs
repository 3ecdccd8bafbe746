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

const PAGE: &str = r##"
An agent that loops, or is told to, calls a tool as often as it can. What runs something is
limited by itself: ten calls a minute are plenty for most. A limit over all tools together does
not count, since a policy has to leave room for reading there.

## Flagged
```pl policy.pl
default deny

tool run_job: execute {
  require args.job in ["build", "test"] because "Build or test."
}
```

## Clean
```pl policy.pl
default deny

tool run_job: execute {
  require args.job in ["build", "test"] because "Build or test."
  limit 10 per minute
}
```

## When to ignore it
Where the server itself limits how often the tool is run.
"##;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    unlimited(context, &RULE, Category::Execute, "limit 10 per minute")
}
