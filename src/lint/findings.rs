//! Findings that several rules make, each with a call that shows it.

use super::context::{Clause, Context, Target, Tool};
use super::rule::Rule;
use super::wording;
use crate::analyze::{Answer, Call};
use crate::diagnostic::{Diagnostic, Witness};

/// A finding at a clause, with a call that gets through and should not.
pub fn let_through(rule: &Rule, clause: &Clause<'_>, call: Call, message: impl Into<String>) -> Diagnostic {
    let label = format!("{} gets through", wording::call(&call));
    clause.applied(rule.finding(clause.place, message, label).with_witness(witness(call)))
}

/// What is to be said of tools that are callable with any arguments: a call that shows it.
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
            Some(call) => format!("{} gets through", wording::call(call)),
            None => "any call gets through".to_owned(),
        };
        let finding = rule.finding(target.place, message, label).with_help(help);
        match call {
            Some(call) => finding.with_witness(witness(call)),
            None => finding,
        }
    };
    context.by_target(tools).into_iter().map(finding).collect()
}

/// The call of an answer; what is not known is no finding.
pub fn found(answer: Answer<Call>) -> Option<Call> {
    match answer {
        Answer::Some(call) => Some(call),
        Answer::None | Answer::Unknown(_) => None,
    }
}

/// The call as a diagnostic carries it.
pub fn witness(call: Call) -> Witness {
    Witness { tool: call.tool, args: call.args }
}
