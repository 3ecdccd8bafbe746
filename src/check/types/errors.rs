//! Errors about arguments and their types, in words.

use crate::catalog::Argument;
use crate::catalog::argument::{Reason, Verdict};
use crate::check::ir;
use crate::diagnostic::{Code, Diagnostic, did_you_mean, listed, nearest, quoted};
use crate::source::Place;
use crate::vocab::{Kind, Kinds, Number, Operand, Order, Path, Value};

/// How many arguments are listed if none is similar.
const MOST_LISTED: usize = 8;
/// How many values are compared to find a similar one.
const MOST_COMPARED: usize = 200;

/// `args.amont`
pub fn no_such_member(
    tool: &str,
    comparison: &ir::Comparison,
    step: usize,
    known: &[String],
    place: Place,
    suggest: bool,
) -> Diagnostic {
    let name = segment(comparison, step);
    let (message, label, schema) = match owner(comparison, step) {
        None => (format!("`{tool}` has no argument `{name}`"), "not an argument of this tool", "its arguments"),
        Some(owner) => (format!("`{owner}` has no member `{name}`"), "not a member of this object", "its members"),
    };
    let help = if suggest { near_or_all(name, known) } else { None };
    Diagnostic::error(Code::UNKNOWN_ARGUMENT, segment_place(comparison, step), message, label)
        .with_label(place, if known.is_empty() { "there are none" } else { schema })
        .with_help_if(help)
}

fn near_or_all(name: &str, known: &[String]) -> Option<String> {
    if let Some(near) = nearest(name, known.iter().map(String::as_str)) {
        return Some(did_you_mean(near));
    }
    match known {
        [] => None,
        [only] => Some(format!("it has only `{only}`")),
        [..] => (known.len() <= MOST_LISTED).then(|| format!("it has {}", listed(&quoted(known), "and"))),
    }
}

/// `args.amount.cents`, where `amount` is a number.
pub fn into_scalar(comparison: &ir::Comparison, step: usize, words: &str, place: Place) -> Diagnostic {
    let message = match owner(comparison, step) {
        Some(owner) => format!("`{owner}` has no member `{}`: it is not an object", segment(comparison, step)),
        None => format!("no argument `{}`", segment(comparison, step)),
    };
    Diagnostic::error(Code::UNKNOWN_ARGUMENT, segment_place(comparison, step), message, "only objects have members")
        .with_label(place, words)
}

/// `args.items.price`, where `items` is a list.
pub fn into_list(comparison: &ir::Comparison, step: usize, place: Place) -> Diagnostic {
    let owner = owner(comparison, step);
    let name = owner.as_ref().map(Path::to_string).unwrap_or_default();
    let message = format!("`{name}` is a list, and the gateway only follows objects");
    Diagnostic::error(Code::LIST_INDEX, segment_place(comparison, step), message, "inside a list")
        .with_label(place, "a list")
        .with_help_if(owner.map(|owner| about_a_list(&owner)))
}

/// `args.name > "a"`
pub fn order_by(comparison: &ir::Comparison, value: &Value, argument: Option<&Argument>) -> Diagnostic {
    let word = comparison.word();
    let label = format!("`{word}` needs a number, but this is {}", value.kind().with_article());
    let message = format!("`{word}` can't compare with `{value}`");
    let help = without_quotes(value, |kind| kind == Kind::Number)
        .unwrap_or_else(|| "only numbers have an order; a string is tested with `==`, `in` or `matches`".to_owned());
    let mut diagnostic = mismatch(comparison, message, label).with_help(help);
    if let Some(argument) = argument {
        diagnostic = with_type(diagnostic, comparison, argument);
    }
    diagnostic
}

/// `args.reason > 5`, `args.amount matches "x"`
pub fn not_for(comparison: &ir::Comparison, argument: &Argument, wanted: Kinds) -> Diagnostic {
    let (word, path) = (comparison.word(), &comparison.path);
    let label = format!("`{word}` needs {wanted}, but this is {}", argument.kinds());
    let diagnostic = mismatch(comparison, format!("`{word}` does not apply to `{path}`"), label);
    with_type(diagnostic.with_help(other_operator(path, argument.kinds())), comparison, argument)
}

/// What can be asked about an argument of these kinds.
fn other_operator(path: &Path, kinds: Kinds) -> String {
    match () {
        () if kinds.has(Kind::List) => about_a_list(path),
        () if kinds.has(Kind::Number) => "a number is tested with `==`, `in`, `<`, `<=`, `>` or `>=`".to_owned(),
        () if kinds.has(Kind::String) => "a string is tested with `==`, `in`, `matches` or `contains`".to_owned(),
        () if kinds.has(Kind::Boolean) => format!("a boolean is tested with `==`: `{path} == true`"),
        () => format!("compare one of its members: `{path}.…`"),
    }
}

/// What can be asked about a list.
fn about_a_list(path: &Path) -> String {
    format!(
        "ask whether it has a value, `{path} contains …`, or whether it exists; nothing can ask about every element"
    )
}

