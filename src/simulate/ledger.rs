//! The part of a replay that must run in order: chooses the calls of a server, applies limits, and records the decisions. One
//! thread at a time does this, with the blocks in trace order.

use std::borrow::Cow;
use std::io::{self, Write};

use super::census::Census;
use super::decisions::Decisions;
use super::disagreement::disagrees;
use super::doubts::Doubts;
use super::example;
use super::hits::Hits;
use super::input::{Options, Policies};
use super::judge::{Begins, Judged, Judgements, Work};
use super::known::Known;
use super::notes::Notes;
use super::outcome::{
    Disagreement, Failure, MOST_SHOWN, Outcome, Summary, TraceCounts, Unexpected, UnreadableLine, widened,
};
use super::overview::Overview;
use super::seen::{Seen, Shown};
use super::suggest::{self, Suggest};
use super::tally::Tally;
use crate::engine::{Account, Counters, Decision, Expected, Verdict};
use crate::source::scan::RawKind;
use crate::trace::jsonl::Line;
use crate::trace::{Call, DEFAULT_GRANT, Excerpt, Expect, Found, Names, Recorded, Unreadable};
use crate::vocab::Time;

/// How many lines are looked up before they are counted.
const BATCH: usize = 512;

/// The record of one replay.
pub struct Ledger<'l> {
    policies: Policies<'l>,
    strict: bool,
    decisions: Option<Decisions<'l>>,
    counters: Counters,
    /// The accounts of a batch; kept to reuse the memory.
    accounts: Vec<Account>,
    /// How many lines were recorded since the counters were last tidied.
    batched: usize,
    old_counters: Option<Counters>,
    tally: Tally,
    hits: Hits,
    trace: String,
    /// The trace was found in a directory.
    is_beside: bool,
    /// The format of the trace, by the name for `--from`.
    format: Option<&'static str>,
    /// The counts when the trace began.
    before: TraceCounts,
    next_line: u64,
    offset: u64,
    /// Calls without a time are made at the time of the one before them.
    untimed_now: bool,
    /// The last time that was recorded.
    time: Time,
    notes: Notes,
    doubts: Doubts,
    census: Census,
    names: Names,
    /// The server that was asked for.
    server: Option<String>,
    /// With a server: calls that name none are decided, because no call names one.
    names_no_server: bool,
    suggest: Option<Suggest<'l>>,
    /// Whether every call is needed, not only unusual ones.
    sees_all: bool,
    outcome: Outcome,
    /// Why writing failed, if it did.
    pub failure: Option<io::Error>,
    /// The replay stops here: `--strict` found an unreadable line, or writing failed.
    pub is_closed: bool,
}

