//! Replays the traces through the policy that was learned from them, as `simulate` does: what the policy would have
//! refused, and by which clause.

use std::collections::{BTreeMap, HashSet};

use super::excluded::Excluded;
use super::heard::{Heard, Outcome};
use super::options::Options;
use super::reading::{self, Unread};
use crate::engine::{Counters, Decision, Engine, Expected, RuleId, RuleKind, Slots, Verdict};
use crate::init::Judged;
use crate::simulate::Open;
use crate::source::Place;
use crate::source::scan::Scanner;
use crate::vocab::Marks;

/// How many times the traces are read at most: for calls without a time, and for the fullest windows among the others.
const MOST_PASSES: usize = 5;

/// What the policy would have done.
#[derive(Debug, Default)]
pub struct Replayed {
    /// All calls of the traces: what `simulate` says.
    pub all: Decided,
    /// The calls that it was learned from.
    pub taught: Decided,
    /// Calls that were left out.
    pub excluded: Decided,
    /// Calls that taught nothing for another reason: they failed, were not answered or were denied, or their tool is
    /// not in the catalog.
    pub others: Decided,
    /// How many undetermined calls have no time, and could exceed a limit.
    pub untimed: u64,
    /// What denies some of them, most calls first.
    pub denied: Vec<Denied>,
}

/// How calls were decided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Decided {
    /// How many calls.
    pub calls: u64,
    /// How many of them the policy allows.
    pub allowed: u64,
    /// How many of them it denies.
    pub denied: u64,
    /// How many of them it can't decide.
    pub undetermined: u64,
}

/// What denies calls.
#[derive(Debug, Clone, PartialEq)]
pub struct Denied {
    /// The name of the rule in the gateway's log.
    pub rule: String,
    /// Why.
    pub why: DeniedBy,
    /// How many calls.
    pub calls: u64,
}

/// Why calls are denied.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeniedBy {
    /// A clause, and where the policy states it.
    Clause(Option<Place>),
    /// The policy does not allow this tool.
    NotAllowed(String),
    /// Their tools are not in the catalog.
    NotInCatalog,
}

impl Decided {
    fn add(&mut self, verdict: Verdict) {
        self.calls += 1;
        *match verdict {
            Verdict::Allow => &mut self.allowed,
            Verdict::Deny => &mut self.denied,
            Verdict::Undetermined => &mut self.undetermined,
        } += 1;
    }
}

/// Replays the traces. Also returns what could not be read. If limits depend on calls without a time, the traces are
/// read more than once.
pub fn replay(
    (engine, judged): (&Engine, &[Judged<'_>]),
    traces: &Open<'_>,
    excluded: &mut Excluded,
    options: &Options,
) -> (Replayed, Unread) {
    let known: HashSet<&str> = judged.iter().map(|judged| judged.tool.name).collect();
    let mut expected = Expected::default();
    for pass in 1.. {
        let mut replay = Replay::new(engine, &known, &expected);
        let unread = reading::read(traces, &options.read, &mut |heard| {
            let is_excluded = excluded.has(&heard);
            replay.call(&heard, is_excluded, &options.marks);
        });
        let found = replay.counters.found();
        if expected.is_met_by(&found) || pass >= MOST_PASSES {
            return (replay.finish(), unread);
        }
        expected = found;
    }
    (Replayed::default(), Unread::default())
}

/// One pass over the traces.
struct Replay<'r> {
    engine: &'r Engine,
    known: &'r HashSet<&'r str>,
    counters: Counters,
    replayed: Replayed,
    /// How many calls each rule and condition denied, and the tool if the policy does not allow it.
    rules: BTreeMap<(RuleId, Option<u32>, DeniedBy), u64>,
}

impl<'r> Replay<'r> {
    fn new(engine: &'r Engine, known: &'r HashSet<&'r str>, expected: &Expected) -> Self {
        let counters = Counters::expecting(engine, expected);
        Self { engine, known, counters, replayed: Replayed::default(), rules: BTreeMap::new() }
    }

    fn call(&mut self, heard: &Heard<'_>, is_excluded: bool, marks: &Marks) {
        let Some(decision) = self.decided(heard, marks) else { return };
        let replayed = &mut self.replayed;
        let class = match heard.outcome {
            _ if is_excluded => &mut replayed.excluded,
            Outcome::Succeeded if self.known.contains(heard.tool) => &mut replayed.taught,
            Outcome::Succeeded | Outcome::Failed | Outcome::Unanswered | Outcome::Unknown | Outcome::Denied => {
                &mut replayed.others
            }
        };
        class.add(decision.verdict);
        replayed.all.add(decision.verdict);
        let Some(rule) = decision.rule else { return };
        match decision.verdict {
            Verdict::Deny => {
                let why = self.why(rule, decision.condition, heard.tool);
                *self.rules.entry((rule, decision.condition, why)).or_default() += 1;
            }
            Verdict::Undetermined => self.replayed.untimed += u64::from(self.is_limit(rule)),
            Verdict::Allow => {}
        }
    }

    /// Decides a call; `None` if its arguments are not an object.
    fn decided(&mut self, heard: &Heard<'_>, marks: &Marks) -> Option<Decision> {
        let engine = self.engine;
        let tool = engine.tool(heard.tool.as_bytes());
        let program = engine.program(tool);
        let judgement = match heard.args {
            Some(args) => {
                let (mut slots, mut scanner) = (Slots::looking_for(marks), Scanner::new(args));
                slots.read(&program.shape.paths, &mut scanner).and_then(|_| scanner.end()).ok()?;
                engine.judge_marked(program, &mut slots, args.as_bytes())
            }
            None => engine.judge_unrecorded(program),
        };
        let (limits, grant) = (engine.limits(tool), heard.grant.as_bytes());
        Some(match heard.time {
            Some(time) => self.counters.settle(limits, judgement, grant, time),
            None => self.counters.settle_untimed(limits, judgement, grant),
        })
    }

    fn why(&self, rule: RuleId, condition: Option<u32>, tool: &str) -> DeniedBy {
        let rule = self.engine.rule(rule);
        match rule.kind {
            RuleKind::Hidden | RuleKind::DefaultDeny if self.known.contains(tool) => {
                DeniedBy::NotAllowed(tool.to_owned())
            }
            RuleKind::Hidden | RuleKind::DefaultDeny => DeniedBy::NotInCatalog,
            RuleKind::Require | RuleKind::DenyIf | RuleKind::Limit | RuleKind::AllToolsLimit => {
                let condition = condition.and_then(|at| rule.conditions.get(at as usize));
                DeniedBy::Clause(condition.and_then(|condition| condition.place).or(rule.place))
            }
        }
    }

    fn is_limit(&self, rule: RuleId) -> bool {
        match self.engine.rule(rule).kind {
            RuleKind::Limit | RuleKind::AllToolsLimit => true,
            RuleKind::Hidden | RuleKind::DefaultDeny | RuleKind::Require | RuleKind::DenyIf => false,
        }
    }

    fn finish(mut self) -> Replayed {
        let name = |rule: RuleId, condition| self.engine.rule(rule).name(condition);
        let denied = self.rules.into_iter();
        let denied = denied.map(|((rule, condition, why), calls)| Denied { rule: name(rule, condition), why, calls });
        self.replayed.denied = denied.collect();
        self.replayed.denied.sort_by_key(|denied| std::cmp::Reverse(denied.calls));
        self.replayed
    }
}
