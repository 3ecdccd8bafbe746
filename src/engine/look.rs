//! Looks for values that a log may have cut or removed: quickly, for each argument that is read.

use crate::source::scan::{Raw, RawKind};
use crate::vocab::Marks;

/// `[REDACTED]` and `[FILTERED]` have as many bytes; only stars are shorter.
const SHORTEST: usize = 10;
/// All usual marks that are longer have one of these.
const BRACKETS: [u8; 3] = *b"[<(";

/// How values are looked at.
#[derive(Debug, Default)]
pub struct Look {
    marks: Marks,
    closeness: Closeness,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Closeness {
    /// All values are as they are written.
    #[default]
    Never,
    /// The usual marks are looked for.
    Usual,
    /// There are marks of any form.
    Always,
}

impl Look {
    /// Looks for these marks.
    pub fn new(marks: &Marks) -> Self {
        let closeness = match (marks.are_wanted(), marks.has_own()) {
            (false, _) => Closeness::Never,
            (true, false) => Closeness::Usual,
            (true, true) => Closeness::Always,
        };
        Self { marks: marks.clone(), closeness }
    }

    /// The marks.
    pub fn marks(&self) -> &Marks {
        &self.marks
    }

    /// Whether a value may have a mark: right if it says no.
    #[inline(always)]
    pub fn may_find(&self, value: Raw, text: &[u8]) -> bool {
        if value.is(RawKind::Text) && self.closeness == Closeness::Usual {
            return value.begins_with(b'*', text) || value.has_any(BRACKETS, SHORTEST, text);
        }
        (value.is_string() || value.is(RawKind::List)) && self.may_find_closely(value, text)
    }

    #[inline(never)]
    fn may_find_closely(&self, value: Raw, text: &[u8]) -> bool {
        match self.closeness {
            Closeness::Never => false,
            Closeness::Always => true,
            // A mark may be written with escapes.
            Closeness::Usual if value.is(RawKind::Escaped) => true,
            Closeness::Usual => value.has_any(BRACKETS, 0, text) || value.has_any(*b"*\\\\", 0, text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::scan::Scanner;

    fn may_find(marks: &Marks, json: &str) -> bool {
        let value = Scanner::new(json).value().unwrap();
        Look::new(marks).may_find(value, json.as_bytes())
    }

    #[test]
    fn no_mark_is_missed_at_any_position() {
        let usual = Marks::default();
        for mark in ["[REDACTED]", "<redacted>", "[FILTERED]", "[truncated 3 KB]", "(2 bytes truncated)"] {
            for before in 0..40 {
                for after in [0, 1, 40] {
                    let text = format!("{}{mark}{}", "a".repeat(before), "b".repeat(after));
                    assert!(usual.are_in(text.as_bytes()), "{text}");
                    // With and without text behind it, which is compared in larger pieces.
                    for behind in ["", ", \"more\": \"[and more]\"}"] {
                        assert!(may_find(&usual, &format!("\"{text}\"{behind}")), "{text}");
                        assert!(may_find(&usual, &format!("[1, \"{text}\"]{behind}")), "{text}");
                        assert!(!may_find(&Marks::none(), &format!("\"{text}\"{behind}")), "{text}");
                    }
                }
            }
        }
        assert!(may_find(&usual, "\"***\"") && may_find(&usual, "[\"***\"]") && may_find(&usual, r#""\u002a**""#));
        let own = Marks::with(&["~".to_owned()]);
        assert!(may_find(&own, "\"~\"") && may_find(&own, "[\"~\"]") && may_find(&own, r#""\u007e""#));
    }

    #[test]
    fn usual_values_are_not_looked_at_closely() {
        for json in ["1", "true", "null", "{}", "\"\"", "\"eur\"", "\"requested_by_customer\"", "\"(short)\"", "[1, 2]"]
        {
            for behind in ["", ", \"more\": \"[and more]\"}"] {
                assert!(!may_find(&Marks::default(), &format!("{json}{behind}")), "{json}{behind}");
            }
        }
    }
}
