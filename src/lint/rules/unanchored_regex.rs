//! A `require … matches` whose expression may be found anywhere in the text.

use crate::analyze::Call;
use crate::analyze::holes::{Form, text_through};
use crate::diagnostic::{Code, Diagnostic, Safety, Severity};
use crate::lint::guards::{self, Guard};
use crate::lint::{Check, Clause, Context, Rule, Tool, findings, patterns, wording};

pub static RULE: Rule = Rule {
    code: Code::of_rule("unanchored-regex"),
    level: Severity::Error,
    pedantic: false,
    fix: Some(Safety::Unsafe),
    yields_to: &[],
    title: "a `require … matches` whose expression may be found anywhere in the text",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r##"
A regular expression matches wherever it finds a part that fits. So an alternative that does
not begin with `^` lets any text through in front of it: `^` in front of the first of several
holds the first alone. Write `^(?:a|b)`, or `^` in front of each. `\A` says the same, and `.*`
at the start says that anything may stand there.

## Flagged
```pl policy.pl
default deny

tool read_log: read {
  require args.name matches "web|mail$" because "Read the logs of web or mail."
}
```

## Clean
```pl policy.pl
default deny

tool read_log: read {
  require args.name matches "^(?:web|mail)$" because "Read the logs of web or mail."
}
```

## When to ignore it
Where a text is asked for that has to hold something, wherever it stands. Then `.*` in front,
or `contains`, says so.
"##;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| unanchored(context, tool, clause));
    let finding = |clause: &Clause<'_>, (guard, call): (Guard<'_>, Call)| {
        let argument = guard.path;
        let message = format!("anything may stand before what `{argument}` has to match");
        let finding = findings::let_through(&RULE, clause, call, message);
        let mended = patterns::anchored(guard.text, "^");
        let finding = finding.with_help(match &mended {
            Some(mended) if mended.chars().count() <= wording::LONGEST_PATTERN => format!("write `{mended}`"),
            Some(_) | None => r"write `\A` at the start, and `(?:` and `)` around all alternatives".to_owned(),
        });
        let edit = mended.and_then(|mended| patterns::rewritten(context, clause, guard.condition, &mended));
        match edit {
            Some(edit) => finding.with_fix(Safety::Unsafe, vec![edit]),
            None => finding,
        }
    };
    patterns::told(context, found, |(guard, _)| guard.condition, finding)
}

/// A call that the expression lets through, and would not if it began at the start.
fn unanchored<'c>(context: &Context<'c>, tool: &Tool<'c>, clause: &Clause<'c>) -> Option<(Guard<'c>, Call)> {
    guards::of_clause(clause).into_iter().find_map(|guard| {
        let strict = patterns::anchored(guard.text, r"\A").filter(|_| guard.is_pattern)?;
        let form = Form::like(guard.text).but(strict);
        let answer =
            context.accepted(tool, |prover, subject| text_through(prover, subject, tool.name, guard.path, &form));
        Some((guard, findings::found(answer)?))
    })
}
