//! The questions that can be asked about one tool. They ignore limits, which restrict how often calls are made,
//! not which.

use super::call::Call;
use super::confirm;
use super::encode::{Encoder, negated};
use super::fits::refuses;
use super::formula::Formula;
use super::prover::Prover;
use super::refused::{is_refused_part, refused};
use super::schema::{self, Validity};
use super::solve::Answer;
use super::subject::Subject;
use super::term::Term;
use crate::catalog::InputSchema;
use crate::check::ir;
use crate::engine::{Judgement, RuleKind};
use crate::model::{Condition, Entry, Policy};
use crate::vocab::{Kinds, Path};

/// An entry of a tool: its index in `require` or in `deny_if`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryId {
    /// An entry of `require`.
    Require(usize),
    /// An entry of `deny_if`, which comes after all of `require`.
    DenyIf(usize),
}

/// Which value of an argument a call shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Any value.
    Some,
    /// None: the argument is left out.
    Missing,
}

/// Why an entry never decides a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Idle {
    /// No call meets it, whatever comes before it.
    NeverDenies,
    /// This earlier entry already denies everything that it denies.
    Shadowed(EntryId),
    /// Earlier entries together already deny everything that it denies.
    ShadowedTogether,
}

/// A call that a policy allows.
pub fn callable(prover: &mut Prover<'_>, subject: &Subject<'_>, tool: &str) -> Answer<Call> {
    prover.find(tool, |encoder| encoder.allowed(subject.policy, tool), |call| subject.allows(call))
}

/// A call that a policy allows and that meets a condition.
pub fn allowed_within(
    prover: &mut Prover<'_>,
    subject: &Subject<'_>,
    tool: &str,
    condition: &ir::Condition,
) -> Answer<Call> {
    let formula = |encoder: &mut Encoder<'_>| {
        Formula::All(vec![encoder.source(condition), encoder.allowed(subject.policy, tool)])
    };
    prover.find(tool, formula, |call| subject.allows(call) && confirm::holds(condition, call))
}

/// A call that a policy allows, that omits an argument and meets these conditions.
pub fn allowed_without(
    prover: &mut Prover<'_>,
    subject: &Subject<'_>,
    tool: &str,
    argument: &Path,
    conditions: &[&Condition],
) -> Answer<Call> {
    let formula = |encoder: &mut Encoder<'_>| {
        let left_out = encoder.atom(argument, Term::missing(), Term::all(), Kinds::NONE);
        let met = conditions.iter().map(|condition| encoder.condition(condition)).collect();
        Formula::All(vec![left_out, Formula::All(met), encoder.allowed(subject.policy, tool)])
    };
    prover.find(tool, formula, |call| subject.allows(call) && !confirm::has(argument, call))
}

/// A call that a policy denies and that meets a condition, if there is one.
pub fn denied_within(
    prover: &mut Prover<'_>,
    subject: &Subject<'_>,
    tool: &str,
    condition: Option<&ir::Condition>,
) -> Answer<Call> {
    let formula = |encoder: &mut Encoder<'_>| {
        let condition = condition.map_or_else(Formula::always, |condition| encoder.source(condition));
        Formula::All(vec![condition, negated(&encoder.allowed(subject.policy, tool))])
    };
    prover.find(tool, formula, |call| {
        !subject.allows(call) && condition.is_none_or(|condition| confirm::holds(condition, call))
    })
}

/// A call that one policy allows and the other denies.
pub fn allowed_and_denied(
    prover: &mut Prover<'_>,
    allowing: &Subject<'_>,
    denying: &Subject<'_>,
    tool: &str,
) -> Answer<Call> {
    let formula = |encoder: &mut Encoder<'_>| {
        let allowed = encoder.allowed(allowing.policy, tool);
        Formula::All(vec![allowed, negated(&encoder.allowed(denying.policy, tool))])
    };
    prover.find(tool, formula, |call| allowing.allows(call) && !denying.allows(call))
}

/// A call that a policy allows although an older schema of the tool refuses it because of the value at a path.
pub fn newly_accepted(
    prover: &mut Prover<'_>,
    subject: &Subject<'_>,
    tool: &str,
    (older, path): (InputSchema<'_>, &Path),
    value: Value,
) -> Answer<Call> {
    let newer = prover.schema(tool);
    let formula = |encoder: &mut Encoder<'_>| {
        let term = match value {
            Value::Some => Term { missing: false, ..Term::all() },
            Value::Missing => Term::missing(),
        };
        let value = encoder.atom(path, term, Term::all(), Kinds::NONE);
        Formula::All(vec![encoder.allowed(subject.policy, tool), refused(encoder, older, newer, path), value])
    };
    prover.find(tool, formula, |call| {
        let is_shown = confirm::has(path, call) == (value == Value::Some);
        let at = || path.segments().iter().try_fold(&call.args, |value, step| value.get(step));
        let is_part = || at().is_some_and(|value| is_refused_part(&older.reader(), path, value));
        is_shown && subject.allows(call) && (refuses(older, path, &call.args) || is_part())
    })
}

