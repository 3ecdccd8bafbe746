//! Converts the YAML of Intercept, the gateway's open-source predecessor, to `.pl`. What the language can
//! express is converted; the rest is kept as comments in place, each with a warning.
//!
//! | Intercept | jamb |
//! | --- | --- |
//! | a rule with conditions on `args.` | `require`: it denies unless all of them hold |
//! | `action: deny` | `deny` |
//! | `rate_limit: 5/hour`, or `state.t.c` `lte` 5 with its `state` | `limit 5 per hour` |
//! | `lt` 5, or `increment: 2` | `limit 4`, half as many |
//! | rules of tool `"*"` | limits at the top level; the others in a rule that each tool applies |
//! | no `default` | `default allow` |

mod counters;
mod rules;
mod unconverted;

use std::collections::HashSet;

use self::counters::Counters;
use self::rules::{Body, Shared};
use self::unconverted::Unconverted;
use super::errors;
use super::expressible::Uses;
use super::layout::{self, Layout};
use crate::diagnostic::Diagnostic;
use crate::source::json::{Json, Member};
use crate::source::{Source, SourceId};
use crate::vocab::Regexes;

/// The name of the rule with the clauses of `"*"`.
const EVERY_TOOL: &str = "every_tool";

/// The `.pl` text, with a warning for each part that was not converted.
pub(super) fn convert(id: SourceId, source: &Source, document: &Json) -> (String, Vec<Diagnostic>) {
    let left = Unconverted { id, source, warnings: Vec::new(), regexes: Regexes::default() };
    let mut converter = Converter { left, layout: Layout::default() };
    converter.document(document);
    (converter.layout.write(), converter.left.warnings)
}

/// Whether this may be an Intercept policy although none of its tools has rules.
pub(super) fn has_its_members(document: &Json) -> bool {
    let tools = document.get("tools").and_then(Json::members);
    let words = || tools.unwrap_or_default().iter().filter_map(|tool| tool.value.members()).flatten();
    let is_current = words().any(|member| matches!(member.key.as_str(), "require" | "deny_if" | "limits"));
    let has_some = document.member("hide").is_some() || document.member("default").is_some() || tools.is_some();
    has_some && !is_current && document.member("all_tools").is_none()
}

struct Converter<'s> {
    left: Unconverted<'s>,
    layout: Layout,
}

