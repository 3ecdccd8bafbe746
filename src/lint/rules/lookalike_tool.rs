//! Two tools whose names look alike.

use std::collections::{BTreeMap, HashSet};

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Context, Rule};
use crate::source::Place;
use crate::vocab::spelling::look;

pub static RULE: Rule = Rule {
    code: Code::of_rule("lookalike-tool"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "two tools whose names look alike",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
Two tool names, in the policy or the catalog, that look the same: i, I, l and 1 count as the same
letter, and so do o, O and 0, `rn` and `m`, `vv` and `w`, and look-alike letters from other
scripts.

## Why it matters
A server may offer `list_files` and `Iist_files`, with a capital I. A reader of the policy, or of
the agent's log, may mistake one for the other.

## Example
```pl policy.pl
default deny
allow list_files: read
allow Iist_files: read
```

## Fix
Name the tool that you mean, and ask the server's owner why there are two.

```pl policy.pl
default deny
allow list_files: read
allow list_folders: read
```

## When to ignore it
If both tools come from the server you know, and it does not matter which one is called.
"#;

/// A name, and its place in the policy, or in the catalog if the policy does not have it.
#[derive(Debug, Clone, Copy)]
struct Name<'c> {
    name: &'c str,
    place: Place,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut by_look: BTreeMap<String, Vec<Name<'_>>> = BTreeMap::new();
    let mut seen = HashSet::new();
    for name in names(context).into_iter().filter(|name| seen.insert(name.name)) {
        by_look.entry(look(name.name)).or_default().push(name);
    }
    by_look.into_values().flat_map(|alike| finding(context, alike)).collect()
}

/// The names, those of the policy first.
fn names<'c>(context: &Context<'c>) -> Vec<Name<'c>> {
    let tools = context.tools().map(|tool| Name { name: tool.name, place: tool.place });
    let hidden = context.policy.hide.iter();
    let hidden = hidden.filter_map(|(name, place)| Some(Name { name, place: (*place)? }));
    let checked = context.checked;
    let rated = checked.into_iter().flat_map(|checked| &checked.policy.categories);
    let rated = rated.map(|(name, rating)| Name { name, place: rating.place });
    let listed = checked.and_then(|checked| checked.catalog.as_ref()).into_iter().flat_map(|catalog| catalog.tools());
    let listed = listed.map(|tool| Name { name: tool.name, place: tool.name_place });
    tools.chain(hidden).chain(rated).chain(listed).collect()
}

/// One finding for each name after the first. It is placed in the policy if one of the two is there.
fn finding(context: &Context<'_>, mut alike: Vec<Name<'_>>) -> Vec<Diagnostic> {
    let in_catalog = |name: &Name<'_>| {
        let catalog = context.checked.and_then(|checked| checked.catalog.as_ref());
        catalog.is_some_and(|catalog| catalog.source == name.place.source)
    };
    alike.sort_by_key(|name| (in_catalog(name), name.place));
    let mut names = alike.into_iter();
    let Some(first) = names.next() else { return Vec::new() };
    let finding = |other: Name<'_>| {
        let (here, there) = if in_catalog(&other) && !in_catalog(&first) { (first, other) } else { (other, first) };
        let message = format!("`{}` looks like `{}` but is a different tool", here.name, there.name);
        let finding = RULE.finding(here.place, message, "easily mistaken for the other");
        let finding =
            if here.place == there.place { finding } else { finding.with_label(there.place, "the other one") };
        finding.with_help("name the tool that you mean, and ask the server's owner why there are two")
    };
    names.map(finding).collect()
}
