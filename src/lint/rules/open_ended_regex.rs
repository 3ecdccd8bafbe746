//! A `require … matches` whose regular expression lets any text follow.

use crate::analyze::Call;
use crate::analyze::holes::{Form, text_through};
use crate::diagnostic::{Code, Diagnostic, Safety, Severity};
use crate::lint::text_conditions::{self, TextCondition};
use crate::lint::{Check, Clause, Context, Rule, Tool, findings, patterns, wording};

pub static RULE: Rule = Rule {
    code: Code::of_rule("open-ended-regex"),
    level: Severity::Warning,
    pedantic: true,
    fix: Some(Safety::Unsafe),
    yields_to: &["path-traversal", "host-check", "suspicious-class", "shell-separator"],
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
If it does not matter what follows.
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
        let edit = corrected.and_then(|corrected| patterns::rewritten(context, clause, condition.model, &corrected));
        match edit {
            Some(edit) => finding.with_fix(Safety::Unsafe, vec![edit]),
            None => finding,
        }
    };
    patterns::findings(context, found, |(condition, _)| condition.model, finding)
}

/// A call that the expression lets through, and would not let through if it matched to the end of the text.
fn open<'c>(context: &Context<'c>, tool: &Tool<'c>, clause: &Clause<'c>) -> Option<(TextCondition<'c>, Call)> {
    text_conditions::of_clause(clause).into_iter().find_map(|condition| {
        let strict = patterns::closed(condition.text, r"\z").filter(|_| condition.is_pattern)?;
        let form = Form::like(condition.text).but(strict);
        let answer =
            context.accepted(tool, |prover, subject| text_through(prover, subject, tool.name, condition.path, &form));
        Some((condition, findings::found(answer)?))
    })
}
