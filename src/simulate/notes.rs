//! What is remembered of single calls while a replay goes on: the first of each kind. It is bounded by
//! the policy, and by how much is shown.

use std::collections::BTreeMap;

use super::outcome::{Change, Met, Outcome};
use super::seen::Seen;
use super::show;
use super::tally::Cause;
use crate::engine::{Decision, Verdict};
use crate::vocab::Time;

/// A call is ahead of its neighbours where its time is more than this later, in microseconds.
const JUMP: i64 = 24 * 3_600 * 1_000_000;
/// The most kinds of changes that are told apart.
const MOST_CHANGES: usize = 1_000;

/// A tool, whether it became wider, and what decided by the old and by the new policy.
type ChangeKind = (String, bool, Option<Cause>, Option<Cause>);

/// The first calls of each kind.
#[derive(Debug, Default)]
pub struct Notes {
    /// Of each cause that denied, or left open.
    firsts: BTreeMap<(Verdict, Cause), Met>,
    twins: Option<(u64, Met)>,
    jumps: Option<(u64, Met)>,
    /// The time before the last call, if that one jumped ahead, and what the call was.
    jumped: Option<(Time, Met)>,
    last: Option<Time>,
    changes: BTreeMap<ChangeKind, (u64, Met)>,
}

impl Notes {
    /// The first call that a cause decided.
    pub fn first(&mut self, decision: Decision, met: Met) {
        if let Some(rule) = decision.rule {
            self.firsts.insert((decision.verdict, (rule, decision.condition)), met);
        }
    }

    /// A call with a key twice.
    pub fn twins(&mut self, trace: &str, seen: &Seen<'_>) {
        let (count, _) = self.twins.get_or_insert_with(|| (0, show::call(trace, seen, None)));
        *count += 1;
    }

    /// Whether the time of a call is as usual, and nobody needs to look at it. If so, it is noted.
    #[inline]
    pub fn is_timely(&mut self, time: Time) -> bool {
        let last = self.last.unwrap_or(time);
        let is_timely = self.jumped.is_none() && time.micros <= last.micros.saturating_add(JUMP);
        if is_timely {
            self.last = Some(time);
        }
        is_timely
    }

    /// The time of a call that is not as usual. One that jumps ahead, and is followed by one that does not, is odd.
    pub fn time(&mut self, trace: &str, seen: &Seen<'_>) {
        let last = self.last.replace(seen.time).unwrap_or(seen.time);
        if let Some((before, met)) = self.jumped.take() {
            if seen.time.micros < last.micros.saturating_sub(JUMP)
                && seen.time.micros <= before.micros.saturating_add(JUMP)
            {
                self.jumps.get_or_insert((0, met)).0 += 1;
            }
        } else if seen.time.micros > last.micros.saturating_add(JUMP) {
            self.jumped = Some((last, show::call(trace, seen, None)));
        }
    }

    /// A call that two policies decide differently.
    pub fn change(&mut self, seen: &Seen<'_>, widened: bool, old: Decision, new: Decision, met: impl FnOnce() -> Met) {
        let cause = |decision: Decision| decision.rule.map(|rule| (rule, decision.condition));
        let tool = String::from_utf8_lossy(&seen.tool).into_owned();
        let key = (tool, widened, cause(old), cause(new));
        if let Some((calls, _)) = self.changes.get_mut(&key) {
            *calls += 1;
        } else if self.changes.len() < MOST_CHANGES {
            self.changes.insert(key, (1, met()));
        }
    }

    /// Hands over what there is. The tally gives the causes their counts.
    pub fn close(self, outcome: &mut Outcome) {
        (outcome.twins, outcome.jumps) = (self.twins, self.jumps);
        outcome.changes = self.changes.into_iter().map(change).collect();
        for ((verdict, (rule, condition)), first) in self.firsts {
            let hit = super::outcome::Hit { rule, condition, calls: 0, first };
            match verdict {
                Verdict::Undetermined => outcome.open.push(hit),
                Verdict::Deny | Verdict::Allow => outcome.denials.push(hit),
            }
        }
    }
}

fn change(((tool, widened, old, new), (calls, first)): (ChangeKind, (u64, Met))) -> Change {
    Change { tool, widened, old, new, calls, first }
}
