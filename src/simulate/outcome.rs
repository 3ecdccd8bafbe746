//! The result of a replay: plain data for all reports. Everything is bounded; counts are exact, and only the
//! first few calls of each kind are kept.

use std::collections::BTreeMap;

pub use super::decided::Decided;
use super::overview::Overview;
use super::reading::Reading;
use super::suggest::Suggested;
use crate::engine::{Decision, Engine, RuleId, RuleKind, Verdict};
use crate::source::Span;
use crate::trace::Unfit;
use crate::trace::{Excerpt, Expect, Recorded, Unreadable};
use crate::vocab::Time;

/// How many unreadable lines and how many unexpected decisions are kept.
pub const MOST_SHOWN: usize = 100;

/// The result of a replay.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How the traces were read.
    pub reading: Reading,
    /// What makes it doubtful that the traces were read as they are meant.
    pub doubts: Vec<Doubt>,
    /// The counts.
    pub summary: Summary,
    /// The traces, in reading order.
    pub traces: Vec<TraceCounts>,
    /// The decisions for each tool that was called.
    pub tools: BTreeMap<String, Decided>,
    /// How many grants the denials of each tool hit.
    pub reach: BTreeMap<String, Reach>,
    /// The decisions for unnamed tools beyond those that are counted one by one.
    pub other_tools: Decided,
    /// The rules that denied calls, in policy order, by the condition that decided.
    pub denials: Vec<Hit>,
    /// The rules that could not be decided.
    pub open: Vec<Hit>,
    /// Differences from the old policy, by tool, old rule and new rule.
    pub changes: Vec<Change>,
    /// The first calls whose decision is not what the trace expects.
    pub unexpected: Vec<Unexpected>,
    /// The first calls that a recorded gateway decided differently.
    pub disagreeing: Vec<Disagreement>,
    /// The first lines that could not be read.
    pub unreadable: Vec<UnreadableLine>,
    /// Rules of called tools that no call reached.
    pub unreached_rules: Vec<RuleId>,
    /// Tools that the policy allows and no call named.
    pub unreached_tools: Vec<String>,
    /// Traces that could not be opened, or could not be read to the end.
    pub failures: Vec<Failure>,
    /// How many calls had a duplicate key, of which only the last counts, and the first such call.
    pub twins: Option<(u64, Example)>,
    /// How many calls limits did not count exactly, because they came too late or from too many grants.
    pub inexact: u64,
    /// Whether counts were dropped early because there were too many grants.
    pub is_crowded: bool,
    /// How many calls have a time more than a day ahead of those around them, and the first such call.
    pub jumps: Option<(u64, Example)>,
    /// The data for suggested limits, if they were asked for.
    pub suggested: Option<Suggested>,
    /// When calls were made, and by whom, if that was asked for.
    pub overview: Option<Overview>,
    /// If each server has its own policy: what each policy decided, in the order of the servers. The counts are then
    /// sums, and what belongs to a policy is found only here.
    pub servers: Vec<Outcome>,
}

impl Outcome {
    /// Adds the counts of what one policy decided.
    pub fn add(&mut self, by_policy: &Outcome) {
        self.summary.add(&by_policy.summary);
        self.inexact += by_policy.inexact;
        self.is_crowded |= by_policy.is_crowded;
        for (trace, more) in self.traces.iter_mut().zip(&by_policy.traces) {
            trace.add(more);
        }
    }

    /// What the only policy decided, with what was found out about the traces.
    pub fn read_as(self, traces: Outcome) -> Outcome {
        let Outcome { reading, doubts, summary, traces, unreadable, failures, twins, jumps, overview, .. } = traces;
        Outcome { reading, doubts, summary, traces, unreadable, failures, twins, jumps, overview, ..self }
    }
}

/// The counts of a replay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// The decisions of the calls that could be read.
    pub decided: Decided,
    /// Lines that could not be read.
    pub unreadable: u64,
    /// Calls with an `expect`.
    pub expected: u64,
    /// Calls whose decision is not what the trace expects.
    pub unexpected: u64,
    /// Calls with a gateway's `decision`.
    pub recorded: u64,
    /// Calls that a recorded gateway decided differently.
    pub disagreeing: u64,
    /// Calls that the old policy denied and the new one allows.
    pub widened: u64,
    /// Calls that the old policy allowed and the new one denies.
    pub narrowed: u64,
}

impl Summary {
    /// Adds what another policy decided.
    pub fn add(&mut self, other: &Summary) {
        self.decided = self.decided.with(&other.decided);
        self.unreadable += other.unreadable;
        self.expected += other.expected;
        self.unexpected += other.unexpected;
        self.recorded += other.recorded;
        self.disagreeing += other.disagreeing;
        self.widened += other.widened;
        self.narrowed += other.narrowed;
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
    /// Calls whose decision is not what the trace expects.
    pub unexpected: u64,
}

impl TraceCounts {
    /// A trace before anything is counted.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// Adds what another policy decided.
    pub fn add(&mut self, other: &TraceCounts) {
        self.calls += other.calls;
        self.unreadable += other.unreadable;
        self.expected += other.expected;
        self.unexpected += other.unexpected;
    }
}

/// A call, shown as an example, and the argument in it that matters.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The name of the trace.
    pub trace: String,
    /// The line of the trace.
    pub line: u64,
    /// The part of the trace to show.
    pub excerpt: Excerpt,
    /// The span in the excerpt of the argument that decided, or of the call.
    pub span: Span,
    /// Whether the span is an argument's value rather than the call.
    pub is_argument: bool,
    /// The tool.
    pub tool: String,
    /// The grant.
    pub grant: String,
    /// The recorded time.
    pub time: Option<Time>,
}

