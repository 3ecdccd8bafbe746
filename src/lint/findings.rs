//! Findings that several rules share, each with a call that shows it.

use super::context::{Clause, Context, Target, Tool};
use super::rule::Rule;
use super::wording;
use crate::analyze::{Answer, Call};
use crate::diagnostic::{Code, Diagnostic, Witness};

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
        let call = target.tools.iter().find_map(|tool| context.telling(tool));
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

/// The note about tools that could not be judged completely.
pub fn not_judged(tools: &[Tool<'_>]) -> Option<Diagnostic> {
    let first = tools.first()?;
    let verb = if tools.len() == 1 { "was" } else { "were" };
    let names = wording::names(tools.iter().map(|tool| tool.name));
    let message = format!("{names} {verb} not judged completely, because the analysis takes too long");
    let note =
        Diagnostic::note(Code::NOT_JUDGED, first.place, message, "some questions about its calls have no answer");
    Some(note.with_help("findings may be missing: compare with fewer patterns on one argument, or split the policy"))
}
