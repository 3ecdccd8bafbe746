//! Complements of regular expressions. Each is made once for a policy, and all of them together within a bound.

use std::collections::HashMap;

use crate::vocab::{Complement, Effort, Regex, complement};

/// The effort for all complements of a policy, as a multiple of that for one.
const MOST: usize = 4;

/// The complements so far.
#[derive(Debug)]
pub struct Complements {
    made: HashMap<String, Option<Complement>>,
    effort: Effort,
}

impl Default for Complements {
    fn default() -> Self {
        Self { made: HashMap::new(), effort: Effort::new(MOST * Effort::ONE) }
    }
}

impl Complements {
    /// The complement of an expression; `None` if it is too large.
    pub fn of(&mut self, pattern: &str) -> Option<&Complement> {
        if !self.made.contains_key(pattern) {
            let made = Regex::new(pattern).ok().and_then(|regex| complement(&regex, &mut self.effort));
            self.made.insert(pattern.to_owned(), made);
        }
        self.made.get(pattern)?.as_ref()
    }
}
