//! How two tools lists differ and what that does to policies, as JSON.
//!
//! ```text
//! "wider":   bool
//! "tools":   [{"name", "change", "was", "details"}]
//! "effects": [{"policy", "tool", "message", "wider", "witness": CALL|null}]
//! ```

use serde_json::{Value, json};

use super::effects::Effect;
use super::lists::{Change, ToolDrift};
use crate::diagnostic::json::Members;

/// The members of the document. `effects` are those of each policy, by its name.
pub fn members(drifted: &[ToolDrift], effects: &[(String, Vec<Effect>)]) -> Members {
    let is_wider = effects.iter().flat_map(|(_, effects)| effects).any(|effect| effect.is_wider);
    let all = effects.iter().flat_map(|(policy, effects)| effects.iter().map(|found| effect(policy, found)));
    vec![("wider", is_wider.into()), ("tools", drifted.iter().map(tool).collect()), ("effects", all.collect())]
}

fn tool(tool: &ToolDrift) -> Value {
    let was = if let Change::Renamed(was) = &tool.change { Some(was) } else { None };
    let details: Vec<_> = tool.details.iter().map(|detail| detail.words.as_str()).collect();
    json!({"name": tool.name, "change": tool.change.word(), "was": was, "details": details})
}

fn effect(policy: &str, effect: &Effect) -> Value {
    let witness = effect.witness.as_ref().map(|call| json!({"tool": call.tool, "args": call.args}));
    let tool = (!effect.tool.is_empty()).then_some(&effect.tool);
    json!({
        "policy": policy,
        "tool": tool,
        "message": effect.message,
        "wider": effect.is_wider,
        "witness": witness,
    })
}
