//! A `require` on a command that lets a second command through.

use crate::analyze::Call;
use crate::analyze::holes::separator;
use crate::classify::ArgumentKind;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::text_conditions::{self, TextCondition};
use crate::lint::{Check, Clause, Context, Rule, findings, patterns};

pub static RULE: Rule = Rule {
    code: Code::of_rule("shell-separator"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a `require` on a command that lets a second command through",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A `require … matches` or `contains` on a command that text with a shell operator also satisfies:
`;`, `|`, `&`, `>`, `<`, a backtick, a line break or `$(`. All clauses of the tool are considered
together, so a `deny if` that denies such text is enough. An argument counts as a command if the
last word of its name is `command`, `cmd`, `shell` or `script`.

## Why it matters
To a shell, `git status; rm -rf ~` is two commands. With these operators a shell ends a command,
starts another one or writes to a file.

## Example
```pl policy.pl
default deny

tool run: execute {
  require args.command matches "^git (?:status|log) ?.*$" because "Run git status or git log."
  limit 10 per minute
}
```

## Fix
List the characters that the command may contain.

```pl policy.pl
default deny

tool run: execute {
  require args.command matches "^git (?:status|log)(?: [A-Za-z0-9._/-]+)*$"
    because "Run git status or git log."
  limit 10 per minute
}
```

## When to ignore it
If the server starts the program itself, without a shell.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let form = separator();
    let asked = (ArgumentKind::Command, &form);
    let found = context.by_clause(|tool, clause| text_conditions::letting_through(context, tool, clause, asked));
    let finding = |clause: &Clause<'_>, (condition, call): (TextCondition<'_>, Call)| {
        let message = format!("`{}` may contain a second command", condition.path);
        let help = "list the characters that it may contain, such as `[A-Za-z0-9 ._/-]*`, up to `$`";
        findings::let_through(&RULE, clause, call, message).with_help(help)
    };
    patterns::findings(context, found, |(condition, _)| condition.place, finding)
}
