//! A `*` in a text that `==`, `in` or `contains` compares letter by letter.

use crate::check::ir;
use crate::classify::ArgumentKind;
use crate::diagnostic::{Code, Diagnostic, Edit, Safety, Severity, shortened};
use crate::lint::context::comparisons;
use crate::lint::safe_forms::SafeForm;
use crate::lint::{Check, Clause, Context, Rule, Tool, names};
use crate::model::{Condition, Operand};
use crate::source::{Place, Span};
use crate::syntax::lexeme::{LexemeKind, lexemes};
use crate::vocab::{self, Operator, Path, TextOperator, Value, Wants};

pub static RULE: Rule = Rule {
    code: Code::of_rule("glob-in-text"),
    level: Severity::Warning,
    pedantic: false,
    fix: Some(Safety::Unsafe),
    yields_to: &[],
    title: "a `*` in a text that is compared letter by letter",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A path, an address, a host or a mail address that is compared by `==`, `in` or `contains` with a
text that contains `*`, or in a path `?`. Arguments that are globs or patterns themselves, by their
name or description, and texts that the schema lists are left out.

## Why it matters
These operators have no wildcards. No real path equals `/srv/docs/**`, so a `require` denies every
call that was meant, and a `deny if` denies none.

## Example
```pl policy.pl
default deny

tool read_file: read {
  require args.path == "/srv/docs/**" because "Read the docs."
}
```

## Fix
Use `under` for a folder, `on` for a site, `at` for a mail domain, and `ends with` for an extension.
List bare host names with `in`.

```pl policy.pl
default deny

tool read_file: read {
  require args.path under "/srv/docs" because "Read the docs."
}
```

## When to ignore it
If the server itself expands the `*`.
"#;

struct Glob {
    place: Place,
    operator: &'static str,
    text: String,
    kind: ArgumentKind,
    is_require: bool,
    /// What to write after the argument.
    instead: Option<String>,
    edit: Option<Edit>,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found =
        context.by_clause(|tool, clause| written(context, tool, clause).or_else(|| in_json(context, tool, clause)));
    found.into_iter().map(|found| finding(&found.clause, found.what)).collect()
}

fn finding(clause: &Clause<'_>, glob: Glob) -> Diagnostic {
    let text = shortened(&glob.text, 60);
    let message = format!("`{}` has no wildcards: `{text}` is compared letter by letter", glob.operator);
    let sign = if text.contains('*') { '*' } else { '?' };
    let verb = if glob.is_require { "allows" } else { "denies" };
    let label = format!("{verb} only this very text, with its `{sign}`");
    let near = clause.place.source == glob.place.source && clause.place.span.start <= glob.place.span.start;
    let finding = clause.applied(RULE.finding(if near { clause.place } else { glob.place }, message, label));
    let finding = finding.with_help(help(&glob));
    match glob.edit {
        Some(edit) => finding.with_fix(Safety::Unsafe, vec![edit]),
        None => finding,
    }
}

fn help(glob: &Glob) -> String {
    let operator = match glob.kind {
        ArgumentKind::Path => "`under` and the folder",
        ArgumentKind::Mail => "`at` and the domain",
        ArgumentKind::Host => "`in` and the hosts",
        ArgumentKind::Url | ArgumentKind::Command | ArgumentKind::Query => "`on` and the site",
    };
    match &glob.instead {
        Some(instead) if glob.is_require => format!("write `{instead}`"),
        Some(_) | None if glob.is_require => format!("write {operator}"),
        Some(_) | None => format!("say what is allowed instead: `require` with {operator}"),
    }
}

fn written(context: &Context<'_>, tool: &Tool<'_>, clause: &Clause<'_>) -> Option<Glob> {
    if !clause.is_first {
        return None;
    }
    comparisons::of(clause).into_iter().find_map(|comparison| {
        let texts = compared(comparison)?;
        let (text, kind) =
            glob(context, tool, &comparison.path, comparison.operator, asks(clause, comparison.operator), &texts)?;
        let instead = instead(&comparison.path, kind, &texts);
        let edit = instead
            .as_ref()
            .filter(|_| is_whole(clause, comparison) && has_texts_only(context, comparison))
            .and_then(|instead| {
                let after = instead.strip_prefix(&comparison.path.to_string())?;
                comparisons::with_operator(comparison, after.to_owned())
            });
        Some(Glob {
            place: comparison.place,
            operator: comparison.operator.word(),
            text,
            kind,
            is_require: asks(clause, comparison.operator),
            instead,
            edit,
        })
    })
}

fn in_json(context: &Context<'_>, tool: &Tool<'_>, clause: &Clause<'_>) -> Option<Glob> {
    let conditions = clause.entry.conditions.iter().filter(|_| context.checked.is_none());
    conditions.into_iter().find_map(|condition| {
        let texts = listed(condition);
        let (text, kind) = glob(context, tool, &condition.path, condition.op, asks(clause, condition.op), &texts)?;
        Some(Glob {
            place: condition.place?,
            operator: condition.op.word(),
            text,
            kind,
            is_require: asks(clause, condition.op),
            instead: None,
            edit: None,
        })
    })
}

/// Whether a text that is compared by an operator is asked for.
fn asks(clause: &Clause<'_>, operator: Operator) -> bool {
    clause.is_require() && !operator.is_negative()
}

fn compared(comparison: &ir::Comparison) -> Option<Vec<&str>> {
    match &comparison.operand {
        vocab::Operand::One(Value::Text(text)) => Some(vec![text]),
        vocab::Operand::Many(values) => Some(values.iter().filter_map(text_of).collect()),
        vocab::Operand::One(_) | vocab::Operand::Pattern(_) | vocab::Operand::Presence(_) => None,
    }
}

fn text_of(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        Value::Number(_) | Value::Boolean(_) => None,
    }
}

