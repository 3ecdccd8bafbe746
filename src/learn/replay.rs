//! Replays the traces through the policy that was learned from them: what it would have refused, and by which clause.

use std::collections::{BTreeMap, HashSet};

use super::excluded::Excluded;
use super::heard::{Heard, Outcome};
use super::options::Options;
use super::reading::{self, Unread};
use crate::engine::{Counters, Decision, Engine, Judgement, RuleId, RuleKind, Slots, Verdict};
use crate::init::Judged;
use crate::simulate::Open;
use crate::source::Place;
use crate::source::scan::Scanner;
use crate::vocab::Marks;

/// After how many calls counters are tidied, so that they don't grow with the trace.
const BATCH: u64 = 8_192;

/// What the policy would have done.
#[derive(Debug, Default)]
pub struct Replayed {
    /// Calls that succeeded.
    pub calls: u64,
    /// How many of them the policy allows.
    pub allowed: u64,
    /// How many of them depend on arguments that were not recorded.
    pub undetermined: u64,
    /// The rules that deny some of them, most calls first.
    pub denied: Vec<Denied>,
    /// Calls that were left out, and how many of them the policy denies.
    pub excluded: (u64, u64),
    /// Calls that failed or were denied, and how many of them the policy denies.
    pub failed: (u64, u64),
}

/// What a rule denies.
#[derive(Debug, Clone, PartialEq)]
pub struct Denied {
    /// Its name in the gateway's log.
    pub rule: String,
    /// Where the policy states it.
    pub place: Option<Place>,
    /// How many calls.
    pub calls: u64,
    /// The tool, if the policy denies it because it does not allow it.
    pub unnamed: Option<String>,
}

/// A rule and the condition of it that decided, and the tool if it is denied by default.
type Rule = (RuleId, Option<u32>, Option<String>);

/// Replays the calls of these tools. Also returns what could not be read.
pub fn replay(
    (engine, judged): (&Engine, &[Judged<'_>]),
    traces: &Open<'_>,
    excluded: &mut Excluded,
    options: &Options,
) -> (Replayed, Unread) {
    let known: HashSet<&str> = judged.iter().map(|judged| judged.tool.name).collect();
    let mut replayed = Replayed::default();
    // Calls that would not have been made again do not use up limits.
    let (mut counters, mut others) = (Counters::new(engine), Counters::new(engine));
    let mut rules: BTreeMap<Rule, u64> = BTreeMap::new();
    let mut count = 0_u64;
    let unread = reading::read(traces, &options.read, &mut |heard| {
        if !known.contains(heard.tool) {
            return;
        }
        count += 1;
        if count.is_multiple_of(BATCH) {
            counters.tidy();
            others.tidy();
        }
        let is_excluded = excluded.has(&heard);
        let teaches = heard.outcome == Outcome::Succeeded && !is_excluded;
        let counters = if teaches { &mut counters } else { &mut others };
        let Some(decision) = decided(engine, &heard, &options.marks, counters) else { return };
        if !teaches {
            let (calls, denied) = if is_excluded { &mut replayed.excluded } else { &mut replayed.failed };
            *calls += 1;
            *denied += u64::from(decision.verdict == Verdict::Deny);
            return;
        }
        replayed.calls += 1;
        match (decision.verdict, decision.rule) {
            (Verdict::Allow, _) => replayed.allowed += 1,
            (Verdict::Undetermined, _) => replayed.undetermined += 1,
            (Verdict::Deny, Some(rule)) => {
                let is_default = engine.rule(rule).kind == RuleKind::DefaultDeny;
                let tool = is_default.then(|| heard.tool.to_owned());
                *rules.entry((rule, decision.condition, tool)).or_default() += 1;
            }
            (Verdict::Deny, None) => {}
        }
    });
    replayed.denied = rules.into_iter().map(|(rule, calls)| denied(engine, rule, calls)).collect();
    replayed.denied.sort_by_key(|denied| std::cmp::Reverse(denied.calls));
    (replayed, unread)
}

/// Decides a call; `None` if its arguments are not an object.
fn decided(engine: &Engine, heard: &Heard<'_>, marks: &Marks, counters: &mut Counters) -> Option<Decision> {
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
    Some(match heard.time {
        Some(time) => counters.settle(engine.limits(tool), judgement, heard.grant.as_bytes(), time),
        None => without_limits(judgement),
    })
}

/// The decision on a call without a time, which is in no window of a limit.
fn without_limits(judgement: Judgement) -> Decision {
    let (verdict, rule, condition) = match judgement {
        Judgement::Passes => (Verdict::Allow, None, None),
        Judgement::Denied(rule, condition) => (Verdict::Deny, Some(rule), condition),
        Judgement::Open(rule, condition) => (Verdict::Undetermined, Some(rule), condition),
    };
    Decision { verdict, rule, condition }
}

fn denied(engine: &Engine, (rule, condition, tool): Rule, calls: u64) -> Denied {
    let rule = engine.rule(rule);
    let place = condition.and_then(|at| rule.conditions.get(at as usize)).and_then(|it| it.place).or(rule.place);
    Denied { rule: rule.name(condition), place, calls, unnamed: tool }
}
