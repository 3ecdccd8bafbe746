//! An `allow` pattern that covers tools that do more than read.

use std::collections::HashSet;

use crate::check::ir;
use crate::classify::{self, Judgement};
use crate::diagnostic::{Code, Diagnostic, Edit, Safety, Severity, listed, quoted};
use crate::lint::context::Target;
use crate::lint::{Check, Context, Rule, Tool};
use crate::syntax::is_bare_name;
use crate::vocab::{Category, Value};

/// The number of tools that a message names before it counts the rest.
const MOST_NAMED: usize = 3;
/// The number of names that a fix writes.
const MOST_NAMES: usize = 200;

pub static RULE: Rule = Rule {
    code: Code::of_rule("pattern-covers-more"),
    level: Severity::Warning,
    pedantic: false,
    fix: Some(Safety::Unsafe),
    yields_to: &[],
    title: "an `allow` pattern that covers tools that do more than read",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
An `allow` with a pattern that is unrated or rated `read`, and that covers tools in the catalog
that do more than read, judging by their name, their description, their arguments or their
server's hints. A pattern with another rating is not reported: somebody has already said what
these tools do.

## Why it matters
`allow get_*` is short, and looks as if it only allows reading. It allows whatever the server
gives such a name, today and after its next release.

## Example
```json shop.tools.json
{"tools": [{"name": "orders_list"}, {"name": "orders_search"}, {"name": "orders_delete"}]}
```

```pl policy.pl
default deny
catalog "shop.tools.json"
allow orders_*: read
```

## Fix
Write a separate statement for these tools, since a name takes precedence over a pattern, or list
the names that you mean; the fix does that.

```json shop.tools.json
{"tools": [{"name": "orders_list"}, {"name": "orders_search"}, {"name": "orders_delete"}]}
```

```pl policy.pl
default deny
catalog "shop.tools.json"
allow orders_*: read
hide orders_delete
```

## When to ignore it
If you know the tools, and they do less than their names suggest. Rating each tool by its name
also settles it.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let allowed = context.callable().filter(|tool| matches!(tool.state, Some(ir::State::Allow)));
    let targets = context.by_target(allowed).into_iter().filter(is_pattern);
    targets.filter_map(|target| finding(context, &target)).collect()
}

fn is_pattern(target: &Target<'_>) -> bool {
    target.range.is_some_and(|range| range.contains(['*', '?']))
}

fn finding(context: &Context<'_>, target: &Target<'_>) -> Option<Diagnostic> {
    let more: Vec<_> = target.tools.iter().filter_map(|tool| Some((tool, does_more(context, tool)?))).collect();
    let (first, judgement) = more.first()?;
    let range = target.range.unwrap_or_default();
    let mut names: Vec<String> = quoted(more.iter().take(MOST_NAMED).map(|(tool, _)| tool.name));
    if more.len() > MOST_NAMED {
        names.push(format!("{} more", more.len() - MOST_NAMED));
    }
    let (names, verb) = (listed(&names, "and"), if more.len() == 1 { "does" } else { "do" });
    let message = format!("`{range}` covers {names}, which {verb} more than read");
    let label = format!("`{}` is probably `{}`: {}", first.name, judgement.category, judgement.why);
    let finding = RULE.finding(target.place, message, label);
    let finding = match first.listed {
        Some(listed) => finding.with_label(listed.name_place, "listed here"),
        None => finding,
    };
    let finding = finding.with_help("name the tools that you mean, or write a separate statement for the others");
    Some(match names_of_reads(target, &more) {
        Some(text) => finding.with_fix(Safety::Unsafe, vec![Edit { place: target.place, text }]),
        None => finding,
    })
}

/// What a tool probably is, if it is not rated by its name and does more than read.
fn does_more(context: &Context<'_>, tool: &Tool<'_>) -> Option<Judgement> {
    let is_read = match tool.category() {
        None => true,
        Some(category) => category == Category::Read && !tool.is_rated_by_name(context.sources),
    };
    let judgement = classify::tool(&tool.listed.filter(|_| is_read)?);
    (judgement.category != Category::Read).then_some(judgement)
}

/// The names of the other tools that the pattern covers, or nothing if there are none or too many.
fn names_of_reads(target: &Target<'_>, more: &[(&Tool<'_>, Judgement)]) -> Option<String> {
    let more: HashSet<&str> = more.iter().map(|(tool, _)| tool.name).collect();
    let is_meant = |tool: &&Tool<'_>| !more.contains(tool.name);
    let meant: Vec<String> = target.tools.iter().filter(is_meant).map(|tool| written(tool.name)).collect();
    (1..=MOST_NAMES).contains(&meant.len()).then(|| meant.join(", "))
}

fn written(name: &str) -> String {
    if is_bare_name(name) { name.to_owned() } else { Value::Text(name.to_owned()).to_string() }
}