impl<'l> Ledger<'l> {
    /// An empty ledger. Decisions are written as they are made, if there is an output for them.
    /// They are kept if they may still change.
    pub fn new(
        policies: Policies<'l>,
        options: &Options,
        known: &Known,
        decisions: Option<(&'l mut (dyn Write + Send), bool)>,
    ) -> Self {
        let sees_all = decisions.is_some() || options.suggest_limits || options.overview || policies.old.is_some();
        let overview = options.overview.then(Overview::default);
        Self {
            policies,
            strict: options.strict,
            decisions: decisions.map(|(out, keeps)| Decisions::new(out, &policies, keeps)),
            counters: Counters::expecting(policies.new, &known.new),
            accounts: Vec::new(),
            batched: 0,
            old_counters: policies
                .old
                .map(|old| Counters::expecting(old, known.old.as_ref().unwrap_or(&Expected::default()))),
            tally: Tally::new(policies.new),
            hits: Hits::default(),
            trace: String::new(),
            is_beside: false,
            format: None,
            before: TraceCounts::default(),
            next_line: 1,
            offset: 0,
            untimed_now: options.untimed_now,
            time: Time::default(),
            notes: Notes::default(),
            doubts: Doubts::default(),
            census: Census::default(),
            names: Names::new(options.read.server.as_deref()),
            server: options.read.server.clone(),
            names_no_server: known.names_no_server,
            sees_all,
            suggest: options.suggest_limits.then(|| Suggest::new(policies.new)),
            outcome: Outcome { overview, ..Outcome::default() },
            failure: None,
            is_closed: false,
        }
    }

    /// Records the next piece of work.
    pub fn post(&mut self, work: &Work) {
        if self.is_closed {
            return;
        }
        if let Some(Begins { name, is_beside, format }) = &work.begins {
            self.end_trace();
            self.outcome.reading.begin(*format);
            (self.is_beside, self.format) = (*is_beside, *format);
            self.trace.clone_from(name);
            self.outcome.traces.push(TraceCounts { name: name.clone(), ..TraceCounts::default() });
            (self.next_line, self.offset) = (1, 0);
            if let Some(decisions) = &mut self.decisions {
                decisions.begin(name);
            }
        }
        let text = work.block.text();
        let mut lines = &*work.lines;
        while !lines.is_empty() {
            let (batch, rest) = lines.split_at_checked(BATCH - self.batched).unwrap_or((lines, &[]));
            self.batch(batch, text);
            lines = rest;
        }
        self.next_line += work.line_count;
        self.offset += text.len() as u64;
        for (found, judgements) in work.found.iter().zip(&work.calls) {
            self.found(found, judgements.as_ref());
            self.tidy_behind(1);
        }
        if let Some(error) = &work.failure {
            let failure = Failure::new(&self.trace, self.is_beside, error);
            if failure.unfit.is_some() {
                self.outcome.reading.take_back(self.format);
            }
            self.outcome.failures.push(failure);
        }
        if let Some(Err(error)) = self.decisions.as_mut().map(Decisions::flush) {
            self.failure = Some(error);
            self.is_closed = true;
        }
    }

    /// What was found out about all calls.
    pub fn known(&self) -> Known {
        Known {
            names_no_server: self.server.is_some() && !self.census.has_servers(),
            new: self.counters.found(),
            old: self.old_counters.as_ref().map(Counters::found),
        }
    }

    /// Writes the decisions that were kept; `false` if there were too many of them.
    pub fn release(&mut self) -> io::Result<bool> {
        self.decisions.as_mut().map_or(Ok(true), Decisions::release)
    }

    /// The outcome, after everything is recorded.
    pub fn close(mut self) -> Outcome {
        self.end_trace();
        let mut outcome = self.outcome;
        self.census.close(&mut outcome.reading);
        outcome.summary.decided = self.tally.all;
        (outcome.inexact, outcome.is_crowded) = (self.counters.inexact, self.counters.is_crowded);
        outcome.suggested = self.suggest.map(Suggest::finish);
        self.notes.close(&mut outcome);
        self.tally.close(self.policies.new, &mut outcome);
        self.hits.close(self.policies.new, &mut outcome);
        self.doubts.close(self.policies.new, self.server.as_deref(), &mut outcome);
        outcome
    }

    /// Stores the counts of the trace that ends here: what was counted since it began.
    fn end_trace(&mut self) {
        let summary = &self.outcome.summary;
        let now = TraceCounts {
            name: String::new(),
            calls: self.tally.all.calls(),
            unreadable: summary.unreadable,
            expected: summary.expected,
            unexpected: summary.unexpected,
        };
        if let Some(trace) = self.outcome.traces.last_mut() {
            trace.calls = now.calls - self.before.calls;
            trace.unreadable = now.unreadable - self.before.unreadable;
            trace.expected = now.expected - self.before.expected;
            trace.unexpected = now.unexpected - self.before.unexpected;
        }
        self.before = now;
    }

    /// Records lines of a block, after looking up the accounts of all of them.
    fn batch(&mut self, lines: &[Judged], text: &[u8]) {
        let mut accounts = std::mem::take(&mut self.accounts);
        accounts.clear();
        accounts.extend(lines.iter().map(|judged| self.account(judged, text)));
        for (judged, account) in lines.iter().zip(&mut accounts) {
            if let Ok((_, judgements)) = &judged.call {
                self.counters.find_rows(account, self.policies.new.limits(judgements.new.0));
            }
        }
        for (judged, account) in lines.iter().zip(&accounts) {
            self.line(judged, *account, text);
        }
        self.accounts = accounts;
        self.tidy_behind(lines.len());
    }

    /// Tidies the counters after a fixed number of lines, not after each block: blocks are as long as a pipe
    /// makes them, and what the counters drop can affect late calls.
    fn tidy_behind(&mut self, lines: usize) {
        self.batched += lines;
        if self.batched >= BATCH {
            self.batched = 0;
            self.counters.tidy();
        }
    }

    /// The account of a line's call.
    #[inline]
    fn account(&mut self, judged: &Judged, block: &[u8]) -> Account {
        let Ok((call, judgements)) = &judged.call else { return Account::NOWHERE };
        let text = block.get(judged.start as usize..judged.end as usize).unwrap_or_default();
        let (tool, judgement) = judgements.new;
        self.counters.account(self.policies.new.limits(tool), judgement, &grant_of(call, text))
    }

    #[inline]
    fn line(&mut self, judged: &Judged, account: Account, block: &[u8]) {
        if self.is_closed {
            return;
        }
        let text = block.get(judged.start as usize..judged.end as usize).unwrap_or_default();
        let line = self.next_line + u64::from(judged.line);
        let shown = Shown::Line { text, line, offset: self.offset + u64::from(judged.start) };
        match &judged.call {
            Ok((call, judgements)) => {
                let name = call.tool.map_or(Cow::Borrowed(&b""[..]), |tool| tool.text(text));
                let (server, tool) = self.names.split_bytes(&name);
                let named = call.server.map(|server| server.text(text));
                let named = named.as_deref().filter(|server| !server.is_empty()).or(server);
                let seen = |time: Option<Time>| Seen {
                    line,
                    tool: Cow::Borrowed(tool),
                    grant: grant_of(call, text),
                    server: named.map(Cow::Borrowed),
                    time,
                    is_recorded: call.time.is_some(),
                    expect: call.expect,
                    recorded: call.recorded(text),
                    id: call.id.map(|id| id.bytes(text)),
                    session: call.session.map(|session| session.bytes(text)),
                    has_twins: call.has_twins || judgements.has_twins,
                    shown,
                };
                if named.is_some() || self.server.is_some() {
                    let first = || example::of_call(&self.trace, &seen(None), None);
                    if !self.doubts.wants(&mut self.census, &self.names, (named, self.names_no_server), first) {
                        self.outcome.reading.passed_over += 1;
                        return;
                    }
                }
                if call.is_misspelt {
                    self.doubts.misspelt(text, || example::of_call(&self.trace, &seen(None), None));
                }
                self.census.aliases(call.aliases);
                self.census.time(call.time, call.zoneless);
                self.census.who(
                    &grant_of(call, text),
                    call.session.filter(|session| !session.is(RawKind::Null)).map(|session| session.bytes(text)),
                );
                let time = self.tick(call.time);
                let is_odd = call.expect.is_some() || call.decision.is_some() || call.has_twins || judgements.has_twins;
                self.call(judgements, account, time, is_odd, || seen(time));
            }
            Err(reason) => self.unreadable(|| shown.excerpt(), reason),
        }
    }

    fn found(&mut self, found: &Found, judgements: Option<&Judgements>) {
        if self.is_closed {
            return;
        }
        match (found, judgements) {
            (Found::Call(call), Some(judgements)) => {
                let grant = call.grant.as_deref().unwrap_or(DEFAULT_GRANT).as_bytes();
                let named = call.server.as_deref().map(str::as_bytes);
                let seen = |time: Option<Time>| Seen {
                    line: example::line_of(&call.excerpt, call.span),
                    tool: Cow::Borrowed(call.tool.as_bytes()),
                    grant: Cow::Borrowed(grant),
                    server: named.map(Cow::Borrowed),
                    time,
                    is_recorded: call.time.is_some(),
                    expect: call.expect,
                    recorded: call.recorded.as_deref().cloned(),
                    id: call.id.as_deref().map(str::as_bytes),
                    session: call.session.as_deref().map(str::as_bytes),
                    has_twins: judgements.has_twins,
                    shown: Shown::Call(call),
                };
                let first = || example::of_call(&self.trace, &seen(None), None);
                if !self.doubts.wants(&mut self.census, &self.names, (named, self.names_no_server), first) {
                    self.outcome.reading.passed_over += 1;
                    return;
                }
                let stamp = call.time.map(|stamp| stamp.time);
                self.census.time(stamp, call.time.is_some_and(|stamp| stamp.zoneless));
                self.census.who(grant, call.session.as_deref().map(str::as_bytes));
                let time = self.tick(stamp);
                let (tool, judgement) = judgements.new;
                let account = self.counters.account(self.policies.new.limits(tool), judgement, grant);
                let is_odd = call.expect.is_some() || call.recorded.is_some() || judgements.has_twins;
                self.call(judgements, account, time, is_odd, || seen(time));
            }
            (Found::Call(call), None) => self.unreadable(|| call.excerpt.clone(), &broken(call)),
            (Found::Unreadable(excerpt, reason), _) => self.unreadable(|| excerpt.clone(), reason),
            (Found::PassedOver, _) => self.outcome.reading.passed_over += 1,
            (Found::Rejected, _) => self.outcome.reading.rejected += 1,
            (Found::Repeated, _) => self.outcome.reading.repeated += 1,
        }
    }

    /// The time of a call, if it is known.
    fn tick(&mut self, time: Option<Time>) -> Option<Time> {
        if !self.untimed_now {
            return time;
        }
        self.time = time.unwrap_or(self.time);
        Some(self.time)
    }

    /// Decides and counts a call. `seen` provides its details, which most calls never need.
    #[inline]
    fn call<'s>(
        &mut self,
        judgements: &Judgements,
        account: Account,
        time: Option<Time>,
        is_odd: bool,
        seen: impl Fn() -> Seen<'s>,
    ) {
        let (tool, judgement) = judgements.new;
        let limits = self.policies.new.limits(tool);
        let decision = match time {
            Some(time) => self.counters.settle_on(account, limits, judgement, time),
            None => self.counters.settle_untimed(limits, judgement, &seen().grant),
        };
        let is_first = self.tally.add(tool, || seen().tool, judgement, decision) == Some(0);
        if let (Verdict::Deny, Some(rule)) = (decision.verdict, decision.rule) {
            let trace = self.outcome.traces.len().saturating_sub(1);
            self.hits.add((rule, decision.condition), tool, trace, &seen());
        }
        let is_timely = time.is_none_or(|time| self.notes.is_timely(time));
        if is_first || !is_timely || is_odd || self.sees_all {
            self.look_at(&seen(), judgements, decision, is_first, is_timely);
        }
    }

