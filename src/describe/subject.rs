//! The policy to describe.

use crate::check::Checked;
use crate::check::ir;
use crate::model::{Policy, Tool};
use crate::source::Sources;
use crate::vocab::Category;

/// A policy, and its checked rules if it is a `.pl` file. A `policy.json` has none: then sentences come from the
/// compiled entries, and no tool has a category.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'p> {
    /// The policy.
    pub policy: &'p Policy,
    /// The checked rules that it was compiled from.
    pub checked: Option<&'p Checked>,
}

impl<'p> Subject<'p> {
    /// The tools that the policy names: those with clauses and those that are hidden, sorted.
    pub fn tools(&self) -> Vec<&'p str> {
        let hidden = self.policy.hide.keys().filter(|name| *name != "*");
        let mut names: Vec<&str> = self.policy.tools.keys().chain(hidden).map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The category of a tool, if the policy rates it.
    pub fn category(&self, tool: &str) -> Option<Category> {
        Some(self.checked?.policy.categories.get(tool)?.category)
    }

    /// Whether agents see a tool: neither its name nor `*` is hidden.
    pub(super) fn is_hidden(&self, tool: &str) -> bool {
        self.policy.hide.contains_key("*") || self.policy.hide.contains_key(tool)
    }

    /// The checked clauses of a tool, if there are any.
    pub(super) fn body(&self, tool: &str) -> Option<&'p ir::Body> {
        let tool = self.checked?.policy.tools.get(tool)?;
        match tool.state {
            ir::State::Allow | ir::State::Rules | ir::State::Default => Some(&tool.body),
            ir::State::Deny { .. } | ir::State::Hide => None,
        }
    }

    /// Whether the author of the policy wrote the name of a tool. Otherwise a pattern covers it, and it comes from the
    /// catalog.
    pub(super) fn is_written(&self, tool: &str, sources: &Sources) -> bool {
        let Some(checked) = self.checked else { return true };
        let place = checked.policy.tools.get(tool).map(|tool| tool.place);
        place.is_some_and(|place| {
            let text = sources.get(place.source).slice(place.span);
            text == tool || text.starts_with(['"', 'r']) && !text.contains(['*', '?'])
        })
    }
}

/// Whether an entry without conditions denies every call of a tool.
pub(super) fn is_always_denied(tool: &Tool) -> bool {
    tool.deny_if.iter().any(|entry| entry.conditions.is_empty())
}
