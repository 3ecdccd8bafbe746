//! Runs tests. Each starts with fresh counters, at 2026-01-01T00:00:00Z, and continues after a failed step, so
//! that one run reports every step.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::shown::Shown;
use super::test_call::TestCall;
use super::{args, errors};
use crate::check::Checked;
use crate::diagnostic::Diagnostic;
use crate::engine::explain::Explainer;
use crate::engine::{self, Counters, Decision, Engine, Rule, RuleKind, Verdict};
use crate::model::Policy;
use crate::source::json::Json;
use crate::source::{Place, Source, SourceId};
use crate::syntax::tree::{self, ItemKind, Outcome, TestStepKind, TimeUnit};
use crate::trace::DEFAULT_GRANT;
use crate::vocab::Time;

/// How many calls the tests of one policy may make. Nobody waits for more, but `times` takes any number.
pub const MAX_CALLS: u64 = 10_000_000;

/// When each test starts: 2026-01-01T00:00:00Z.
const START: Time = Time { micros: 1_767_225_600 * 1_000_000 };

/// The results of a policy's tests.
#[derive(Debug, Default)]
pub struct Tested<'p> {
    /// The tests, in file order.
    pub tests: Vec<TestRun>,
    /// What the tests have shown of the policy, if coverage was asked for.
    pub shown: Option<Shown<'p>>,
}

/// The result of one test.
#[derive(Debug)]
pub struct TestRun {
    /// Its name.
    pub name: String,
    /// The place of its name.
    pub place: Place,
    /// The steps that failed.
    pub failures: Vec<Failure>,
}

/// A step that failed.
#[derive(Debug)]
pub struct Failure {
    /// The step.
    pub place: Place,
    /// The tool that was called.
    pub tool: String,
    /// The JSON text of its arguments.
    pub args: String,
    /// The expected outcome, the way the language writes it.
    pub expected: String,
    /// The decision, if the call was made.
    pub decision: Option<Verdict>,
    /// The rule that denied it, as the gateway logs it; empty if none did.
    pub rule: String,
    /// The message about it.
    pub diagnostic: Diagnostic,
}

/// Runs the tests whose names contain a text. Only the policy's own tests are run; included files have none.
pub fn run<'p>(
    checked: &'p Checked,
    policy: &'p Policy,
    engine: &'p Engine,
    filter: Option<&str>,
    with_coverage: bool,
) -> Tested<'p> {
    let Some(mut runner) = Runner::new(checked, policy, engine) else { return Tested::default() };
    runner.shown = with_coverage.then(|| Shown::new(checked, policy, engine));
    let tests = chosen(checked, filter).map(|test| runner.test(test)).collect();
    Tested { tests, shown: runner.shown }
}

/// The names of the tests of a policy.
pub fn names(checked: &Checked) -> impl Iterator<Item = &str> {
    chosen(checked, None).map(|test| test.name.value.as_str())
}

/// The tools that each test calls.
pub fn tools_called(checked: &Checked) -> BTreeMap<&str, BTreeSet<&str>> {
    chosen(checked, None).map(|test| (test.name.value.as_str(), tools_of(test))).collect()
}

/// Whether one of these tests fails. `None` if they need more calls than are left.
pub fn fails(
    checked: &Checked,
    policy: &Policy,
    engine: &Engine,
    names: &BTreeSet<&str>,
    calls_left: &mut u64,
) -> Option<bool> {
    let Some(mut runner) = Runner::new(checked, policy, engine) else { return Some(false) };
    let enough = (*calls_left).min(MAX_CALLS);
    runner.calls_left = enough;
    let mut tests = chosen(checked, None).filter(|test| names.contains(test.name.value.as_str()));
    let failure = tests.find_map(|test| runner.test(test).failures.into_iter().next());
    *calls_left -= enough - runner.calls_left;
    match failure {
        None => Some(false),
        // If the call was not made, nothing is known.
        Some(failure) => failure.decision.map(|_| true),
    }
}

/// The policy's own tests whose names contain a text.
fn chosen<'p>(checked: &'p Checked, filter: Option<&str>) -> impl Iterator<Item = &'p tree::Test> {
    let items = checked.files.first().into_iter().flat_map(|(_, file)| &file.items);
    let tests = items.filter_map(|item| if let ItemKind::Test(test) = &item.kind { Some(test) } else { None });
    tests.filter(move |test| filter.is_none_or(|part| test.name.value.contains(part)))
}

fn tools_of(test: &tree::Test) -> BTreeSet<&str> {
    let calls = test.block.parts.iter().filter_map(|step| match &step.kind {
        TestStepKind::Call(call) => Some(call.tool.text.as_str()),
        TestStepKind::At(_) | TestStepKind::After { .. } => None,
    });
    calls.collect()
}

struct Runner<'p> {
    checked: &'p Checked,
    policy: &'p Policy,
    engine: &'p Engine,
    main: SourceId,
    calls_left: u64,
    /// For explaining failures.
    explainers: HashMap<&'p str, Explainer<'p>>,
    shown: Option<Shown<'p>>,
}

impl<'p> Runner<'p> {
    fn new(checked: &'p Checked, policy: &'p Policy, engine: &'p Engine) -> Option<Self> {
        let (main, _) = checked.files.first()?;
        let (calls_left, explainers) = (MAX_CALLS, HashMap::new());
        Some(Self { checked, policy, engine, main: *main, calls_left, explainers, shown: None })
    }

