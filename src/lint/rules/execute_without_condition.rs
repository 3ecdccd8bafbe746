//! A callable `execute` tool whose arguments are not restricted.

use super::unconstrained_code_argument::free_texts;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Context, Rule, Tool, findings, lists, wide_arguments};
use crate::vocab::Category;

pub static RULE: Rule = Rule {
    code: Code::of_rule("execute-without-condition"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &["open-recipient"],
    title: "a callable `execute` tool whose arguments are not restricted",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A callable tool that is rated `execute` and for which no clause restricts an argument. Requiring
that an argument `exists`, or that it is not empty, does not restrict its value, and neither does a
list of bad values in a `deny if`. A tool whose schema lists no arguments is not reported, nor is
one for which no list of values tells good calls from bad ones: its arguments only say where on a
page or a screen it acts, such as `selector` and `key`, in which session, or how long and how often,
or they are the words of a chat or of something that is generated.

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
    !has_none
        && !wide_arguments::are_all(context, tool)
        && !context.has_restricted(tool)
        && free_texts(context, tool).is_none()
        && !lists::are_asked_for_one(context, tool)
}
