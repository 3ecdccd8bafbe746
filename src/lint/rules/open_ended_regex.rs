//! A `require … matches` whose regular expression lets any text follow.

use crate::analyze::Call;
use crate::analyze::holes::Form;
use crate::diagnostic::{Code, Diagnostic, Safety, Severity};
use crate::lint::text_conditions::{self, TextCondition, passing, text_of_form};
use crate::lint::{Check, Clause, Context, Rule, Tool, findings, patterns, plausible, wording};

pub static RULE: Rule = Rule {
    code: Code::of_rule("open-ended-regex"),
    level: Severity::Warning,
    pedantic: true,
    fix: Some(Safety::Unsafe),
    yields_to: &[
        "path-traversal",
        "open-prefix",
        "several-values",
        "stacked-statement",
        "program-option",
        "host-check",
        "suspicious-class",
        "shell-separator",
    ],
    title: "a `require … matches` whose regular expression lets any text follow",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A `require … matches` whose regular expression, or one of its alternatives, does not end with `$`,
`\z` or `.*`.

## Why it matters
A regular expression without `$` also matches if any other text follows. Often that is intended,
as for a path that has to begin with a folder.

## Example
```pl policy.pl
default deny

tool read_order: read {
  require args.id matches "^ORD-[0-9]{6}" because "Give the number of an order."
}
```

## Fix
End each alternative with `$` or `\z`, which mean the same. If any text may follow, say so with
`.*` at the end.

```pl policy.pl
default deny

tool read_order: read {
  require args.id matches "^ORD-[0-9]{6}$" because "Give the number of an order."
}
```

## When to ignore it
If it does not matter what follows. `starts with` says so.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| open(context, tool, clause));
    let finding = |clause: &Clause<'_>, (condition, call): (TextCondition<'_>, Call)| {
        let message = format!("any text may follow what `{}` has to match", condition.path);
        let finding = findings::let_through(&RULE, clause, call, message);
        let corrected = patterns::closed(condition.text, "$");
        let finding = finding.with_help(match &corrected {
            Some(corrected) if corrected.chars().count() <= wording::LONGEST_PATTERN => format!("write `{corrected}`"),
            Some(_) | None => r"put all alternatives in `(?:…)`, and `\z` after them".to_owned(),
        });
        let edit = corrected.and_then(|corrected| patterns::rewritten(context, clause, condition.place, &corrected));
        match edit {
            Some(edit) => finding.with_fix(Safety::Unsafe, vec![edit]),
            None => finding,
        }
    };
    patterns::findings(context, found, |(condition, _)| condition.place, finding)
}

/// A call that the expression lets through, and would not let through if it matched to the end of the text.
fn open<'c>(context: &Context<'c>, tool: &Tool<'c>, clause: &Clause<'c>) -> Option<(TextCondition<'c>, Call)> {
    let written = text_conditions::of_clause(clause).into_iter().filter(|it| it.written.is_none() && it.is_pattern);
    written.into_iter().find_map(|condition| {
        let strict = patterns::closed(condition.text, r"\z")?;
        let form = Form::like(condition.text).but(strict);
        let any = text_of_form(context, tool, condition.path, &form)?;
        let kind = context.kind(tool, condition.path);
        let examples = condition.alternatives().iter().map(plausible::example).collect::<Vec<_>>();
        let attacks: Vec<String> = examples.iter().flat_map(|example| plausible::followed(kind, example)).collect();
        Some((condition, passing(context, tool, condition.path, &attacks).unwrap_or(any)))
    })
}
