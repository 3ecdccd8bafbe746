//! The first call of each kind, remembered during a replay. The number is bounded by the policy and by how much
//! is shown.

use std::collections::BTreeMap;

use super::example;
use super::outcome::{Change, Example, Outcome};
use super::seen::Seen;
use super::tally::Cause;
use crate::engine::{Decision, Verdict};
use crate::vocab::Time;

/// A call is ahead of its neighbours if its time is more than this later, in microseconds.
const JUMP: i64 = 24 * 3_600 * 1_000_000;
/// The most kinds of changes that are distinguished.
const MOST_CHANGES: usize = 1_000;

/// The tool, whether it became wider, and what decided by the old and by the new policy.
type ChangeKind = (String, bool, Option<Cause>, Option<Cause>);

/// The first calls of each kind.
#[derive(Debug, Default)]
pub struct Notes {
    /// By each cause that denied calls or left them undetermined.
    firsts: BTreeMap<(Verdict, Cause), Example>,
    twins: Option<(u64, Example)>,
    jumps: Option<(u64, Example)>,
    /// If the last call jumped ahead: the time before it, and the call.
    jumped: Option<(Time, Example)>,
    last: Option<Time>,
    changes: BTreeMap<ChangeKind, (u64, Example)>,
}

impl Notes {
    /// The first call that a cause decided.
    pub fn first(&mut self, decision: Decision, example: Example) {
        if let Some(rule) = decision.rule {
            self.firsts.insert((decision.verdict, (rule, decision.condition)), example);
        }
    }

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

    /// A call that two policies decide differently.
    pub fn change(
        &mut self,
        seen: &Seen<'_>,
        widened: bool,
        old: Decision,
        new: Decision,
        example: impl FnOnce() -> Example,
    ) {
        let cause = |decision: Decision| decision.rule.map(|rule| (rule, decision.condition));
        let tool = String::from_utf8_lossy(&seen.tool).into_owned();
        let key = (tool, widened, cause(old), cause(new));
        if let Some((calls, _)) = self.changes.get_mut(&key) {
            *calls += 1;
        } else if self.changes.len() < MOST_CHANGES {
            self.changes.insert(key, (1, example()));
        }
    }

    /// Moves the notes into the outcome. The counts of the causes come from the tally.
    pub fn close(self, outcome: &mut Outcome) {
        (outcome.twins, outcome.jumps) = (self.twins, self.jumps);
        outcome.changes = self.changes.into_iter().map(change).collect();
        for ((verdict, (rule, condition)), first) in self.firsts {
            let hit = super::outcome::Hit {
                rule,
                condition,
                calls: 0,
                first,
                last: None,
                grants: BTreeMap::new(),
                other_grants: 0,
            };
            match verdict {
                Verdict::Undetermined => outcome.open.push(hit),
                Verdict::Deny | Verdict::Allow => outcome.denials.push(hit),
            }
        }
    }
}

fn change(((tool, widened, old, new), (calls, first)): (ChangeKind, (u64, Example))) -> Change {
    Change { tool, widened, old, new, calls, first }
}
