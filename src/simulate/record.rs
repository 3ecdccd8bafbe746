//! Records the calls of a replay, one after the other: chooses those that a policy decides, has them decided, and keeps
//! what is unusual about them.

use std::io::{self, Write};

use super::arguments::Judgements;
use super::census::Census;
use super::choice::server_and_tool;
use super::decisions::Decisions;
use super::details::{Details, FoundCall, LineCall, Lines, grant_of};
use super::doubts::Doubts;
use super::example;
use super::input::{Options, Sides};
use super::judge::{Judged, Read};
use super::known::{Known, KnownToPolicy};
use super::line_counter::LineCounter;
use super::notes::Notes;
use super::outcome::{Failure, MOST_SHOWN, Outcome, TraceCounts, UnreadableLine};
use super::overview::Overview;
use super::policy_ledger::PolicyLedger;
use super::seen::Seen;
use crate::engine::{Account, Decision, Engine};
use crate::source::scan::RawKind;
use crate::trace::{Call, Excerpt, Found, Names, Unreadable};
use crate::vocab::Time;

/// The record of one replay.
pub struct Record<'l> {
    /// The record of each policy, in the order of the sides.
    policies: Vec<PolicyLedger<'l>>,
    /// The only policy, unless each server has its own.
    only: Option<&'l Engine>,
    names: &'l Names,
    /// Only the calls of certain servers are decided.
    is_choosing: bool,
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
    /// Counts the lines of calls.
    lines: LineCounter,
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
            is_choosing: names.are_chosen(),
            trace: String::new(),
            decisions: decisions.map(|(out, keeps)| Decisions::new(out, all, keeps)),
            strict: options.strict,
            untimed_now: options.untimed_now,
            time: Time::default(),
            notes: Notes::default(),
            doubts: Doubts::default(),
            census: Census::default(),
            lines: LineCounter::default(),
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
    #[inline(always)]
    pub fn account(&mut self, judged: &Judged, read: &Read, lines: Lines<'_>) -> Account {
        match (read, policy_of(&mut self.policies, &judged.judgements)) {
            (Ok(call), Some(policy)) => {
                let grant = || grant_of(call, lines.text_of(judged));
                policy.account(&judged.judgements, judged.met.grant, grant)
            }
            (Ok(_) | Err(_), _) => Account::NOWHERE,
        }
    }

    /// Records a line of the own format.
    #[inline]
    pub fn line(&mut self, (judged, read): (&Judged, &Read), account: Account, lines: Lines<'_>) {
        if self.is_closed {
            return;
        }
        let call = match read {
            Ok(call) => call,
            Err(reason) => return self.unreadable(|| lines.excerpt_of(judged), reason),
        };
        let judgements = &judged.judgements;
        let names = self.names;
        // Few calls need all of it.
        let details = || LineCall {
            call,
            text: lines.text_of(judged),
            at: lines.position_of(judged),
            has_twins: call.has_twins | judgements.has_twins,
            names,
            grant_print: judged.met.grant,
        };
        let mut is_looked_at = false;
        if judged.is_odd || self.is_choosing {
            let details = details();
            if !self.odd_line(&details, judgements) {
                return;
            }
            is_looked_at = call.expect.is_some() || call.decision.is_some() || details.has_twins;
        }
        if judged.met.is_new {
            let text = lines.text_of(judged);
            self.census.line(&grant_of(call, text), call.session.filter(|session| !session.is(RawKind::Null)), text);
        }
        self.census.time(call.time);
        let time = self.tick(call.time);
        self.call(judgements, account, time, is_looked_at, details);
    }

    /// Records what is unusual about a line, whatever a policy decides. Whether a policy decides its call.
    #[inline(never)]
    fn odd_line(&mut self, details: &LineCall<'_>, judgements: &Judgements) -> bool {
        let LineCall { call, text, names, .. } = *details;
        let (server, _) = server_and_tool(names, call, text);
        if (server.is_some() || names.are_chosen()) && !self.is_wanted(judgements, server.as_deref(), details) {
            return false;
        }
        if call.is_misspelt {
            self.doubts.misspelt(text, || example::of_call(&self.trace, &details.seen(None), None));
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
        let line = self.lines.line_of(&call.excerpt, call.span);
        let mut details = FoundCall { call, line, has_twins: judgements.has_twins, grant_print: 0 };
        if !self.is_wanted(judgements, call.server.as_deref().map(str::as_bytes), &details) {
            return;
        }
        details.grant_print = self.census.who(&details.grant(), call.session.as_deref().map(str::as_bytes));
        self.census.time(details.recorded_time());
        self.census.zoneless(call.time.is_some_and(|stamp| stamp.zoneless));
        let time = self.tick(details.recorded_time());
        let policy = policy_of(&mut self.policies, judgements);
        let account = policy
            .map_or(Account::NOWHERE, |policy| policy.account(judgements, details.grant_print, || details.grant()));
        let is_looked_at = call.expect.is_some() || call.recorded.is_some() || judgements.has_twins;
        self.call(judgements, account, time, is_looked_at, || details);
    }

    /// Counts the server of a call. Whether a policy decides it.
    fn is_wanted(&mut self, judgements: &Judgements, server: Option<&[u8]>, details: &dyn Details) -> bool {
        let Self { doubts, census, names, trace, names_no_server, .. } = self;
        let first = || example::of_call(trace, &details.seen(None), None);
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

    /// Decides and counts a call.
    #[inline]
    fn call<D: Details>(
        &mut self,
        judgements: &Judgements,
        account: Account,
        time: Option<Time>,
        is_looked_at: bool,
        details: impl Fn() -> D,
    ) {
        let Some(policy) = policy_of(&mut self.policies, judgements) else { return };
        let (decision, is_first) = policy.decide(judgements, account, time, &details);
        let is_timely = time.is_none_or(|time| self.notes.is_timely(time));
        if is_first | !is_timely | is_looked_at | self.sees_all {
            self.look_at(&details().seen(time), judgements, decision, is_first, is_timely);
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
            let line = self.lines.line_of(&excerpt, reason.span);
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
