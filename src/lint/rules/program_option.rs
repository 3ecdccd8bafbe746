//! A `require` on a command that lets a program run another one, or write a file, by what follows its name.

use std::collections::HashSet;

use crate::analyze::Call;
use crate::analyze::holes::{Form, text_through};
use crate::classify::{ArgumentKind, argument_signs};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::good_texts::{good_texts, meeting};
use crate::lint::programs::{self, Program, VARIABLES};
use crate::lint::text_conditions::{self, TextCondition};
use crate::lint::{Check, Clause, Context, Rule, Tool, candidates, findings, names, patterns};
use crate::vocab::Path;

pub static RULE: Rule = Rule {
    code: Code::of_rule("program-option"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &["shell-separator"],
    title: "a `require` on a command that lets a program run another one or write a file",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A `require … matches` or `contains` on a command that allows a known program together with
options that make it run another program, delete or write files. The table is
[`src/lint/programs`](../../src/lint/programs). Some of its rows:

| program | what follows it |
| --- | --- |
| `git` | `-c core.pager=/tmp/x.sh log`, `--output=/root/.bashrc`, `--upload-pack=/tmp/x.sh` |
| `find` | `/ -delete`, `/ -exec rm {} +` |
| `tar` | `--to-command=/tmp/x.sh`, `--checkpoint-action=exec=/tmp/x.sh` |
| `curl` | `-o /root/.bashrc`, `-d @/etc/passwd`, `-K /tmp/x.conf` |
| `npm` | `exec evil-package`, `install evil-package` |
| `make` | `SHELL=/tmp/x.sh`, `-f /tmp/x.mk` |
| `cp`, `mv`, `tee`, `dd` | any file: `/tmp/x /root/.bashrc` |
| `uv run`, `poetry run`, `bundle exec`, `timeout` | any program: `uv run rm -r /srv` |
| `python3`, `node`, `perl`, `sh` | any program: `-c "__import__('os').system('id')"` |
| `env`, `sudo`, `xargs` | any command |

A variable in front of a program is reported, too: `LD_PRELOAD=/tmp/x.so make test` loads
`/tmp/x.so` into `make`. All clauses of the tool are considered together.

## Why it matters
Without `;` and `|` a shell starts only one program, but that program may start others. A list of
harmless programs is no limit if one of them runs what its arguments say.

## Example
```pl policy.pl
default deny

tool run: execute {
  require args.command matches "^git(?: [A-Za-z0-9._/=-]+)*$" because "Run git."
  limit 10 per minute
}
```

## Fix
List the whole commands, or let no word begin with `-` and list the first one.

```pl policy.pl
default deny

tool run: execute {
  require args.command matches "^git (?:status|log|diff)(?: --stat)?$"
    because "Run git status, log or diff."
  limit 10 per minute
}
```

## When to ignore it
If the program runs where it can do no harm, such as a container without files and network.
"#;

/// A program that runs another, or a variable before a program.
struct Runs<'c> {
    condition: TextCondition<'c>,
    by: By,
    call: Call,
}

enum By {
    Program(&'static Program, String),
    Variable,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| runs(context, tool, clause));
    let finding = |clause: &Clause<'_>, runs: Runs<'_>| {
        let path = runs.condition.path;
        let (message, help) = match &runs.by {
            By::Program(program, name) => (message(path, program, name), help(path, program, name)),
            By::Variable => (
                format!("`{path}` may set a variable that loads another program"),
                "list the variables that may be set, or none".to_owned(),
            ),
        };
        findings::let_through(&RULE, clause, runs.call, message).with_help(help)
    };
    patterns::findings(context, found, |runs| runs.condition.place, finding)
}

fn message(path: &Path, program: &Program, name: &str) -> String {
    format!("in `{path}`, `{name}` {}", program.does)
}

fn help(path: &Path, program: &Program, name: &str) -> String {
    match program.is_interpreter {
        false => format!("list whole commands with `require {path} in …`, or the words that may follow `{name}`"),
        true => format!("list whole commands with `require {path} in …`, without `{name}` and programs like it"),
    }
}

fn runs<'c>(context: &Context<'c>, tool: &Tool<'c>, clause: &Clause<'c>) -> Option<Runs<'c>> {
    text_conditions::of_clause(clause).into_iter().find_map(|condition| {
        let path = condition.path;
        let all = text_conditions::of_argument(context, tool, path);
        let is_first = all.first().is_some_and(|first| first.is(&condition));
        // Another rule reports lists that have to hold an element.
        if !is_first || !text_conditions::may_be_text(context, tool, path) {
            return None;
        }
        if context.kind(tool, path) != Some(ArgumentKind::Command) || is_free(context, tool, path) {
            return None;
        }
        let (text, call) = first_through(context, tool, path, &all)?;
        let by = match programs::of(&text).or_else(|| programs::of(program_of(tool, path)?)) {
            Some((program, name)) => By::Program(program, name.to_owned()),
            None => By::Variable,
        };
        Some(Runs { condition, by, call })
    })
}

