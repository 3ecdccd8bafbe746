//! Converts `policy.json` to `.pl`, the way a person would write it. Compiling the text gives the same bytes
//! again; each part that the language can't express is refused at its place.

use std::collections::HashMap;

use super::expressible::{self, Clash, MOST_CONDITIONS, Uses};
use super::layout::{Body, Layout};
use super::{errors, render};
use crate::check::{MAX_CLAUSES, Purpose};
use crate::diagnostic::{Diagnostic, MAX_DIAGNOSTICS};
use crate::model::{Entry, Limit, Policy, Tool};
use crate::source::{MAX_FILE_BYTES, Place, SourceId, Span};

/// The text of a policy, or everything in it that can't be expressed.
pub(super) fn lift(id: SourceId, policy: &Policy) -> Result<String, Vec<Diagnostic>> {
    let start = Span::at(0).of(id);
    let mut lifter = Lifter { policy, counters: Counters::of(policy), start, refusals: Vec::new() };
    let text = lifter.layout().write();
    if text.len() as u64 > MAX_FILE_BYTES {
        lifter.refusals.push(*errors::too_long(start));
    }
    if lifter.refusals.is_empty() { Ok(text) } else { Err(lifter.refusals) }
}

/// A refused part leaves a gap in the file, which is then not used.
struct Lifter<'p> {
    policy: &'p Policy,
    counters: Counters<'p>,
    /// The place for parts that have none of their own.
    start: Place,
    refusals: Vec<Diagnostic>,
}

impl<'p> Lifter<'p> {
    fn layout(&mut self) -> Layout {
        let mut layout = Layout { default_allow: self.policy.default_allow, ..Layout::default() };
        self.hide(&mut layout);
        layout.limits = self.limits(None, &self.policy.all_tools);
        for (name, tool) in &self.policy.tools {
            if self.is_nameable(name, tool) {
                self.tool(name, tool, &mut layout);
            }
        }
        layout
    }

    fn hide(&mut self, layout: &mut Layout) {
        for (name, place) in &self.policy.hide {
            match name.as_str() {
                "" => self.refuse(*errors::empty_name(place.unwrap_or(self.start), "a hidden tool")),
                "*" => layout.hide_everything = true,
                _ => layout.hide.push(name.clone()),
            }
        }
        let Some(everything) = self.policy.hide.get("*") else { return };
        if let Some((_, tool)) = self.policy.tools.first_key_value() {
            let place = self.place_of(tool);
            self.refuse(*errors::beside_hide_everything(place, everything.unwrap_or(self.start)));
        }
    }

    fn is_nameable(&mut self, name: &str, tool: &Tool) -> bool {
        if name.is_empty() {
            self.refuse(*errors::empty_name(self.place_of(tool), "a tool"));
        }
        if name == "*" {
            self.refuse(*errors::tool_named_star(self.place_of(tool)));
        } else if let Some(hidden) = self.policy.hide.get(name) {
            self.refuse(*errors::hidden_with_entry(self.place_of(tool), name, hidden.unwrap_or(self.start)));
        }
        !name.is_empty()
    }

    fn tool(&mut self, name: &'p str, tool: &'p Tool, layout: &mut Layout) {
        match (tool.require.as_slice(), tool.deny_if.as_slice(), tool.limits.as_slice()) {
            ([], [], []) => layout.allow.push(name.to_owned()),
            ([], [only], []) if only.conditions.is_empty() => layout.deny.push((name.to_owned(), only.on_deny.clone())),
            _ => layout.tools.push((name.to_owned(), self.body(name, tool))),
        }
    }

    fn body(&mut self, name: &'p str, tool: &'p Tool) -> Body {
        let place = self.place_of(tool);
        if tool.require.len() + tool.deny_if.len() + tool.limits.len() > MAX_CLAUSES {
            self.refuse(*errors::too_many_clauses(place));
            return Body::default();
        }
        let mut uses = Uses::default();
        let mut lines = Vec::new();
        for entry in &tool.require {
            let place = entry.place.unwrap_or(place);
            if entry.conditions.is_empty() {
                self.refuse(*errors::empty_require(place));
            }
            lines.push(format!("require {}", self.conditions(entry, (place, Purpose::Require), &mut uses)));
        }
        for entry in &tool.deny_if {
            let place = (entry.place.unwrap_or(place), Purpose::Deny);
            let condition = self.conditions(entry, place, &mut uses);
            lines.push(if entry.conditions.is_empty() {
                format!("deny{condition}")
            } else {
                format!("deny if {condition}")
            });
        }
        lines.extend(self.limits(Some((name, place)), &tool.limits));
        Body {
            signature: uses.signature(None).map(|arguments| render::signature(&arguments)).unwrap_or_default(),
            lines,
        }
    }

