//! A `let` or `rule` that nothing uses, or a `rate` for tools that nothing else in the policy covers.

mod uses;

use uses::Uses;

use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic, Edit, Safety, Severity};
use crate::lint::{Check, Context, Rule, edits};
use crate::source::{Place, SourceId, Span};
use crate::syntax::tree::{Item, ItemKind, Statement, Target};

pub static RULE: Rule = Rule {
    code: Code::of_rule("unused-name"),
    level: Severity::Warning,
    pedantic: false,
    fix: Some(Safety::Safe),
    yields_to: &[],
    title: "an unused `let`, `rule` or `rate`",
    page: PAGE,
    check: Check::Source(check),
};

const PAGE: &str = r#"
## What it finds
A `let` that nothing uses, a `rule` that no tool applies, or a `rate` for a tool that no other
statement, test or assert names or covers. A file that contains only `let`, `rule`, `rate`,
`guard` and `include` is a part of other policies, which use what it defines, and is not checked.

## Why it matters
A cap that nothing compares with, or a rule that no tool applies, looks as if it were in force.

## Example
```pl policy.pl
default deny
let refund_cap = 100_00

tool create_refund: financial {
  require args.amount <= 5000 because "Refunds above $50 need a human."
  require args.amount >= 1 because "A refund has an amount."
  limit 10 per minute
}
```

## Fix
Use it, or remove it; the fix removes it.

```pl policy.pl
default deny
let refund_cap = 100_00

tool create_refund: financial {
  require args.amount <= refund_cap because "Refunds above $100 need a human."
  require args.amount >= 1 because "A refund has an amount."
  limit 10 per minute
}
```

## When to ignore it
While you are still writing the policy.
"#;

fn check(context: &Context<'_>, checked: &Checked) -> Vec<Diagnostic> {
    let Some((main, file)) = checked.files.first().filter(|_| !checked.is_part) else { return Vec::new() };
    let uses = Uses::of(checked);
    file.items.iter().flat_map(|item| of_item(context, checked, &uses, *main, item)).collect()
}

fn of_item(context: &Context<'_>, checked: &Checked, uses: &Uses<'_>, main: SourceId, item: &Item) -> Vec<Diagnostic> {
    let whole = || vec![edits::without(context.sources, item.span.of(main))];
    let named = |kind: &str, name: &str, span: Span, label: &str| {
        let message = format!("the {kind} `{name}` is never used");
        RULE.finding(span.of(main), message, label).with_help("use it, or remove it").with_fix(Safety::Safe, whole())
    };
    match &item.kind {
        ItemKind::Let(item) if !uses.has_let(&item.name.text) => {
            vec![named("let", &item.name.text, item.name.span, "no clause, rule or assert uses it")]
        }
        ItemKind::Rule(rule) if !uses.has_rule(&rule.name.text) => {
            vec![named("rule", &rule.name.text, rule.name.span, "no tool applies it")]
        }
        ItemKind::Rate(rate) if !checked.policy.default_allow && uses.are_few() => {
            of_rate(context, uses, main, item, rate)
        }
        ItemKind::Rate(_)
        | ItemKind::Let(_)
        | ItemKind::Rule(_)
        | ItemKind::Default(_)
        | ItemKind::Catalog(_)
        | ItemKind::Include(_)
        | ItemKind::Hide(_)
        | ItemKind::Deny(_)
        | ItemKind::Allow(_)
        | ItemKind::Tool(_)
        | ItemKind::Guard(_)
        | ItemKind::Limit(_)
        | ItemKind::Test(_)
        | ItemKind::Assert(_) => Vec::new(),
    }
}

fn of_rate(context: &Context<'_>, uses: &Uses<'_>, main: SourceId, item: &Item, rate: &Statement) -> Vec<Diagnostic> {
    let unused: Vec<usize> = rate
        .targets
        .iter()
        .enumerate()
        .filter(|(_, target)| !uses.has_target(target))
        .map(|(index, _)| index)
        .collect();
    if unused.len() == rate.targets.len() {
        let first = rate.targets.iter().take(1);
        let edit = edits::without(context.sources, item.span.of(main));
        return first.map(|target| unrated(context, target, main, edit.clone())).collect();
    }
    let of_target = |index: usize| {
        let target = rate.targets.get(index)?;
        Some(unrated(context, target, main, Edit { place: with_comma(rate, index)?.of(main), text: String::new() }))
    };
    unused.into_iter().filter_map(of_target).collect()
}

fn unrated(context: &Context<'_>, target: &Target, main: SourceId, edit: Edit) -> Diagnostic {
    let place: Place = target.span.of(main);
    let message = format!("this policy rates `{}`, but does not say whether it may be called", context.text(place));
    let label = "no other statement, test or assert names or covers it";
    let help = "say whether it may be called, or remove the rating";
    RULE.finding(place, message, label).with_help(help).with_fix(Safety::Safe, vec![edit])
}

/// A target with the comma before it, or after it if it is the first.
fn with_comma(rate: &Statement, index: usize) -> Option<Span> {
    let span = rate.targets.get(index)?.span;
    match index.checked_sub(1).and_then(|before| rate.targets.get(before)) {
        Some(before) => Some(Span { start: before.span.end, end: span.end }),
        None => Some(Span { start: span.start, end: rate.targets.get(index + 1)?.span.start }),
    }
}
