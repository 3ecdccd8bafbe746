//! Calls that a gateway decided differently from this policy, as its own record says.

use crate::engine::{Decision, Engine, Verdict};
use crate::trace::{Expect, Recorded};

/// Whether a gateway decided differently. If both deny, only the message that the agent got can tell. A call that is not
/// determined tells nothing.
pub fn disagrees(recorded: &Recorded, engine: &Engine, decision: Decision) -> bool {
    match (recorded.decision, decision.verdict) {
        (Expect::Allow, Verdict::Allow) | (_, Verdict::Undetermined) => false,
        (Expect::Allow, Verdict::Deny) | (Expect::Deny, Verdict::Allow) => true,
        (Expect::Deny, Verdict::Deny) => {
            let answer = decision.rule.and_then(|rule| engine.rule(rule).answer());
            let message = recorded.message.as_ref().filter(|message| message.starts_with("[POLICY DENIED] "));
            answer.zip(message).is_some_and(|(answer, message)| answer != *message)
        }
    }
}
