//! A `require … matches` whose regular expression can match anywhere in the text.

use crate::analyze::Call;
use crate::analyze::holes::Form;
use crate::analyze::hosts;
use crate::classify::ArgumentKind;
use crate::diagnostic::{Code, Diagnostic, Safety, Severity};
use crate::lint::corrections::{self, Correction, Put};
use crate::lint::safe_forms::{self, SafeForm};
use crate::lint::text_conditions::{self, TextCondition, passing, text_of_form};
use crate::lint::{Check, Clause, Context, Rule, Tool, findings, patterns, plausible, wording};
use crate::vocab::{Alternative, TextOperator};

pub static RULE: Rule = Rule {
    code: Code::of_rule("unanchored-regex"),
    level: Severity::Error,
    pedantic: false,
    fix: Some(Safety::Unsafe),
    yields_to: &["host-check"],
    title: "a `require … matches` whose regular expression can match anywhere in the text",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A `require … matches` whose regular expression, or one of its alternatives, does not begin with
`^`, `\A` or `.*`.

## Why it matters
A regular expression matches wherever part of the text fits it, so without `^` it lets any text
through before the match. A `^` before the first of several alternatives anchors only that one.

## Example
```pl policy.pl
default deny

tool read_log: read {
  require args.name matches "web|mail$" because "Read the logs of web or mail."
}
```

## Fix
Write `^(?:a|b)`, or `^` before each alternative; `\A` means the same. If any text may come first,
say so: `ends with ".md"` for a file, `at "acme.example"` for a mail address, or `.*` at the start.

```pl policy.pl
default deny

tool read_log: read {
  require args.name matches "^(?:web|mail)$" because "Read the logs of web or mail."
}
```

## When to ignore it
If the text has to contain something, wherever it is. `contains`, or `.*` at the start, says so.
"#;

struct Open<'c> {
    condition: TextCondition<'c>,
    call: Call,
    /// A safe operator that says the same.
    correction: Option<Correction<'c>>,
    /// The expression with a start where it lacks one, if it still lets a call through.
    corrected: Option<String>,
    /// Whether the expression, with a start, could match a whole text.
    can_begin: bool,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| unanchored(context, tool, clause));
    let finding = |clause: &Clause<'_>, open: Open<'_>| {
        let Open { condition, call, correction, corrected, can_begin } = open;
        let message = format!("any text may precede what `{}` has to match", condition.path);
        let finding = findings::let_through(&RULE, clause, call, message);
        if let Some(correction) = correction {
            return correction.put(context, clause, &condition, finding);
        }
        let finding = finding.with_help(match &corrected {
            None if !can_begin => "say what the whole text has to be, with its beginning".to_owned(),
            Some(corrected) if corrected.chars().count() <= wording::LONGEST_PATTERN => format!("write `{corrected}`"),
            Some(_) | None => r"put all alternatives in `(?:…)`, and `\A` before them".to_owned(),
        });
        let edit = corrected.and_then(|corrected| patterns::rewritten(context, clause, condition.place, &corrected));
        match edit {
            Some(edit) => finding.with_fix(Safety::Unsafe, vec![edit]),
            None => finding,
        }
    };
    patterns::findings(context, found, |open| open.condition.place, finding)
}

/// A call that the expression lets through, and would not let through if it matched from the start of the text.
fn unanchored<'c>(context: &Context<'c>, tool: &Tool<'c>, clause: &Clause<'c>) -> Option<Open<'c>> {
    let written = text_conditions::of_clause(clause).into_iter().filter(|it| it.written.is_none() && it.is_pattern);
    written.into_iter().find_map(|condition| {
        let strict = patterns::anchored(condition.text, r"\A")?;
        let form = Form::like(condition.text).but(strict);
        let any = text_of_form(context, tool, condition.path, &form)?;
        let kind = context.kind(tool, condition.path);
        let alternatives = condition.alternatives();
        let open = alternatives.iter().filter(|alternative| alternative.is_open_at_start).map(plausible::example);
        let examples: Vec<String> = open.collect();
        let below = examples.iter().flat_map(|example| below(context, tool, kind, &condition, example));
        let attacks: Vec<String> =
            examples.iter().flat_map(|example| plausible::preceded(kind, example)).chain(below).collect();
        let call = passing(context, tool, condition.path, &attacks).unwrap_or(any);
        // `ends with` lets the same calls through: it only says that this is meant.
        let correction = end(kind, &condition)
            .and_then(|form| Correction::new(context, tool, &condition, (form, Put::Instead), None));
        let corrected = patterns::anchored(condition.text, start(kind, &alternatives));
        let remains = |corrected: &String| corrections::remains(context, tool, &condition, corrected);
        let can_begin = alternatives.iter().all(|alternative| can_begin(kind, alternative))
            && corrected.as_ref().is_none_or(remains);
        let corrected = corrected.filter(|_| can_begin);
        let correction = correction.or_else(|| beginning(context, tool, kind, &condition, corrected.as_deref()?));
        Some(Open { condition, call, correction, corrected, can_begin })
    })
}

