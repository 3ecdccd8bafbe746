//! Comparisons as English: what an argument is, or is not.

use super::predicate::{Predicate, one_of, simple};
use super::stance::{Side, Stance};
use super::{sequence, text_test, values};
use crate::describe::condition::Comparison;
use crate::describe::phrase::Phrase;
use crate::describe::voice::Voice;
use crate::model::Operand;
use crate::vocab::{Operator, Path, Regex, Sequence, TextOperator, Value, plain_texts};

/// Shorter examples of a pattern don't help, nor do longer ones.
const SHORTEST_EXAMPLE: usize = 3;
const LONGEST_EXAMPLE: usize = 40;
/// Patterns that are longer get no example.
const LONGEST_PATTERN: usize = 400;

/// The argument as a name: `metadata.ticket`.
pub fn argument(path: &Path) -> Phrase {
    let text = path.to_string();
    Phrase::code(text.strip_prefix("args.").unwrap_or(&text))
}

/// What a comparison asks for. With `is_given`, the argument is known to be there. A negated comparison
/// that [takes `null`](opposite_takes_null) also holds for an argument that is left out: the caller says that.
pub fn predicate(comparison: &Comparison, stance: Stance, is_given: bool) -> Predicate {
    if let Some(present) = comparison.presence() {
        return simple(Phrase::words(if present { "is given" } else { "is left out" }));
    }
    let (is_negated, voice) = (comparison.is_negated, stance.voice);
    match comparison.operator {
        Operator::Eq | Operator::In | Operator::Exists => equality(comparison, !is_negated, voice),
        Operator::Neq | Operator::NotIn if is_given => equality(comparison, is_negated, voice),
        Operator::Neq | Operator::NotIn => other_than(comparison, voice),
        Operator::Lt => order("below", "below", comparison, stance.side),
        Operator::Gt => order("above", "above", comparison, stance.side),
        Operator::Lte => order("at most", "of at most", comparison, stance.side),
        Operator::Gte => order("at least", "of at least", comparison, stance.side),
        Operator::Contains => contains(comparison),
        Operator::Regex => match &comparison.operand {
            Operand::Value(Value::Text(pattern)) => pattern_match(pattern, is_negated, stance),
            Operand::Value(_) | Operand::Null | Operand::List(_) => nothing(is_negated),
        },
    }
}

/// Whether the opposite of a comparison holds for `null`, as for an argument that is missing.
pub fn opposite_takes_null(comparison: &Comparison) -> bool {
    !comparison.operator.row().negative
}

/// "is `usd` or `eur`", "is not `usd`".
fn equality(comparison: &Comparison, is_equal: bool, voice: Voice) -> Predicate {
    let values = values::comparable(comparison.operator, &comparison.operand);
    if values.is_empty() {
        return nothing(!is_equal);
    }
    let says = match (is_equal, values.as_slice()) {
        (true, _) => Phrase::words("is ").then(values::either(&values, voice)),
        (false, [value]) => Phrase::words("is not ").then(Phrase::value(value)),
        (false, [one, other]) => {
            Phrase::words("is neither ").then(Phrase::value(one)).say(" nor ").then(Phrase::value(other))
        }
        (false, _) => Phrase::words("is none of ").then(values::either(&values, voice)),
    };
    one_of(says, values.len())
}

/// "is set to something other than `usd`". It holds for `null`, but not for an argument that is missing.
fn other_than(comparison: &Comparison, voice: Voice) -> Predicate {
    let values = values::comparable(comparison.operator, &comparison.operand);
    let start = match (comparison.is_negated, values.is_empty()) {
        (false, true) => return simple(Phrase::words("is set to anything")),
        (true, true) => return simple(Phrase::words("is not set to anything")),
        (false, false) => "is set to something other than ",
        (true, false) => "is not set to anything other than ",
    };
    one_of(Phrase::words(start).then(values::either(&values, voice)), values.len())
}

/// A comparison with something that no value is equal to, such as a list.
fn nothing(is_negated: bool) -> Predicate {
    simple(Phrase::words(if is_negated { "is anything" } else { "is one of no values" }))
}