/// `args.tags == "a"`
pub fn equals_nothing(comparison: &ir::Comparison, argument: &Argument) -> Diagnostic {
    let (word, path, kinds) = (comparison.word(), &comparison.path, argument.kinds());
    let help = match kinds.has(Kind::List) {
        true => about_a_list(path),
        false => format!("compare one of its members: `{path}.…`"),
    };
    let label = format!("this is {kinds}, which never equals anything");
    let diagnostic = mismatch(comparison, format!("`{word}` does not apply to `{path}`"), label).with_help(help);
    with_type(diagnostic, comparison, argument)
}

/// `args.amount == "5"`
pub fn other_kind(comparison: &ir::Comparison, argument: &Argument, value: &Value) -> Diagnostic {
    let message = format!("`{}` is never {}", comparison.path, value.kind().with_article());
    let label = format!("this is {}, but `{value}` is {}", argument.kinds(), value.kind().with_article());
    let quoted = Value::Text(value.to_string());
    let help = match argument.verdict(&quoted) {
        Verdict::Allowed => Some(format!("write `{quoted}`, with quotes")),
        Verdict::OtherKind | Verdict::RuledOut(_) => without_quotes(value, |kind| argument.kinds().has(kind)),
    };
    with_type(mismatch(comparison, message, label).with_help_if(help), comparison, argument)
}

/// `args.name contains 5`, where `name` is a string.
pub fn not_in_a_string(comparison: &ir::Comparison, argument: &Argument, value: &Value) -> Diagnostic {
    let message = format!("the string `{}` can't contain {}", comparison.path, value.kind().with_article());
    let label = format!("in a string, `contains` looks for a string, but this is {}", value.kind().with_article());
    let help = format!("write `{}`, with quotes", Value::Text(value.to_string()));
    with_type(mismatch(comparison, message, label).with_help(help), comparison, argument)
}

/// `args.tags contains 5`, where `tags` is a list of strings.
pub fn no_element_of_that_kind(comparison: &ir::Comparison, argument: &Argument, value: &Value) -> Diagnostic {
    let message = format!("the list `{}` never contains {}", comparison.path, value.kind().with_article());
    let label = format!("each element is {}, but this is {}", argument.elements(), value.kind().with_article());
    let help = match argument.elements().has(Kind::String) {
        true => Some(format!("write `{}`, with quotes", Value::Text(value.to_string()))),
        false => without_quotes(value, |kind| argument.elements().has(kind)),
    };
    with_type(mismatch(comparison, message, label).with_help_if(help), comparison, argument)
}

/// Two uses of an untyped argument that no value meets.
pub fn disagreeing_uses(
    path: &Path,
    (wanted, place): (Kinds, Place),
    (earlier, earlier_place): (Kinds, Place),
) -> Diagnostic {
    let message = format!("`{path}` is used as {earlier} and as {wanted}");
    Diagnostic::error(Code::TYPE_MISMATCH, place, message, format!("this needs {wanted}"))
        .with_label(earlier_place, format!("this needs {earlier}"))
}

/// A step into an untyped argument that another clause does not use as an object.
pub fn step_into_a_value(owner: &Path, place: Place, (earlier, earlier_place): (Kinds, Place)) -> Diagnostic {
    let message = format!("`{owner}` is used as {earlier} and as an object");
    let label = format!("a step into `{owner}` needs an object");
    Diagnostic::error(Code::TYPE_MISMATCH, place, message, label)
        .with_label(earlier_place, format!("this needs {earlier}"))
}

/// `args.currency == "USD"`, where the schema has `"usd"`; with `!=` it always holds.
pub fn value_ruled_out(
    comparison: &ir::Comparison,
    argument: &Argument,
    value: &Value,
    reason: &Reason,
    suggest: bool,
) -> Diagnostic {
    let message = format!("`{}` is never `{value}`", comparison.path);
    let (code, label) = match (comparison.operator.is_negative(), &comparison.operand) {
        (true, _) => (Code::ALWAYS_TRUE, "excludes a value that no call has"),
        (false, Operand::Many(_)) => (Code::NEVER_TRUE, "lists a value that no call has"),
        (false, Operand::One(_) | Operand::Pattern(_) | Operand::Presence(_)) => {
            (Code::NEVER_TRUE, "no call satisfies this")
        }
    };
    let near = if suggest { near_value(argument, value) } else { None };
    Diagnostic::error(code, comparison.place, message, label)
        .with_label(reason.place, reason.words.as_str())
        .with_help_if(near.map(did_you_mean))
}

/// `args.currency matches "^USD$"`, where the schema has `"usd"`.
pub fn never_matches(comparison: &ir::Comparison, reason: &Reason) -> Diagnostic {
    let message = format!("no value of `{}` satisfies `{}`", comparison.path, comparison.word());
    Diagnostic::error(Code::NEVER_TRUE, comparison.place, message, "no call satisfies this")
        .with_label(reason.place, reason.words.as_str())
}

