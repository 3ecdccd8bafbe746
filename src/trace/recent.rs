//! A bounded memory of calls that a reader found before, for traces of any length.

use std::collections::HashMap;

/// The values of the keys that were set last: at least `most`, and at most twice as many.
pub(super) struct Recent<V> {
    /// INVARIANT: each has at most `most` keys; a key in neither was set before at least `most` others.
    now: HashMap<u64, V>,
    before: HashMap<u64, V>,
    most: usize,
}

impl<V> Recent<V> {
    pub fn new(most: usize) -> Self {
        Self { now: HashMap::new(), before: HashMap::new(), most }
    }

    pub fn get(&self, key: u64) -> Option<&V> {
        self.now.get(&key).or_else(|| self.before.get(&key))
    }

    pub fn contains(&self, key: u64) -> bool {
        self.get(key).is_some()
    }

    pub fn remove(&mut self, key: u64) -> Option<V> {
        let old = self.before.remove(&key);
        self.now.remove(&key).or(old)
    }

    /// Sets a value; returns the one that it replaces.
    pub fn set(&mut self, key: u64, value: V) -> Option<V> {
        if self.now.len() >= self.most {
            self.before = std::mem::take(&mut self.now);
        }
        let older = self.before.remove(&key);
        self.now.insert(key, value).or(older)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_keys_are_kept_and_the_first_are_forgotten() {
        let mut recent = Recent::new(10);
        for key in 0..1_000 {
            assert_eq!(recent.set(key, key), None);
            for known in key.saturating_sub(9)..=key {
                assert_eq!(recent.get(known), Some(&known));
            }
            assert!(recent.now.len() + recent.before.len() <= 20);
        }
        assert!(!recent.contains(0));
        assert_eq!((recent.set(999, 0), recent.remove(999), recent.remove(999)), (Some(999), Some(0), None));
    }
}