fn order(short: &str, of_number: &str, comparison: &Comparison, side: Side) -> Predicate {
    let Operand::Value(bound @ Value::Number(_)) = &comparison.operand else {
        return nothing(comparison.is_negated);
    };
    let after = Phrase::words(format!("{short} ")).then(Phrase::value(bound));
    let says = match (comparison.is_negated, side) {
        (true, _) => Phrase::words(format!("is not a number {of_number} ")).then(Phrase::value(bound)),
        (false, Side::Denied) => Phrase::words(format!("is a number {of_number} ")).then(Phrase::value(bound)),
        (false, Side::Required) => Phrase::words("is ").then(after.clone()),
    };
    Predicate { says, after_order: (!comparison.is_negated).then_some(after), is_compound: false }
}

/// A text is looked for in a text and among the elements of a list, other values among elements only.
fn contains(comparison: &Comparison) -> Predicate {
    let Operand::Value(value) = &comparison.operand else { return nothing(comparison.is_negated) };
    let start = match (value, comparison.is_negated) {
        (Value::Text(_), false) => "contains ",
        (Value::Text(_), true) => "does not contain ",
        (Value::Number(_) | Value::Boolean(_), false) => "is a list that contains ",
        (Value::Number(_) | Value::Boolean(_), true) => "is not a list that contains ",
    };
    simple(Phrase::words(start).then(Phrase::value(value)))
}

fn pattern_match(pattern: &str, is_negated: bool, stance: Stance) -> Predicate {
    let Stance { side, voice } = stance;
    let (is, does) = if is_negated { ("is not ", false) } else { ("is ", true) };
    // An empty expression is found in every text.
    if pattern.is_empty() || pattern == "^" {
        return simple(Phrase::words(is).say("text"));
    }
    if let Some((operator, operands)) = TextOperator::of_regex(pattern) {
        return text_test::predicate(operator, &operands, is_negated, voice);
    }
    let regex = Regex::new(pattern).ok();
    let sequence = regex.as_ref().and_then(Sequence::of);
    let whole_texts = || sequence.as_ref().and_then(Sequence::whole_texts).map(<[String]>::to_vec);
    if let Some(texts) = plain_texts(pattern).or_else(whole_texts) {
        let values: Vec<Value> = texts.into_iter().map(Value::Text).collect();
        // `^5$` does not match the number 5, to which `"5"` is equal.
        let is_only_text = values.iter().all(|value| value.in_other_kinds().next().is_none());
        let values = values::distinct(values.iter());
        let start = Phrase::words(is).say(if is_only_text { "" } else { "the text " });
        return one_of(start.then(values::either(&values, voice)), values.len());
    }
    if let Some((sequence, regex)) = sequence.zip(regex.as_ref()) {
        return sequence::predicate(&sequence, regex, is_negated, side);
    }
    let (whole, part) = match does {
        true => ("matches the pattern ", "contains a match for the pattern "),
        false => ("does not match the pattern ", "does not contain a match for the pattern "),
    };
    let is_whole = is_whole(pattern);
    let says = Phrase::words(if is_whole { whole } else { part }).then(Phrase::pattern(pattern));
    simple(says.then(example(pattern, is_whole && does)))
}

/// Whether each match is a whole text: it begins at the start of the text and ends at its end.
fn is_whole(pattern: &str) -> bool {
    Regex::new(pattern).is_ok_and(|regex| regex.is_anchored_at_start() && regex.is_anchored_at_end())
}

/// " (such as `SUP-1`)", for a pattern that asks for whole texts.
fn example(pattern: &str, is_asked: bool) -> Phrase {
    let pattern = Some(pattern).filter(|pattern| is_asked && pattern.len() <= LONGEST_PATTERN);
    let example = pattern.and_then(|pattern| Regex::new(pattern).ok()?.example());
    match example.filter(|text| (SHORTEST_EXAMPLE..=LONGEST_EXAMPLE).contains(&text.trim().len())) {
        Some(text) => Phrase::words(" (such as ").then(Phrase::name(&text)).say(")"),
        None => Phrase::default(),
    }
}
