//! Counts texts in bounded memory. Traces may come from an attacker and have millions of different values:
//!
//! | what | how many | beyond |
//! | --- | --- | --- |
//! | different values of an argument | [`MOST_ROWS`] | counted together, as values that nothing supports |
//! | bytes of a value | [`LONGEST`] | counted together |
//! | bytes of all tables | [`Budget`] | counted together |

use std::collections::HashMap;

use super::who::{Support, Who};

/// The most different texts that a table keeps.
pub const MOST_ROWS: usize = 1_000;
/// The longest text that is kept, in bytes.
pub const LONGEST: usize = 256;
/// What a row takes besides its text, in bytes.
const ROW: usize = 96;

/// How much memory is left for all tables, in bytes.
#[derive(Debug)]
pub struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(64 * 1024 * 1024)
    }
}

impl Budget {
    /// Takes so many bytes; `false` if they are not left.
    pub fn take(&mut self, bytes: usize) -> bool {
        match self.0.checked_sub(bytes) {
            Some(left) => {
                self.0 = left;
                true
            }
            None => false,
        }
    }
}

/// Texts, and the calls that had each.
#[derive(Debug, Default)]
pub struct Table {
    rows: HashMap<Box<str>, Support>,
    /// Calls with a text that is not kept.
    pub others: u64,
}

impl Table {
    /// Counts a call with this text.
    pub fn add(&mut self, text: &str, who: Who, budget: &mut Budget) {
        if let Some(support) = self.rows.get_mut(text) {
            support.add(who);
        } else if text.len() <= LONGEST && self.rows.len() < MOST_ROWS && budget.take(ROW + text.len()) {
            self.rows.insert(text.into(), Support::of(who));
        } else {
            self.others += 1;
        }
    }

    /// The texts that are kept, in alphabetical order.
    pub fn rows(&self) -> Vec<(&str, &Support)> {
        let mut rows: Vec<_> = self.rows.iter().map(|(text, support)| (&**text, support)).collect();
        rows.sort_unstable_by_key(|(text, _)| *text);
        rows
    }

    /// How many calls were counted, each once for each of its texts.
    pub fn calls(&self) -> u64 {
        self.others + self.rows.values().map(|support| support.calls).sum::<u64>()
    }

    /// How many different texts are kept.
    pub fn len(&self) -> usize {
        self.rows.len()
    }
}
