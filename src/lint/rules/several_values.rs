//! A `require` on a mail address, a host or a path that lets several of them through in one text.

use crate::analyze::Call;
use crate::analyze::hosts;
use crate::classify::ArgumentKind;
use crate::diagnostic::{Code, Diagnostic, Safety, Severity};
use crate::lint::corrections::{Correction, Put};
use crate::lint::safe_forms::SafeForm;
use crate::lint::text_conditions::{self, TextCondition, passing};
use crate::lint::{Check, Clause, Context, Rule, Tool, findings, patterns, plausible};
use crate::vocab::{Alternative, TextOperator};

pub static RULE: Rule = Rule {
    code: Code::of_rule("several-values"),
    level: Severity::Error,
    pedantic: false,
    fix: Some(Safety::Unsafe),
    yields_to: &["unanchored-regex", "host-check", "open-prefix", "path-traversal"],
    title: "a `require` on an address that lets several through in one text",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A `require … matches` or `contains` on a mail address, a host or a path that a text with another
one beside it also satisfies: `eve@evil.test, ann@acme.example`.

## Why it matters
Many servers accept several recipients in one text, separated by commas, semicolons, blanks or line
breaks. The message is then also sent to those that nobody asked about.

## Example
```pl policy.pl
default deny

tool send_mail: write {
  require args.to matches r"^.*@acme\.example$" because "Write to colleagues."
  limit 10 per minute
}
```

## Fix
Ask for one address of the domain with `at`, or list the characters that may come before the `@`.

```pl policy.pl
default deny

tool send_mail: write {
  require args.to at "acme.example" because "Write to colleagues."
  limit 10 per minute
}
```

## When to ignore it
If the server is known to take the whole text as one address.
"#;

struct Several<'c> {
    condition: TextCondition<'c>,
    kind: ArgumentKind,
    call: Call,
    correction: Option<Correction<'c>>,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| several(context, tool, clause));
    let finding = |clause: &Clause<'_>, several: Several<'_>| {
        let Several { condition, kind, call, correction } = several;
        let what = match kind {
            ArgumentKind::Mail => "mail address",
            ArgumentKind::Path => "path",
            ArgumentKind::Host | ArgumentKind::Url | ArgumentKind::Command | ArgumentKind::Query => "host",
        };
        let message = format!("`{}` may hold more than one {what}", condition.path);
        let finding = findings::let_through(&RULE, clause, call, message);
        match correction {
            Some(correction) => correction.put(context, clause, &condition, finding),
            None => finding.with_help("list the characters that it may contain, such as `[A-Za-z0-9._-]+`, up to `$`"),
        }
    };
    patterns::findings(context, found, |several| several.condition.place, finding)
}

fn several<'c>(context: &Context<'c>, tool: &Tool<'c>, clause: &Clause<'c>) -> Option<Several<'c>> {
    text_conditions::of_clause(clause).into_iter().find_map(|condition| {
        let kind = context.kind(tool, condition.path)?;
        if !is_asked(kind) || !text_conditions::is_first(context, tool, &condition) {
            return None;
        }
        let good =
            condition.alternatives().iter().filter_map(|alternative| good(kind, alternative)).collect::<Vec<_>>();
        let attacks: Vec<_> = good.iter().flat_map(|good| plausible::several(kind, good)).collect();
        let call = passing(context, tool, condition.path, &attacks)?;
        let correction = correction(context, tool, kind, &condition, &call);
        Some(Several { condition, kind, call, correction })
    })
}

fn is_asked(kind: ArgumentKind) -> bool {
    match kind {
        ArgumentKind::Mail | ArgumentKind::Host | ArgumentKind::Path => true,
        ArgumentKind::Url | ArgumentKind::Command | ArgumentKind::Query => false,
    }
}

/// A text that an alternative asks for. What is asked for as a path has to name a folder.
fn good(kind: ArgumentKind, alternative: &Alternative) -> Option<String> {
    let example = plausible::example(alternative);
    match kind {
        ArgumentKind::Mail if example.starts_with('@') => Some(format!("ann{example}")),
        ArgumentKind::Mail | ArgumentKind::Host => (!example.is_empty()).then_some(example),
        ArgumentKind::Path => (alternative.is_open_at_start && example.contains('/')).then_some(example),
        ArgumentKind::Url | ArgumentKind::Command | ArgumentKind::Query => None,
    }
}

/// `at` with the domains that a condition names.
fn correction<'c>(
    context: &Context<'c>,
    tool: &Tool<'c>,
    kind: ArgumentKind,
    condition: &TextCondition<'c>,
    call: &Call,
) -> Option<Correction<'c>> {
    Correction::of(context, tool, kind, condition, call).or_else(|| {
        let named =
            if condition.is_pattern { hosts::in_pattern(condition.text) } else { hosts::in_text(condition.text) };
        let domains = (kind == ArgumentKind::Mail).then(|| SafeForm::new(TextOperator::At, named.hosts))??;
        Correction::new(context, tool, condition, (domains, Put::Also), Some(call))
    })
}
