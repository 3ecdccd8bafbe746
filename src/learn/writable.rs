//! Which observed values a policy may contain. A trace may come from an attacker, and a policy is read by people.

use crate::catalog::Argument;
use crate::catalog::argument::Verdict;
use crate::classify::keys;
use crate::vocab::visible::is_hidden;
use crate::vocab::{Value, spelling};

/// The longest text that is written, in characters.
const LONGEST: usize = 120;

/// Whether a policy may contain a value: people see what it is, it is not a key, and the server accepts it.
pub fn is_writable(value: &Value, argument: Option<&Argument>) -> bool {
    let is_accepted = argument.is_none_or(|argument| argument.verdict(value) == Verdict::Allowed);
    is_accepted
        && match value {
            Value::Text(text) => is_readable(text) && keys::credential(text).is_none(),
            Value::Number(number) => number.is_exact(),
            Value::Boolean(_) => true,
        }
}

/// Whether a person who reads a text sees what it is.
pub fn is_readable(text: &str) -> bool {
    let is_short = !text.trim().is_empty() && text.chars().nth(LONGEST).is_none();
    let is_plain = !text.chars().any(|letter| is_hidden(letter) || letter.is_control());
    is_short && is_plain && spelling::hidden(text).is_none() && spelling::mixed_word(text).is_none()
}
