//! What the engine answers, and the rules that its answers name.

use crate::source::Place;
use crate::vocab::Path;

/// What happens to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It is forwarded to the server.
    Allow,
    /// It is refused.
    Deny,
    /// The trace did not record what the decision needs.
    Undetermined,
}

impl Verdict {
    /// The word, as reports write it.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Allow => "allow",
            Verdict::Deny => "deny",
            Verdict::Undetermined => "undetermined",
        }
    }
}

/// The decision on one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// What happens to the call.
    pub verdict: Verdict,
    /// The rule that denied the call. For an undetermined call, the first rule that could not be decided;
    /// `None` for an allowed call.
    pub rule: Option<RuleId>,
    /// Which of the rule's conditions decided, or could not be decided.
    pub condition: Option<u32>,
}

/// The number of a rule of an engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u32);

/// Something that denies calls: an entry, a limit, or one of the two rules of the whole document.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// What kind of rule it is.
    pub kind: RuleKind,
    /// The tool that the rule belongs to; `None` for `all_tools`, hiding and the default.
    pub tool: Option<String>,
    /// Where the policy states it. Hiding and the default may have no such place.
    pub place: Option<Place>,
    /// The message that the agent gets, if the policy sets one: its `on_deny`.
    pub message: Option<String>,
    /// Its conditions, in order; empty for a limit.
    pub conditions: Vec<RuleCondition>,
    /// The counter, if the rule is a limit.
    pub counter: Option<String>,
}

/// A condition of a rule, for explaining a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleCondition {
    /// Where the policy states it.
    pub place: Option<Place>,
    /// The argument that it is about.
    pub path: Path,
    /// The end of the rule's name in the gateway's log when this condition decides: `args.amount-gt`.
    pub name: String,
}

/// The kinds of rules, in the order in which they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleKind {
    /// The name is in `hide`, or every tool is hidden.
    Hidden,
    /// The default is `deny`, and the tool is not named.
    DefaultDeny,
    /// An entry of `require`.
    Require,
    /// An entry of `deny_if`.
    DenyIf,
    /// A limit of the tool.
    Limit,
    /// A limit of `all_tools`.
    AllToolsLimit,
}

impl Rule {
    /// The name in the gateway's log when the given condition decided.
    pub fn name(&self, condition: Option<u32>) -> String {
        let tool = self.tool.as_deref().unwrap_or_default();
        let counter = self.counter.as_deref().unwrap_or_default();
        let of_entry = |list: &str| {
            let decided = condition.and_then(|index| self.conditions.get(index as usize));
            match decided {
                Some(condition) => format!("/tools/{tool}/{list}/{}", condition.name),
                None => format!("/tools/{tool}/{list}"),
            }
        };
        match self.kind {
            RuleKind::Hidden => "(hidden)".to_owned(),
            RuleKind::DefaultDeny => "(default deny)".to_owned(),
            RuleKind::Require => of_entry("require"),
            RuleKind::DenyIf => of_entry("deny_if"),
            RuleKind::Limit => format!("/tools/{tool}/limits/{counter}"),
            RuleKind::AllToolsLimit => format!("/all_tools/limits/{counter}"),
        }
    }

    /// The text that the agent gets for the denied call, if the policy sets a message.
    pub fn answer(&self) -> Option<String> {
        self.message.as_ref().map(|message| format!("[POLICY DENIED] {message}"))
    }
}