/// Where and when a call was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Met {
    /// The name of the trace.
    pub trace: String,
    /// The line of the trace.
    pub line: u64,
    /// The recorded time.
    pub time: Option<Time>,
}

/// How many grants the denials of a tool hit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    /// The grants that were counted.
    pub grants: u64,
    /// There may be more of them: too many names to keep.
    pub has_more: bool,
}

/// The calls that one rule, or one condition of it, decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The rule.
    pub rule: RuleId,
    /// The condition that decided, or that could not be decided.
    pub condition: Option<u32>,
    /// How many calls.
    pub calls: u64,
    /// The first of them.
    pub first: Example,
    /// The last of them, if they were denied.
    pub last: Option<Met>,
    /// How many of them each grant made, if they were denied.
    pub grants: BTreeMap<String, u64>,
    /// How many more of them were denied to grants that are not counted one by one.
    pub other_grants: u64,
    /// They are undetermined, some of them because they have no time.
    pub has_untimed: bool,
}

impl Hit {
    /// Whether the default denied the calls, because the policy does not name their tools.
    pub fn rule_is_default(&self, engine: &Engine) -> bool {
        engine.rule(self.rule).kind == RuleKind::DefaultDeny
    }
}

/// Calls to one tool that two policies decide differently, by the same rules.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The tool.
    pub tool: String,
    /// Whether the new policy allows what the old one denied, rather than the other way around.
    pub widened: bool,
    /// The rule of the old policy; `None` where it allowed.
    pub old: Option<(RuleId, Option<u32>)>,
    /// The rule of the new policy; `None` where it allows.
    pub new: Option<(RuleId, Option<u32>)>,
    /// How many calls.
    pub calls: u64,
    /// The first of them, at the argument that the denying rule uses.
    pub first: Example,
}

/// Whether a change allows what was denied (`true`) or denies what was allowed (`false`); `None` for any other.
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
    pub call: Example,
    /// What the trace expects.
    pub expect: Expect,
    /// The decision.
    pub decision: Decision,
}

/// A call that a gateway decided differently.
#[derive(Debug, Clone, PartialEq)]
pub struct Disagreement {
    /// The call.
    pub call: Example,
    /// What the gateway recorded.
    pub recorded: Recorded,
    /// The decision by this policy.
    pub decision: Decision,
}

/// What makes it doubtful that the traces were read as they are meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    /// What it is.
    pub kind: DoubtKind,
    /// The first call of this kind.
    pub first: Example,
}

/// The kinds of doubts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DoubtKind {
    /// One policy judged calls of these servers.
    SeveralServers(Vec<String>),
    /// A server was asked for, but no call names one.
    NoServers(String),
    /// A server was asked for, and the calls name only these.
    OtherServers(String, Vec<String>),
    /// Each server has its own policy, but so many calls are of these, which have none.
    WithoutPolicy(Vec<String>, u64),
    /// Each server has its own policy, but so many calls name no server. A policy names the tool of the first of them
    /// without this in front of it.
    Unnamed(u64, Option<String>),
    /// No call is of these servers, which have policies, only of the latter.
    Unused(Vec<String>, Vec<String>),
    /// The policy names the tool without what is in front of it.
    Prefix {
        /// The tool's name in the trace.
        tool: String,
        /// The beginning of it.
        prefix: String,
        /// The policy is that of the call's server.
        by_server: bool,
    },
    /// A member of a line looks like one that is read.
    Member {
        /// As it is written.
        written: String,
        /// The one that it looks like.
        meant: &'static str,
    },
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq)]
pub struct UnreadableLine {
    /// The name of the trace.
    pub trace: String,
    /// The line of the trace.
    pub line: u64,
    /// The part of the trace to show.
    pub excerpt: Excerpt,
    /// Why, and where in the excerpt.
    pub reason: Unreadable,
}

impl Failure {
    /// A failure with the error that opening or reading gave.
    pub fn new(trace: &str, is_beside: bool, error: &std::io::Error) -> Self {
        Self { trace: trace.to_owned(), reason: error.to_string(), unfit: Unfit::of(error).cloned(), is_beside }
    }
}

/// A trace that could not be opened, or could not be read to the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The name of the trace.
    pub trace: String,
    /// The message of the system or of the reader.
    pub reason: String,
    /// Why the file is not a trace, if that is the reason.
    pub unfit: Option<Unfit>,
    /// It was found in a directory, so that it need not be a trace.
    pub is_beside: bool,
}