fn listed(condition: &Condition) -> Vec<&str> {
    match &condition.value {
        Operand::Value(value) if condition.pattern().is_none() => text_of(value).into_iter().collect(),
        Operand::List(values) => {
            let values =
                values.iter().filter_map(|value| if let Operand::Value(value) = value { Some(value) } else { None });
            values.filter_map(text_of).collect()
        }
        Operand::Value(_) | Operand::Null => Vec::new(),
    }
}

/// The first of some texts that is a glob, and the kind of its argument.
fn glob(
    context: &Context<'_>,
    tool: &Tool<'_>,
    path: &Path,
    operator: Operator,
    is_require: bool,
    texts: &[&str],
) -> Option<(String, ArgumentKind)> {
    let is_part = operator.row().wants == Wants::Containers;
    // Before anything is asked about the argument.
    let starred = texts.iter().find(|text| text.contains(['*', '?']))?;
    if is_part && !is_require && !starred.contains(char::is_alphanumeric) || is_glob_itself(context, tool, path) {
        return None;
    }
    let kind = context.kind(tool, path)?;
    let is_glob = |text: &&&str| {
        let has_sign = text.contains('*') || kind == ArgumentKind::Path && text.contains('?');
        // `deny if args.path == "*"` denies a text that the server may expand.
        has_sign && (is_require || !text.trim_matches('*').is_empty()) && !is_listed(context, tool, path, text)
    };
    match kind {
        ArgumentKind::Path | ArgumentKind::Url | ArgumentKind::Host | ArgumentKind::Mail => {
            Some(((*texts.iter().find(is_glob)?).to_owned(), kind))
        }
        ArgumentKind::Command | ArgumentKind::Query => None,
    }
}

