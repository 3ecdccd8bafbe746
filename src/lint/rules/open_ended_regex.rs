//! A `require … matches` behind whose expression anything may stand.

use crate::analyze::Call;
use crate::analyze::holes::{Form, text_through};
use crate::diagnostic::{Code, Diagnostic, Safety, Severity};
use crate::lint::guards::{self, Guard};
use crate::lint::{Check, Clause, Context, Rule, Tool, findings, patterns, wording};

pub static RULE: Rule = Rule {
    code: Code::of_rule("open-ended-regex"),
    level: Severity::Warning,
    pedantic: true,
    fix: Some(Safety::Unsafe),
    yields_to: &["path-traversal", "host-check", "suspicious-class", "shell-separator"],
    title: "a `require … matches` behind whose expression anything may stand",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r##"
An alternative that does not end with `$` lets any text through behind it. Often that is meant,
as of a path that has to begin with a folder; then `.*` at the end says so. Otherwise write
`$`, or `\z`, which says the same.

## Flagged
```pl policy.pl
default deny

tool read_order: read {
  require args.id matches "^ORD-[0-9]{6}" because "Give the number of an order."
}
```

## Clean
```pl policy.pl
default deny

tool read_order: read {
  require args.id matches "^ORD-[0-9]{6}$" because "Give the number of an order."
}
```

## When to ignore it
Where what stands behind does not matter.
"##;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| open(context, tool, clause));
    let finding = |clause: &Clause<'_>, (guard, call): (Guard<'_>, Call)| {
        let message = format!("anything may stand behind what `{}` has to match", guard.path);
        let finding = findings::let_through(&RULE, clause, call, message);
        let mended = patterns::closed(guard.text, "$");
        let finding = finding.with_help(match &mended {
            Some(mended) if mended.chars().count() <= wording::LONGEST_PATTERN => format!("write `{mended}`"),
            Some(_) | None => r"write `\z` at the end, and `(?:` and `)` around all alternatives".to_owned(),
        });
        let edit = mended.and_then(|mended| patterns::rewritten(context, clause, guard.condition, &mended));
        match edit {
            Some(edit) => finding.with_fix(Safety::Unsafe, vec![edit]),
            None => finding,
        }
    };
    patterns::told(context, found, |(guard, _)| guard.condition, finding)
}

/// A call that the expression lets through, and would not if it ended at the end.
fn open<'c>(context: &Context<'c>, tool: &Tool<'c>, clause: &Clause<'c>) -> Option<(Guard<'c>, Call)> {
    guards::of_clause(clause).into_iter().find_map(|guard| {
        let strict = patterns::closed(guard.text, r"\z").filter(|_| guard.is_pattern)?;
        let form = Form::like(guard.text).but(strict);
        let answer =
            context.accepted(tool, |prover, subject| text_through(prover, subject, tool.name, guard.path, &form));
        Some((guard, findings::found(answer)?))
    })
}
