//! Regular expressions that are run on the values of an argument. A statement with a hundred thousand tools runs the
//! same one for each of them, so each is compiled once.

use std::collections::HashMap;

use crate::vocab::Regex;

/// The memory that they may take together, in bytes. What does not fit is not judged.
const MAX_TOGETHER: usize = 32 << 20;

/// The expressions compiled so far.
#[derive(Debug)]
pub struct Patterns {
    compiled: HashMap<String, Option<Regex>>,
    left: usize,
}

impl Default for Patterns {
    fn default() -> Self {
        Self { compiled: HashMap::new(), left: MAX_TOGETHER }
    }
}

impl Patterns {
    /// The expression of a pattern; `None` if there is no room for it, or if it is invalid, which is reported
    /// elsewhere.
    pub fn get(&mut self, pattern: &str) -> Option<&Regex> {
        if !self.compiled.contains_key(pattern) {
            let compiled = Regex::within(pattern, self.left).ok();
            self.left -= compiled.as_ref().map_or(0, |regex| regex.compiled_bytes().min(self.left));
            self.compiled.insert(pattern.to_owned(), compiled);
        }
        self.compiled.get(pattern)?.as_ref()
    }
}