/// Whether the argument takes globs or patterns, by its name or description.
fn is_glob_itself(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> bool {
    const WORDS: [&str; 10] =
        ["glob", "globs", "pattern", "patterns", "wildcard", "wildcards", "mask", "filter", "include", "exclude"];
    let says = |text: &str| names::words(text).iter().any(|word| WORDS.contains(&word.as_str()));
    let lookup = context.lookup(tool, path);
    let described = lookup.argument().and_then(|argument| argument.description.as_deref());
    let has_word = |text: &str| {
        text.split(|letter: char| !letter.is_alphanumeric()).any(|word| {
            let word = word.to_lowercase();
            WORDS.iter().take(7).any(|one| *one == word)
        })
    };
    says(names::name(path)) || described.is_some_and(has_word)
}

/// Whether the schema lists a text.
fn is_listed(context: &Context<'_>, tool: &Tool<'_>, path: &Path, text: &str) -> bool {
    let lookup = context.lookup(tool, path);
    let all = lookup.argument().and_then(|argument| argument.finite(usize::MAX));
    all.is_some_and(|all| all.values.iter().any(|value| value.as_text() == text))
}

/// Whether a comparison is the whole condition of a `require`, or all that `and` joins it with.
fn is_whole(clause: &Clause<'_>, comparison: &ir::Comparison) -> bool {
    let is_it = |condition: &ir::Condition| matches!(&condition.kind, ir::ConditionKind::Comparison(one) if std::ptr::eq(one, comparison));
    let operators = matches!(comparison.operator, Operator::Eq | Operator::In);
    let found = clause.condition().is_some_and(|condition| match &condition.kind {
        ir::ConditionKind::And(parts) => parts.iter().any(is_it),
        ir::ConditionKind::Comparison(_) => is_it(condition),
        ir::ConditionKind::Or(_) | ir::ConditionKind::Not(_) | ir::ConditionKind::Incomplete(_) => false,
    });
    clause.is_require() && operators && found
}

/// Whether a comparison writes its texts itself, without names, and has no comment.
fn has_texts_only(context: &Context<'_>, comparison: &ir::Comparison) -> bool {
    let end = comparison.segment_places.last().map_or(comparison.place.span.start, |place| place.span.end);
    let after = Span { start: end, ..comparison.place.span }.of(comparison.place.source);
    let text = context.text(after);
    lexemes(text, 0).all(|lexeme| match lexeme.kind {
        LexemeKind::Word => text.get(lexeme.span.range()) == Some("in"),
        LexemeKind::Comment => false,
        LexemeKind::String | LexemeKind::OpenString | LexemeKind::Number | LexemeKind::Sign(_) => true,
    })
}

/// The comparison that the texts mean: `args.path under "/srv/docs"`.
fn instead(path: &Path, kind: ArgumentKind, texts: &[&str]) -> Option<String> {
    let forms = |operator, value: fn(&str) -> Option<String>| {
        let values = texts.iter().map(|text| value(text)).collect::<Option<Vec<_>>>()?;
        SafeForm::new(operator, values)
    };
    let whole = match kind {
        ArgumentKind::Path => forms(TextOperator::Under, folder).or_else(|| forms(TextOperator::EndsWith, extension)),
        ArgumentKind::Url => forms(TextOperator::On, site),
        ArgumentKind::Mail => forms(TextOperator::At, domain),
        ArgumentKind::Host | ArgumentKind::Command | ArgumentKind::Query => return None,
    };
    if let Some(form) = whole {
        return Some(format!("{path} {}", form.words()));
    }
    let [only] = texts else { return None };
    let (start, end) = only.rsplit_once('/').filter(|_| kind == ArgumentKind::Path)?;
    let folder = SafeForm::new(TextOperator::Under, [folder(&format!("{start}/*"))?])?;
    let extension = SafeForm::new(TextOperator::EndsWith, [extension(end)?])?;
    Some(format!("{path} {} and {path} {}", folder.words(), extension.words()))
}

/// `/srv/docs/**` means `/srv/docs`.
fn folder(text: &str) -> Option<String> {
    let start = text.trim_end_matches(['*', '/']);
    let is_plain = !start.contains(['*', '?', '[', '{']) && !start.is_empty();
    let ends_a_step = text.len() == start.len() || text.get(start.len()..).is_some_and(|rest| rest.starts_with('/'));
    (is_plain && ends_a_step).then(|| start.strip_prefix("./").unwrap_or(start).to_owned())
}

/// `*.md` and `**/*.md` mean `.md`.
fn extension(text: &str) -> Option<String> {
    let end = text.rsplit_once('*')?.1;
    let is_plain = text.trim_start_matches(['*', '/']) == end && !end.contains(['*', '?', '[', '{', '/']);
    (is_plain && !end.is_empty()).then(|| end.to_owned())
}

/// `https://docs.example.com/*` means `docs.example.com`.
fn site(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://").unwrap_or(("https", text));
    let start = rest.strip_suffix("**").or(rest.strip_suffix('*')).unwrap_or(rest);
    let scheme = if scheme == "*" { "https" } else { scheme };
    let start = start.strip_suffix('/').or_else(|| (start == rest).then_some(start))?;
    Some(if scheme == "https" { start.to_owned() } else { format!("{scheme}://{start}") })
}

/// `*@acme.example` means `acme.example`.
fn domain(text: &str) -> Option<String> {
    text.strip_prefix("*@").map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_have_a_safe_form() {
        let path = Path::new(vec!["path".to_owned()]).unwrap();
        for (kind, texts, words) in [
            (ArgumentKind::Path, &["/srv/docs/**"][..], "args.path under \"/srv/docs\""),
            (ArgumentKind::Path, &["/srv/logs/*", "/etc/hosts"], "args.path under [\"/srv/logs\", \"/etc/hosts\"]"),
            (ArgumentKind::Path, &["**/*.md"], "args.path ends with \".md\""),
            (ArgumentKind::Path, &["/srv/docs/*.md"], "args.path under \"/srv/docs\" and args.path ends with \".md\""),
            (ArgumentKind::Path, &["/srv/*/docs"], ""),
            (ArgumentKind::Path, &["/srv/docs*"], ""),
            (ArgumentKind::Url, &["https://docs.example.com/*"], "args.path on \"docs.example.com\""),
            (ArgumentKind::Url, &["https://*.example.com/*"], "args.path on \"*.example.com\""),
            (ArgumentKind::Url, &["https://docs.example.com*"], ""),
            (ArgumentKind::Mail, &["*@acme.example"], "args.path at \"acme.example\""),
            (ArgumentKind::Host, &["*.example.com"], ""),
        ] {
            assert_eq!(instead(&path, kind, texts).unwrap_or_default(), words, "{texts:?}");
        }
    }
}