/// A call that a policy allows although an older schema of the tool refuses it, whatever the reason, and the keyword that
/// refused it.
pub fn otherwise_accepted(
    prover: &mut Prover<'_>,
    subject: &Subject<'_>,
    tool: &str,
    older: InputSchema<'_>,
) -> Option<(Call, &'static str)> {
    let reader = older.reader();
    let formula = |encoder: &mut Encoder<'_>| {
        Formula::All(vec![encoder.allowed(subject.policy, tool), schema::refused(encoder, &reader)])
    };
    let is_refused = |call: &Call| schema::valid(&reader, &call.args) == Validity::Refused;
    match prover.find(tool, formula, |call| subject.allows(call) && is_refused(call)) {
        Answer::Some(call) => Some((call.clone(), schema::refusing(&reader, &call.args))),
        Answer::None | Answer::Unknown(_) => None,
    }
}

/// A call that an entry denies and no earlier entry does.
pub fn decided_by(prover: &mut Prover<'_>, subject: &Subject<'_>, tool: &str, entry: EntryId) -> Answer<Call> {
    let formula = |encoder: &mut Encoder<'_>| {
        let before = entries(subject.policy, tool).take_while(|(id, _)| *id < entry);
        let before: Vec<_> = before.map(|(id, entry)| negated(&denies(encoder, id, entry))).collect();
        let decides = denial_of(encoder, subject.policy, tool, entry);
        Formula::All(vec![decides, Formula::All(before)])
    };
    prover.find(tool, formula, |call| matches!(subject.judge(call), Some(Judgement::Denied(..))))
}

/// Why an entry never decides a call; `None` if it does, or if that is not known.
pub fn idle(prover: &mut Prover<'_>, subject: &Subject<'_>, tool: &str, entry: EntryId) -> Option<Idle> {
    if decided_by(prover, subject, tool, entry) != Answer::None {
        return None;
    }
    let mut none_but = |other: Option<EntryId>| {
        let formula = |encoder: &mut Encoder<'_>| {
            let passed =
                other.map_or_else(Formula::always, |other| negated(&denial_of(encoder, subject.policy, tool, other)));
            Formula::All(vec![denial_of(encoder, subject.policy, tool, entry), passed])
        };
        prover.find(tool, formula, |_| true) == Answer::None
    };
    if none_but(None) {
        return Some(Idle::NeverDenies);
    }
    let before: Vec<_> = entries(subject.policy, tool).map(|(id, _)| id).take_while(|id| *id < entry).collect();
    let one = before.into_iter().find(|other| none_but(Some(*other)));
    Some(one.map_or(Idle::ShadowedTogether, Idle::Shadowed))
}

/// Entries of `require` that no call can meet together: one, two, or all of them if it takes more than two.
pub fn contradicting(prover: &mut Prover<'_>, policy: &Policy, tool: &str) -> Option<Vec<usize>> {
    let require = &policy.tools.get(tool)?.require;
    let mut clash = |some: &[usize]| {
        let formula = |encoder: &mut Encoder<'_>| {
            Formula::All(
                some.iter().filter_map(|index| require.get(*index)).map(|entry| encoder.entry(entry)).collect(),
            )
        };
        prover.find(tool, formula, |_| true) == Answer::None
    };
    let all: Vec<usize> = (0..require.len()).collect();
    if !clash(&all) {
        return None;
    }
    if let Some(one) = all.iter().find(|one| clash(&[**one])) {
        return Some(vec![*one]);
    }
    // Nobody writes more, and the number of pairs grows with the square.
    let few = require.len().min(64);
    let mut pairs = (0..few).flat_map(|first| (first + 1..few).map(move |second| [first, second]));
    Some(pairs.find(|pair| clash(pair)).map_or(all, Vec::from))
}

/// The entries of a tool, in the order in which they are evaluated.
pub fn entries<'p>(policy: &'p Policy, tool: &str) -> impl Iterator<Item = (EntryId, &'p Entry)> {
    let tool = policy.tools.get(tool);
    let require = tool.into_iter().flat_map(|tool| tool.require.iter().enumerate());
    let deny_if = tool.into_iter().flat_map(|tool| tool.deny_if.iter().enumerate());
    let require = require.map(|(index, entry)| (EntryId::Require(index), entry));
    require.chain(deny_if.map(|(index, entry)| (EntryId::DenyIf(index), entry)))
}

fn denial_of(encoder: &mut Encoder<'_>, policy: &Policy, tool: &str, entry: EntryId) -> Formula {
    let found = entries(policy, tool).find(|(id, _)| *id == entry);
    found.map_or_else(Formula::never, |(id, entry)| denies(encoder, id, entry))
}

fn denies(encoder: &mut Encoder<'_>, id: EntryId, entry: &Entry) -> Formula {
    match id {
        EntryId::Require(_) => negated(&encoder.entry(entry)),
        EntryId::DenyIf(_) => encoder.entry(entry),
    }
}

/// The list of the document that an entry is in.
pub fn list_of(entry: EntryId) -> RuleKind {
    match entry {
        EntryId::Require(_) => RuleKind::Require,
        EntryId::DenyIf(_) => RuleKind::DenyIf,
    }
}

/// A name that the policy does not mention: every other unnamed tool is decided the same way.
pub fn any_other(policy: &Policy) -> String {
    let mut name = "any_other_tool".to_owned();
    while policy.tools.contains_key(&name) || policy.hide.contains_key(&name) {
        name.push('_');
    }
    name
}
