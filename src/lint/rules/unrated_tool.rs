//! A callable tool whose category nobody stated.

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
    title: "a callable tool of which nobody says what it does",
    page: PAGE,
    check: Check::Source(check),
};

const PAGE: &str = r##"
Who reviews a policy sees at the category whether a tool reads, writes, runs something, takes
something away or moves money, and so do the rules that ask for limits and conditions. State it
behind the tool, or with `rate` for many.

## Flagged
```pl policy.pl
default deny
allow sync_calendar
```

## Clean
```pl policy.pl
default deny
allow list_events: read
tool sync_calendar: write { limit 30 per minute }
```

## When to ignore it
There is hardly a reason to: the most dangerous category that fits is the right one.
"##;

fn check(context: &Context<'_>, _: &Checked) -> Vec<Diagnostic> {
    let unrated = context.callable().filter(|tool| tool.category().is_none());
    let finding = |target: Target<'_>| {
        let message = format!("nobody says what {} does", target.words());
        let message = if target.tools.len() > 1 { message.replace(" does", " do") } else { message };
        let label = "callable, and of no category";
        let help = "write `: read`, `: write`, `: execute`, `: destructive` or `: financial` behind it, or `rate` it";
        RULE.finding(target.place, message, label).with_help(help)
    };
    context.by_target(unrated).into_iter().map(finding).collect()
}