    /// The conditions and the message of an entry.
    fn conditions(&mut self, entry: &Entry, (place, purpose): (Place, Purpose), uses: &mut Uses) -> String {
        if entry.conditions.len() > MOST_CONDITIONS {
            self.refuse(*errors::too_many_conditions(place));
            return String::new();
        }
        let place_at =
            |index: usize| entry.conditions.get(index).and_then(|condition| condition.place).unwrap_or(place);
        let mut comparisons = Vec::new();
        for (index, condition) in entry.conditions.iter().enumerate() {
            match uses.comparison(None, condition, (place_at(index), purpose)) {
                Ok(comparison) => comparisons.push(comparison),
                Err(refusal) => self.refuse(*refusal),
            }
        }
        // If a condition was refused, the indices no longer match, and nothing is written anyway.
        if comparisons.len() == entry.conditions.len() {
            match expressible::clash(&comparisons) {
                Some(Clash::Equal(first, second)) => {
                    self.refuse(*errors::condition_twice(place_at(second), place_at(first)))
                }
                Some(Clash::NeverTogether(first, second)) => {
                    self.refuse(*errors::never_together(place_at(second), place_at(first)))
                }
                None => {}
            }
        }
        render::condition(&comparisons) + &render::because(entry.on_deny.as_deref())
    }

    /// The limits of a tool, or of all tools together.
    fn limits(&mut self, tool: Option<(&'p str, Place)>, limits: &'p [Limit]) -> Vec<String> {
        let mut lines = Vec::new();
        for limit in limits {
            let place = limit.place.or(tool.map(|(_, place)| place)).unwrap_or(self.start);
            let owner = tool.map(|(name, _)| name);
            let checked = expressible::limit(limit, place).and_then(|()| self.counters.add(owner, limit, place));
            if let Err(refusal) = checked {
                self.refuse(*refusal);
            }
            let default = limit.window.default_counter(owner.unwrap_or("all_tools"));
            lines.push(render::limit(limit, limit.counter != default || self.counters.is_shared(&limit.counter)));
        }
        lines
    }

    fn place_of(&self, tool: &Tool) -> Place {
        tool.place.unwrap_or(self.start)
    }

    fn refuse(&mut self, refusal: Diagnostic) {
        if self.refusals.len() < MAX_DIAGNOSTICS {
            self.refusals.push(refusal);
        }
    }
}

/// Which limits use which counter. Tools share a counter only if each of them names it.
struct Counters<'p> {
    /// How many limits of tools use each counter.
    named: HashMap<&'p str, usize>,
    /// The first limit on each counter, and its tool.
    first: HashMap<&'p str, (Option<&'p str>, &'p Limit, Place)>,
    /// The last tool that used each counter.
    last: HashMap<&'p str, Option<&'p str>>,
}

impl<'p> Counters<'p> {
    fn of(policy: &'p Policy) -> Self {
        let mut named = HashMap::new();
        for limit in policy.tools.values().flat_map(|tool| &tool.limits) {
            *named.entry(limit.counter.as_str()).or_default() += 1;
        }
        Self { named, first: HashMap::new(), last: HashMap::new() }
    }

    fn is_shared(&self, counter: &str) -> bool {
        self.named.get(counter).is_some_and(|limits| *limits > 1)
    }

    /// Limits must be added tool by tool.
    fn add(&mut self, owner: Option<&'p str>, limit: &'p Limit, place: Place) -> Result<(), Box<Diagnostic>> {
        let counter = limit.counter.as_str();
        let last = self.last.insert(counter, owner);
        let Some((first_owner, first, first_place)) = self.first.get(counter) else {
            self.first.insert(counter, (owner, limit, place));
            return Ok(());
        };
        if last == Some(owner) {
            Err(errors::counter_twice(place, counter, *first_place))
        } else if first_owner.is_none() {
            Err(errors::counter_of_all_tools(place, counter, *first_place))
        } else if first.window != limit.window || first.max != limit.max {
            Err(errors::counter_disagrees(place, counter, *first_place))
        } else {
            Ok(())
        }
    }
}
