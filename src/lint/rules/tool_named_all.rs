//! A tool named `all`, where every tool is meant.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Context, Rule};
use crate::source::Place;

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

/// Words that people take for patterns.
const WORDS: [&str; 22] = [
    "all",
    "all_tools",
    "all-tools",
    "any",
    "any_tool",
    "anyone",
    "anything",
    "each",
    "every_tool",
    "everyone",
    "everything",
    "no_tools",
    "nobody",
    "none",
    "nothing",
    "other",
    "other_tools",
    "others",
    "rest",
    "the_rest",
    "tools",
    "wildcard",
];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let tools = context.policy.tools.iter().filter_map(|(name, tool)| Some((name, tool.place?)));
    let hidden = context.policy.hide.iter().filter_map(|(name, place)| Some((name, (*place)?)));
    let catalog = context.checked.and_then(|checked| checked.catalog.as_ref());
    let is_listed = |name: &str| catalog.is_some_and(|catalog| catalog.tool(name).is_some());
    let is_word = |name: &str| WORDS.iter().any(|word| name.eq_ignore_ascii_case(word));
    let found = tools.chain(hidden).filter(|(name, _)| is_word(name) && !is_listed(name));
    found.map(|(name, place)| finding(name, place)).collect()
}

fn finding(name: &str, place: Place) -> Diagnostic {
    let message = format!("`{name}` is the name of one tool, not a word for several");
    let help = match name.to_ascii_lowercase().as_str() {
        "none" | "nothing" | "nobody" | "no_tools" => "for no tool, leave the statement out",
        "other" | "others" | "other_tools" | "rest" | "the_rest" => {
            "the tools that no statement names are decided by `default deny` or `default allow`"
        }
        _ => {
            "for every tool of a catalog, write `*`; `default deny` or `default allow` decides the tools that no statement names"
        }
    };
    RULE.finding(place, message, "only a tool with exactly this name is meant").with_help(help)
}
