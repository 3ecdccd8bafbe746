//! Clauses with both bounds of a number.

use super::subject::{Free, Left, Subject};
use super::writable::is_writable;
use super::{shown, values};
use crate::catalog::argument::OrderVerdict;
use crate::vocab::{Order, Value};

/// Both bounds.
#[derive(Debug)]
pub struct Found {
    /// The right side, with the argument once more: `>= 5 and args.amount <= 120`.
    pub right: String,
    /// `5 to 120`
    pub evidence: String,
    /// How many calls it refuses.
    pub refused: u64,
    /// What one grant alone did.
    pub alone: Option<String>,
}

/// The range of the numbers that several grants used.
pub fn range(subject: &Subject<'_>) -> Result<Found, Left> {
    let observation = subject.observation;
    let calls = observation.calls();
    let nothing = Left::Surprising { refused: calls, calls };
    let (low, high, outside) = observation.numbers.bounds(subject.bounds.unit).ok_or(nothing)?;
    let refused = outside + (calls - observation.numbers.calls().min(calls));
    subject.supports(refused)?;
    if ![low, high].iter().all(|bound| is_writable(&Value::Number(*bound), subject.argument)) {
        return Err(Left::Unsayable);
    }
    let path = &observation.path;
    // A bound that every value of the schema meets would be an error.
    let cuts = |order, bound: f64| {
        subject.argument.is_none_or(|argument| argument.order(order, bound) == OrderVerdict::Sometimes)
    };
    let lower = cuts(Order::GreaterOrEqual, low.as_f64()).then(|| format!(">= {low}"));
    let upper = cuts(Order::LessOrEqual, high.as_f64()).then(|| format!("<= {high}"));
    let right = match (lower, upper) {
        (Some(lower), Some(upper)) => format!("{lower} and {path} {upper}"),
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => return Err(Left::Free(Free::All)),
    };
    let left = observation.numbers.outside(low, high).into_iter();
    let left = left.map(|(number, calls)| (shown::value(&number.to_string()), calls)).collect();
    Ok(Found { right, evidence: format!("{low} to {high}"), refused, alone: values::alone(left) })
}
