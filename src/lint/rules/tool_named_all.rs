//! A tool named `all`, where every tool is meant.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Context, Rule};
use crate::source::Place;
use crate::vocab::MeansTools;

pub static RULE: Rule = Rule {
    code: Code::of_rule("tool-named-all"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a tool named `all`, where every tool may be meant",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A statement about a tool whose name is a word for every tool, for the other tools or for none:
`all`, `any`, `everything`, `others`, `none` and the like. A tool that the catalog lists is not
reported.

## Why it matters
These words are names like any other. `deny all` denies the tool that is called `all`, if the server
has one, and no other: under `default allow`, every tool stays callable.

## Example
```pl policy.pl
default deny
allow all: read
```

## Fix
Write a pattern, which needs a catalog: `allow *`. For the tools that no statement names, write
`default deny` or `default allow`.

```json server.tools.json
{ "tools": [{ "name": "list_events", "inputSchema": { "type": "object" } }] }
```

```pl policy.pl
default deny
catalog "server.tools.json"
allow *: read
```

## When to ignore it
If the server has a tool with this name. With a catalog that lists it, there is no finding.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let tools = context.policy.tools.iter().filter_map(|(name, tool)| Some((name, tool.place?)));
    let hidden = context.policy.hide.iter().filter_map(|(name, place)| Some((name, (*place)?)));
    let catalog = context.checked.and_then(|checked| checked.catalog.as_ref());
    let is_listed = |name: &str| catalog.is_some_and(|catalog| catalog.tool(name).is_some());
    let unlisted = tools.chain(hidden).filter(|(name, _)| !is_listed(name));
    unlisted.filter_map(|(name, place)| Some(finding(name, MeansTools::of(name)?, place))).collect()
}

fn finding(name: &str, meant: MeansTools, place: Place) -> Diagnostic {
    let message = format!("`{name}` is the name of one tool, not a word for several");
    RULE.finding(place, message, "only a tool with exactly this name is meant").with_help(meant.help())
}