    #[inline(never)]
    fn look_at(
        &mut self,
        seen: &Seen<'_>,
        judgements: &Judgements,
        decision: Decision,
        is_first: bool,
        is_timely: bool,
    ) {
        if is_first {
            let example = example::at_argument(&self.trace, seen, self.policies.new, decision);
            self.notes.first(decision, example);
        }
        if let (false, Some(time)) = (is_timely, seen.time) {
            self.notes.time(&self.trace, seen, time);
        }
        if seen.has_twins {
            self.notes.twins(&self.trace, seen);
        }
        if let Some(expect) = seen.expect {
            self.expected(seen, expect, decision);
        }
        if let Some(recorded) = &seen.recorded {
            self.recorded(seen, recorded, decision);
        }
        if let Some(overview) = &mut self.outcome.overview {
            overview.add(seen, decision.verdict);
        }
        if let (Some(suggest), Some(time)) = (&mut self.suggest, seen.time) {
            let (tool, judgement) = judgements.new;
            let Seen { tool: name, grant, .. } = seen;
            suggest.add(&suggest::Decided { tool, name, grant, time, judgement, decision });
        }
        let old = match (judgements.old, self.policies.old, &mut self.old_counters) {
            (Some((tool, judgement)), Some(engine), Some(counters)) => {
                let limits = engine.limits(tool);
                Some(match seen.time {
                    Some(time) => counters.settle(limits, judgement, &seen.grant, time),
                    None => counters.settle_untimed(limits, judgement, &seen.grant),
                })
            }
            _ => None,
        };
        if let (Some(old), Some(engine)) = (old, self.policies.old) {
            self.compared(seen, engine, old, decision);
        }
        if let Some(decisions) = &mut self.decisions {
            decisions.write(seen, decision, old);
        }
    }

