//! The regular expressions of one document. Each is compiled once, and together they stay within a bound, so
//! that nobody waits long.

use std::collections::HashMap;

use super::regex::{MAX_REGEX_BYTES, Regex, RegexError};

/// The memory that all different expressions of a document may take once compiled, in bytes. A file of 16 MiB
/// has room for a hundred thousand expressions of a megabyte each.
const MAX_TOGETHER: usize = 256 * MAX_REGEX_BYTES;

/// The expressions compiled so far.
#[derive(Debug)]
pub struct Regexes {
    mistakes: HashMap<String, Option<RegexError>>,
    /// `None` once there is no room.
    left: Option<usize>,
}

impl Default for Regexes {
    fn default() -> Self {
        Self { mistakes: HashMap::new(), left: Some(MAX_TOGETHER) }
    }
}

impl Regexes {
    /// The error in a pattern, if there is one. The pattern that exceeds the bound for the whole document
    /// gets that error; the patterns after it are not compiled.
    pub fn mistake(&mut self, pattern: &str) -> Option<&RegexError> {
        if !self.mistakes.contains_key(pattern) && self.left.is_some() {
            let mistake = self.read(pattern);
            self.mistakes.insert(pattern.to_owned(), mistake);
        }
        self.mistakes.get(pattern)?.as_ref()
    }

    fn read(&mut self, pattern: &str) -> Option<RegexError> {
        let read = Regex::new(pattern);
        let bytes = match &read {
            Ok(regex) => regex.compiled_bytes(),
            // It was compiled up to its bound.
            Err(error) if error.is_too_large => MAX_REGEX_BYTES,
            Err(_) => 0,
        };
        self.left = self.left.and_then(|left| left.checked_sub(bytes));
        match self.left {
            Some(_) => read.err(),
            None => Some(RegexError::too_many_together(pattern)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_large_expressions_are_one_mistake() {
        let mut regexes = Regexes { left: Some(4 * MAX_REGEX_BYTES), ..Regexes::default() };
        let pattern = |index: usize| format!(r"\pL{{1000}}{index}");
        for index in 0..4 {
            assert!(regexes.mistake(&pattern(index)).is_some_and(|error| error.message.contains("1 MiB")));
        }
        assert!(regexes.mistake(&pattern(4)).is_some_and(|error| error.message.contains("together")));
        assert!(regexes.mistake(&pattern(4)).is_some(), "wherever it stands");
        assert_eq!(regexes.mistake(&pattern(5)), None);
        assert!(regexes.mistake(&pattern(0)).is_some());
    }
}
