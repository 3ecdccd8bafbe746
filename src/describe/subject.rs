//! The policy to describe.

use crate::check::Checked;
use crate::check::ir;
use crate::model::{Limit, Policy, Tool};
use crate::source::Sources;
use crate::vocab::{Category, NamePattern};

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

    /// A limit of 0 calls that a tool has, or that all tools have.
    pub(super) fn zero_limit(&self, tool: &'p Tool) -> Option<&'p Limit> {
        tool.limits.iter().chain(&self.policy.all_tools).find(|limit| limit.max == 0)
    }

    /// The checked clauses of a tool, if there are any.
    pub(super) fn body(&self, tool: &str) -> Option<&'p ir::Body> {
        let tool = self.checked?.policy.tools.get(tool)?;
        match tool.state {
            ir::State::Allow | ir::State::Rules | ir::State::Default => Some(&tool.body),
            ir::State::Deny { .. } | ir::State::Hide => None,
        }
    }

    /// Whether the author of the policy wrote the name of a tool. Otherwise it comes from the catalog: a pattern or a
    /// category covers it. The names in a `policy.json` may come from either.
    pub(super) fn is_written(&self, tool: &str, sources: &Sources) -> bool {
        self.target(tool, sources)
            .is_some_and(|text| text == tool || text.starts_with(['"', 'r']) && !text.contains(['*', '?']))
    }

    /// The pattern that covers a tool, if its statement is about a pattern.
    pub(super) fn pattern(&self, tool: &str, sources: &Sources) -> Option<NamePattern> {
        let text = self.target(tool, sources)?;
        let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
        let is_simple = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-./*?".contains(&byte));
        let pattern = NamePattern::new(text);
        (is_simple && text.contains(['*', '?']) && pattern.matches(tool)).then_some(pattern)
    }

    /// The target of the statement that decides a tool, as it is written.
    fn target<'s>(&self, tool: &str, sources: &'s Sources) -> Option<&'s str> {
        let place = self.checked?.policy.tools.get(tool)?.place;
        Some(sources.get(place.source).slice(place.span))
    }
}

/// Whether an entry without conditions denies every call of a tool.
pub(super) fn is_always_denied(tool: &Tool) -> bool {
    tool.deny_if.iter().any(|entry| entry.conditions.is_empty())
}