    fn expected(&mut self, seen: &Seen<'_>, expect: Expect, decision: Decision) {
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
            let call = example::at_argument(&self.trace, seen, self.policies.new, decision);
            self.outcome.unexpected.push(Unexpected { call, expect, decision });
        }
    }

    /// Compares the decision with the one that a gateway recorded.
    fn recorded(&mut self, seen: &Seen<'_>, recorded: &Recorded, decision: Decision) {
        self.outcome.summary.recorded += 1;
        if !disagrees(recorded, self.policies.new, decision) {
            return;
        }
        self.outcome.summary.disagreeing += 1;
        if self.outcome.disagreeing.len() < MOST_SHOWN {
            let call = example::at_argument(&self.trace, seen, self.policies.new, decision);
            self.outcome.disagreeing.push(Disagreement { call, recorded: recorded.clone(), decision });
        }
    }

    fn compared(&mut self, seen: &Seen<'_>, engine: &crate::engine::Engine, old: Decision, new: Decision) {
        let Some(widened) = widened(old, new) else { return };
        let Summary { widened: wider, narrowed: narrower, .. } = &mut self.outcome.summary;
        *(if widened { wider } else { narrower }) += 1;
        let (engine, denial) = if widened { (engine, old) } else { (self.policies.new, new) };
        self.notes.change(seen, widened, old, new, || example::at_argument(&self.trace, seen, engine, denial));
    }

    fn unreadable(&mut self, excerpt: impl FnOnce() -> Excerpt, reason: &Unreadable) {
        self.outcome.summary.unreadable += 1;
        self.is_closed |= self.strict;
        if self.outcome.unreadable.len() < MOST_SHOWN {
            let excerpt = excerpt();
            let line = example::line_of(&excerpt, reason.span);
            let trace = self.trace.clone();
            self.outcome.unreadable.push(UnreadableLine { trace, line, excerpt, reason: reason.clone() });
        }
    }
}

/// The name of the grant that makes a line's call.
#[inline]
fn grant_of<'t>(call: &Line, text: &'t [u8]) -> Cow<'t, [u8]> {
    match call.grant {
        None => Cow::Borrowed(DEFAULT_GRANT.as_bytes()),
        // A user may be a number.
        Some(grant) if grant.is(RawKind::Number) => Cow::Borrowed(grant.bytes(text)),
        Some(grant) => grant.text(text),
    }
}

/// Arguments that a reader took for an object although they are not one.
fn broken(call: &Call) -> Unreadable {
    Unreadable { message: "these arguments are not a JSON object".into(), span: call.span, help: None }
}
