//! What a replay found: plain data, from which every report is made. All of it is bounded; counts are
//! exact, of what is shown there are the first few.

use std::collections::BTreeMap;

use super::suggest::Suggested;
use crate::engine::{Decision, RuleId, Verdict};
use crate::source::Span;
use crate::trace::{Excerpt, Expect, Unreadable};

/// How many unreadable lines and how many unexpected decisions are kept to be shown.
pub const MOST_SHOWN: usize = 100;

/// What a replay found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The counts.
    pub summary: Summary,
    /// The traces, in the order of reading.
    pub traces: Vec<TraceCounts>,
    /// Of each tool that was called how its calls were decided.
    pub tools: BTreeMap<String, Decided>,
    /// Of tools that no policy names, beyond those that are counted one by one.
    pub other_tools: Decided,
    /// The rules that denied calls, in the order of the policy, each by the condition that decided.
    pub denials: Vec<Hit>,
    /// The rules that could not be decided.
    pub open: Vec<Hit>,
    /// What changed against the old policy, by tool, old and new rule.
    pub changes: Vec<Change>,
    /// The first calls of which the decision was not what the trace expects.
    pub unexpected: Vec<Unexpected>,
    /// The first lines that could not be read.
    pub unreadable: Vec<UnreadableLine>,
    /// Rules of tools that were called, which no call reached.
    pub unreached_rules: Vec<RuleId>,
    /// Tools that the policy lets be called, and that no call named.
    pub unreached_tools: Vec<String>,
    /// Traces that could not be opened, or not be read to their end.
    pub failures: Vec<Failure>,
    /// How many calls had a key twice of which only the last counts, and the first of them.
    pub twins: Option<(u64, Met)>,
    /// How many calls came so late, or from so many grants, that limits did not count them exactly.
    pub inexact: u64,
    /// Whether it was for so many grants that limits forgot counts before their time.
    pub is_crowded: bool,
    /// How many calls have a time that is more than a day ahead of those around it, and the first of them.
    pub jumps: Option<(u64, Met)>,
    /// What limits can be suggested from, where it was asked for.
    pub suggested: Option<Suggested>,
}

/// The counts of a replay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// How the calls were decided that could be read.
    pub decided: Decided,
    /// Lines that could not be read.
    pub unreadable: u64,
    /// Calls with an `expect`.
    pub expected: u64,
    /// Calls of which the decision is not what the trace expects.
    pub unexpected: u64,
    /// Calls that the old policy denied and the new one allows.
    pub widened: u64,
    /// Calls that the old policy allowed and the new one denies.
    pub narrowed: u64,
}

/// How many calls had which decision.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Decided {
    /// Allowed.
    pub allowed: u64,
    /// Denied.
    pub denied: u64,
    /// Undetermined.
    pub undetermined: u64,
}

impl Decided {
    /// All of them.
    pub fn calls(&self) -> u64 {
        self.allowed + self.denied + self.undetermined
    }

    /// Counts calls.
    #[inline]
    pub fn add(&mut self, verdict: Verdict, calls: u64) {
        match verdict {
            Verdict::Allow => self.allowed += calls,
            Verdict::Deny => self.denied += calls,
            Verdict::Undetermined => self.undetermined += calls,
        }
    }
}

/// The counts of one trace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TraceCounts {
    /// Its name.
    pub name: String,
    /// How many calls could be read.
    pub calls: u64,
    /// Lines that could not be read.
    pub unreadable: u64,
    /// Calls with an `expect`.
    pub expected: u64,
    /// Calls of which the decision is not what the trace expects.
    pub unexpected: u64,
}

/// A call, and the argument in it that matters.
#[derive(Debug, Clone, PartialEq)]
pub struct Met {
    /// The name of the trace.
    pub trace: String,
    /// The line of the trace.
    pub line: u64,
    /// What to show of the trace.
    pub excerpt: Excerpt,
    /// In the excerpt the value of the argument that decided, or the call.
    pub span: Span,
    /// Whether the span is that of an argument's value, rather than of the call.
    pub is_argument: bool,
    /// The tool.
    pub tool: String,
    /// The grant.
    pub grant: String,
}

/// What became of calls by one rule, or one condition of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The rule.
    pub rule: RuleId,
    /// The condition that decided, or could not be decided.
    pub condition: Option<u32>,
    /// How many calls.
    pub calls: u64,
    /// The first of them.
    pub first: Met,
}

/// Calls of one tool that two policies decide differently, by the same rules.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The tool.
    pub tool: String,
    /// Whether the new policy lets through what the old one denied, rather than the other way.
    pub widened: bool,
    /// The rule of the old policy; `None` where it allowed.
    pub old: Option<(RuleId, Option<u32>)>,
    /// The rule of the new policy; `None` where it allows.
    pub new: Option<(RuleId, Option<u32>)>,
    /// How many calls.
    pub calls: u64,
    /// The first of them, at the argument that the denying rule asks for.
    pub first: Met,
}

/// Whether a change lets through what was denied, or the other way; `None` is neither.
pub fn widened(old: Decision, new: Decision) -> Option<bool> {
    match (old.verdict, new.verdict) {
        (Verdict::Deny, Verdict::Allow) => Some(true),
        (Verdict::Allow, Verdict::Deny) => Some(false),
        (Verdict::Allow | Verdict::Undetermined, _) | (Verdict::Deny, Verdict::Deny | Verdict::Undetermined) => None,
    }
}

/// A call that was not decided as the trace expects.
#[derive(Debug, Clone, PartialEq)]
pub struct Unexpected {
    /// The call.
    pub call: Met,
    /// What the trace expects.
    pub expect: Expect,
    /// The decision.
    pub decision: Decision,
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq)]
pub struct UnreadableLine {
    /// The name of the trace.
    pub trace: String,
    /// The line of the trace.
    pub line: u64,
    /// What to show of it.
    pub excerpt: Excerpt,
    /// Why, and where in the excerpt.
    pub reason: Unreadable,
}

/// A trace that could not be opened, or not be read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The name of the trace.
    pub trace: String,
    /// The system's own words, or those of the reader.
    pub reason: String,
}
