//! A callable tool without a rating.

use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::context::Target;
use crate::lint::{Check, Context, Rule};

pub static RULE: Rule = Rule {
    code: Code::of_rule("unrated-tool"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a callable tool without a rating",
    page: PAGE,
    check: Check::Source(check),
};

const PAGE: &str = r#"
## What it finds
A callable tool without a category.

## Why it matters
The category shows a reviewer whether a tool reads, writes, runs something, deletes something or
moves money. The lint rules that ask for limits and conditions rely on it, too.

## Example
```pl policy.pl
default deny
allow sync_calendar
```

## Fix
State the category after the tool, or use `rate` for several tools. If in doubt, take the most
dangerous category that fits.

```pl policy.pl
default deny
allow list_events: read
tool sync_calendar: write { limit 30 per minute }
```

## When to ignore it
Hardly ever.
"#;

fn check(context: &Context<'_>, _: &Checked) -> Vec<Diagnostic> {
    let unrated = context.callable().filter(|tool| tool.category().is_none());
    let finding = |target: Target<'_>| {
        let message = format!("{} has no rating", target.words());
        let message = if target.tools.len() > 1 { message.replace(" has ", " have ") } else { message };
        let label = "callable, but not rated";
        let help = "write `: read`, `: write`, `: execute`, `: destructive` or `: financial` after it, or `rate` it";
        RULE.finding(target.place, message, label).with_help(help)
    };
    context.by_target(unrated).into_iter().map(finding).collect()
}
