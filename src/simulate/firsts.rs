//! The first call of each kind that a policy decided, remembered during a replay. The number is bounded by the policy
//! and by how much is shown.

use std::collections::{BTreeMap, BTreeSet};

use super::causes::Cause;
use super::outcome::{Change, Example, Hit, Outcome};
use super::seen::Seen;
use crate::engine::{Decision, RuleId, Verdict};

/// The most kinds of changes that are distinguished.
const MOST_CHANGES: usize = 1_000;

/// The tool, whether it became wider, and what decided by the old and by the new policy.
type ChangeKind = (String, bool, Option<Cause>, Option<Cause>);

/// The first calls of each kind.
#[derive(Debug, Default)]
pub struct Firsts {
    /// By each cause that denied calls or left them undetermined.
    firsts: BTreeMap<(Verdict, Cause), Example>,
    changes: BTreeMap<ChangeKind, (u64, Example)>,
    /// The limits that left calls without a time undetermined.
    untimed: BTreeSet<RuleId>,
}

impl Firsts {
    /// The first call that a cause decided.
    pub fn first(&mut self, decision: Decision, example: Example) {
        if let Some(rule) = decision.rule {
            self.firsts.insert((decision.verdict, (rule, decision.condition)), example);
        }
    }

    /// A call without a time. Its limits may leave it undetermined.
    pub fn untimed(&mut self, decision: Decision) {
        if let (Verdict::Undetermined, Some(rule), None) = (decision.verdict, decision.rule, decision.condition) {
            self.untimed.insert(rule);
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

    /// Moves the calls into the outcome. The counts of the causes come from the tally.
    pub fn close(self, outcome: &mut Outcome) {
        outcome.changes = self.changes.into_iter().map(change).collect();
        for ((verdict, (rule, condition)), first) in self.firsts {
            let grants = BTreeMap::new();
            let has_untimed = condition.is_none() && self.untimed.contains(&rule);
            let hit = Hit { rule, condition, calls: 0, first, last: None, grants, other_grants: 0, has_untimed };
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
