//! An `allow` of a pattern that takes in tools which do more than read.

use crate::check::ir;
use crate::classify::{self, Judgement};
use crate::diagnostic::{Code, Diagnostic, Edit, Safety, Severity, listed, quoted};
use crate::lint::context::Target;
use crate::lint::{Check, Context, Rule, Tool};
use crate::syntax::is_bare_name;
use crate::vocab::{Category, Value};

/// How many tools a message says something of, before the rest is counted.
const MOST_SAID: usize = 3;
/// How many names a fix writes.
const MOST_NAMES: usize = 200;

pub static RULE: Rule = Rule {
    code: Code::of_rule("pattern-covers-more"),
    level: Severity::Warning,
    pedantic: false,
    fix: Some(Safety::Unsafe),
    yields_to: &[],
    title: "an `allow` of a pattern that takes in tools which do more than read",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
`allow get_*` is short, and it reads as if it allowed reading. But what it allows is
whatever the server calls so, today and after its next release. Among the tools that the
catalog lists, some do more than read, by their name, their description, their arguments
or their server's hints.

Give these a statement of their own, since a name beats a pattern, or list the names that
are meant: the fix does.

A pattern with a rating other than `read` is not reported: there somebody has said what the
tools are.

## Flagged
```json shop.tools.json
{"tools": [{"name": "orders_list"}, {"name": "orders_search"}, {"name": "orders_delete"}]}
```

```pl policy.pl
default deny
catalog "shop.tools.json"
allow orders_*: read
```

## Clean
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
Where you know the tools, and the names sound worse than they are. Rating each by its name
says so as well.
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
    let mut names: Vec<String> = quoted(more.iter().take(MOST_SAID).map(|(tool, _)| tool.name));
    if more.len() > MOST_SAID {
        names.push(format!("{} more", more.len() - MOST_SAID));
    }
    let (reads, verb) = (listed(&names, "and"), if more.len() == 1 { "does" } else { "do" });
    let message = format!("`{range}` takes in {reads}, which {verb} more than read");
    let label = format!("`{}` is taken for `{}`: {}", first.name, judgement.category, judgement.why);
    let finding = RULE.finding(target.place, message, label);
    let finding = match first.listed {
        Some(listed) => finding.with_label(listed.name_place, "listed here"),
        None => finding,
    };
    let finding = finding.with_help("name the tools that are meant, or give the others a statement of their own");
    Some(match names_of_reads(target, &more) {
        Some(text) => finding.with_fix(Safety::Unsafe, vec![Edit { place: target.place, text }]),
        None => finding,
    })
}

/// What a tool is taken for, where nobody has rated it by its name and it is more than a read.
fn does_more(context: &Context<'_>, tool: &Tool<'_>) -> Option<Judgement> {
    let is_read = match tool.category() {
        None => true,
        Some(category) => category == Category::Read && !tool.is_rated_by_name(context.sources),
    };
    let judgement = tool.listed.filter(|_| is_read).map(classify::tool)?;
    (judgement.category != Category::Read).then_some(judgement)
}

/// The other tools of the pattern, by name; nothing where there is none, or no end of them.
fn names_of_reads(target: &Target<'_>, more: &[(&Tool<'_>, Judgement)]) -> Option<String> {
    let is_meant = |tool: &&Tool<'_>| !more.iter().any(|(other, _)| other.name == tool.name);
    let meant: Vec<String> = target.tools.iter().filter(is_meant).map(|tool| written(tool.name)).collect();
    (1..=MOST_NAMES).contains(&meant.len()).then(|| meant.join(", "))
}

fn written(name: &str) -> String {
    if is_bare_name(name) { name.to_owned() } else { Value::Text(name.to_owned()).to_string() }
}
