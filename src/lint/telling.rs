//! Calls that show what a tool can do: with plain attacks and high amounts rather than the shortest texts.

use serde_json::Value as Json;

use super::context::{Context, Tool};
use super::{findings, names};
use crate::analyze::Call;
use crate::analyze::attacks::{at, with};
use crate::vocab::Path;

/// What stands for any text whose kind is not known.
const ANY_TEXT: &str = "anything";
/// What stands for any person.
const ANYBODY: &str = "anybody";
/// What stands for any amount.
const ANY_AMOUNT: u32 = 1_000_000;
/// Most arguments that are replaced, since each takes a question to the engine.
const MOST: usize = 16;

impl Context<'_> {
    /// A call that passes and shows what the tool lets the agent do, if there is one.
    pub fn telling(&self, tool: &Tool<'_>) -> Option<Call> {
        let mut call = findings::found(self.passing(tool))?;
        if call.accepted == Some(false) {
            return Some(call);
        }
        for texts in self.texts(tool).iter().take(MOST) {
            call = self.attack_within(tool, &call, texts).map_or(call, |(_, call)| call);
        }
        Some(self.filled(tool, call))
    }

    /// The same call with words for texts of one letter, and with high amounts.
    pub fn filled(&self, tool: &Tool<'_>, call: Call) -> Call {
        let mut call = call;
        for (path, _) in self.arguments(tool).iter().take(MOST) {
            let plain = match at(&call, path) {
                Some(value) if is_short(value) => Json::from(ANY_TEXT),
                Some(Json::Number(_)) if names::is_quantity(path) => Json::from(ANY_AMOUNT),
                Some(Json::Array(elements)) if elements.iter().any(is_short) => Json::Array(worded(elements)),
                Some(_) | None => continue,
            };
            let changed = self.accepted(tool, |_, subject| with(subject, tool.schema(), &call, path, plain));
            call = changed.unwrap_or(call);
        }
        call
    }

    /// A call that passes with any text at a path, or with a list that holds one.
    pub fn with_anything(&self, tool: &Tool<'_>, path: &Path) -> Option<Call> {
        let call = self.telling(tool)?;
        let values = [Json::from(ANYBODY), Json::from(vec![ANYBODY]), Json::from(7), Json::from(vec![7])];
        values
            .into_iter()
            .find_map(|value| self.accepted(tool, |_, subject| with(subject, tool.schema(), &call, path, value)))
    }
}

fn is_short(value: &Json) -> bool {
    value.as_str().is_some_and(|text| text.chars().count() <= 1)
}

fn worded(elements: &[Json]) -> Vec<Json> {
    elements.iter().map(|element| if is_short(element) { Json::from(ANY_TEXT) } else { element.clone() }).collect()
}
