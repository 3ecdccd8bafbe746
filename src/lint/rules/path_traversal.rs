//! A `require` on a path that lets `..` through as a whole step.

use crate::analyze::Call;
use crate::analyze::holes::step_up;
use crate::classify::ArgumentKind;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::text_conditions::{self, TextCondition};
use crate::lint::{Check, Clause, Context, Rule, findings, patterns};

pub static RULE: Rule = Rule {
    code: Code::of_rule("path-traversal"),
    level: Severity::Error,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a `require` on a path that lets `..` through",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A `require … matches` or `contains` on a path that also accepts paths with `..` as a whole step:
between `/`, `\` or the ends of the path. All clauses of the tool are considered together, so a
`deny if` that denies `..` is enough. An argument counts as a path if the last word of its name is
`path`, `file`, `filename`, `dir`, `directory` or `folder`.

## Why it matters
A path that begins in the right folder may leave it: `/srv/app/../../etc/passwd`.

## Example
```pl policy.pl
default deny

tool read_file: read {
  require args.path matches "^/srv/app/.*$" because "Read files of the app."
}
```

## Fix
Deny `..` as a step.

```pl policy.pl
default deny

tool read_file: read {
  require args.path matches "^/srv/app/.*$" because "Read files of the app."
  deny if args.path matches r"(?:^|[/\\])\.\.(?:[/\\]|$)" because "Stay in the folder."
}
```

## When to ignore it
If the server is known to refuse paths that leave its folder, or accepts only names instead of
paths.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let form = step_up();
    let asked = (ArgumentKind::Path, &form);
    let found = context.by_clause(|tool, clause| text_conditions::letting_through(context, tool, clause, asked));
    let finding = |clause: &Clause<'_>, (condition, call): (TextCondition<'_>, Call)| {
        let path = condition.path;
        let help = format!(r#"also write `deny if {path} matches r"(?:^|[/\\])\.\.(?:[/\\]|$)"`"#);
        let message = format!("`{path}` may leave its folder with `..`");
        findings::let_through(&RULE, clause, call, message).with_help(help)
    };
    patterns::findings(context, found, |(condition, _)| condition.model, finding)
}
