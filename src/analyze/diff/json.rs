//! How two policies differ, as JSON.
//!
//! ```text
//! "wider", "narrower": bool
//! "default": {"old", "new"}
//! "tools":   {NAME: {"named", "change", "now_allowed": CALL|null, "now_denied": CALL|null, "limits"}}
//! ```

use serde_json::{Map, Value, json};

use super::{Changed, Difference, ToolDifference};
use crate::analyze::Answer;
use crate::diagnostic::json::Members;
use crate::model::{Limit, Policy};

/// The members of the document.
pub fn members(difference: &Difference, old: &Policy, new: &Policy) -> Members {
    let default = |policy: &Policy| if policy.default_allow { "allow" } else { "deny" };
    let tools: Map<_, _> = difference.tools.iter().map(|tool| (tool.name.clone(), self::tool(tool))).collect();
    vec![
        ("wider", difference.is_wider().into()),
        ("narrower", difference.is_narrower().into()),
        ("default", json!({"old": default(old), "new": default(new)})),
        ("tools", tools.into()),
    ]
}

fn tool(tool: &ToolDifference) -> Value {
    let named = match tool.named {
        (true, false) => "old",
        (false, true) => "new",
        (true, true) | (false, false) => "both",
    };
    json!({
        "named": named,
        "change": tool.change().word(),
        "now_allowed": call(&tool.now_allowed),
        "now_denied": call(&tool.now_denied),
        "limits": {
            "old": limits(&tool.limits.old),
            "new": limits(&tool.limits.new),
            "change": tool.limits.change.word(),
        },
    })
}

fn call(answer: &Answer<Changed>) -> Value {
    match answer {
        Answer::Some(changed) => json!({"tool": changed.call.tool, "args": changed.call.args}),
        Answer::None | Answer::Unknown(_) => Value::Null,
    }
}

fn limits(limits: &[Limit]) -> Value {
    let limit = |limit: &Limit| json!({"counter": limit.counter, "window": limit.window.word(), "max": limit.max, "scope": "grant"});
    limits.iter().map(limit).collect()
}