/// The operator that an expression means with a start: `under "/srv/docs"` for `/srv/docs`.
fn beginning<'c>(
    context: &Context<'c>,
    tool: &Tool<'c>,
    kind: Option<ArgumentKind>,
    condition: &TextCondition<'c>,
    corrected: &str,
) -> Option<Correction<'c>> {
    let form = safe_forms::meant(kind, &TextCondition { text: corrected, ..*condition })?;
    let is_beginning = matches!(form.operator, TextOperator::Under | TextOperator::On);
    is_beginning.then(|| Correction::new(context, tool, condition, (form, Put::Instead), None))?
}

/// Texts in the folders that other conditions on the argument name, with what an expression asks for at their end.
fn below(
    context: &Context<'_>,
    tool: &Tool<'_>,
    kind: Option<ArgumentKind>,
    condition: &TextCondition<'_>,
    example: &str,
) -> Vec<String> {
    if !matches!(kind, Some(ArgumentKind::Path | ArgumentKind::Url)) {
        return Vec::new();
    }
    let others = text_conditions::of_argument(context, tool, condition.path).into_iter().filter(|it| !it.is(condition));
    let starts = others.flat_map(|other| other.alternatives()).map(|alternative| alternative.start);
    let whole = |start: String| format!("{}/private/{}", start.trim_end_matches('/'), example.trim_start_matches('/'));
    starts.filter(|start| !start.is_empty()).map(whole).collect()
}

/// Whether an alternative, with a `^` before it, can be the beginning of a whole text of its kind. No mail address begins
/// with `@acme.example`, and no URL with a host.
fn can_begin(kind: Option<ArgumentKind>, alternative: &Alternative) -> bool {
    match kind {
        _ if !alternative.is_open_at_start => true,
        Some(ArgumentKind::Mail) => !alternative.lead.starts_with(['@', '.']),
        Some(ArgumentKind::Url) => alternative.lead.contains("://"),
        Some(ArgumentKind::Path) => !is_middle(&alternative.lead),
        Some(ArgumentKind::Host | ArgumentKind::Command | ArgumentKind::Query) | None => true,
    }
}

/// Folders that are at the root of many systems.
const ROOTS: &str = "srv home root etc var tmp opt usr mnt data app workspace workspaces users volumes media repo project \
    projects work private shared";

/// Whether a part of a path is one folder that may be anywhere, such as `/docs/`.
fn is_middle(part: &str) -> bool {
    let inner = part.strip_prefix('/').and_then(|part| part.strip_suffix('/'));
    inner.is_some_and(|folder| {
        let is_root = ROOTS.split_ascii_whitespace().any(|root| folder.eq_ignore_ascii_case(root));
        !folder.contains('/') && !is_root
    })
}

/// The operator for an expression that speaks of an end only. A word alone may as well be meant as the whole text.
fn end(kind: Option<ArgumentKind>, condition: &TextCondition<'_>) -> Option<SafeForm> {
    let hosts = || hosts::in_pattern(condition.text).hosts;
    if kind == Some(ArgumentKind::Url) && safe_forms::says_only_sites(condition, &hosts()) {
        return safe_forms::of_hosts(ArgumentKind::Url, &hosts(), condition);
    }
    let form = safe_forms::meant(kind, condition)?;
    let is_end = |value: &String| !value.starts_with(|letter: char| letter.is_alphanumeric());
    match (form.operator, kind) {
        (TextOperator::EndsWith, Some(ArgumentKind::Url)) => {
            safe_forms::of_hosts(ArgumentKind::Url, &hosts(), condition)
        }
        (TextOperator::EndsWith, Some(ArgumentKind::Host)) => None,
        (TextOperator::At, _) | (TextOperator::EndsWith, Some(ArgumentKind::Path)) => Some(form),
        (TextOperator::EndsWith, _) => form.values.iter().all(is_end).then_some(form),
        (TextOperator::Under | TextOperator::On | TextOperator::StartsWith, _) => None,
    }
}

/// What to put before an expression: of an end of a host's name, the rest of the name.
fn start(kind: Option<ArgumentKind>, alternatives: &[Alternative]) -> &'static str {
    let ends_of_hosts = || alternatives.iter().all(|alternative| alternative.end().is_some());
    let begins_a_label = || alternatives.iter().all(|it| it.tail.starts_with(|letter: char| letter.is_alphanumeric()));
    match kind {
        Some(ArgumentKind::Host) if ends_of_hosts() && begins_a_label() => "^(?:[A-Za-z0-9-]+\\.)*",
        Some(ArgumentKind::Host) if ends_of_hosts() => "^(?:[A-Za-z0-9-]+\\.)*[A-Za-z0-9-]*",
        Some(_) | None => "^",
    }
}
