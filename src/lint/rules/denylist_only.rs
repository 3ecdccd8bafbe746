//! A command, path or host that only a `deny if` guards.

use crate::analyze::Call;
use crate::analyze::holes::{Form, text_through};
use crate::catalog::Lookup;
use crate::catalog::rule::RuleKind;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::names::Meaning;
use crate::lint::{Check, Clause, Context, Rule, Tool, findings, guards};
use crate::model::Condition;
use crate::vocab::{Operator, Path};

pub static RULE: Rule = Rule {
    code: Code::of_rule("denylist-only"),
    level: Severity::Warning,
    pedantic: true,
    fix: None,
    yields_to: &[],
    title: "a command, path or host that only a `deny if` guards",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r##"
A list of what is bad is never complete: `rm` has a hundred spellings, and so has every address. Say
with `require` what is good, and keep the `deny if` for what is bad among it.

## Flagged
```pl policy.pl
default deny

tool run: execute {
  deny if args.command matches r"\brm\b" because "Do not delete files."
  limit 10 per minute
}
```

## Clean
```pl policy.pl
default deny

tool run: execute {
  require args.command in ["make", "make test"] because "Only make."
  limit 10 per minute
}
```

## When to ignore it
Where nearly everything is good, and what is not is easily said.
"##;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| denied_alone(context, tool, clause));
    let finding = |clause: &Clause<'_>, (path, call): (Path, Call)| {
        let message = format!("only what is bad of `{path}` is listed");
        let help = format!("say with `require {path}` what is good");
        findings::let_through(&RULE, clause, call, message).with_help(help)
    };
    found.into_iter().map(|found| finding(&found.clause, found.what)).collect()
}

fn denied_alone(context: &Context<'_>, tool: &Tool<'_>, clause: &Clause<'_>) -> Option<(Path, Call)> {
    if clause.is_require() {
        return None;
    }
    let all = context.clauses(tool);
    let has = |clause: &Clause<'_>, path: &Path, says: Says| {
        clause.entry.conditions.iter().any(|it| it.path == *path && of(clause, it) == Some(says))
    };
    let paths = clause.entry.conditions.iter().map(|condition| &condition.path);
    paths.filter(|path| Meaning::of(path).is_some() && has(clause, path, Says::Bad)).find_map(|path| {
        let first = all.iter().find(|other| has(other, path, Says::Bad));
        let is_first = first.is_some_and(|first| first.place == clause.place);
        if !is_first || all.iter().any(|other| has(other, path, Says::Good)) || !is_open(context, tool, path) {
            return None;
        }
        let form = Form::default();
        let answer = context.accepted(tool, |prover, subject| text_through(prover, subject, tool.name, path, &form));
        Some((path.clone(), findings::found(answer)?))
    })
}

/// What a condition says of an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Good,
    Bad,
}

/// `deny if args.x not in ["a"]` says what is good.
fn of(clause: &Clause<'_>, condition: &Condition) -> Option<Says> {
    match condition.op {
        Operator::Exists => None,
        Operator::NotIn | Operator::Neq if !clause.is_require() => Some(Says::Good),
        Operator::Eq
        | Operator::Neq
        | Operator::Lt
        | Operator::Lte
        | Operator::Gt
        | Operator::Gte
        | Operator::In
        | Operator::NotIn
        | Operator::Regex
        | Operator::Contains => Some(if clause.is_require() { Says::Good } else { Says::Bad }),
    }
}

/// Whether the argument may be a text, and the schema does not say which.
fn is_open(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> bool {
    let says_which = match context.lookup(tool, path) {
        Lookup::Found(argument) => {
            let mut rules = argument.ty.alternatives().iter().flat_map(|alternative| &alternative.rules);
            rules.any(|rule| matches!(rule.kind, RuleKind::Values(_) | RuleKind::Pattern(_)))
        }
        Lookup::Unknown | Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. } => false,
    };
    guards::may_be_text(context, tool, path) && !says_which
}
