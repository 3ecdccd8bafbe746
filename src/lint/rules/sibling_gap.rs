//! An argument that is restricted in one tool but not in a similar one.

use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::context::Target;
use crate::lint::{Check, Context, Rule, Tool};
use crate::vocab::{Category, Kinds, Path};

use std::collections::{BTreeMap, BTreeSet};

pub static RULE: Rule = Rule {
    code: Code::of_rule("sibling-gap"),
    level: Severity::Warning,
    pedantic: true,
    fix: None,
    yields_to: &[],
    title: "an argument that is restricted in one tool but not in a similar one",
    page: PAGE,
    check: Check::Source(check),
};

const PAGE: &str = r#"
## What it finds
An argument that is restricted in one tool but not in another tool of the same category, if it has
the same name and type in both.

## Why it matters
If you restrict the `owner` in one tool that writes, you probably want to restrict it everywhere,
and did not think of the other tool.

## Example
```pl policy.pl
default deny

tool create_issue(owner: string): write {
  require args.owner == "acme" because "Work for acme."
  limit 30 per minute
}
tool close_issue(owner: string): write { limit 30 per minute }
```

## Fix
Put the clause into a `rule`, and `apply` it in both tools.

```pl policy.pl
default deny

rule ours { require args.owner == "acme" because "Work for acme." }

tool create_issue(owner: string): write {
  apply ours
  limit 30 per minute
}
tool close_issue(owner: string): write {
  apply ours
  limit 30 per minute
}
```

## When to ignore it
If the two arguments have nothing in common but their name.
"#;

/// What two similar arguments have in common.
type Kinship = (Category, Path, Vec<u8>);

fn check(context: &Context<'_>, _: &Checked) -> Vec<Diagnostic> {
    let mut restricted: BTreeMap<Kinship, Tool<'_>> = BTreeMap::new();
    let mut free: Vec<(Kinship, Tool<'_>)> = Vec::new();
    for tool in context.callable() {
        let Some(category) = tool.category() else { continue };
        let compared: BTreeSet<Path> = context.compared(&tool);
        for (path, argument) in context.arguments(&tool).iter() {
            let kinship = (category, path.clone(), kinds(argument.kinds()));
            match (compared.contains(path), context.is_restricted(&tool, path)) {
                (true, true) => drop(restricted.entry(kinship).or_insert(tool)),
                (_, false) => free.push((kinship, tool)),
                (false, true) => {}
            }
        }
    }
    let mut gaps: BTreeMap<&str, (Path, Tool<'_>)> = BTreeMap::new();
    for (kinship, tool) in &free {
        if let Some(sibling) = restricted.get(kinship) {
            gaps.entry(tool.name).or_insert((kinship.1.clone(), *sibling));
        }
    }
    let lacking = free.iter().map(|(_, tool)| *tool).filter(|tool| gaps.contains_key(tool.name));
    let mut seen = BTreeSet::new();
    let targets = context.by_target(lacking.filter(|tool| seen.insert(tool.name)));
    targets.iter().filter_map(|target| finding(target, &gaps)).collect()
}

fn kinds(kinds: Kinds) -> Vec<u8> {
    kinds.iter().map(|kind| kind as u8).collect()
}

fn finding(target: &Target<'_>, gaps: &BTreeMap<&str, (Path, Tool<'_>)>) -> Option<Diagnostic> {
    let (path, sibling) = gaps.get(target.tools.first()?.name)?;
    let message = format!("`{path}` is restricted in `{}` but not in {}", sibling.name, target.words());
    let finding = RULE.finding(target.place, message, format!("no clause restricts `{path}` here"));
    let finding =
        if sibling.place == target.place { finding } else { finding.with_label(sibling.place, "restricted here") };
    Some(finding.with_help("put the clause into a `rule`, and `apply` it in both tools"))
}
