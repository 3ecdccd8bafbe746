//! Textual equality with constants, prepared when a policy is compiled.
//!
//! Two numbers compare as doubles; anything else compares by its text, where numbers have the text that
//! ECMAScript prints. A list, an object and `null` equal nothing. So a string or a boolean equals a constant by
//! exactly one text, and a number equals it by at most one double: no number is printed while calls are
//! decided.
//!
//! | constant | equals the text | equals the number |
//! | --- | --- | --- |
//! | `5` | `5` | 5 |
//! | `"5"` | `5` | 5, which prints as `5` |
//! | `"5.0"`, `"abc"` | itself | none: no number prints like this |
//! | `true` | `true` | none |

use crate::model::Operand;
use crate::source::scan::{Raw, RawKind, Word};
use crate::vocab::{Number, Value};

use super::program::Constants;

/// Up to this many texts are compared one by one.
const FEW: usize = 8;

/// The constants among some operands.
pub fn constants(operands: &[Operand]) -> Constants {
    let mut constants = Constants::default();
    for operand in operands {
        match operand {
            Operand::Value(Value::Text(text)) => {
                constants.numbers.extend(printed_so(text));
                constants.push(text.as_bytes());
            }
            Operand::Value(Value::Number(number)) => {
                constants.numbers.push(number.as_f64());
                constants.push(print(number.as_f64()).as_bytes());
            }
            Operand::Value(Value::Boolean(boolean)) => constants.push(boolean.to_string().as_bytes()),
            Operand::Null | Operand::List(_) => {}
        }
    }
    constants.texts.sort_unstable();
    constants.texts.dedup();
    constants.numbers.iter_mut().for_each(|number| *number = without_sign_of_zero(*number));
    constants.numbers.sort_unstable_by(f64::total_cmp);
    constants.numbers.dedup();
    constants
}

impl Constants {
    /// Whether a value equals one of the constants. `room` is a buffer for a string with escapes.
    #[inline]
    pub fn hold(&self, value: Raw, text: &[u8], room: &mut Vec<u8>) -> bool {
        if let (Some(word), true) = (value.word(text), self.texts.len() <= FEW) {
            let rest = || value.plain(text).unwrap_or_default();
            let is_same = |(other, all): &(Word, Box<[u8]>)| *other == word && (word.is_whole() || **all == *rest());
            return self.texts.iter().any(is_same);
        }
        match value.kind() {
            RawKind::Text | RawKind::Escaped => self.hold_text(value.text_in(text, room)),
            RawKind::Number => value.number(text).is_some_and(|number| self.hold_number(number)),
            RawKind::True => self.hold_text(b"true"),
            RawKind::False => self.hold_text(b"false"),
            RawKind::Null | RawKind::List | RawKind::Object => false,
        }
    }

    fn push(&mut self, text: &[u8]) {
        self.texts.push((Word::new(text), text.into()));
    }

    #[inline]
    fn hold_text(&self, text: &[u8]) -> bool {
        let word = Word::new(text);
        self.texts.binary_search_by(|(other, rest)| other.cmp(&word).then_with(|| (**rest).cmp(text))).is_ok()
    }

    fn hold_number(&self, number: f64) -> bool {
        let number = without_sign_of_zero(number);
        self.numbers.binary_search_by(|constant| constant.total_cmp(&number)).is_ok()
    }
}

/// `-0` equals `0`, but the total order of doubles distinguishes them.
fn without_sign_of_zero(number: f64) -> f64 {
    if number == 0.0 { 0.0 } else { number }
}

/// The text that ECMAScript prints for a double, whatever digits it was written with.
pub fn print(double: f64) -> String {
    Number::from_f64(double).map_or_else(String::new, |number| number.to_string())
}

/// The number that prints as this text, if there is one.
pub fn printed_so(text: &str) -> Option<f64> {
    let number = Number::is_json(text).then(|| Number::parse(text)).flatten()?.as_f64();
    (print(number) == text).then_some(number)
}
