//! Records the calls of a replay, one after the other: chooses those that a policy decides, has them decided, and keeps
//! what is unusual about them.

use std::io::{self, Write};

use super::arguments::Judgements;
use super::census::Census;
use super::choice::server_and_tool;
use super::decisions::Decisions;
use super::doubts::Doubts;
use super::example;
use super::input::{Options, Sides};
use super::judge::Judged;
use super::known::{Known, KnownToPolicy};
use super::notes::Notes;
use super::outcome::{Failure, MOST_SHOWN, Outcome, TraceCounts, UnreadableLine};
use super::overview::Overview;
use super::policy_ledger::PolicyLedger;
use super::seen::{Origin, Seen, Shown, grant_of};
use crate::engine::{Account, Decision, Engine};
use crate::source::scan::RawKind;
use crate::trace::jsonl::Line;
use crate::trace::{Call, DEFAULT_GRANT, Excerpt, Found, Names, Unreadable};
use crate::vocab::Time;

/// The record of one replay.
pub struct Record<'l> {
    /// The record of each policy, in the order of the sides.
    policies: Vec<PolicyLedger<'l>>,
    /// The only policy, unless each server has its own.
    only: Option<&'l Engine>,
    names: &'l Names,
    /// The name of the trace.
    pub trace: String,
    decisions: Option<Decisions<'l>>,
    strict: bool,
    /// Calls without a time are made at the time of the one before them.
    untimed_now: bool,
    /// The last time that was recorded.
    time: Time,
    notes: Notes,
    doubts: Doubts,
    census: Census,
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

/// Where a line is in its trace.
#[derive(Debug, Clone, Copy)]
pub struct Position {
    /// Its number, counted from 1.
    pub line: u64,
    /// Its offset.
    pub offset: u64,
}

