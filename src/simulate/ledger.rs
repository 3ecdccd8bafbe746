//! The part of a replay that must run in order: chooses the calls of a server, applies limits, and records the decisions. One
//! thread at a time does this, with the blocks in trace order.

use std::borrow::Cow;
use std::io::{self, Write};

use super::arguments::Judgements;
use super::by_server::server_and_tool;
use super::census::Census;
use super::decisions::Decisions;
use super::doubts::Doubts;
use super::example;
use super::input::{Options, Sides};
use super::judge::{Begins, Judged, Work};
use super::known::{Known, KnownToPolicy};
use super::notes::Notes;
use super::outcome::{Failure, MOST_SHOWN, Outcome, TraceCounts, UnreadableLine};
use super::overview::Overview;
use super::policy_ledger::PolicyLedger;
use super::seen::{Seen, Shown};
use crate::engine::{Account, Decision, Engine};
use crate::source::scan::RawKind;
use crate::trace::jsonl::Line;
use crate::trace::{Call, DEFAULT_GRANT, Excerpt, Found, Names, Unreadable};
use crate::vocab::Time;

/// How many lines are looked up before they are counted.
const BATCH: usize = 512;

/// The record of one replay.
pub struct Ledger<'l> {
    /// The record of each policy, in the order of the sides.
    policies: Vec<PolicyLedger<'l>>,
    /// The only policy, unless each server has its own.
    only: Option<&'l Engine>,
    strict: bool,
    decisions: Option<Decisions<'l>>,
    /// The accounts of a batch; kept to reuse the memory.
    accounts: Vec<Account>,
    /// How many lines were recorded since the counters were last tidied.
    batched: usize,
    trace: String,
    /// The trace was found in a directory.
    is_beside: bool,
    /// The format of the trace, by the name for `--from`.
    format: Option<&'static str>,
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
    /// The servers that have a policy of their own each.
    servers: Vec<String>,
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
        sides: Sides<'l>,
        options: &Options,
        known: &Known,
        decisions: Option<(&'l mut (dyn Write + Send), bool)>,
    ) -> Self {
        let all = sides.all();
        let compares = all.iter().any(|policies| policies.old.is_some());
        let sees_all = decisions.is_some() || options.suggest_limits || options.overview || compares;
        let overview = options.overview.then(Overview::default);
        let nothing = KnownToPolicy::default();
        let known_to = known.policies.iter().chain(std::iter::repeat(&nothing));
        Self {
            policies: all.iter().zip(known_to).map(|(each, known)| PolicyLedger::new(*each, options, known)).collect(),
            only: match sides {
                Sides::One(policies) => Some(policies.new),
                Sides::ByServer(_) => None,
            },
            strict: options.strict,
            decisions: decisions.map(|(out, keeps)| Decisions::new(out, all, keeps)),
            accounts: Vec::new(),
            batched: 0,
            trace: String::new(),
            is_beside: false,
            format: None,
            next_line: 1,
            offset: 0,
            untimed_now: options.untimed_now,
            time: Time::default(),
            notes: Notes::default(),
            doubts: Doubts::default(),
            census: Census::default(),
            names: options.read.names(),
            server: options.read.server.clone(),
            names_no_server: known.names_no_server,
            sees_all,
            servers: options.read.servers.clone(),
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
            self.policies.iter_mut().for_each(|policy| policy.begin(name));
            self.outcome.reading.begin(*format);
            (self.is_beside, self.format) = (*is_beside, *format);
            self.trace.clone_from(name);
            self.outcome.traces.push(TraceCounts::new(name));
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
            policies: self.policies.iter().map(PolicyLedger::known).collect(),
        }
    }

    /// Writes the decisions that were kept; `false` if there were too many of them.
    pub fn release(&mut self) -> io::Result<bool> {
        self.decisions.as_mut().map_or(Ok(true), Decisions::release)
    }

    /// The outcome, after everything is recorded.
    pub fn close(self) -> Outcome {
        let mut outcome = self.outcome;
        self.census.close(&mut outcome.reading);
        self.notes.close(&mut outcome);
        let decided: Vec<Outcome> = self.policies.into_iter().map(PolicyLedger::close).collect();
        for by_policy in &decided {
            add(&mut outcome, by_policy);
        }
        match (self.only, decided) {
            (Some(engine), decided) => {
                let mut outcome = decided.into_iter().next().map_or_else(Outcome::default, |of| with(of, outcome));
                self.doubts.close(engine, self.server.as_deref(), &mut outcome);
                outcome
            }
            (None, servers) => {
                let called = servers.iter().map(|decided| decided.summary.decided.calls() > 0);
                let unused = self.servers.into_iter().zip(called).filter(|(_, is_called)| !is_called);
                self.doubts.close_by_server(unused.map(|(server, _)| server).collect(), &self.names, &mut outcome);
                Outcome { servers, ..outcome }
            }
        }
    }

    /// Records lines of a block, after looking up the accounts of all of them.
    fn batch(&mut self, lines: &[Judged], text: &[u8]) {
        let mut accounts = std::mem::take(&mut self.accounts);
        accounts.clear();
        accounts.extend(lines.iter().map(|judged| self.account(judged, text)));
        for (judged, account) in lines.iter().zip(&mut accounts) {
            if let Ok((_, judgements)) = &judged.call
                && let Some(policy) = policy_of(&mut self.policies, judgements)
            {
                policy.find_rows(account, judgements);
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
            self.policies.iter_mut().for_each(PolicyLedger::tidy);
        }
    }

    /// The account of a line's call.
    #[inline]
    fn account(&mut self, judged: &Judged, block: &[u8]) -> Account {
        let Ok((call, judgements)) = &judged.call else { return Account::NOWHERE };
        let text = block.get(judged.start as usize..judged.end as usize).unwrap_or_default();
        let policy = policy_of(&mut self.policies, judgements);
        policy.map_or(Account::NOWHERE, |policy| policy.account(judgements, &grant_of(call, text)))
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
                let (named, tool) = server_and_tool(&self.names, call, text, &name);
                let named = named.as_deref();
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
                if named.is_some() || self.names.are_chosen() {
                    let first = || example::of_call(&self.trace, &seen(None), None);
                    let is_wanted = match self.only {
                        Some(_) => {
                            self.doubts.wants(&mut self.census, &self.names, (named, self.names_no_server), first)
                        }
                        None => self.doubts.have_policy(&mut self.census, &self.names, named, first),
                    };
                    if !is_wanted {
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
                let is_wanted = match self.only {
                    Some(_) => self.doubts.wants(&mut self.census, &self.names, (named, self.names_no_server), first),
                    None => self.doubts.have_policy(&mut self.census, &self.names, named, first),
                };
                if !is_wanted {
                    self.outcome.reading.passed_over += 1;
                    return;
                }
                let stamp = call.time.map(|stamp| stamp.time);
                self.census.time(stamp, call.time.is_some_and(|stamp| stamp.zoneless));
                self.census.who(grant, call.session.as_deref().map(str::as_bytes));
                let time = self.tick(stamp);
                let policy = policy_of(&mut self.policies, judgements);
                let account = policy.map_or(Account::NOWHERE, |policy| policy.account(judgements, grant));
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
        let Some(policy) = policy_of(&mut self.policies, judgements) else { return };
        let (decision, is_first) = policy.decide(judgements, account, time, &seen);
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
        if let (false, Some(time)) = (is_timely, seen.time) {
            self.notes.time(&self.trace, seen, time);
        }
        if seen.has_twins {
            self.notes.twins(&self.trace, seen);
        }
        if let Some(overview) = &mut self.outcome.overview {
            overview.add(seen, decision.verdict);
        }
        let Some(policy) = policy_of(&mut self.policies, judgements) else { return };
        let old = policy.look_at(&self.trace, seen, judgements, decision, is_first);
        if let Some(decisions) = &mut self.decisions {
            decisions.write(judgements.number(), seen, decision, old);
        }
    }

    fn unreadable(&mut self, excerpt: impl FnOnce() -> Excerpt, reason: &Unreadable) {
        self.outcome.summary.unreadable += 1;
        if let Some(trace) = self.outcome.traces.last_mut() {
            trace.unreadable += 1;
        }
        self.is_closed |= self.strict;
        if self.outcome.unreadable.len() < MOST_SHOWN {
            let excerpt = excerpt();
            let line = example::line_of(&excerpt, reason.span);
            let trace = self.trace.clone();
            self.outcome.unreadable.push(UnreadableLine { trace, line, excerpt, reason: reason.clone() });
        }
    }
}

/// The record of the policy that decides a call.
#[inline]
fn policy_of<'p, 'l>(
    policies: &'p mut [PolicyLedger<'l>],
    judgements: &Judgements,
) -> Option<&'p mut PolicyLedger<'l>> {
    policies.get_mut(judgements.number())
}

/// Adds the counts of what one policy decided.
fn add(all: &mut Outcome, by_policy: &Outcome) {
    all.summary.add(&by_policy.summary);
    all.inexact += by_policy.inexact;
    all.is_crowded |= by_policy.is_crowded;
    for (trace, more) in all.traces.iter_mut().zip(&by_policy.traces) {
        trace.add(more);
    }
}

/// What the only policy decided, with what was found out about the traces.
fn with(decided: Outcome, traces: Outcome) -> Outcome {
    let Outcome { reading, doubts, summary, traces, unreadable, failures, twins, jumps, overview, .. } = traces;
    Outcome { reading, doubts, summary, traces, unreadable, failures, twins, jumps, overview, ..decided }
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
