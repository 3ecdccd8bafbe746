//! A policy without a `default` line: it compiles to `default deny`, but a reader can't see that.

use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic, Edit, Safety, Severity};
use crate::lint::{Check, Context, Rule, layout};
use crate::source::{Place, Span};
use crate::syntax::tree;

pub static RULE: Rule = Rule {
    code: Code::of_rule("missing-default"),
    level: Severity::Warning,
    pedantic: false,
    fix: Some(Safety::Safe),
    yields_to: &[],
    title: "a policy without a `default` line",
    page: PAGE,
    check: Check::Source(check),
};

const PAGE: &str = r#"
## What it finds
A policy without a `default` line. A file that contains only `let`, `rule`, `rate`, `guard` and
`include` is a part of other policies, and needs none.

## Why it matters
Without a `default` line, a policy compiles to `default deny`. A reviewer has to know that; the
line says so.

## Example
```pl policy.pl
allow get_customer: read
```

## Fix
Write `default deny`; the fix does that.

```pl policy.pl
default deny
allow get_customer: read
```

## When to ignore it
Never: the fix writes the line.
"#;

fn check(context: &Context<'_>, checked: &Checked) -> Vec<Diagnostic> {
    let Some((main, file)) = checked.files.first().filter(|_| !checked.is_part) else { return Vec::new() };
    if checked.policy.default_place.is_some() {
        return Vec::new();
    }
    let first = file.items.first().map_or_else(|| context.start(), |item| item.keyword.of(*main));
    let edit = Edit {
        place: line_of_its_own(context, file),
        text: format!("default deny{}", layout::line_end(context.sources, *main)),
    };
    let finding = RULE.finding(
        first,
        "this policy does not say what happens to tools that it does not name",
        "no `default` line in this file",
    );
    vec![finding.with_help("write `default deny`, which is what it compiles to now").with_fix(Safety::Safe, vec![edit])]
}

/// Where the line goes: below the comment at the head of the file, if a blank line separates it from the first item.
fn line_of_its_own(context: &Context<'_>, file: &tree::File) -> Place {
    let source = context.sources.get(context.main);
    let top = source.body_start();
    let head = source.text.get(top..).unwrap_or_default();
    let comments: usize = head.split_inclusive('\n').take_while(|line| line.starts_with('#')).map(str::len).sum();
    let rest = head.get(comments..).unwrap_or_default();
    // A suppression on a line of its own applies to the next line: nothing may come between them.
    let suppresses = head.get(..comments).unwrap_or_default().contains("jamb:");
    let is_set_off =
        rest.split_inclusive('\n').next().is_some_and(|line| line.trim().is_empty() && line.ends_with('\n'));
    let first = file.items.first().map_or(u32::MAX, |item| item.span.start) as usize;
    let below = top + comments + rest.split_inclusive('\n').next().map_or(0, str::len);
    let offset = if is_set_off && !suppresses && comments > 0 && below <= first { below } else { top };
    Span::at(offset).of(context.main)
}
