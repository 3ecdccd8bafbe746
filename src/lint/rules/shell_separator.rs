//! A `require` on a command that lets another command through behind it.

use crate::analyze::Call;
use crate::analyze::holes::separator;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::guards::{self, Guard};
use crate::lint::names::Meaning;
use crate::lint::{Check, Clause, Context, Rule, findings, patterns};

pub static RULE: Rule = Rule {
    code: Code::of_rule("shell-separator"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a `require` on a command that lets another command through",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r##"
A shell takes `git status; rm -rf ~` for two commands. An expression for a command should let
none of the signs through with which a shell ends a command, starts another one or writes to a
file: `;`, `|`, `&`, `>`, `<`, a backtick, a line end and `$(`. All clauses of the tool are
looked at together: a `deny if` that stops them is as good.

An argument is taken for a command if the last word of its name is `command`, `cmd`, `shell`
or `script`.

## Flagged
```pl policy.pl
default deny

tool run: execute {
  require args.command matches "^git (?:status|log) ?.*$" because "Run git status or git log."
  limit 10 per minute
}
```

## Clean
```pl policy.pl
default deny

tool run: execute {
  require args.command matches "^git (?:status|log)(?: [A-Za-z0-9._/-]+)*$"
    because "Run git status or git log."
  limit 10 per minute
}
```

## When to ignore it
Where the server starts the program itself, without a shell.
"##;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let form = separator();
    let asked = (Meaning::Command, &form);
    let found = context.by_clause(|tool, clause| guards::letting_through(context, tool, clause, asked));
    let finding = |clause: &Clause<'_>, (guard, call): (Guard<'_>, Call)| {
        let message = format!("`{}` may hold another command", guard.path);
        let help = "list the letters that may stand in it, as `[A-Za-z0-9 ._/-]*`, up to `$`";
        findings::let_through(&RULE, clause, call, message).with_help(help)
    };
    patterns::told(context, found, |(guard, _)| guard.condition, finding)
}
