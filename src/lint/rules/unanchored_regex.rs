//! A `require … matches` whose regular expression can match anywhere in the text.

use crate::analyze::Call;
use crate::analyze::holes::{Form, text_through};
use crate::diagnostic::{Code, Diagnostic, Safety, Severity};
use crate::lint::context::comparisons;
use crate::lint::text_conditions::{self, TextCondition};
use crate::lint::{Check, Clause, Context, Rule, Tool, findings, patterns, wording};

pub static RULE: Rule = Rule {
    code: Code::of_rule("unanchored-regex"),
    level: Severity::Error,
    pedantic: false,
    fix: Some(Safety::Unsafe),
    yields_to: &[],
    title: "a `require … matches` whose regular expression can match anywhere in the text",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A `require … matches` whose regular expression, or one of its alternatives, does not begin with
`^`, `\A` or `.*`.

## Why it matters
A regular expression matches wherever part of the text fits it, so without `^` it lets any text
through before the match. A `^` before the first of several alternatives anchors only that one.

## Example
```pl policy.pl
default deny

tool read_log: read {
  require args.name matches "web|mail$" because "Read the logs of web or mail."
}
```

## Fix
Write `^(?:a|b)`, or `^` before each alternative; `\A` means the same. If any text may come first,
say so with `.*` at the start.

```pl policy.pl
default deny

tool read_log: read {
  require args.name matches "^(?:web|mail)$" because "Read the logs of web or mail."
}
```

## When to ignore it
If the text has to contain something, wherever it is. `contains`, or `.*` at the start, says so.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| unanchored(context, tool, clause));
    let finding = |clause: &Clause<'_>, (condition, call): (TextCondition<'_>, Call)| {
        let argument = condition.path;
        let message = format!("any text may precede what `{argument}` has to match");
        let finding = findings::let_through(&RULE, clause, call, message);
        let corrected = patterns::anchored(condition.text, "^");
        let finding = finding.with_help(match &corrected {
            Some(corrected) if corrected.chars().count() <= wording::LONGEST_PATTERN => format!("write `{corrected}`"),
            Some(_) | None => r"put all alternatives in `(?:…)`, and `\A` before them".to_owned(),
        });
        let edit = corrected.and_then(|corrected| patterns::rewritten(context, clause, condition.model, &corrected));
        match edit {
            Some(edit) => finding.with_fix(Safety::Unsafe, vec![edit]),
            None => finding,
        }
    };
    patterns::findings(context, found, |(condition, _)| condition.model, finding)
}

/// A call that the expression lets through, and would not let through if it matched from the start of the text.
fn unanchored<'c>(context: &Context<'c>, tool: &Tool<'c>, clause: &Clause<'c>) -> Option<(TextCondition<'c>, Call)> {
    let written = text_conditions::of_clause(clause).into_iter().filter(|it| !is_ends_with(clause, it));
    written.into_iter().find_map(|condition| {
        let strict = patterns::anchored(condition.text, r"\A").filter(|_| condition.is_pattern)?;
        let form = Form::like(condition.text).but(strict);
        let answer =
            context.accepted(tool, |prover, subject| text_through(prover, subject, tool.name, condition.path, &form));
        Some((condition, findings::found(answer)?))
    })
}

/// Whether the text says `ends with`, which means what an expression without a start can only hint at.
fn is_ends_with(clause: &Clause<'_>, condition: &TextCondition<'_>) -> bool {
    let mut comparisons = comparisons::of(clause).into_iter();
    comparisons.any(|comparison| Some(comparison.place) == condition.model.place && comparison.written.is_some())
}
