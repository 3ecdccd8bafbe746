//! Calls that are odd whatever a policy decides: duplicate keys, and times far ahead of the others.

use super::example;
use super::outcome::{Example, Outcome};
use super::seen::Seen;
use crate::vocab::Time;

/// A call is ahead of its neighbours if its time is more than this later, in microseconds.
const JUMP: i64 = 24 * 3_600 * 1_000_000;

/// The first odd call of each kind.
#[derive(Debug, Default)]
pub struct Notes {
    twins: Option<(u64, Example)>,
    jumps: Option<(u64, Example)>,
    /// If the last call jumped ahead: the time before it, and the call.
    jumped: Option<(Time, Example)>,
    last: Option<Time>,
}

impl Notes {
    /// A call with a duplicate key.
    pub fn twins(&mut self, trace: &str, seen: &Seen<'_>) {
        let (count, _) = self.twins.get_or_insert_with(|| (0, example::of_call(trace, seen, None)));
        *count += 1;
    }

    /// Whether the time of a call is in the usual range. If it is, it is recorded.
    #[inline]
    pub fn is_timely(&mut self, time: Time) -> bool {
        let last = self.last.unwrap_or(time);
        let is_timely = self.jumped.is_none() && time.micros <= last.micros.saturating_add(JUMP);
        if is_timely {
            self.last = Some(time);
        }
        is_timely
    }

    /// Records an unusual time. A call that jumps ahead, followed by one that does not, is odd.
    pub fn time(&mut self, trace: &str, seen: &Seen<'_>, time: Time) {
        let last = self.last.replace(time).unwrap_or(time);
        if let Some((before, example)) = self.jumped.take() {
            if time.micros < last.micros.saturating_sub(JUMP) && time.micros <= before.micros.saturating_add(JUMP) {
                self.jumps.get_or_insert((0, example)).0 += 1;
            }
        } else if time.micros > last.micros.saturating_add(JUMP) {
            self.jumped = Some((last, example::of_call(trace, seen, None)));
        }
    }

    /// Moves the notes into the outcome.
    pub fn close(self, outcome: &mut Outcome) {
        (outcome.twins, outcome.jumps) = (self.twins, self.jumps);
    }
}
