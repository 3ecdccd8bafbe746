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
    why_not(value, argument).is_none()
}

/// Which values a policy must not contain, if this is one of them: `that is blank`.
pub fn why_not(value: &Value, argument: Option<&Argument>) -> Option<&'static str> {
    if argument.is_some_and(|argument| argument.verdict(value) != Verdict::Allowed) {
        return Some("that the server's schema does not allow");
    }
    match value {
        Value::Text(text) if text.trim().is_empty() => Some("that is blank"),
        Value::Text(text) if keys::credential(text).is_some() => Some("that looks like a password, key or token"),
        Value::Text(text) if text.chars().nth(LONGEST).is_some() => Some("that is too long"),
        Value::Text(text) if !is_readable(text) => Some("with characters that can't be seen, or of mixed scripts"),
        Value::Number(number) if !number.is_exact() => Some("that is not an exact number"),
        Value::Text(_) | Value::Number(_) | Value::Boolean(_) => None,
    }
}

/// Whether a person who reads a text sees what it is.
pub fn is_readable(text: &str) -> bool {
    let is_short = !text.trim().is_empty() && text.chars().nth(LONGEST).is_none();
    let is_plain = !text.chars().any(|letter| is_hidden(letter) || letter.is_control());
    is_short && is_plain && spelling::hidden(text).is_none() && spelling::mixed_word(text).is_none()
}
