//! A callable `financial` tool of which no argument is restricted.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Context, Rule, findings};
use crate::vocab::Category;

pub static RULE: Rule = Rule {
    code: Code::of_rule("financial-without-condition"),
    level: Severity::Error,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a callable `financial` tool of which no argument is restricted",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r##"
Money that an agent may move without a bound is all the money there is. Say how much, in which
currency and to whom, or deny the tool until somebody has decided. A limit bounds how often, not
how much, and that an argument `exists` says nothing of its value.

## Flagged
```pl policy.pl
default deny

tool create_refund: financial {
  require args.amount exists because "Say how much."
  limit 5 per hour
}
```

## Clean
```pl policy.pl
default deny

tool create_refund: financial {
  require args.amount > 0 and args.amount <= 100_00 because "Refund up to $100."
  limit 5 per hour
}
```

## When to ignore it
Where the account behind the server bounds what can be lost.
"##;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let free = context
        .callable()
        .filter(|tool| tool.category() == Some(Category::Financial) && tool.restricted().next().is_none());
    findings::unrestricted(context, &RULE, free, "bound the amount with `require`, or `deny` the tool")
}
