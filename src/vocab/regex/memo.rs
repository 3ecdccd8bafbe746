//! Results about the patterns that were read last. Several passes and rules ask the same about each pattern of a
//! policy, and reading one takes longer than the question.

use std::cell::RefCell;

use crate::vocab::Map;

/// How many results are kept. An ordinary policy has fewer patterns.
const MOST: usize = 256;
/// The longest pattern whose result is kept, in bytes.
const LONGEST: usize = 1_024;

/// The results of a function of patterns, of this thread.
#[derive(Debug)]
pub struct Memo<T>(RefCell<Map<String, T>>);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<T: Clone> Memo<T> {
    /// The result for a pattern: the one that is kept, or else the one that is made now, which is kept if it is small.
    pub fn get(&self, pattern: &str, make: impl FnOnce() -> T, is_small: impl FnOnce(&T) -> bool) -> T {
        if let Some(known) = self.0.borrow().get(pattern) {
            return known.clone();
        }
        let made = make();
        if pattern.len() <= LONGEST && is_small(&made) {
            let mut kept = self.0.borrow_mut();
            if kept.len() >= MOST {
                kept.clear();
            }
            kept.insert(pattern.to_owned(), made.clone());
        }
        made
    }
}
