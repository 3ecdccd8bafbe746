//! A tool that is rated `read`, although its server or its name says that it does more.

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
    title: "a tool rated `read`, although its server or its name says that it does more",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A tool that is rated `read` by its name, while its server's hints say that it is not read-only or
that it is destructive, or while its name or description clearly says that it writes, deletes,
runs something or moves money. Hints count in this direction only: a server that calls a tool
read-only proves nothing.

## Why it matters
A rating decides how a tool is treated: `allow every read` allows whatever is rated `read`, and
nobody looks again.

## Example
```json shop.tools.json
{"tools": [{"name": "search_orders", "annotations": {"readOnlyHint": false}}]}
```

```pl policy.pl
default deny
catalog "shop.tools.json"
allow search_orders: read
```

## Fix
Rate the tool by what it does.

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
If you know the tool, and its server's hint is wrong: many servers leave the hints at their
defaults.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let rated = context.callable().filter(|tool| tool.category() == Some(Category::Read));
    rated.filter(|tool| tool.is_rated_by_name(context.sources)).filter_map(|tool| finding(&tool)).collect()
}

/// What contradicts the rating.
struct Contradiction {
    /// Completes ``rated `read`, but …``.
    reason: String,
    /// The place of the server's hint, and its label.
    hint: Option<(Place, &'static str)>,
    /// The category that fits.
    category: Option<Category>,
}

fn finding(tool: &Tool<'_>) -> Option<Diagnostic> {
    let place = tool.rating?.place;
    let Contradiction { reason, hint, category } = hinted(tool).or_else(|| judged(tool))?;
    let finding = RULE.finding(place, format!("`{}` is rated `read`, but {reason}", tool.name), "rated here");
    let finding = match hint {
        Some((place, label)) => finding.with_label(place, label),
        None => finding,
    };
    Some(match category {
        Some(category) => finding.with_help(format!("rate it `{category}` if that is what it does")),
        None => finding.with_help("rate it by what it does: `write`, `execute`, `destructive` or `financial`"),
    })
}

fn hinted(tool: &Tool<'_>) -> Option<Contradiction> {
    let listed = tool.listed?;
    let (reason, label, category) = match (listed.annotations.read_only, listed.annotations.destructive) {
        (Some(true) | None, Some(true)) => {
            ("its server says that it is destructive", "`destructiveHint: true` here", None)
        }
        (Some(false), _) => ("its server says that it is not read-only", "`readOnlyHint: false` here", None),
        (Some(true) | None, Some(false) | None) => return None,
    };
    Some(Contradiction { reason: reason.to_owned(), hint: Some((listed.name_place, label)), category })
}

fn judged(tool: &Tool<'_>) -> Option<Contradiction> {
    let Judgement { category, sure, why, .. } = match tool.listed {
        Some(listed) => classify::tool(&listed),
        None => classify::by_name(tool.name),
    };
    (sure && category != Category::Read).then_some(Contradiction { reason: why, hint: None, category: Some(category) })
}