impl Converter<'_> {
    fn document(&mut self, document: &Json) {
        self.layout.default_allow = true;
        for member in document.members().unwrap_or_default() {
            match member.key.as_str() {
                "version" | "hide" | "tools" => {}
                "description" => self.description(member),
                "default" => self.default(member),
                _ => self.leave(member, "the language has no equivalent"),
            }
        }
        let hidden = document.member("hide").map(|member| self.hide(member)).unwrap_or_default();
        if let Some(member) = document.member("tools") {
            match member.value.members() {
                Some(tools) => self.tools(tools, &hidden),
                None => self.leave(member, "this is not an object"),
            }
        }
    }

    fn description(&mut self, member: &Member) {
        match member.value.text() {
            Some(text) => self.layout.comments.push(text.to_owned()),
            None => self.leave(member, "this is not a string"),
        }
    }

    fn default(&mut self, member: &Member) {
        match member.value.text() {
            Some("allow") => {}
            Some("deny") => self.layout.default_allow = false,
            // Whoever wrote this did not mean the implicit default.
            Some(_) | None => {
                self.layout.default_allow = false;
                self.leave(member, "this is neither `allow` nor `deny`; `deny` is the safe choice");
            }
        }
    }

    fn hide<'j>(&mut self, member: &'j Member) -> HashSet<&'j str> {
        let mut hidden = HashSet::new();
        let Some(elements) = member.value.elements() else {
            self.leave(member, "this is not a list");
            return hidden;
        };
        for element in elements {
            match element.text() {
                Some(name) if name.trim().is_empty() => self.leave_value(element, "a hidden tool", "it has no name"),
                Some(name) => {
                    if hidden.insert(name) {
                        self.hide_name(name);
                    }
                }
                None => self.leave_value(element, "a hidden tool", "this is not a string"),
            }
        }
        self.layout.hide.sort();
        hidden
    }

    fn hide_name(&mut self, name: &str) {
        match name {
            "*" => self.layout.hide_everything = true,
            _ => self.layout.hide.push(name.to_owned()),
        }
    }

    fn tools(&mut self, tools: &[Member], hidden: &HashSet<&str>) {
        let mut tools: Vec<_> = tools.iter().collect();
        tools.sort_by_key(|tool| &tool.key);
        let everything = self.layout.hide_everything;
        let (dead, alive): (Vec<_>, Vec<_>) =
            tools.into_iter().partition(|tool| everything || hidden.contains(tool.key.as_str()));
        for tool in dead {
            self.leave(tool, "the tool is hidden");
        }
        let (for_all, named): (Vec<_>, Vec<_>) = alive.into_iter().partition(|tool| tool.key == "*");
        let mut counters = Counters::default();
        let mut uses = Uses::default();
        let shared = for_all.first().map(|member| self.for_all(member, &mut uses, &mut counters, !named.is_empty()));
        let shared = Shared { clauses: shared.unwrap_or(0), uses: &uses };
        for tool in named {
            self.tool(tool, &shared, &mut counters);
        }
    }

    /// Converts `"*"`. Returns the number of clauses that each tool applies.
    fn for_all(&mut self, member: &Member, uses: &mut Uses<'_>, counters: &mut Counters, has_tools: bool) -> usize {
        let mut body = Body::new(&mut self.left, None, 0);
        body.rules(&member.value, uses, counters);
        let parts = body.finish();
        self.layout.comments.extend(parts.notes);
        self.layout.limits = parts.limits;
        let clauses = parts.clauses.len();
        if clauses == 0 {
            return 0;
        }
        if self.layout.default_allow {
            let why = "the language supports conditions and denials only for named tools";
            let comment = self.left.part(member.key_span, "`*` for tools that the file does not name", why);
            self.layout.comments.push(comment);
        }
        if has_tools {
            self.layout.rules.push((EVERY_TOOL.to_owned(), parts.clauses));
        }
        clauses
    }

    fn tool(&mut self, member: &Member, shared: &Shared<'_>, counters: &mut Counters) {
        if member.key.is_empty() {
            return self.leave(member, "the tool has no name");
        }
        let mut uses = Uses::beside(shared.uses);
        let mut body = Body::new(&mut self.left, Some(&member.key), shared.clauses);
        body.rules(&member.value, &mut uses, counters);
        let parts = body.finish();
        let mut lines: Vec<_> = parts.notes.iter().map(|note| super::layout::comment_line(note)).collect();
        lines.extend(parts.clauses);
        // A tool that denies every call needs no further clauses.
        if shared.clauses > 0 && parts.only_denial.is_none() {
            lines.push(format!("apply {EVERY_TOOL}"));
        }
        lines.extend(parts.limits);
        match (lines.is_empty(), parts.only_denial) {
            (true, _) => self.layout.allow.push(member.key.clone()),
            (false, Some(message)) if lines.len() == 1 => self.layout.deny.push((member.key.clone(), message)),
            (false, _) => {
                self.layout.tools.push((member.key.clone(), layout::Body { lines, ..layout::Body::default() }))
            }
        }
    }

    fn leave(&mut self, member: &Member, why: &str) {
        let what = match member.key.as_str() {
            "" => "a tool".to_owned(),
            key => format!("`{}`", errors::one_line(key)),
        };
        let comment = self.left.part(member.key_span.to(member.value.span), &what, why);
        self.layout.comments.push(comment);
    }

    fn leave_value(&mut self, value: &Json, what: &str, why: &str) {
        let comment = self.left.part(value.span, what, why);
        self.layout.comments.push(comment);
    }
}
