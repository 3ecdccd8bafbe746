//! Proves asserts. `assert never TOOL if CONDITION` holds if no allowed call meets the condition; `assert
//! always` holds if every call that meets it is allowed.

use super::call::Call;
use super::errors;
use super::prover::Prover;
use super::questions::{allowed_within, any_other, callable, denied_within};
use super::solve::Answer;
use super::subject::Subject;
use super::why::Why;
use crate::catalog::Catalog;
use crate::check::ir;
use crate::diagnostic::Diagnostic;
use crate::model::Policy;
use crate::source::Place;

/// The result of an assert.
#[derive(Debug, Clone, PartialEq)]
pub enum Proof {
    /// It holds for every call.
    Holds,
    /// It does not hold for this call.
    Broken(Broken),
    /// Could not be determined, for this tool.
    Unknown(String, Why),
}

/// An assert and its proof.
#[derive(Debug, Clone, PartialEq)]
pub struct Asserted {
    /// The assert.
    pub place: Place,
    /// The result.
    pub proof: Proof,
    /// The diagnostic; `None` if the assert holds.
    pub message: Option<Diagnostic>,
}

/// A call that breaks an assert.
#[derive(Debug, Clone, PartialEq)]
pub struct Broken {
    /// The call.
    pub call: Call,
    /// The name of the rule that denied the call; `None` if the call is allowed.
    pub rule: Option<String>,
    /// The clause that denied it, or the statement that allowed it.
    pub place: Option<Place>,
}

/// Proves the asserts of a checked policy, in order. `policy` is what the checked policy compiles to.
pub fn asserts(checked: &ir::Policy, policy: &Policy, prover: &mut Prover<'_>) -> Vec<Proof> {
    let subject = Subject::new(policy);
    checked.asserts.iter().map(|assert| proof_of(assert, checked, &subject, prover)).collect()
}

/// Proves the asserts of a checked policy, in order, each with its diagnostic. If the server's catalog is known,
/// calls that the server would accept are preferred as witnesses.
pub fn prove(checked: &ir::Policy, policy: &Policy, catalog: Option<&Catalog>) -> Vec<Asserted> {
    if checked.asserts.is_empty() {
        return Vec::new();
    }
    let mut prover = catalog.map_or_else(Prover::default, Prover::preferring);
    let proofs = asserts(checked, policy, &mut prover);
    let asserted = |(assert, proof): (&ir::Assert, Proof)| {
        let message = message(assert, &proof);
        Asserted { place: assert.place, proof, message }
    };
    checked.asserts.iter().zip(proofs).map(asserted).collect()
}

/// The diagnostic about an assert; `None` if it holds.
pub fn message(assert: &ir::Assert, proof: &Proof) -> Option<Diagnostic> {
    match proof {
        Proof::Holds => None,
        Proof::Broken(broken) => Some(errors::false_assert(assert, &broken.call, broken.rule.as_deref(), broken.place)),
        Proof::Unknown(tool, why) => Some(errors::unknown_assert(assert, tool, *why)),
    }
}

/// A broken tool takes precedence over an unknown one, and an unknown one over one that holds. A call that the server
/// would accept shows most.
fn proof_of(assert: &ir::Assert, checked: &ir::Policy, subject: &Subject<'_>, prover: &mut Prover<'_>) -> Proof {
    let others = assert.pattern.as_ref().map(|_| any_other(subject.policy));
    let named = assert.pattern.iter().flat_map(|_| subject.policy.tools.keys());
    let mut tools: Vec<&String> = assert.tools.iter().chain(named).chain(&others).collect();
    tools.sort_unstable();
    tools.dedup();
    let mut proof = Proof::Holds;
    let mut shown: Option<Call> = None;
    for tool in tools {
        match breaking(assert, tool, subject, prover) {
            Answer::Some(call) if call.accepted == Some(true) => return Proof::Broken(broken(call, checked, subject)),
            Answer::Some(call) => shown = Some(shown.map_or(call.clone(), |best| more_telling(best, call))),
            Answer::None => {}
            Answer::Unknown(why) => {
                if proof == Proof::Holds {
                    proof = Proof::Unknown(tool.clone(), why);
                }
            }
        }
    }
    shown.map_or(proof, |call| Proof::Broken(broken(call, checked, subject)))
}

/// The call that the server is likelier to accept; the first, if they are alike.
fn more_telling(first: Call, second: Call) -> Call {
    if first.accepted == Some(false) && second.accepted.is_none() { second } else { first }
}

/// Whether a call to this tool certainly breaks an assert.
pub fn breaks(assert: &ir::Assert, tool: &str, subject: &Subject<'_>, prover: &mut Prover<'_>) -> bool {
    let speaks_of_it = assert.pattern.is_some() || assert.tools.iter().any(|name| name == tool);
    speaks_of_it && matches!(breaking(assert, tool, subject, prover), Answer::Some(_))
}

fn breaking(assert: &ir::Assert, tool: &str, subject: &Subject<'_>, prover: &mut Prover<'_>) -> Answer<Call> {
    let condition = assert.condition.as_ref();
    match (assert.always, condition) {
        (true, _) => denied_within(prover, subject, tool, condition),
        (false, Some(condition)) => allowed_within(prover, subject, tool, condition),
        (false, None) => callable(prover, subject, tool),
    }
}

fn broken(call: Call, checked: &ir::Policy, subject: &Subject<'_>) -> Broken {
    let denial = subject.denial(&call);
    let decided_at = match denial.as_ref() {
        Some((rule, _)) => rule.place,
        None => subject.policy.tools.get(&call.tool).and_then(|tool| tool.place),
    };
    let place = decided_at.or(checked.default_place);
    Broken { rule: denial.map(|(_, name)| name), place, call }
}
