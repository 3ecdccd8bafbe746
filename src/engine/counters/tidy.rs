//! Keeps the counters small: drops what no later call needs.

use super::clock::LATENESS;
use super::{Counters, FEWEST_SWEPT};

/// The most counts and names of grants that are kept for longer, and half of what is kept at any time. No real
/// trace has more of them within [`LATENESS`]; if one does, the calls beyond are reported as not counted
/// exactly.
const MOST_KEPT: usize = 1 << 20;

impl Counters {
    /// Drops windows that ended long ago, whenever there is twice as much as was left last time.
    pub fn tidy(&mut self) {
        if self.kept() < self.sweep_at {
            return;
        }
        let Some(now) = self.clock.latest else { return };
        self.forget_before(now.saturating_sub(LATENESS));
        // Too many grants at once: keep only the current windows; if that is still too much, keep nothing.
        for horizon in [now, i64::MAX] {
            if self.kept() > MOST_KEPT {
                self.is_crowded = true;
                self.forget_before(horizon);
            }
        }
        self.sweep_at = (2 * self.kept()).clamp(FEWEST_SWEPT, 2 * MOST_KEPT);
    }

    /// How many counts and names of grants there are.
    fn kept(&self) -> usize {
        self.latest.len() + self.earlier.len() + self.closed.len() + self.grants.len()
    }

    fn forget_before(&mut self, horizon: i64) {
        self.horizon = self.horizon.max(horizon);
        let Self { latest, closed, earlier, windows, grants, .. } = self;
        let is_kept =
            |counter: u32, window: i64| windows.get(counter as usize).is_some_and(|kind| kind.end(window) > horizon);
        latest.retain(|counter, count| is_kept(counter, count.window));
        earlier.retain(|key, _| is_kept(key.counter, key.window));
        closed.retain(|closed| is_kept(closed.counter, closed.count.window));
        let of_windows = earlier.keys().map(|key| key.grant).chain(closed.iter().map(|closed| closed.grant));
        let in_use: hashbrown::HashSet<u32> = latest.grants().chain(of_windows).collect();
        grants.retain(|grant| in_use.contains(&grant));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::program::Engine;
    use crate::engine::run::Judgement;
    use crate::model;
    use crate::source::{Source, SourceId};
    use crate::vocab::Time;

    #[test]
    fn an_absurd_number_of_grants_is_not_counted_exactly() {
        let policy = r#"{"version": "1", "default": "allow",
            "all_tools": {"limits": [{"counter": "c", "window": "day", "max": 1, "scope": "grant"}]}}"#;
        let source = Source::from_text("policy.json", policy);
        let engine = Engine::new(&model::json::read(SourceId(0), &source).0.unwrap());
        let mut counters = Counters::new(&engine);
        let mut call = |grant: usize| {
            let time = Time { micros: grant as i64 };
            counters.settle(engine.limits(None), Judgement::Passes, grant.to_string().as_bytes(), time);
            (counters.is_crowded, counters.inexact > 0, counters.kept() <= 2 * MOST_KEPT)
        };
        assert!((0..MOST_KEPT - 1).all(|grant| call(grant) == (false, false, true)));
        assert!((MOST_KEPT..3 * MOST_KEPT / 2).all(|grant| call(grant).2));
        assert_eq!(call(0), (true, true, true));
    }
}
