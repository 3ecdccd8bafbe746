//! Findings that several rules share, each with a call that shows it.

use super::context::{Clause, Context, Target, Tool};
use super::rule::Rule;
use super::wording;
use crate::analyze::{Answer, Call};
use crate::diagnostic::{Diagnostic, Witness};

/// A finding at a clause, with a call that gets through but should not.
pub fn let_through(rule: &Rule, clause: &Clause<'_>, call: Call, message: impl Into<String>) -> Diagnostic {
    let label = wording::gets_through(&call);
    clause.applied(rule.finding(clause.place, message, label).with_witness(witness(call)))
}

/// Findings for tools that may be called with any arguments, each with a call that shows it.
pub fn unrestricted<'c>(
    context: &Context<'c>,
    rule: &Rule,
    tools: impl Iterator<Item = Tool<'c>>,
    help: &str,
) -> Vec<Diagnostic> {
    let finding = |target: Target<'_>| {
        let message = format!("no argument of {} is restricted", target.words());
        let call = target.tools.iter().find_map(|tool| found(context.passing(tool)));
        let label = match &call {
            Some(call) => wording::allowed(call),
            None => "every call is allowed".to_owned(),
        };
        let finding = rule.finding(target.place, message, label).with_help(help);
        match call {
            Some(call) => finding.with_witness(witness(call)),
            None => finding,
        }
    };
    context.by_target(tools).into_iter().map(finding).collect()
}

/// The call of an answer. An unknown answer is not a finding.
pub fn found(answer: Answer<Call>) -> Option<Call> {
    match answer {
        Answer::Some(call) => Some(call),
        Answer::None | Answer::Unknown(_) => None,
    }
}

/// The call as the witness of a diagnostic.
pub fn witness(call: Call) -> Witness {
    Witness { tool: call.tool, args: call.args }
}
