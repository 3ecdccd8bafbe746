//! What the engine answers, and the rules that it names.

use crate::source::Place;
use crate::vocab::Path;

/// What becomes of a call.
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
    /// What becomes of it.
    pub verdict: Verdict,
    /// The rule that denied it; of an undetermined call the first that could not be decided; `None` of
    /// an allowed one.
    pub rule: Option<RuleId>,
    /// Which of the rule's conditions decided, or could not be decided.
    pub condition: Option<u32>,
}

/// The number of a rule of an engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u32);

/// Something that denies: an entry, a limit, or one of the two rules of the document as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// What kind of rule it is.
    pub kind: RuleKind,
    /// The tool whose rule it is; `None` of `all_tools`, hiding and the default.
    pub tool: Option<String>,
    /// Where the policy says it. Of hiding and the default there may be no such place.
    pub place: Option<Place>,
    /// What the agent is told, where the policy says so: its `on_deny`.
    pub message: Option<String>,
    /// Its conditions, in their order; none of a limit.
    pub conditions: Vec<RuleCondition>,
    /// Of a limit its counter.
    pub counter: Option<String>,
}

/// A condition of a rule, for those who explain a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleCondition {
    /// Where the policy says it.
    pub place: Option<Place>,
    /// The argument that it asks for.
    pub path: Path,
    /// The end of the rule's name in the gateway's log, where this condition decides: `args.amount-gt`.
    pub name: String,
}

/// The kinds of rules, in the order in which they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleKind {
    /// The name is in `hide`, or everything is.
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
    /// The name in the gateway's log, where the given condition decided.
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

    /// What the agent gets as the text of the refused call, where the policy says what.
    pub fn answer(&self) -> Option<String> {
        self.message.as_ref().map(|message| format!("[POLICY DENIED] {message}"))
    }
}
