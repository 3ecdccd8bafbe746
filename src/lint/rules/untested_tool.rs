//! A tool with conditions that no `test` calls.

use std::collections::HashSet;

use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Context, Rule, Tool};
use crate::syntax::tree::{ItemKind, TestStepKind};

pub static RULE: Rule = Rule {
    code: Code::of_rule("untested-tool"),
    level: Severity::Warning,
    pedantic: true,
    fix: None,
    yields_to: &[],
    title: "a tool with conditions that no `test` calls",
    page: PAGE,
    check: Check::Source(check),
};

const PAGE: &str = r#"
## What it finds
A callable tool with conditions that no `test` in the policy calls.

## Why it matters
A test shows what a clause is for, and protects it: if you change the cap, or move a clause into a
rule, the test shows what that does to calls.

## Example
```pl policy.pl
default deny

tool send_mail: write {
  require args.to in ["team@example.com"] because "Mail goes to the team."
  limit 30 per minute
}
```

## Fix
Write a `test` with one call that is allowed and one that is denied.

```pl policy.pl
default deny

tool send_mail: write {
  require args.to in ["team@example.com"] because "Mail goes to the team."
  limit 30 per minute
}

test "mail stays inside" {
  call send_mail { to: "team@example.com" } => allow
  call send_mail { to: "someone@example.org" } => deny because "to the team"
}
```

## When to ignore it
If the tests of the policy are kept elsewhere, for example as recorded calls that `jamb simulate`
replays.
"#;

fn check(context: &Context<'_>, checked: &Checked) -> Vec<Diagnostic> {
    let items = checked.files.iter().flat_map(|(_, file)| &file.items);
    let tests = items.filter_map(|item| if let ItemKind::Test(test) = &item.kind { Some(test) } else { None });
    let steps = tests.flat_map(|test| &test.block.parts);
    let called: HashSet<&str> = steps
        .filter_map(|step| if let TestStepKind::Call(call) = &step.kind { Some(call.tool.text.as_str()) } else { None })
        .collect();
    let untested = context.callable().filter(|tool| has_conditions(tool) && !called.contains(tool.name));
    let finding = |target: crate::lint::context::Target<'_>| {
        let message = format!("no test calls {}", target.words());
        let help = "write a `test` with one call that is allowed and one that is denied";
        RULE.finding(target.place, message, "its conditions are not tested").with_help(help)
    };
    context.by_target(untested).into_iter().map(finding).collect()
}

fn has_conditions(tool: &Tool<'_>) -> bool {
    let entries = tool.model.into_iter().flat_map(|tool| tool.require.iter().chain(&tool.deny_if));
    entries.into_iter().any(|entry| !entry.conditions.is_empty())
}
