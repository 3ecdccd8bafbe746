//! What is wrong with a string, in words.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span};
use crate::syntax::lexeme::raw_hashes;
use crate::syntax::strings::StringMistake;

/// The diagnostic for a mistake in the string at an offset, from which on `rest` is the text.
pub fn wrong_string(id: SourceId, offset: usize, rest: &str, mistake: StringMistake) -> Diagnostic {
    let error = |from: usize, length: usize, message: &str, label: &str| {
        Diagnostic::error(Code::SYNTAX, Span::new(offset + from, offset + from + length).of(id), message, label)
    };
    match mistake {
        StringMistake::NotClosed => {
            let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
            let help = match raw_hashes(rest) {
                Some(hashes) => {
                    let close = format!("\"{}", "#".repeat(hashes.min(16)));
                    format!("close it with `{close}` on the same line; a raw string can't contain a line break")
                }
                None => "close it with `\"` on the same line; write a line break inside it as `\\n`".to_owned(),
            };
            error(0, length, "this string is not closed", "no closing quote on this line").with_help(help)
        }
        StringMistake::Escape { at, length } => {
            let escape = rest.get(at..at + length).unwrap_or_default();
            error(at, length, &format!("unknown escape `{escape}`"), "not a JSON escape")
                .with_help("write `\\\\` for a backslash; for a regular expression use a raw string: r\"…\"")
        }
        StringMistake::Surrogate { at, length } => {
            error(at, length, "half of a surrogate pair is not a character", "its other half is missing")
                .with_help("write the character itself, or both halves: `\\ud83d\\ude00`")
        }
        StringMistake::Control { at, length } => {
            let help = match raw_hashes(rest) {
                Some(_) => {
                    "a raw string has no escapes; in a regular expression, write `\\t` for a tab, `\\x1b` for others"
                }
                None => "write it as an escape: `\\t` for a tab, `\\u001b` for others",
            };
            error(at, length, "this string contains a control character", "a control character").with_help(help)
        }
    }
}
