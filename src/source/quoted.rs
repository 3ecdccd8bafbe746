//! Places inside a quoted string, which JSON and the language write the same way: from an offset in the
//! decoded text to an offset in the quoted text.

/// The offset in `quoted`, including its quotes, at which byte `decoded` of its text is written.
pub fn written_offset(quoted: &str, decoded: usize) -> usize {
    QuotedWalk::default().written_offset(quoted, decoded)
}

/// A walk through a quoted text, for many places in order: each lookup continues from the last.
#[derive(Debug, Clone, Copy)]
pub struct QuotedWalk {
    at: usize,
    passed: usize,
}

impl Default for QuotedWalk {
    fn default() -> Self {
        Self { at: 1, passed: 0 }
    }
}

impl QuotedWalk {
    /// Like [`written_offset`]. A place before the last one is searched for from the start.
    pub fn written_offset(&mut self, quoted: &str, decoded: usize) -> usize {
        if decoded < self.passed {
            *self = Self::default();
        }
        while self.passed < decoded {
            let Some((written, meant)) = next(quoted.get(self.at..).unwrap_or_default()) else { break };
            self.at += written;
            self.passed += meant;
        }
        self.at.min(quoted.len().saturating_sub(1))
    }
}

/// How many bytes the next character takes as it is written, and once it is decoded.
fn next(rest: &str) -> Option<(usize, usize)> {
    let first = rest.chars().next()?;
    if first != '\\' {
        return Some((first.len_utf8(), first.len_utf8()));
    }
    let Some(digits) = rest.strip_prefix("\\u") else { return Some((2, 1)) };
    let code = u32::from_str_radix(digits.get(..4)?, 16).ok()?;
    match char::from_u32(code) {
        Some(letter) => Some((6, letter.len_utf8())),
        // Half of a surrogate pair: JSON writes the character as two escapes.
        None => Some((12, 4)),
    }
}

#[cfg(test)]
mod tests {
    use super::{QuotedWalk, written_offset};

    #[test]
    fn escapes_take_more_room_than_they_mean() {
        let quoted = r#""a\\é\u00e9\ud83d\ude00\n!""#;
        let text: String = serde_json::from_str(quoted).unwrap();
        for (letter, written) in [("a", "a"), ("\\", "\\\\"), ("😀", "\\ud83d"), ("\n", "\\n"), ("!", "!")] {
            assert_eq!(written_offset(quoted, text.find(letter).unwrap()), quoted.find(written).unwrap(), "{letter}");
        }
        assert_eq!(written_offset(quoted, text.len()), quoted.len() - 1);
        let mut walk = QuotedWalk::default();
        for decoded in [1, 3, 3, 9, 2, 11] {
            assert_eq!(walk.written_offset(quoted, decoded), written_offset(quoted, decoded), "{decoded}");
        }
        assert_eq!(written_offset(quoted, 1_000), quoted.len() - 1);
    }
}
