//! A callable `financial` tool whose arguments are not restricted.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Context, Rule, findings};
use crate::vocab::Category;

pub static RULE: Rule = Rule {
    code: Code::of_rule("financial-without-condition"),
    level: Severity::Error,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a callable `financial` tool whose arguments are not restricted",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A callable tool that is rated `financial` and for which no clause restricts an argument. A limit
restricts how often the tool is called, not how much it moves, and requiring that an argument
`exists` or that the agent says it is `approved` does not restrict its value.

## Why it matters
An agent that may move any amount may move all the money there is.

## Example
```pl policy.pl
default deny

tool create_refund: financial {
  require args.amount exists because "Say how much."
  limit 5 per hour
}
```

## Fix
Say how much, in which currency and to whom, or deny the tool until somebody has decided.

```pl policy.pl
default deny

tool create_refund: financial {
  require args.amount > 0 and args.amount <= 100_00 because "Refund up to $100."
  limit 5 per hour
}
```

## When to ignore it
If the account behind the server limits what can be lost.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let free =
        context.callable().filter(|tool| tool.category() == Some(Category::Financial) && !context.has_restricted(tool));
    findings::unrestricted(context, &RULE, free, "restrict the amount with `require`, or `deny` the tool")
}