/// `args.currency matches "^[a-z]+$"`, where the schema has `"usd"` and `"eur"`.
pub fn always_matches(comparison: &ir::Comparison, reason: &Reason) -> Diagnostic {
    let message = format!("every value of `{}` satisfies `{}`", comparison.path, comparison.word());
    Diagnostic::error(Code::ALWAYS_TRUE, comparison.place, message, "every call satisfies this")
        .with_label(reason.place, reason.words.as_str())
}

/// `args.amount > 1_000_000`, where the schema has a maximum below.
pub fn order_never_holds(comparison: &ir::Comparison, order: Order, bound: Number, reason: &Reason) -> Diagnostic {
    let message = format!("`{}` is never {}", comparison.path, order_words(order, bound));
    Diagnostic::error(Code::NEVER_TRUE, comparison.place, message, "no call satisfies this")
        .with_label(reason.place, reason.words.as_str())
}

/// `args.amount >= 0`, where the schema has a minimum above.
pub fn order_always_holds(comparison: &ir::Comparison, order: Order, bound: Number, reason: &Reason) -> Diagnostic {
    let message = format!("`{}` is always {}", comparison.path, order_words(order, bound));
    Diagnostic::error(Code::ALWAYS_TRUE, comparison.place, message, "every call satisfies this")
        .with_label(reason.place, reason.words.as_str())
}

/// `args.currency in ["usd", "eur"]`, where these are all values.
pub fn every_value_listed(comparison: &ir::Comparison, reason: &Reason) -> Diagnostic {
    Diagnostic::error(Code::ALWAYS_TRUE, comparison.place, always_one_of(comparison), "every call satisfies this")
        .with_label(reason.place, reason.words.as_str())
}

/// `args.currency not in ["usd", "eur"]`, where these are all values.
pub fn every_value_excluded(comparison: &ir::Comparison, reason: &Reason) -> Diagnostic {
    Diagnostic::error(Code::NEVER_TRUE, comparison.place, always_one_of(comparison), "no call satisfies this")
        .with_label(reason.place, reason.words.as_str())
}

fn mismatch(comparison: &ir::Comparison, message: String, label: String) -> Diagnostic {
    Diagnostic::error(Code::TYPE_MISMATCH, comparison.place, message, label)
}

/// Adds the line of the schema or signature, with its own words.
fn with_type(diagnostic: Diagnostic, comparison: &ir::Comparison, argument: &Argument) -> Diagnostic {
    let name = comparison.path.segments().last().map(String::as_str).unwrap_or_default();
    let meaning = argument.description.as_deref().filter(|text| !text.is_empty());
    let meaning = meaning.map(|text| format!(" ({text})")).unwrap_or_default();
    diagnostic.with_label(argument.place, format!("`{name}`: {}{meaning}", argument.words()))
}

fn segment(comparison: &ir::Comparison, step: usize) -> &str {
    comparison.path.segments().get(step).map(String::as_str).unwrap_or_default()
}

fn segment_place(comparison: &ir::Comparison, step: usize) -> Place {
    comparison.segment_places.get(step).copied().unwrap_or(comparison.place)
}

/// What comes before a step; `None` for the arguments themselves.
fn owner(comparison: &ir::Comparison, step: usize) -> Option<Path> {
    Path::new(comparison.path.segments().iter().take(step).cloned().collect())
}

fn order_words(order: Order, bound: Number) -> String {
    match order {
        Order::Less => format!("less than {bound}"),
        Order::LessOrEqual => format!("{bound} or less"),
        Order::Greater => format!("more than {bound}"),
        Order::GreaterOrEqual => format!("{bound} or more"),
    }
}

fn always_one_of(comparison: &ir::Comparison) -> String {
    match &comparison.operand {
        Operand::One(value) => format!("`{}` is always `{value}`", comparison.path),
        Operand::Many(_) | Operand::Pattern(_) | Operand::Presence(_) => {
            format!("`{}` is always one of these", comparison.path)
        }
    }
}

/// `5` for `"5"`, `true` for `"true"`, if that has a kind that fits.
fn without_quotes(value: &Value, fits: impl Fn(Kind) -> bool) -> Option<String> {
    let Value::Text(text) = value else { return None };
    written_kind(text).filter(|&kind| fits(kind)).map(|_| format!("write `{text}`, without quotes"))
}

fn written_kind(text: &str) -> Option<Kind> {
    match text {
        "true" | "false" => Some(Kind::Boolean),
        number if Number::is_json(number) => Some(Kind::Number),
        _ => None,
    }
}

fn near_value(argument: &Argument, value: &Value) -> Option<Value> {
    let Value::Text(text) = value else { return None };
    let all = argument.finite(MOST_COMPARED)?.values;
    let texts = all.iter().filter_map(|value| match value {
        Value::Text(text) => Some(text.as_str()),
        Value::Number(_) | Value::Boolean(_) => None,
    });
    nearest(text, texts).map(|near| Value::Text(near.to_owned()))
}