impl<'l> Record<'l> {
    /// An empty record. `decisions` is their output, and whether they may still change.
    pub fn new(
        sides: Sides<'l>,
        names: &'l Names,
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
            names,
            trace: String::new(),
            decisions: decisions.map(|(out, keeps)| Decisions::new(out, all, keeps)),
            strict: options.strict,
            untimed_now: options.untimed_now,
            time: Time::default(),
            notes: Notes::default(),
            doubts: Doubts::default(),
            census: Census::default(),
            server: options.read.server.clone(),
            names_no_server: known.names_no_server,
            servers: options.read.servers.clone(),
            sees_all,
            outcome: Outcome { overview, ..Outcome::default() },
            failure: None,
            is_closed: false,
        }
    }

    /// A trace begins.
    pub fn begin(&mut self, name: &str, format: Option<&'static str>) {
        self.policies.iter_mut().for_each(|policy| policy.begin(name));
        self.outcome.reading.begin(format);
        name.clone_into(&mut self.trace);
        self.outcome.traces.push(TraceCounts::new(name));
        if let Some(decisions) = &mut self.decisions {
            decisions.begin(name);
        }
    }

    /// The trace, in this format, can't be read on.
    pub fn fails(&mut self, failure: Failure, format: Option<&'static str>) {
        if failure.unfit.is_some() {
            self.outcome.reading.take_back(format);
        }
        self.outcome.failures.push(failure);
    }

    /// Writes the decisions that are ready.
    pub fn flush(&mut self) {
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

    /// Drops counts that no later call needs.
    pub fn tidy(&mut self) {
        self.policies.iter_mut().for_each(PolicyLedger::tidy);
    }

    /// The outcome, after everything is recorded.
    pub fn close(self) -> Outcome {
        let mut outcome = self.outcome;
        self.census.close(&mut outcome.reading);
        self.notes.close(&mut outcome);
        let engines: Vec<&Engine> = self.policies.iter().map(PolicyLedger::engine).collect();
        let decided: Vec<Outcome> = self.policies.into_iter().map(PolicyLedger::close).collect();
        for by_policy in &decided {
            outcome.add(by_policy);
        }
        match (self.only, decided) {
            (Some(engine), decided) => {
                let mut outcome = decided.into_iter().next().map_or_else(Outcome::default, |of| of.read_as(outcome));
                self.doubts.close(engine, self.server.as_deref(), &mut outcome);
                outcome
            }
            (None, servers) => {
                outcome.servers = servers;
                self.doubts.close_by_server(&engines, self.servers, self.names, &mut outcome);
                outcome
            }
        }
    }

    /// The account of a line's call.
    #[inline]
    pub fn account(&mut self, judged: &Judged, text: &[u8]) -> Account {
        let Ok((call, judgements)) = &judged.call else { return Account::NOWHERE };
        let policy = policy_of(&mut self.policies, judgements);
        policy.map_or(Account::NOWHERE, |policy| policy.account(judgements, &grant_of(call, text)))
    }

    /// Looks up the rows of an account, before its call is decided.
    #[inline]
    pub fn find_rows(&mut self, judged: &Judged, account: &mut Account) {
        if let Ok((_, judgements)) = &judged.call
            && let Some(policy) = policy_of(&mut self.policies, judgements)
        {
            policy.find_rows(account, judgements);
        }
    }

    /// Records a line of the own format.
    #[inline]
    pub fn line(&mut self, judged: &Judged, account: Account, at: Position, text: &[u8]) {
        if self.is_closed {
            return;
        }
        let shown = Shown::Line { text, line: at.line, offset: at.offset };
        let (call, judgements) = match &judged.call {
            Ok(read) => read,
            Err(reason) => return self.unreadable(|| shown.excerpt(), reason),
        };
        let names = self.names;
        let seen = |time: Option<Time>| {
            let (server, tool) = server_and_tool(names, call, text);
            Seen {
                line: at.line,
                tool,
                grant: grant_of(call, text),
                server,
                time,
                is_recorded: call.time.is_some(),
                expect: call.expect,
                recorded: call.recorded(text),
                id: call.id.map(|id| id.bytes(text)),
                session: call.session.map(|session| session.bytes(text)),
                has_twins: call.has_twins || judgements.has_twins,
                shown,
            }
        };
        if (judged.is_odd || names.are_chosen()) && !self.odd_line(call, judgements, &|| seen(None), text) {
            return;
        }
        let grant = grant_of(call, text);
        let session = call.session.filter(|session| !session.is(RawKind::Null)).map(|session| session.bytes(text));
        let grant_hash = self.census.who(&grant, session);
        self.census.time(call.time);
        let time = self.tick(call.time);
        let origin = Origin { grant: &grant, grant_hash, line: at.line, time: call.time };
        let has_twins = call.has_twins || judgements.has_twins;
        let is_odd = judged.is_odd && (call.expect.is_some() || call.decision.is_some() || has_twins);
        self.call(judgements, account, origin, time, is_odd, seen);
    }

    /// Records what is unusual about a line, whatever a policy decides. Whether a policy decides its call.
    #[inline(never)]
    fn odd_line<'s>(
        &mut self,
        call: &Line,
        judgements: &Judgements,
        seen: &dyn Fn() -> Seen<'s>,
        text: &'s [u8],
    ) -> bool {
        let (server, _) = server_and_tool(self.names, call, text);
        if (server.is_some() || self.names.are_chosen()) && !self.is_wanted(judgements, server.as_deref(), seen) {
            return false;
        }
        if call.is_misspelt {
            self.doubts.misspelt(text, || example::of_call(&self.trace, &seen(), None));
        }
        self.census.aliases(call.aliases);
        self.census.zoneless(call.zoneless);
        true
    }

    /// Records what the reader of another format found.
    pub fn found(&mut self, found: &Found, judgements: Option<&Judgements>) {
        if self.is_closed {
            return;
        }
        match (found, judgements) {
            (Found::Call(call), Some(judgements)) => self.found_call(call, judgements),
            (Found::Call(call), None) => self.unreadable(|| call.excerpt.clone(), &broken(call)),
            (Found::Unreadable(excerpt, reason), _) => self.unreadable(|| excerpt.clone(), reason),
            (Found::PassedOver, _) => self.outcome.reading.passed_over += 1,
            (Found::Rejected, _) => self.outcome.reading.rejected += 1,
            (Found::Repeated, _) => self.outcome.reading.repeated += 1,
        }
    }

    fn found_call(&mut self, call: &Call, judgements: &Judgements) {
        let grant = call.grant.as_deref().unwrap_or(DEFAULT_GRANT).as_bytes();
        let server = call.server.as_deref().map(str::as_bytes);
        let line = example::line_of(&call.excerpt, call.span);
        let seen = |time: Option<Time>| Seen {
            line,
            tool: call.tool.as_bytes().into(),
            grant: grant.into(),
            server: server.map(Into::into),
            time,
            is_recorded: call.time.is_some(),
            expect: call.expect,
            recorded: call.recorded.as_deref().cloned(),
            id: call.id.as_deref().map(str::as_bytes),
            session: call.session.as_deref().map(str::as_bytes),
            has_twins: judgements.has_twins,
            shown: Shown::Call(call),
        };
        if !self.is_wanted(judgements, server, &|| seen(None)) {
            return;
        }
        let stamp = call.time.map(|stamp| stamp.time);
        self.census.time(stamp);
        self.census.zoneless(call.time.is_some_and(|stamp| stamp.zoneless));
        let grant_hash = self.census.who(grant, call.session.as_deref().map(str::as_bytes));
        let time = self.tick(stamp);
        let policy = policy_of(&mut self.policies, judgements);
        let account = policy.map_or(Account::NOWHERE, |policy| policy.account(judgements, grant));
        let is_odd = call.expect.is_some() || call.recorded.is_some() || judgements.has_twins;
        let origin = Origin { grant, grant_hash, line, time: stamp };
        self.call(judgements, account, origin, time, is_odd, seen);
    }

    /// Counts the server of a call. Whether a policy decides it.
    fn is_wanted<'s>(&mut self, judgements: &Judgements, server: Option<&[u8]>, seen: &dyn Fn() -> Seen<'s>) -> bool {
        let Self { doubts, census, names, trace, names_no_server, .. } = self;
        let first = || example::of_call(trace, &seen(), None);
        let is_wanted = match self.only {
            Some(_) => doubts.wants(census, names, (server, *names_no_server), first),
            None => doubts.have_policy(census, judgements, server, first),
        };
        self.outcome.reading.passed_over += u64::from(!is_wanted);
        is_wanted
    }

    /// The time of a call, if it is known.
    #[inline]
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
        origin: Origin<'_>,
        time: Option<Time>,
        is_odd: bool,
        seen: impl Fn(Option<Time>) -> Seen<'s>,
    ) {
        let Some(policy) = policy_of(&mut self.policies, judgements) else { return };
        let (decision, is_first) = policy.decide(judgements, account, origin, time, || seen(time).tool);
        let is_timely = time.is_none_or(|time| self.notes.is_timely(time));
        if is_first | !is_timely | is_odd | self.sees_all {
            self.look_at(&seen(time), judgements, decision, is_first, is_timely);
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

    #[cold]
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

/// Arguments that a reader took for an object although they are not one.
fn broken(call: &Call) -> Unreadable {
    Unreadable { message: "these arguments are not a JSON object".into(), span: call.span, help: None }
}
