//! Names for counters. Intercept counts per tool, so two tools may use the same counter name; in the language,
//! tools that name the same counter share it. So every limit gets its own counter.

use std::collections::HashMap;

use crate::vocab::Window;

/// The counters that are taken, and how often each name was requested.
#[derive(Debug, Default)]
pub(super) struct Counters {
    taken: HashMap<String, usize>,
}

impl Counters {
    /// A counter for a limit, and whether it must be named. If the default is taken, the name is made of the
    /// tool and the older name.
    pub fn take(&mut self, owner: &str, window: Window, older: &str) -> (String, bool) {
        let default = window.default_counter(owner);
        if self.free(&default) {
            return (default, false);
        }
        let name = format!("{}_{older}", owner.to_ascii_lowercase());
        if self.free(&name) {
            return (name, true);
        }
        loop {
            // INVARIANT: `free` has counted this name, and counts it again in each round.
            let numbered = format!("{name}_{}", self.taken.get(&name).copied().unwrap_or(2));
            self.free(&name);
            if self.free(&numbered) {
                return (numbered, true);
            }
        }
    }

    fn free(&mut self, name: &str) -> bool {
        let asked = self.taken.entry(name.to_owned()).or_default();
        *asked += 1;
        *asked == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_limits_get_the_same_counter() {
        let mut counters = Counters::default();
        let mut take = |owner| counters.take(owner, Window::Minute, "calls").0;
        let mut names: Vec<_> = ["t", "T", "t", "t_calls", "t", "t_calls_2", "t"].map(&mut take).into();
        assert_eq!(names.get(..3), Some(["t_rate", "t_calls", "t_calls_2"].map(String::from).as_slice()));
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 7);
    }
}
