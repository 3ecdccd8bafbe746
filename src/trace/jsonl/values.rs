//! The values of members that must be of one kind.

use super::unreadable::unreadable;
use crate::source::scan::{Raw, RawKind};
use crate::trace::call::{Expect, Unreadable, decision_of};

/// A string.
pub fn text(value: Raw, message: &'static str) -> Result<Raw, Unreadable> {
    match value.kind() {
        RawKind::Text | RawKind::Escaped => Ok(value),
        RawKind::Null | RawKind::True | RawKind::False | RawKind::Number | RawKind::List | RawKind::Object => {
            Err(unreadable(message, value.span()))
        }
    }
}

/// A string, or `null`.
pub fn text_or_null(value: Raw, message: &'static str) -> Result<Option<Raw>, Unreadable> {
    if value.kind() == RawKind::Null { Ok(None) } else { text(value, message).map(Some) }
}

/// What the trace expects.
pub fn expect(value: Raw, line: &[u8]) -> Result<Option<Expect>, Unreadable> {
    const WORDS: &str = "`expect` must be \"allow\" or \"deny\"";
    match text_or_null(value, WORDS)? {
        None => Ok(None),
        Some(word) => match &*word.text(line) {
            b"allow" => Ok(Some(Expect::Allow)),
            b"deny" => Ok(Some(Expect::Deny)),
            _ => Err(unreadable(WORDS, value.span())),
        },
    }
}

/// What a gateway decided, in its word.
pub fn decision(value: Raw, line: &[u8]) -> Result<Option<Expect>, Unreadable> {
    const WORDS: &str = "`decision` must be \"allow\" or \"deny\"";
    match text_or_null(value, WORDS)? {
        None => Ok(None),
        Some(word) => decision_of(&word.text(line)).ok_or_else(|| unreadable(WORDS, value.span())),
    }
}
