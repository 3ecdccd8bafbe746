//! A callable tool with an unrestricted text that is run, opened or fetched.

use std::collections::HashMap;

use crate::analyze::Call;
use crate::analyze::holes::{Form, text_through};
use crate::catalog::Argument;
use crate::catalog::rule::RuleKind;
use crate::diagnostic::{Code, Diagnostic, Severity, listed, quoted};
use crate::lint::context::Target;
use crate::lint::{Check, Context, Rule, Tool, findings, names, wording};
use crate::vocab::{Category, Kind, Path};

pub static RULE: Rule = Rule {
    code: Code::of_rule("unconstrained-code-argument"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &["destructive-callable", "financial-without-condition"],
    title: "a callable tool with an unrestricted command, path, address or query",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A callable tool with a command, script, path, address or query that no clause restricts, and that
the schema does not restrict with `enum`, `const` or `pattern` either. The last word of the
argument's name is `command`, `cmd`, `shell`, `script`, `sql`, `url`, `uri` or `path`, or the name
is `code` or, in a tool that is not rated `read`, `query`. The rule needs a catalog or a
signature.

## Why it matters
A command, a script, a path, an address or a query is a small program that the agent writes, and
that it often copies from something that somebody else wrote.

## Example
```pl policy.pl
default deny
tool fetch_page(url: string): read {}
```

## Fix
Say with `require … matches` which values are allowed.

```pl policy.pl
default deny

tool fetch_page(url: string): read {
  require args.url matches r"^https://docs\.example\.com/" because "Fetch pages of the docs."
}
```

## When to ignore it
If any value is fine, as for a tool that reads public pages for an agent that has no secrets.
"#;

const LAST_WORDS: [&str; 8] = ["command", "cmd", "shell", "script", "sql", "url", "uri", "path"];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let tools: Vec<_> =
        context.callable().filter_map(|tool| code_arguments(context, &tool).map(|found| (tool, found))).collect();
    let by_name: HashMap<&str, _> = tools.iter().map(|(tool, found)| (tool.name, found)).collect();
    let finding = |target: Target<'_>| {
        let mut found = target.tools.iter().filter_map(|tool| by_name.get(tool.name));
        let first = found.next()?;
        let mut paths: Vec<_> = first.0.iter().chain(found.flat_map(|(paths, _)| paths)).collect();
        paths.sort_unstable();
        paths.dedup();
        Some(self::finding(&target, &paths, &first.1))
    };
    context.by_target(tools.iter().map(|(tool, _)| *tool)).into_iter().filter_map(finding).collect()
}

/// The arguments of a tool that may be any text but should not be, and a call with such a text.
pub fn code_arguments(context: &Context<'_>, tool: &Tool<'_>) -> Option<(Vec<Path>, Call)> {
    let arguments = context.arguments(tool);
    let free = arguments
        .iter()
        .filter(|(path, argument)| is_code(tool, path) && is_any_text(argument) && !context.is_restricted(tool, path));
    let mut found: Option<(Vec<Path>, Call)> = None;
    for (path, _) in free {
        let ask = |form: &Form| {
            findings::found(
                context.accepted(tool, |prover, subject| text_through(prover, subject, tool.name, path, form)),
            )
        };
        match (&mut found, ask(&Form::default())) {
            (_, None) => {}
            (Some((paths, _)), Some(_)) => paths.push(path.clone()),
            (None, Some(call)) => found = Some((vec![path.clone()], ask(&attack(path)).unwrap_or(call))),
        }
    }
    found
}

fn is_code(tool: &Tool<'_>, path: &Path) -> bool {
    let name = names::name(path);
    LAST_WORDS.contains(&names::last_word(name).as_str())
        || name.eq_ignore_ascii_case("code")
        || name.eq_ignore_ascii_case("query") && tool.category() != Some(Category::Read)
}

/// Whether the schema allows strings and does not restrict them.
fn is_any_text(argument: &Argument) -> bool {
    let texts = argument.ty.alternatives().iter().filter(|alternative| alternative.kinds.has(Kind::String));
    texts.into_iter().any(|alternative| {
        !alternative.rules.iter().any(|rule| match rule.kind {
            RuleKind::Values(_) | RuleKind::Pattern(_) => true,
            RuleKind::Whole
            | RuleKind::Least(_)
            | RuleKind::Most(_)
            | RuleKind::MultipleOf(_)
            | RuleKind::Shortest(_)
            | RuleKind::Longest(_) => false,
        })
    })
}

/// A text that shows what can happen.
fn attack(path: &Path) -> Form {
    let text = match names::last_word(names::name(path)).as_str() {
        "command" | "cmd" | "shell" | "script" | "code" => r"^rm -rf ~$",
        "sql" | "query" => "^drop table users$",
        "path" => r"^/etc/passwd$",
        "url" | "uri" => r"^https://evil\.test/$",
        _ => "",
    };
    Form::like(text)
}

fn finding(target: &Target<'_>, paths: &[&Path], call: &Call) -> Diagnostic {
    let arguments = listed(&quoted(paths), "and");
    let message = format!("{} may be called with any text in {arguments}", target.words());
    let label = wording::allowed(call);
    let first = paths.first().map(ToString::to_string).unwrap_or_default();
    RULE.finding(target.place, message, label)
        .with_help(format!("say with `require {first} matches …` which values are allowed"))
        .with_witness(findings::witness(call.clone()))
}
