//! What one policy decides in a replay: applies its limits, and counts its decisions, in the order of the traces.

use std::borrow::Cow;

use super::arguments::Judgements;
use super::details::Details;
use super::disagreement::disagrees;
use super::example;
use super::firsts::Firsts;
use super::hits::Hits;
use super::input::{Options, Policies};
use super::known::KnownToPolicy;
use super::outcome::{Disagreement, MOST_SHOWN, Outcome, Summary, TraceCounts, Unexpected, widened};
use super::seen::Seen;
use super::suggest::{self, Suggest};
use super::tally::Tally;
use crate::engine::{Account, Counters, Decision, Engine, Expected, Judgement, Limits, Verdict};
use crate::trace::{Expect, Recorded};
use crate::vocab::Time;

/// The record of what one policy decides.
pub struct PolicyLedger<'l> {
    policies: Policies<'l>,
    counters: Counters,
    old_counters: Option<Counters>,
    tally: Tally,
    hits: Hits,
    firsts: Firsts,
    suggest: Option<Suggest<'l>>,
    /// The counts when the trace began.
    before: TraceCounts,
    outcome: Outcome,
}

impl<'l> PolicyLedger<'l> {
    /// An empty record. The counters begin with what is known about all calls.
    pub fn new(policies: Policies<'l>, options: &Options, known: &KnownToPolicy) -> Self {
        let nothing = Expected::default();
        let old_counters = policies.old.map(|old| Counters::expecting(old, known.old.as_ref().unwrap_or(&nothing)));
        Self {
            policies,
            counters: Counters::expecting(policies.new, &known.new),
            old_counters,
            tally: Tally::new(policies.new),
            hits: Hits::new(policies.new),
            firsts: Firsts::default(),
            suggest: options.suggest_limits.then(|| Suggest::new(policies.new)),
            before: TraceCounts::default(),
            outcome: Outcome::default(),
        }
    }

