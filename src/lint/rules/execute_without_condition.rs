//! A callable `execute` tool whose arguments are not restricted.

use super::unconstrained_code_argument::code_arguments;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Context, Rule, Tool, findings};
use crate::vocab::Category;

pub static RULE: Rule = Rule {
    code: Code::of_rule("execute-without-condition"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a callable `execute` tool whose arguments are not restricted",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A callable tool that is rated `execute` and for which no clause restricts an argument. Requiring
that an argument `exists` does not restrict its value. A tool whose schema lists no arguments is
not reported.

## Why it matters
The arguments say what is run, and on what. Unless a clause restricts one of them, the agent alone
decides that.

## Example
```pl policy.pl
default deny

tool run_job: execute {
  limit 10 per minute
}
```

## Fix
Say with `require` which values are good.

```pl policy.pl
default deny

tool run_job: execute {
  require args.job in ["build", "test"] because "Build or test."
  limit 10 per minute
}
```

## When to ignore it
If everything that the tool can run is harmless.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let free = context.callable().filter(|tool| tool.category() == Some(Category::Execute) && is_free(context, tool));
    findings::unrestricted(context, &RULE, free, "say with `require` what may be run")
}

fn is_free(context: &Context<'_>, tool: &Tool<'_>) -> bool {
    let has_none = tool.schema().is_some() && context.arguments(tool).is_empty();
    tool.restricted().next().is_none() && !has_none && code_arguments(context, tool).is_none()
}
