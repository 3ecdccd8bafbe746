//! A callable `write` tool without a limit of its own.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::context::Target;
use crate::lint::{Check, Context, Rule, Tool};
use crate::vocab::Category;

pub static RULE: Rule = Rule {
    code: Code::of_rule("write-without-limit"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a callable `write` tool without a limit of its own",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A callable tool that is rated `write` and has no limit of its own. A limit for all tools together
does not count, since it has to leave room for reading.

## Why it matters
An agent that is in a loop, or that was talked into it by something it read, calls a tool as often
as it can, and somebody has to clean up what it writes.

## Example
```pl policy.pl
default deny
allow update_note: write
```

## Fix
Add a limit. Thirty calls a minute are plenty for most tools that write.

```pl policy.pl
default deny
tool update_note: write { limit 30 per minute }
```

## When to ignore it
If the server itself limits how often the tool is called.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    unlimited(context, &RULE, Category::Write, "limit 30 per minute")
}

/// Findings for the callable tools of a category that have no limit of their own.
pub fn unlimited(context: &Context<'_>, rule: &Rule, category: Category, limit: &str) -> Vec<Diagnostic> {
    let unlimited = context.callable().filter(|tool| tool.category() == Some(category) && tool.limits().is_empty());
    let finding = |target: Target<'_>| {
        let has_block = target.tools.iter().any(Tool::has_block);
        let message = format!("nothing limits how often {} may be called", target.words());
        let label = format!("rated `{}`, but without a limit of its own", category.word());
        let help = match has_block {
            true => format!("write `{limit}` in its block"),
            false => format!("write `tool {} {{ {limit} }}`", statement(context.text(target.place), category)),
        };
        rule.finding(target.place, message, label).with_help(help)
    };
    context.by_target(unlimited).into_iter().map(finding).collect()
}

/// The target of a statement with its rating, which can't follow `every`.
fn statement(written: &str, category: Category) -> String {
    let ranges_over_all = written.split_whitespace().next() == Some("every");
    if ranges_over_all { written.to_owned() } else { format!("{written}: {}", category.word()) }
}
