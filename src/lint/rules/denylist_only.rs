//! A command, path or host that only a `deny if` restricts.

use crate::analyze::Call;
use crate::analyze::holes::{Form, text_through};
use crate::catalog::Lookup;
use crate::catalog::rule::RuleKind;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Clause, Context, Rule, Tool, findings, text_conditions};
use crate::model::Condition;
use crate::vocab::Path;

pub static RULE: Rule = Rule {
    code: Code::of_rule("denylist-only"),
    level: Severity::Warning,
    pedantic: true,
    fix: None,
    yields_to: &[],
    title: "a command, path or host that only a `deny if` restricts",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A command, path or host for which a `deny if` lists bad values, but no clause says which values
are good.

## Why it matters
A list of bad values is never complete: `rm` has a hundred spellings, and so has every address.

## Example
```pl policy.pl
default deny

tool run: execute {
  deny if args.command matches r"\brm\b" because "Do not delete files."
  limit 10 per minute
}
```

## Fix
Say with `require` which values are good. Keep the `deny if` for the bad ones among them.

```pl policy.pl
default deny

tool run: execute {
  require args.command in ["make", "make test"] because "Only make."
  limit 10 per minute
}
```

## When to ignore it
If nearly everything is good, and the exceptions are easy to list.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| denied_alone(context, tool, clause));
    let finding = |clause: &Clause<'_>, (path, call): (Path, Call)| {
        let message = format!("only bad values of `{path}` are listed");
        let help = format!("say with `require {path} …` which values are good");
        findings::let_through(&RULE, clause, call, message).with_help(help)
    };
    found.into_iter().map(|found| finding(&found.clause, found.what)).collect()
}

fn denied_alone(context: &Context<'_>, tool: &Tool<'_>, clause: &Clause<'_>) -> Option<(Path, Call)> {
    if clause.is_require() {
        return None;
    }
    let all = context.clauses(tool);
    let has = |clause: &Clause<'_>, path: &Path, listed: Listed| {
        clause.entry.conditions.iter().any(|it| it.path == *path && self::listed(clause, it) == Some(listed))
    };
    let paths = clause.entry.conditions.iter().map(|condition| &condition.path);
    paths.filter(|path| context.kind(tool, path).is_some() && has(clause, path, Listed::Bad)).find_map(|path| {
        let first = all.iter().find(|other| has(other, path, Listed::Bad));
        let is_first = first.is_some_and(|first| first.place == clause.place);
        if !is_first || all.iter().any(|other| has(other, path, Listed::Good)) || !is_open(context, tool, path) {
            return None;
        }
        let form = Form::default();
        let answer = context.accepted(tool, |prover, subject| text_through(prover, subject, tool.name, path, &form));
        Some((path.clone(), findings::found(answer)?))
    })
}

/// What a condition lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Listed {
    Good,
    Bad,
}

/// `deny if args.x not in ["a"]` lists good values.
fn listed(clause: &Clause<'_>, condition: &Condition) -> Option<Listed> {
    let is_good = clause.is_require() || condition.op.is_negative();
    condition.presence().is_none().then_some(if is_good { Listed::Good } else { Listed::Bad })
}

/// Whether the argument may be a string that the schema does not restrict.
fn is_open(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> bool {
    let is_restricted = match context.lookup(tool, path) {
        Lookup::Found(argument) => {
            let mut rules = argument.ty.alternatives().iter().flat_map(|alternative| &alternative.rules);
            rules.any(|rule| matches!(rule.kind, RuleKind::Values(_) | RuleKind::Pattern(_)))
        }
        Lookup::Unknown | Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. } => false,
    };
    text_conditions::may_be_text(context, tool, path) && !is_restricted
}
