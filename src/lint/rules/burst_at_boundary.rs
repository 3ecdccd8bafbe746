//! A limit per hour or day without a shorter one: twice its maximum is allowed around a window boundary.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Context, Rule, Tool};
use crate::model::Limit;
use crate::vocab::{Category, Window};

pub static RULE: Rule = Rule {
    code: Code::of_rule("burst-at-boundary"),
    level: Severity::Warning,
    pedantic: true,
    fix: None,
    yields_to: &[],
    title: "a limit that allows twice its maximum around a window boundary",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A limit per hour or per day on an `execute` or `financial` tool that has no limit with a shorter
window.

## Why it matters
Windows are calendar windows in UTC. With `limit 20 per hour`, twenty calls are allowed in the
last second before eleven, and twenty more in the first second after it:

```text
10:59:59 │ 11:00:00
 20 calls│20 calls
```

## Example
```pl policy.pl
default deny

tool run_report: execute {
  require args.name in ["daily", "weekly"] because "Only these reports."
  limit 20 per hour
}
```

## Fix
Add a limit with a shorter window, which keeps the burst small.

```pl policy.pl
default deny

tool run_report: execute {
  require args.name in ["daily", "weekly"] because "Only these reports."
  limit 2 per minute
  limit 20 per hour
}
```

## When to ignore it
If forty calls in two seconds do no more harm than twenty in an hour.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let risky = context.callable().filter(|tool| match tool.category() {
        Some(Category::Execute | Category::Financial) => true,
        Some(Category::Read | Category::Write | Category::Destructive) | None => false,
    });
    risky.flat_map(|tool| of_tool(&tool)).collect()
}

fn of_tool(tool: &Tool<'_>) -> Vec<Diagnostic> {
    let has_shorter = |limit: &Limit| tool.limits().iter().any(|other| other.window < limit.window);
    let alone = tool.limits().iter().filter(|limit| limit.window != Window::Minute && !has_shorter(limit));
    alone.filter_map(finding).collect()
}

fn finding(limit: &Limit) -> Option<Diagnostic> {
    let (twice, window) = (limit.max.saturating_mul(2), limit.window.word());
    let label = format!("{twice} calls are allowed within two seconds when one {window} ends and the next begins");
    let finding = RULE.finding(limit.place?, "a burst can be twice this limit", label);
    Some(finding.with_help("add a limit with a shorter window"))
}
