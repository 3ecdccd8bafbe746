//! Every message of the analysis.

use super::call::Call;
use super::why::Why;
use crate::check::ir::Assert;
use crate::diagnostic::{Code, Diagnostic, Witness, shortened};
use crate::source::Place;

/// How much of a call a label shows; the document of `--format json` contains the whole call.
const LONGEST_CALL: usize = 200;

/// An assert that a call breaks.
pub(super) fn false_assert(assert: &Assert, call: &Call, rule: Option<&str>, decided_at: Option<Place>) -> Diagnostic {
    let text = shortened(&call.to_string(), LONGEST_CALL);
    let (message, here, help) = if assert.always {
        let message = "the policy denies a call that this assert says is always allowed";
        (message, "denied here", "narrow the clause that denies it, or narrow the assert")
    } else {
        let message = "the policy allows a call that this assert rules out";
        (message, "allowed here", "add a clause to the tool that denies such calls, or narrow the assert")
    };
    let refused = match (call.accepted, call.unclear) {
        (Some(false), _) => ", which the server would refuse",
        (_, Some(_)) => ", which the server may refuse",
        (Some(true) | None, None) => "",
    };
    let denied_by = match rule.filter(|_| decided_at.is_none()) {
        Some(rule) => format!(", denied by {rule}"),
        None => String::new(),
    };
    let label = format!("broken by `{text}`{refused}{denied_by}");
    let error = Diagnostic::error(Code::FALSE_ASSERT, assert.place, message, label).with_help(help);
    let error = error.with_witness(Witness { tool: call.tool.clone(), args: call.args.clone() });
    match decided_at {
        Some(place) => error.with_label(place, here),
        None => error,
    }
}

/// An assert that could not be decided.
pub(super) fn unknown_assert(assert: &Assert, tool: &str, why: Why) -> Diagnostic {
    let message = format!("could not determine whether this assert holds for `{tool}`");
    let help = match why {
        Why::LargeExpressions | Why::ManyStates => {
            "use smaller repetition counts in the regular expressions, or list the allowed values with `in`"
        }
        Why::ManyCases | Why::MuchWork => "assert less at a time: one condition on one tool",
        Why::LargeCondition => "compare with shorter strings",
        Why::UnclearSchema(_) | Why::ContradictorySchema => "check the assert without a catalog, over all calls",
        Why::NotConfirmed => "this is a bug in jamb: please report it, and include the policy",
    };
    Diagnostic::error(Code::UNKNOWN_ASSERT, assert.place, message, why.to_string()).with_help(help)
}
