//! Records, while tests run, which clauses deny calls and how conditions turn out.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::check::{Checked, ir};
use crate::engine::explain::{Answer, Explainer};
use crate::engine::{Decision, Engine, Rule, RuleKind};
use crate::model::{Condition, Operand, Policy};
use crate::source::Place;
use crate::source::json::Json;

/// What the tests of one policy have shown so far.
#[derive(Debug)]
pub struct Shown<'p> {
    policy: &'p Policy,
    engine: &'p Engine,
    explainers: HashMap<&'p str, Explainer<'p>>,
    clauses: BTreeMap<Place, Clause>,
    conditions: BTreeMap<Place, Seen>,
    /// The comparisons as they are written: lowering may have negated them.
    written: HashMap<Place, &'p ir::Comparison>,
}

/// A clause.
#[derive(Debug, Clone, Copy)]
pub struct Clause {
    /// Its place; for a statement, its target.
    pub place: Place,
    /// The statement of a target: `hide` or `deny`.
    pub statement: Option<&'static str>,
    /// Whether it denied a call.
    pub refused: bool,
}

/// What was seen of a condition, as it is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// It was evaluated, and held.
    pub held: bool,
    /// It was evaluated, and did not hold.
    pub failed: bool,
}

impl Seen {
    /// Combines what was seen in two places.
    #[must_use]
    pub fn and(self, other: Seen) -> Self {
        Self { held: self.held || other.held, failed: self.failed || other.failed }
    }
}

impl<'p> Shown<'p> {
    /// Nothing yet.
    pub fn new(checked: &'p Checked, policy: &'p Policy, engine: &'p Engine) -> Self {
        let rules = || engine.rules().map(|(_, rule)| rule).filter(|rule| rule.kind != RuleKind::DefaultDeny);
        let places = rules().flat_map(|rule| &rule.conditions).filter_map(|condition| condition.place);
        Self {
            policy,
            engine,
            explainers: HashMap::new(),
            clauses: rules().filter_map(|rule| clause(checked, rule)).map(|clause| (clause.place, clause)).collect(),
            conditions: places.map(|place| (place, Seen::default())).collect(),
            written: written(&checked.policy),
        }
    }

    /// Records a call with these arguments.
    pub fn called(&mut self, tool: &'p str, args: &Json) {
        let explainer = self.explainers.entry(tool).or_insert_with(|| Explainer::new(self.policy, tool));
        let explanation = explainer.explain(args);
        let asked = explanation.steps.iter().flat_map(|step| asked(&step.answers));
        for Answer { condition, holds, .. } in asked {
            let Some(place) = condition.place else { continue };
            let is_negated = self.written.get(&place).is_some_and(|written| is_negated(condition, written));
            let seen = self.conditions.entry(place).or_default();
            *seen = seen.and(Seen { held: *holds != is_negated, failed: *holds == is_negated });
        }
    }

    /// Records a decision.
    pub fn decided(&mut self, decision: Decision) {
        let place = decision.rule.and_then(|rule| self.engine.rule(rule).place);
        if let Some(clause) = place.and_then(|place| self.clauses.get_mut(&place)) {
            clause.refused = true;
        }
    }

    /// The clauses.
    pub fn clauses(&self) -> impl Iterator<Item = Clause> {
        self.clauses.values().copied()
    }

    /// The conditions.
    pub fn conditions(&self) -> impl Iterator<Item = (Place, Seen)> {
        self.conditions.iter().map(|(place, seen)| (*place, *seen))
    }
}

/// A rule as a clause, if the policy states it.
fn clause(checked: &Checked, rule: &Rule) -> Option<Clause> {
    let state = rule.tool.as_ref().and_then(|tool| checked.policy.tools.get(tool)).map(|tool| &tool.state);
    let statement = match (rule.kind, state) {
        (RuleKind::Hidden, _) => Some("hide"),
        (RuleKind::DenyIf, Some(ir::State::Deny { .. })) => Some("deny"),
        (
            RuleKind::DenyIf | RuleKind::Require | RuleKind::Limit | RuleKind::AllToolsLimit | RuleKind::DefaultDeny,
            _,
        ) => None,
    };
    Some(Clause { place: rule.place?, statement, refused: false })
}

/// The answers up to the first that does not hold: after it, nothing of this entry is evaluated.
fn asked<'a, 'p, 'c>(answers: &'a [Answer<'p, 'c>]) -> &'a [Answer<'p, 'c>] {
    let last = answers.iter().position(|answer| !answer.holds);
    last.and_then(|last| answers.get(..=last)).unwrap_or(answers)
}

fn is_negated(condition: &Condition, written: &ir::Comparison) -> bool {
    condition.op != written.operator
        || condition.presence().is_some() && condition.value != Operand::from(&written.operand)
}

/// The comparisons of all tools, by place.
fn written(policy: &ir::Policy) -> HashMap<Place, &ir::Comparison> {
    let mut written = HashMap::new();
    // Tools of one statement share their body.
    let mut seen = HashSet::new();
    for tool in policy.tools.values() {
        let body = &tool.body;
        if !seen.insert(Arc::as_ptr(body)) {
            continue;
        }
        for clause in &body.clauses {
            match &clause.kind {
                ir::ClauseKind::Require { condition, .. } | ir::ClauseKind::Deny { condition: Some(condition), .. } => {
                    comparisons(condition, &mut written);
                }
                ir::ClauseKind::Deny { condition: None, .. } | ir::ClauseKind::Limit(_) => {}
            }
        }
    }
    written
}

/// The parser bounds the depth.
fn comparisons<'p>(condition: &'p ir::Condition, written: &mut HashMap<Place, &'p ir::Comparison>) {
    match &condition.kind {
        ir::ConditionKind::Or(parts) | ir::ConditionKind::And(parts) => {
            parts.iter().for_each(|part| comparisons(part, written));
        }
        ir::ConditionKind::Not(inner) => comparisons(inner, written),
        ir::ConditionKind::Comparison(comparison) => drop(written.insert(comparison.place, comparison)),
        ir::ConditionKind::Incomplete(_) => {}
    }
}