    fn test(&mut self, test: &'p tree::Test) -> TestRun {
        let mut counters = Counters::new(self.engine);
        let mut now = START;
        let mut failures = Vec::new();
        for step in &test.block.parts {
            match &step.kind {
                TestStepKind::At(timestamp) => now = Time::from(timestamp.moment),
                TestStepKind::After { count, unit, .. } => now = after(now, *count, *unit),
                TestStepKind::Call(call) => {
                    let failure = self.call(test, call, now, &mut counters);
                    failures.extend(failure.map(|failure| Failure { place: step.span.of(self.main), ..failure }));
                }
            }
        }
        TestRun { name: test.name.value.clone(), place: test.name.span.of(self.main), failures }
    }

    fn call(
        &mut self,
        test: &'p tree::Test,
        call: &'p tree::Call,
        now: Time,
        counters: &mut Counters,
    ) -> Option<Failure> {
        let args = args::json(&call.args);
        let tree = Json::parse(&Source::from_text("call", args.as_str()));
        // The parser has already read the call as JSON, with at most 64 levels.
        let tree = tree.ok()?;
        let mut made = TestCall { call, test: &test.name.value, source: self.main, args, tree, repetition: 1 };
        let times = call.times.map_or(1, |(times, _)| times);
        let needed = self.needed(call, times);
        self.calls_left = match self.calls_left.checked_sub(needed) {
            Some(left) => left,
            None => return Some(self.failure(&made, None, errors::too_many_calls(&made))),
        };
        if let Some(shown) = &mut self.shown {
            shown.called(&call.tool.text, &made.tree);
        }
        while made.repetition <= needed {
            let decision = self.decide(&made, now, counters)?;
            if let Some(shown) = &mut self.shown {
                shown.decided(decision);
            }
            if !meets(&call.outcome, decision, decision.rule.map(|rule| self.engine.rule(rule))) {
                let diagnostic = self.explained(&made, decision);
                return Some(self.failure(&made, Some(decision), diagnostic));
            }
            // A denied call moves no counter, so all further calls are decided the same way.
            if decision.verdict == Verdict::Deny {
                break;
            }
            made.repetition += 1;
        }
        None
    }

    /// How many of the repeated calls must be made: without limits, or once a limit is reached, all further
    /// calls are decided the same way.
    fn needed(&self, call: &tree::Call, times: u64) -> u64 {
        let limits = self.engine.limits(self.engine.tool(call.tool.text.as_bytes()));
        let lowest = limits.iter().map(|limit| limit.max).min();
        times.min(lowest.map_or(1, |max| max.saturating_add(1)))
    }

    fn decide(&self, made: &TestCall<'_>, now: Time, counters: &mut Counters) -> Option<Decision> {
        let grant = made.call.grant.as_ref().map_or(DEFAULT_GRANT, |grant| &grant.value);
        let call = engine::Call { tool: &made.call.tool.text, args: Some(&made.args), grant, time: now };
        self.engine.decide(&call, counters).ok()
    }

    fn explained(&mut self, made: &TestCall<'p>, decision: Decision) -> Diagnostic {
        let tool = made.call.tool.text.as_str();
        let explainer = self.explainers.entry(tool).or_insert_with(|| Explainer::new(self.policy, tool));
        let explanation = explainer.explain(&made.tree);
        let rule = decision.rule.map(|rule| self.engine.rule(rule));
        let denied = rule.map(|rule| errors::Denied { rule, step: explanation.denial() });
        errors::failed(made, denied, self.policy, self.checked.policy.default_place)
    }

    fn failure(&self, made: &TestCall<'_>, decision: Option<Decision>, diagnostic: Diagnostic) -> Failure {
        let rule = decision.and_then(|decision| Some((decision, self.engine.rule(decision.rule?))));
        Failure {
            place: made.call.outcome_span.of(self.main),
            tool: made.call.tool.text.clone(),
            args: made.args.clone(),
            expected: errors::expected(&made.call.outcome),
            decision: decision.map(|decision| decision.verdict),
            rule: rule.map(|(decision, rule)| rule.name(decision.condition)).unwrap_or_default(),
            diagnostic,
        }
    }
}

fn after(now: Time, count: u64, unit: TimeUnit) -> Time {
    let seconds: i64 = match unit {
        TimeUnit::Second => 1,
        TimeUnit::Minute => 60,
        TimeUnit::Hour => 3_600,
        TimeUnit::Day => 86_400,
    };
    let seconds = i64::try_from(count).unwrap_or(i64::MAX).saturating_mul(seconds);
    Time { micros: now.micros.saturating_add(Time::from_seconds(seconds).micros) }
}

fn meets(outcome: &Outcome, decision: Decision, rule: Option<&Rule>) -> bool {
    let kind = rule.map(|rule| rule.kind);
    match outcome {
        Outcome::Allow => decision.verdict == Verdict::Allow,
        Outcome::Deny(None) => decision.verdict == Verdict::Deny,
        Outcome::Deny(Some(because)) => {
            rule.and_then(|rule| rule.message.as_ref()).is_some_and(|message| message.contains(&because.text.value))
        }
        Outcome::Hidden => kind == Some(RuleKind::Hidden),
        Outcome::Limited => matches!(kind, Some(RuleKind::Limit | RuleKind::AllToolsLimit)),
    }
}
