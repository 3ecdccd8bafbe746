//! A `require` on a path or an address whose beginning ends inside the name of a folder.

use crate::analyze::Call;
use crate::classify::ArgumentKind;
use crate::diagnostic::{Code, Diagnostic, Safety, Severity};
use crate::lint::corrections::{Correction, Put};
use crate::lint::safe_forms;
use crate::lint::text_conditions::{self, TextCondition, passing};
use crate::lint::{Check, Clause, Context, Rule, Tool, findings, patterns, plausible};
use crate::vocab::{Alternative, Stretch};

pub static RULE: Rule = Rule {
    code: Code::of_rule("open-prefix"),
    level: Severity::Error,
    pedantic: false,
    fix: Some(Safety::Unsafe),
    yields_to: &["host-check"],
    title: "a `require` on a path or an address that ends inside the name of a folder",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A `require … matches` on a path or an address that asks for a beginning, such as `^/srv/docs`, and
lets the last step of it go on: `/srv/docs-private/keys` also begins like this. A beginning that
ends with a sign, such as `^/srv/logs/app-`, is taken as intended.

## Why it matters
The beginning is meant to be a folder, but folders beside it get through, too.

## Example
```pl policy.pl
default deny

tool read_file: read {
  require args.path matches "^/srv/docs" because "Read the docs."
  deny if args.path matches r"(?:^|[/\\])\.\.(?:[/\\]|$)" because "Stay in the folder."
}
```

## Fix
Say which folder is meant: with `under`, or for an address with `on`.

```pl policy.pl
default deny

tool read_file: read {
  require args.path under "/srv/docs" because "Read the docs."
}
```

## When to ignore it
If all folders and files whose names begin like this are meant. Then `starts with` says so, and a
comment can say why.
"#;

struct Open<'c> {
    condition: TextCondition<'c>,
    folder: String,
    call: Call,
    correction: Option<Correction<'c>>,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| open(context, tool, clause));
    let finding = |clause: &Clause<'_>, open: Open<'_>| {
        let Open { condition, folder, call, correction } = open;
        let message = format!("`{}` may lead to another folder that begins with `{folder}`", condition.path);
        let finding = findings::let_through(&RULE, clause, call, message);
        match correction {
            Some(correction) => correction.put(context, clause, &condition, finding),
            None => finding.with_help("write the whole folder, up to the sign that ends its name"),
        }
    };
    patterns::findings(context, found, |open| open.condition.place, finding)
}

fn open<'c>(context: &Context<'c>, tool: &Tool<'c>, clause: &Clause<'c>) -> Option<Open<'c>> {
    text_conditions::of_clause(clause).into_iter().filter(|condition| condition.is_pattern).find_map(|condition| {
        let kind = context.kind(tool, condition.path)?;
        let alternatives = text_conditions::ended(context, tool, &condition);
        let alternative = alternatives.iter().find(|alternative| is_open(kind, alternative))?;
        let attacks = plausible::neighbours(alternative);
        let call = passing(context, tool, condition.path, &attacks)?;
        let new = |form, put| Correction::new(context, tool, &condition, (form, put), Some(&call));
        let meant = safe_forms::meant(Some(kind), &condition).and_then(|form| new(form, Put::Instead));
        let correction = meant.or_else(|| new(safe_forms::of_leads(kind, &alternatives)?, Put::Also));
        Some(Open { condition, folder: alternative.lead.clone(), call, correction })
    })
}

/// Whether an alternative fixes a beginning that may go on inside a step.
fn is_open(kind: ArgumentKind, alternative: &Alternative) -> bool {
    let lead = alternative.lead.as_str();
    let is_path = match kind {
        ArgumentKind::Path => !lead.is_empty(),
        ArgumentKind::Url => lead.split_once("://").is_some_and(|(_, rest)| rest.contains('/')),
        ArgumentKind::Command | ArgumentKind::Host | ArgumentKind::Mail | ArgumentKind::Query => false,
    };
    is_path
        && alternative.stretch != Stretch::None
        && alternative.is_last_step_fixed
        && !(kind == ArgumentKind::Url && lead.contains(['?', '#']))
        && lead.ends_with(|letter: char| letter.is_alphanumeric())
}