/// Whether any command gets through. Another rule says so.
fn is_free(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> bool {
    context.passing_attack(tool, path).is_some_and(|(text, _)| programs::of(&text).is_none())
}

/// A command that runs another program, and a call with it.
fn first_through(
    context: &Context<'_>,
    tool: &Tool<'_>,
    path: &Path,
    conditions: &[TextCondition<'_>],
) -> Option<(String, Call)> {
    let examples = good_texts(conditions, &[]);
    let tried = match program_of(tool, path) {
        Some(program) => words(program, &examples),
        None => commands(&examples),
    };
    candidates::first_through(context, tool, path, &meeting(conditions, tried), &[]).or_else(|| {
        let form = Form::like(any_of(&named(conditions))?);
        let answer = context.accepted(tool, |prover, subject| text_through(prover, subject, tool.name, path, &form));
        let call = findings::found(answer)?;
        Some((candidates::text_at(&call, path)?.to_owned(), call))
    })
}

/// The program that a tool is named after, if an argument holds the words that follow: `args` of a tool `git`.
fn program_of<'t>(tool: &Tool<'t>, path: &Path) -> Option<&'t str> {
    let is_words = argument_signs::holds_words(names::name(path));
    programs::of(tool.name).filter(|_| is_words).map(|_| tool.name)
}

/// Words after a program that make it run something else.
fn words(program: &str, examples: &[String]) -> Vec<String> {
    let whole = examples.iter().map(|example| format!("{program} {example}"));
    let all = whole.chain([program.to_owned()]).flat_map(|command| continued(&command));
    all.filter_map(|command| command.strip_prefix(program).map(|words| words.trim_start().to_owned())).collect()
}

/// Commands that run something else, made from those that a policy allows.
fn commands(examples: &[String]) -> Vec<String> {
    let mut all: Vec<String> = examples.iter().flat_map(|example| continued(example)).collect();
    let plain = |program: &Program| {
        let (name, tail) = (program.names.first()?, program.commands.first().or(program.options.first())?);
        Some(format!("{name} {tail}"))
    };
    all.extend(programs::all().filter_map(plain));
    let commands: Vec<&str> = examples.iter().map(String::as_str).chain(COMMON).collect();
    let set = |variable: &&str| commands.iter().map(move |command| format!("{variable} {command}")).collect::<Vec<_>>();
    let with_variables: Vec<String> = VARIABLES.iter().flat_map(set).collect();
    all.extend(with_variables.iter().cloned());
    all.extend(with_variables.iter().map(|command| format!("env {command}")));
    let mut seen = HashSet::new();
    all.retain(|command| seen.insert(command.clone()));
    all
}

/// Commands that many policies allow.
const COMMON: [&str; 4] = ["make test", "npm test", "git status", "ls"];

/// What may follow the program of a command, and options after all of its words.
fn continued(example: &str) -> Vec<String> {
    let Some((program, _)) = programs::of(example) else { return Vec::new() };
    let words: Vec<&str> = example.split(' ').collect();
    let name = words.first().copied().unwrap_or_default();
    let first_two = words.iter().take(2).copied().collect::<Vec<_>>().join(" ");
    let direct = program.commands.iter().map(|tail| format!("{name} {tail}"));
    let after = |start: &str| program.options.iter().map(|option| format!("{start} {option}")).collect::<Vec<_>>();
    direct.chain(after(name)).chain(after(&first_two)).chain(after(example)).collect()
}

/// The programs that the conditions name.
fn named(conditions: &[TextCondition<'_>]) -> Vec<(&'static Program, &'static str)> {
    let names = programs::all().flat_map(|program| program.names.iter().map(move |name| (program, *name)));
    let is_named = |name: &str| conditions.iter().any(|condition| has_word(condition.text, name));
    names.filter(|(_, name)| is_named(name)).collect()
}

fn has_word(text: &str, word: &str) -> bool {
    let is_letter = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        !is_letter(before) && !is_letter(after)
    })
}

/// Commands of some programs that run something else, whatever is around the words that do so.
fn any_of(programs: &[(&Program, &str)]) -> Option<String> {
    let any = |tails: &[&str]| tails.iter().map(|tail| patterns::escaped(tail)).collect::<Vec<_>>().join("|");
    let one = |(program, name): &(&Program, &str)| {
        let name = patterns::escaped(name);
        let direct = (!program.commands.is_empty()).then(|| format!("{name} (?:{})", any(program.commands)));
        let after = (!program.options.is_empty()).then(|| format!("{name}(?: [ -~]*)? (?:{})", any(program.options)));
        direct.into_iter().chain(after).collect::<Vec<_>>().join("|")
    };
    let all: Vec<String> = programs.iter().map(one).collect();
    (!all.is_empty()).then(|| format!("^(?:[!-~]*/)?(?:{})(?: [ -~]*)?$", all.join("|")))
}