    /// The policy.
    pub fn engine(&self) -> &'l Engine {
        self.policies.new
    }

    /// A trace begins.
    pub fn begin(&mut self, trace: &str) {
        self.end_trace();
        self.outcome.traces.push(TraceCounts::new(trace));
    }

    /// What was found out about all calls.
    pub fn known(&self) -> KnownToPolicy {
        KnownToPolicy { new: self.counters.found(), old: self.old_counters.as_ref().map(Counters::found) }
    }

    /// Drops counts that no later call needs.
    pub fn tidy(&mut self) {
        self.counters.tidy();
    }

    /// The account of a call of the grant with this fingerprint.
    #[inline(always)]
    pub fn account<'g>(
        &mut self,
        judgements: &Judgements,
        print: u64,
        grant: impl FnOnce() -> Cow<'g, [u8]>,
    ) -> Account {
        let (tool, judgement) = judgements.new;
        self.counters.account(self.policies.new.limits(tool), judgement, print, grant)
    }

    /// Decides and counts a call. Returns the decision, and whether it is the first for its reason.
    #[inline]
    pub fn decide<D: Details>(
        &mut self,
        judgements: &Judgements,
        account: Account,
        time: Option<Time>,
        details: impl Fn() -> D,
    ) -> (Decision, bool) {
        let (tool, judgement) = judgements.new;
        let limits = self.policies.new.limits(tool);
        let decision = match time {
            Some(time) => self.counters.settle_on(account, limits, judgement, time),
            None => self.untimed(limits, judgement, &details()),
        };
        let of_unnamed = tool.is_none().then(&details);
        let name = || of_unnamed.as_ref().map_or_else(Cow::default, Details::tool);
        let is_first = self.tally.add(tool, name, judgement, decision) == Some(0);
        if let (Verdict::Deny, Some(rule)) = (decision.verdict, decision.rule) {
            let trace = self.outcome.traces.len().saturating_sub(1);
            self.hits.add((rule, decision.condition), tool, trace, &details());
        }
        (decision, is_first)
    }

    #[cold]
    fn untimed(&mut self, limits: Limits<'_>, judgement: Judgement, details: &impl Details) -> Decision {
        let decision = self.counters.settle_untimed(limits, judgement, &details.grant());
        self.firsts.untimed(decision);
        decision
    }

    /// Records what is unusual about a call. Returns the decision of the policy to compare with.
    pub fn look_at(
        &mut self,
        trace: &str,
        seen: &Seen<'_>,
        judgements: &Judgements,
        decision: Decision,
        is_first: bool,
    ) -> Option<Decision> {
        if is_first {
            let example = example::at_argument(trace, seen, self.policies.new, decision);
            self.firsts.first(decision, example);
        }
        if let Some(expect) = seen.expect {
            self.expected(trace, seen, expect, decision);
        }
        if let Some(recorded) = &seen.recorded {
            self.recorded(trace, seen, recorded, decision);
        }
        if let (Some(suggest), Some(time)) = (&mut self.suggest, seen.time) {
            let (tool, judgement) = judgements.new;
            let Seen { tool: name, grant, .. } = seen;
            suggest.add(&suggest::Decided { tool, name, grant, time, judgement, decision });
        }
        let old = self.old_decision(seen, judgements);
        if let Some(old) = old {
            self.compared(trace, seen, old, decision);
        }
        old
    }

    /// The outcome, after everything is recorded.
    pub fn close(mut self) -> Outcome {
        self.end_trace();
        let mut outcome = self.outcome;
        outcome.summary.decided = self.tally.all;
        (outcome.inexact, outcome.is_crowded) = (self.counters.inexact, self.counters.is_crowded);
        outcome.suggested = self.suggest.map(Suggest::finish);
        self.firsts.close(&mut outcome);
        self.tally.close(self.policies.new, &mut outcome);
        self.hits.close(self.policies.new, &mut outcome);
        outcome
    }

    fn old_decision(&mut self, seen: &Seen<'_>, judgements: &Judgements) -> Option<Decision> {
        let (tool, judgement) = judgements.old?;
        let limits = self.policies.old?.limits(tool);
        let counters = self.old_counters.as_mut()?;
        Some(match seen.time {
            Some(time) => counters.settle(limits, judgement, &seen.grant, time),
            None => counters.settle_untimed(limits, judgement, &seen.grant),
        })
    }

    fn expected(&mut self, trace: &str, seen: &Seen<'_>, expect: Expect, decision: Decision) {
        self.outcome.summary.expected += 1;
        let wanted = match expect {
            Expect::Allow => Verdict::Allow,
            Expect::Deny => Verdict::Deny,
        };
        if decision.verdict == wanted {
            return;
        }
        self.outcome.summary.unexpected += 1;
        if self.outcome.unexpected.len() < MOST_SHOWN {
            let call = example::at_argument(trace, seen, self.policies.new, decision);
            self.outcome.unexpected.push(Unexpected { call, expect, decision });
        }
    }

    /// Compares the decision with the one that a gateway recorded.
    fn recorded(&mut self, trace: &str, seen: &Seen<'_>, recorded: &Recorded, decision: Decision) {
        self.outcome.summary.recorded += 1;
        if !disagrees(recorded, self.policies.new, decision) {
            return;
        }
        self.outcome.summary.disagreeing += 1;
        if self.outcome.disagreeing.len() < MOST_SHOWN {
            let call = example::at_argument(trace, seen, self.policies.new, decision);
            self.outcome.disagreeing.push(Disagreement { call, recorded: recorded.clone(), decision });
        }
    }

    fn compared(&mut self, trace: &str, seen: &Seen<'_>, old: Decision, new: Decision) {
        let Some(engine) = self.policies.old else { return };
        let Some(widened) = widened(old, new) else { return };
        let Summary { widened: wider, narrowed: narrower, .. } = &mut self.outcome.summary;
        *(if widened { wider } else { narrower }) += 1;
        let (engine, denial) = if widened { (engine, old) } else { (self.policies.new, new) };
        self.firsts.change(seen, widened, old, new, || example::at_argument(trace, seen, engine, denial));
    }

    /// Stores the counts of the trace that ends here: what was counted since it began.
    fn end_trace(&mut self) {
        let summary = &self.outcome.summary;
        let now = TraceCounts {
            calls: self.tally.all.calls(),
            expected: summary.expected,
            unexpected: summary.unexpected,
            ..TraceCounts::default()
        };
        if let Some(trace) = self.outcome.traces.last_mut() {
            trace.calls = now.calls - self.before.calls;
            trace.expected = now.expected - self.before.expected;
            trace.unexpected = now.unexpected - self.before.unexpected;
        }
        self.before = now;
    }
}
