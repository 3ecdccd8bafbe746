//! The category of each tool of a server, as JSON: `"tools": [{"name", "category", "sure", "why"}]`.

use serde_json::{Value, json};

use super::Judged;
use crate::diagnostic::json::Members;

/// The members of the document.
pub fn members(judged: &[Judged<'_>]) -> Members {
    vec![("tools", judged.iter().map(tool).collect())]
}

fn tool(judged: &Judged<'_>) -> Value {
    let judgement = &judged.judgement;
    json!({
        "name": judged.tool.name,
        "category": judgement.category.word(),
        "sure": judgement.sure,
        "why": judgement.why,
    })
}
