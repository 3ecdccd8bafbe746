//! A tool that a guard covers but says nothing about, because none of its arguments are known.

use crate::catalog::InputSchema;
use crate::check::Checked;
use crate::check::ir::LeftOut;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Context, Rule, Tool, wording};
use crate::source::Place;

pub static RULE: Rule = Rule {
    code: Code::of_rule("unguarded-tool"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a tool that a guard covers, but whose arguments are not known",
    page: PAGE,
    check: Check::Source(check),
};

const PAGE: &str = r#"
## What it finds
A callable tool that a pattern or `every` of a guard covers, although nothing says which arguments
it has: the catalog has no `inputSchema` for it, or an empty one, and it has no signature. All tools
that a target leaves out are one finding. A tool with an empty list of `properties` takes no
arguments, and is not reported.

## Why it matters
A guard adds a condition where a tool has the arguments that the condition names. If none are
known, it adds nothing, and the tool is as open as without the guard.

## Example
```json cluster.tools.json
{"tools": [
  {"name": "get_pods", "inputSchema": {"type": "object", "properties": {"namespace": {"type": "string"}}}},
  {"name": "get_logs"}
]}
```

```pl policy.pl
default deny
catalog "cluster.tools.json"

guard * {
  require args.namespace == "dev" because "Work in dev."
}
allow get_*: read
```

## Fix
Name the tools in the guard, or say in a signature which arguments they have.

```json cluster.tools.json
{"tools": [
  {"name": "get_pods", "inputSchema": {"type": "object", "properties": {"namespace": {"type": "string"}}}},
  {"name": "get_logs"}
]}
```

```pl policy.pl
default deny
catalog "cluster.tools.json"

guard *, get_logs {
  require args.namespace == "dev" because "Work in dev."
}
allow get_*: read
```

## When to ignore it
If the tool takes no arguments, or none that the guard is about.
"#;

fn check(context: &Context<'_>, checked: &Checked) -> Vec<Diagnostic> {
    let finding = |left_out: &LeftOut| {
        let is_left_out =
            |tool: &Tool<'_>| left_out.tools.binary_search_by(|name| name.as_str().cmp(tool.name)).is_ok();
        let has_none = |tool: &Tool<'_>| tool.schema().is_some_and(InputSchema::lists_nothing);
        let tools: Vec<Tool<'_>> = context.callable().filter(|tool| is_left_out(tool) && !has_none(tool)).collect();
        context.concern(left_out.target, &tools);
        finding(left_out.target, &tools)
    };
    checked.policy.left_out.iter().filter_map(finding).collect()
}

fn finding(target: Place, tools: &[Tool<'_>]) -> Option<Diagnostic> {
    let first = tools.first()?;
    let names = wording::names(tools.iter().map(|tool| tool.name));
    let message = format!("this guard adds no condition to {names}");
    let label = match tools.len() {
        1 => format!("nothing says which arguments `{}` has", first.name),
        _ => "nothing says which arguments they have".to_owned(),
    };
    let help = match tools.len() {
        1 => "name the tool in the guard, or say in a signature which arguments it has",
        _ => "name these tools in the guard, or say in signatures which arguments they have",
    };
    Some(RULE.finding(target, message, label).with_help(help))
}
