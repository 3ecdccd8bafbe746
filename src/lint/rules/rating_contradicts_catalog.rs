//! A tool that is rated `read`, and of which its server or its name says otherwise.

use crate::classify::{self, Judgement};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Context, Rule, Tool};
use crate::source::Place;
use crate::vocab::Category;

pub static RULE: Rule = Rule {
    code: Code::of_rule("rating-contradicts-catalog"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a tool rated `read` that does more, by what its server or its name says",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
A rating decides how a tool is treated: `allow every read` lets through what is rated
`read`, and nobody looks again. Here somebody rated a tool by its name, and the server's
own hints say that it is not read-only, or that it destroys, or its name or description say
plainly that it writes, deletes, runs something or moves money.

A server's hints are believed in this direction only: that it calls a tool read-only proves
nothing.

## Flagged
```json shop.tools.json
{"tools": [{"name": "search_orders", "annotations": {"readOnlyHint": false}}]}
```

```pl policy.pl
default deny
catalog "shop.tools.json"
allow search_orders: read
```

## Clean
```json shop.tools.json
{"tools": [{"name": "search_orders", "annotations": {"readOnlyHint": false}}]}
```

```pl policy.pl
default deny
catalog "shop.tools.json"

tool search_orders: write {
  limit 30 per minute
}
```

## When to ignore it
Where you know the tool, and its server's hint is a mistake: many servers leave the
hints at their defaults.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let rated = context.callable().filter(|tool| tool.category() == Some(Category::Read));
    rated.filter(|tool| tool.is_rated_by_name(context.sources)).filter_map(|tool| finding(&tool)).collect()
}

/// What speaks against the rating.
struct Contradiction {
    /// Completes ``rated `read`, but …``.
    words: String,
    /// Where the server says so.
    place: Option<(Place, &'static str)>,
    /// What it is instead.
    category: Option<Category>,
}

fn finding(tool: &Tool<'_>) -> Option<Diagnostic> {
    let place = tool.rating?.place;
    let Contradiction { words, place: said, category } = hinted(tool).or_else(|| judged(tool))?;
    let finding = RULE.finding(place, format!("`{}` is rated `read`, but {words}", tool.name), "rated here");
    let finding = match said {
        Some((place, label)) => finding.with_label(place, label),
        None => finding,
    };
    Some(match category {
        Some(category) => finding.with_help(format!("rate it `{category}`, if that is what it does")),
        None => finding.with_help("rate it for what it does: `write`, `execute`, `destructive` or `financial`"),
    })
}

fn hinted(tool: &Tool<'_>) -> Option<Contradiction> {
    let listed = tool.listed?;
    let (words, label, category) = match (listed.annotations.read_only, listed.annotations.destructive) {
        (Some(true) | None, Some(true)) => ("its server calls it destructive", "with `destructiveHint: true`", None),
        (Some(false), _) => ("its server does not call it read-only", "with `readOnlyHint: false`", None),
        (Some(true) | None, Some(false) | None) => return None,
    };
    Some(Contradiction { words: words.to_owned(), place: Some((listed.name_place, label)), category })
}

fn judged(tool: &Tool<'_>) -> Option<Contradiction> {
    let Judgement { category, sure, why } = match tool.listed {
        Some(listed) => classify::tool(listed),
        None => classify::by_name(tool.name),
    };
    (sure && category != Category::Read).then_some(Contradiction { words: why, place: None, category: Some(category) })
}
