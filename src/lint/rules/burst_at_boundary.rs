//! A limit per hour or day without a shorter one beside it: twice its maximum passes around the edge.

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
    title: "a limit of which twice as many calls pass around the edge of its window",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
Windows are those of the clock, in UTC. Of `limit 20 per hour` twenty calls may come in the
last second before eleven, and twenty more in the first second behind it. Where a call runs
something or moves money, a shorter limit beside it keeps the burst small.

```text
10:59:59 │ 11:00:00
 20 calls│20 calls
```

## Flagged
```pl policy.pl
default deny

tool run_report: execute {
  require args.name in ["daily", "weekly"] because "Only these reports."
  limit 20 per hour
}
```

## Clean
```pl policy.pl
default deny

tool run_report: execute {
  require args.name in ["daily", "weekly"] because "Only these reports."
  limit 2 per minute
  limit 20 per hour
}
```

## When to ignore it
Where forty calls in two seconds do no more harm than twenty in an hour.
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
    let label = format!("{twice} calls pass in two seconds where one {window} ends and the next begins");
    let finding = RULE.finding(limit.place?, "a burst may be twice this limit", label);
    Some(finding.with_help("write a limit of a shorter window beside it"))
}
