//! A type in the words of the schema, short enough for a label.

use super::rule::{Bound, Rule, RuleKind, ValueSet};
use super::types::{Alternative, Type};
use crate::diagnostic;
use crate::vocab::{Kind, Kinds, Value};

/// How many values or alternatives are listed before the rest are counted.
const MOST_LISTED: usize = 5;
/// How many characters of a text are shown.
const LONGEST_TEXT: usize = 60;

/// A type: `integer, 1 to 100000`, `string, one of "usd", "eur"`, `string or null`.
pub fn of_type(ty: &Type) -> String {
    let alternatives = ty.alternatives();
    let mut words: Vec<String> = Vec::new();
    // `null` comes last, because people think of it last.
    let null = Kinds::of(Kind::Null);
    let (nulls, others): (Vec<_>, Vec<_>) = alternatives.iter().partition(|alternative| alternative.kinds == null);
    for word in others.into_iter().chain(nulls).take(MOST_LISTED + 1).map(of_alternative) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if alternatives.len() > MOST_LISTED + 1 {
        words.push("…".to_owned());
    }
    words.join(" or ")
}

/// A rule: `at most 100000`, `one of "usd", "eur"`.
pub fn of_rule(rule: &Rule) -> String {
    match &rule.kind {
        RuleKind::Whole => "a whole number".to_owned(),
        RuleKind::Values(set) => values(set),
        RuleKind::Least(Bound { number, exclusive: false }) => format!("at least {number}"),
        RuleKind::Least(Bound { number, exclusive: true }) => format!("more than {number}"),
        RuleKind::Most(Bound { number, exclusive: false }) => format!("at most {number}"),
        RuleKind::Most(Bound { number, exclusive: true }) => format!("less than {number}"),
        RuleKind::MultipleOf(unit) => format!("a multiple of {unit}"),
        RuleKind::Shortest(least) => format!("at least {}", characters(*least)),
        RuleKind::Longest(most) => format!("at most {}", characters(*most)),
        RuleKind::Pattern(pattern) => format!("matches `{}`", shortened(&pattern.text)),
    }
}

/// Somebody else's text, on one line, shortened and without control characters.
pub fn shortened(text: &str) -> String {
    let start: String = text.trim_start().chars().take(LONGEST_TEXT * 2).collect();
    let words = start.split(|letter: char| letter.is_whitespace() || letter.is_control());
    let line = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    diagnostic::shortened(&line, LONGEST_TEXT)
}

fn of_alternative(alternative: &Alternative) -> String {
    let mut words = vec![kinds(alternative)];
    let is_set = |rule: &&Rule| matches!(rule.kind, RuleKind::Values(_));
    let is_end = |rule: &&Rule| matches!(rule.kind, RuleKind::Least(_) | RuleKind::Most(_));
    let says_more = |rule: &&Rule| !matches!(rule.kind, RuleKind::Whole);
    // If the values are listed, the other rules add nothing.
    if alternative.rules.iter().any(|rule| is_set(&rule)) {
        words.extend(alternative.rules.iter().filter(is_set).take(MOST_LISTED).map(of_rule));
        return words.join(", ");
    }
    let range = range(&alternative.rules);
    let others = alternative.rules.iter().filter(says_more).filter(|rule| range.is_none() || !is_end(rule));
    let others: Vec<_> = others.take(MOST_LISTED).map(of_rule).collect();
    words.extend(range.into_iter().chain(others));
    words.join(", ")
}

/// `1 to 100000`, if there is one inclusive end on each side.
fn range(rules: &[Rule]) -> Option<String> {
    let ends: Vec<_> =
        rules.iter().filter(|rule| matches!(rule.kind, RuleKind::Least(_) | RuleKind::Most(_))).collect();
    let inside = |bound: &Bound| (!bound.exclusive).then_some(bound.number);
    match ends.as_slice() {
        [Rule { kind: RuleKind::Least(low), .. }, Rule { kind: RuleKind::Most(high), .. }]
        | [Rule { kind: RuleKind::Most(high), .. }, Rule { kind: RuleKind::Least(low), .. }] => {
            Some(format!("{} to {}", inside(low)?, inside(high)?))
        }
        _ => None,
    }
}

fn kinds(alternative: &Alternative) -> String {
    if alternative.kinds == Kinds::ALL {
        return "any value".to_owned();
    }
    let whole = alternative.rules.iter().any(|rule| matches!(rule.kind, RuleKind::Whole));
    let word = |kind: Kind| match kind {
        Kind::Null => "null".to_owned(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::Number if whole => "integer".to_owned(),
        Kind::Number => "number".to_owned(),
        Kind::String => "string".to_owned(),
        Kind::List if alternative.elements == Kinds::ALL => "list".to_owned(),
        Kind::List => format!("list of {}", plural(alternative.elements)),
        Kind::Object => "object".to_owned(),
    };
    let others = alternative.kinds.iter().filter(|&kind| kind != Kind::Null);
    let null = alternative.kinds.iter().filter(|&kind| kind == Kind::Null);
    others.chain(null).map(word).collect::<Vec<_>>().join(" or ")
}

fn plural(kinds: Kinds) -> String {
    let word = |kind: Kind| match kind {
        Kind::Null => "nulls",
        Kind::Boolean => "booleans",
        Kind::Number => "numbers",
        Kind::String => "strings",
        Kind::List => "lists",
        Kind::Object => "objects",
    };
    kinds.iter().map(word).collect::<Vec<_>>().join(" and ")
}

fn values(set: &ValueSet) -> String {
    let mut words: Vec<String> = set.values.iter().take(MOST_LISTED).map(value).collect();
    if set.kinds.has(Kind::Null) {
        words.push("null".to_owned());
    }
    if set.values.len() > MOST_LISTED {
        words.push(format!("{} more", set.values.len() - MOST_LISTED));
    }
    match words.as_slice() {
        [only] => format!("only {only}"),
        _ => format!("one of {}", words.join(", ")),
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Text(text) if text.chars().count() > LONGEST_TEXT => {
            Value::Text(text.chars().take(LONGEST_TEXT).chain(['…']).collect()).to_string()
        }
        Value::Text(_) | Value::Number(_) | Value::Boolean(_) => value.to_string(),
    }
}

fn characters(count: u64) -> String {
    if count == 1 { "1 character".to_owned() } else { format!("{count} characters") }
}
