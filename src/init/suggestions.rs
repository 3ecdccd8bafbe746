//! Clauses that a person may uncomment. They are valid as they are; their values come from the schema where it has
//! some, and are examples otherwise. A clause about an argument that a call may leave out does not require it.

use super::values::{self, Condition, Needs};
use crate::catalog::argument::{OrderVerdict, Verdict};
use crate::catalog::{Argument, Tool};
use crate::classify::tool_texts::{Held, ToolText};
use crate::classify::{ArgumentKind, last_word, plain_attacks, recipients};
use crate::vocab::spelling::mixed_word;
use crate::vocab::visible::is_hidden;
use crate::vocab::{Kind, Order, Path, Value};

/// How many values of an argument a line lists, and how long they may be together.
const MOST_VALUES: usize = 8;
const LONGEST_VALUES: usize = 60;
/// The longest path to an argument.
const LONGEST_PATH: usize = 60;
/// How many values a schema may list for an argument to count as restricted by it.
const MOST_LISTED: usize = 10_000;

/// Whether a schema lets a text be anything.
pub(super) fn is_open(text: &ToolText) -> bool {
    let is_listed = is_listed(&text.schema);
    // The schema of a list without one for its elements says nothing about them.
    let is_unknown = text.held == Held::Element && !text.schema.kinds().has(Kind::String);
    let attacks = text.kind.map_or(ANY_TEXTS, plain_attacks::texts);
    is_unknown || !is_listed && attacks.iter().any(|attack| may_be(&text.schema, attack))
}

/// Whether a schema lists the values of an argument.
pub(super) fn is_listed(argument: &Argument) -> bool {
    argument.finite(MOST_LISTED).is_some()
}

/// Texts for an argument of an unknown kind.
const ANY_TEXTS: &[&str] = &["example", "eve@evil.test", "12345678"];

/// A clause on an argument that its schema allows, if it fits on one line.
pub(super) fn clause(path: &Path, argument: &Argument, kind: Option<ArgumentKind>, tool: &Tool<'_>) -> Option<String> {
    if !is_writable(path) {
        return None;
    }
    if let Some(values) = listed_values(argument) {
        return require(path, argument, &Condition { right: format!("in [{values}]"), needs: Needs::Nothing });
    }
    let word = path.segments().last().and_then(|name| last_word(name)).unwrap_or_default();
    if kind.is_none() && FREE_TEXTS.contains(&word.as_str()) {
        return None;
    }
    let candidates = values::conditions(kind, &word, argument, tool);
    let fitting = candidates.iter().filter(|(sample, _)| may_be(argument, sample));
    let clause = fitting.filter_map(|(_, condition)| require(path, argument, condition)).next();
    clause.or_else(|| kind.is_none().then(|| number(path, argument)).flatten())
}

/// Words for texts that are written anew for each call.
const FREE_TEXTS: &[&str] = &[
    "text",
    "body",
    "content",
    "contents",
    "message",
    "subject",
    "title",
    "description",
    "prompt",
    "comment",
    "note",
    "notes",
    "html",
    "markdown",
    "summary",
    "query",
    "question",
    "instructions",
    "data",
    "input",
    "caption",
    "thought",
    "reason",
    "code",
    "script",
    "expression",
    "snippet",
    "password",
    "token",
    "key",
];

/// Whether the last word of an argument's name says that it is a text that is written anew for each call.
pub fn is_free_text(word: &str) -> bool {
    FREE_TEXTS.contains(&word)
}

/// `require args.cc missing`
pub(super) fn missing(path: &Path) -> Option<String> {
    is_writable(path).then(|| format!("require {path} missing"))
}

/// Whether the name of an argument says who owns something, how much it is, or what happens to it.
pub fn is_worth(path: &Path) -> bool {
    let last = path.segments().last().and_then(|name| last_word(name));
    last.is_some_and(|word| AMOUNTS.contains(&word.as_str()) || WORTH.contains(&word.as_str()))
}

const AMOUNTS: &[&str] = &["amount", "price", "total", "sum", "fee", "cost", "quantity"];

const WORTH: &[&str] = &[
    "owner",
    "repo",
    "repository",
    "org",
    "organization",
    "project",
    "workspace",
    "team",
    "channel",
    "database",
    "table",
    "bucket",
    "branch",
    "namespace",
    "cluster",
    "environment",
    "region",
    "account",
    "visibility",
    "role",
    "permission",
    "state",
];

/// Whether a policy can name an argument so that people can read it.
pub fn is_writable(path: &Path) -> bool {
    let name = path.to_string();
    let is_readable = !name.chars().any(is_hidden) && mixed_word(&name).is_none();
    path.is_expressible() && name.len() <= LONGEST_PATH && is_readable
}

fn may_be(argument: &Argument, text: &str) -> bool {
    argument.verdict(&Value::Text(text.to_owned())) == Verdict::Allowed
}

/// A condition that calls without the argument also meet.
fn require(path: &Path, argument: &Argument, condition: &Condition) -> Option<String> {
    let Condition { right, needs } = condition;
    if argument.always_there {
        return Some(format!("require {path} {right}"));
    }
    let is_only = |kind| !argument.is_untyped() && argument.kinds().iter().all(|it| it == kind || it == Kind::Null);
    let can_be_said = match needs {
        Needs::Nothing => true,
        Needs::Texts => is_only(Kind::String),
        Needs::Numbers => is_only(Kind::Number),
    };
    can_be_said.then(|| format!("require {path} missing or {path} {right}"))
}

/// The values of an argument, if they are a few strings, except the last one: a clause with all of them would
/// restrict nothing.
fn listed_values(argument: &Argument) -> Option<String> {
    let finite = argument.finite(MOST_VALUES)?;
    let is_text = |value: &Value| matches!(value, Value::Text(text) if !text.chars().any(is_hidden));
    let (_, some) = finite.values.split_last().filter(|(_, some)| !some.is_empty())?;
    let words = some.iter().map(Value::to_string).collect::<Vec<_>>().join(", ");
    (some.iter().all(is_text) && words.chars().count() <= LONGEST_VALUES).then_some(words)
}

/// A list for a number that stands for somebody, a range for any other.
fn number(path: &Path, argument: &Argument) -> Option<String> {
    let is_somebody =
        path.segments().last().is_some_and(|name| recipients::is_recipient(name) && !recipients::is_count(name));
    let fits = argument.verdict(&Value::Number(12345.into())) == Verdict::Allowed;
    let one = || Condition { right: "in [12345]".to_owned(), needs: Needs::Nothing };
    if is_somebody && fits { require(path, argument, &one()) } else { amount(path, argument) }
}

/// A range of numbers whose ends both cut into the schema's range.
fn amount(path: &Path, argument: &Argument) -> Option<String> {
    let cuts =
        |order, bound| argument.kinds().has(Kind::Number) && argument.order(order, bound) == OrderVerdict::Sometimes;
    let fits = argument.verdict(&Value::Number(1.into())) == Verdict::Allowed;
    if !fits || !cuts(Order::LessOrEqual, 100.0) {
        return None;
    }
    let right = match cuts(Order::Greater, 0.0) {
        true => format!("> 0 and {path} <= 100"),
        false => "<= 100".to_owned(),
    };
    require(path, argument, &Condition { right, needs: Needs::Numbers })
}
