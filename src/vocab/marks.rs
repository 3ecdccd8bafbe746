//! Marks that a log leaves where it cut or removed a value, so that the value is not known.
//!
//! | mark | where |
//! | --- | --- |
//! | `…[5211 chars truncated]…`, `[truncated 3 KB]`, `…(200 more bytes truncated)` | anywhere in the value |
//! | `[REDACTED]`, `<redacted>`, `[FILTERED]`, `[EMAIL_REDACTED]` | anywhere in the value |
//! | `***` | the whole value |
//!
//! The words alone are no marks: a title may well be `truncated by hand`.

use std::sync::Arc;

/// The marks that are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marks {
    /// Whether the usual marks count.
    usual: bool,
    /// Further marks.
    own: Arc<[Box<[u8]>]>,
}

impl Default for Marks {
    fn default() -> Self {
        Self { usual: true, own: Arc::default() }
    }
}

impl Marks {
    /// The usual marks, and these.
    pub fn with(own: &[String]) -> Self {
        let own = own.iter().filter(|mark| !mark.is_empty()).map(|mark| mark.as_bytes().into()).collect();
        Self { usual: true, own }
    }

    /// No marks: every value is as it is written.
    pub fn none() -> Self {
        Self { usual: false, own: Arc::default() }
    }

    /// Whether there are marks to look for.
    pub fn are_wanted(&self) -> bool {
        self.usual || !self.own.is_empty()
    }

    /// Whether there are marks beside the usual ones.
    pub fn has_own(&self) -> bool {
        !self.own.is_empty()
    }

    /// Whether a text has a mark.
    #[inline(never)]
    pub fn are_in(&self, text: &[u8]) -> bool {
        let text = String::from_utf8_lossy(text);
        let has_own = || self.own.iter().any(|mark| memchr::memmem::find(text.as_bytes(), mark).is_some());
        self.usual && (is_stars(&text) || in_brackets(&text).any(is_mark)) || has_own()
    }
}

fn is_stars(text: &str) -> bool {
    text.len() >= 3 && text.bytes().all(|byte| byte == b'*')
}

/// What is between brackets, with the opening one. The inner one of nested brackets counts.
fn in_brackets(text: &str) -> impl Iterator<Item = (char, &str)> {
    text.match_indices(['[', '<', '(']).filter_map(|(at, bracket)| {
        let open = bracket.chars().next()?;
        let close = match open {
            '[' => ']',
            '<' => '>',
            _ => ')',
        };
        let rest = text.get(at + 1..)?;
        let end = rest.find(['[', '<', '(', ']', '>', ')'])?;
        rest.get(end..)?.starts_with(close).then(|| (open, rest.get(..end).unwrap_or_default()))
    })
}

fn is_mark((open, inside): (char, &str)) -> bool {
    let inside = inside.trim().to_ascii_lowercase();
    let is_word = !inside.contains(char::is_whitespace);
    let is_removed = is_word && (inside.ends_with("redacted") || inside == "filtered");
    match open {
        '[' => is_removed || is_cut(&inside) || inside.split_whitespace().next() == Some("truncated"),
        '<' => is_removed,
        _ => is_cut(&inside),
    }
}

/// `5211 chars truncated`, `200 more bytes truncated`
fn is_cut(inside: &str) -> bool {
    const MOST_WORDS: usize = 4;
    let words: Vec<&str> = inside.split_whitespace().collect();
    let is_number = |word: &&str| {
        word.starts_with(|first: char| first.is_ascii_digit())
            && word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.' | b'_'))
    };
    let counted = words.first().map(|word| word.trim_start_matches('+')).filter(|word| is_number(word));
    (2..=MOST_WORDS).contains(&words.len()) && counted.is_some() && words.last() == Some(&"truncated")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_distinguished_from_words() {
        let marks = Marks::default();
        for text in [
            "first part...[5211 chars truncated]...last part",
            "first…[12,000 characters truncated]…",
            "[truncated 3 KB]",
            "abc [truncated]",
            "abc…(200 more bytes truncated)",
            "[REDACTED]",
            "<redacted>",
            "[FILTERED]",
            "Bearer [REDACTED]",
            "write to [EMAIL_REDACTED] or <PII-REDACTED>",
            "a [b [REDACTED]",
            "***",
            "********",
        ] {
            assert!(marks.are_in(text.as_bytes()) && !Marks::none().are_in(text.as_bytes()), "{text}");
        }
        for text in [
            "",
            "redacted-ops",
            "The list was truncated by hand ... see below",
            "**bold** [draft]",
            "*** a title ***",
            "**",
            "[redacted by hand]",
            "(redacted)",
            "[filtered list]",
            "[3 items]",
            "[chars truncated]",
            "[1 was truncated and then 2 more were truncated]",
            "REDACTED",
            "[unclosed REDACTED",
            "a < b and c > d",
        ] {
            assert!(!marks.are_in(text.as_bytes()), "{text}");
        }
        let own = Marks::with(&["<hidden>".to_owned(), String::new()]);
        assert!(own.are_in(b"a <hidden> b") && own.are_in(b"[REDACTED]") && !own.are_in(b"a b"));
    }
}
