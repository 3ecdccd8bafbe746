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

const PAGE: &str = r##"
A server may offer `list_files` and `Iist_files`, with a capital I: who reads the policy, or the agent's
log, takes one for the other. Taken for the same are i, I, l and 1, o, O and 0, `rn` and `m`, `vv` and
`w`, and letters of other scripts that look alike. All names are compared, of the policy and of the
catalog.

## Flagged
```pl policy.pl
default deny
allow list_files: read
allow Iist_files: read
```

## Clean
```pl policy.pl
default deny
allow list_files: read
allow list_folders: read
```

## When to ignore it
Where both tools are the server's own, and one is as good as the other.
"##;

/// Where a name stands: in the policy, or in the catalog alone.
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

/// Those of the policy first.
fn names<'c>(context: &Context<'c>) -> Vec<Name<'c>> {
    let tools = context.tools().map(|tool| Name { name: tool.name, place: tool.place });
    let hidden = context.policy.hide.iter();
    let hidden = hidden.filter_map(|(name, place)| Some(Name { name, place: (*place)? }));
    let checked = context.checked;
    let rated = checked.into_iter().flat_map(|checked| &checked.policy.categories);
    let rated = rated.map(|(name, rating)| Name { name, place: rating.place });
    let listed = checked.and_then(|checked| checked.catalog.as_ref()).into_iter().flat_map(|catalog| &catalog.tools);
    let listed = listed.map(|tool| Name { name: &tool.name, place: tool.name_place });
    tools.chain(hidden).chain(rated).chain(listed).collect()
}

/// One finding for each name behind the first, in the policy where one of the two stands there.
fn finding(context: &Context<'_>, mut alike: Vec<Name<'_>>) -> Vec<Diagnostic> {
    let in_catalog = |name: &Name<'_>| {
        let catalog = context.checked.and_then(|checked| checked.catalog.as_ref());
        catalog.is_some_and(|catalog| catalog.source == name.place.source)
    };
    alike.sort_by_key(|name| (in_catalog(name), name.place));
    let mut names = alike.into_iter();
    let Some(first) = names.next() else { return Vec::new() };
    let told = |other: Name<'_>| {
        let (here, there) = if in_catalog(&other) && !in_catalog(&first) { (first, other) } else { (other, first) };
        let message = format!("`{}` looks like `{}`, and is another tool", here.name, there.name);
        let finding = RULE.finding(here.place, message, "one is easily taken for the other");
        let finding =
            if here.place == there.place { finding } else { finding.with_label(there.place, "the other one") };
        finding.with_help("name the one that is meant, and ask the server's owner why there are two")
    };
    names.map(told).collect()
}
