//! The parts of a document that are not rules: its default, what it hides, its comments, and which tools there are.

use std::collections::HashSet;
use std::ops::Range;

use super::counters::Counters;
use super::losses::Losses;
use super::outcome::Shared;
use super::rules::{self, Rules};
use super::sections::{Sections, State};
use super::{refusals, texts};
use crate::diagnostic::Diagnostic;
use crate::import::errors;
use crate::import::yaml::{Comments, Yaml};
use crate::source::json::{Json, Member};
use crate::source::{MAX_FILE_BYTES, Source, SourceId};

/// Converts one document.
pub(super) struct Converter<'s> {
    losses: Losses<'s>,
    yaml: Yaml,
    sections: Sections,
    hidden: HashSet<String>,
    counters: Counters,
    /// How long the tools are so far. Each may repeat what it has from `"*"` or from an alias.
    bytes: usize,
}

impl<'s> Converter<'s> {
    /// A converter of a document that has no refusals.
    pub fn new(id: SourceId, source: &'s Source, yaml: Yaml) -> Self {
        Self {
            losses: Losses::new(id, source),
            yaml,
            sections: Sections { default_allow: true, ..Sections::default() },
            hidden: HashSet::new(),
            counters: Counters::default(),
            bytes: 0,
        }
    }

    /// The text and what was lost; `None` if it is too long.
    pub fn convert(mut self, document: &Json) -> Option<(String, Vec<Diagnostic>)> {
        // What they say is needed for the tools, wherever they are.
        document.get("default").into_iter().for_each(|default| self.default(default));
        document.get("hide").into_iter().for_each(|hide| self.hide(hide));
        let members = document.members().unwrap_or_default();
        for (index, member) in members.iter().enumerate() {
            let territory = territory(members, index, usize::MAX - 1);
            match member.key.as_str() {
                "tools" => self.tools(&member.value, territory),
                _ => self.member(member, territory),
            }
        }
        self.sections.end.extend(self.yaml.comments.take(0..usize::MAX));
        (self.bytes as u64 <= MAX_FILE_BYTES).then(|| (self.sections.write(), self.losses.finish()))
    }

    /// The comments of a member, and what it says as comments.
    fn member(&mut self, member: &Member, territory: Range<usize>) {
        let comments = self.yaml.comments.take(territory);
        match member.key.as_str() {
            "default" => self.sections.default_comments.extend(comments),
            "hide" => self.sections.hide_comments.extend(comments),
            _ => self.sections.header.extend(comments),
        }
        match member.key.as_str() {
            "description" => self.description(&member.value),
            key if refusals::is_extension(key) => {
                let span = member.key_span.to(member.value.span);
                let what = format!("`{}`", errors::one_line(key));
                let comment = self.losses.wording(span, &what, "a policy has no such member");
                self.sections.header.push(comment);
            }
            _ => {}
        }
    }

    fn description(&mut self, value: &Json) {
        match texts::scalar(self.losses.source, value) {
            Some(text) => self.sections.header.extend(text.lines().map(str::to_owned)),
            None => {
                let comment = self.losses.wording(value.span, "`description`", "this is not a string");
                self.sections.header.push(comment);
            }
        }
    }

    fn default(&mut self, value: &Json) {
        match texts::scalar(self.losses.source, value).as_deref() {
            Some("allow" | "") => {}
            Some("deny") => self.sections.default_allow = false,
            // The author wrote something else than the implicit default, so the stricter one is taken.
            Some(_) | None => {
                self.sections.default_allow = false;
                self.losses.error(*errors::unknown_default(value.span.of(self.losses.id)));
            }
        }
    }

    fn hide(&mut self, value: &Json) {
        for (name, span) in texts::names(self.losses.source, value).unwrap_or_default() {
            if name.trim().is_empty() {
                let comment = self.losses.wording(span, "a hidden tool", "it has no name");
                self.sections.hide_comments.push(comment);
            } else if self.hidden.insert(name.clone()) {
                self.sections.hide(name);
            }
        }
    }

    fn tools(&mut self, value: &Json, territory: Range<usize>) {
        let tools = value.members().unwrap_or_default();
        let first = tools.first().map_or(territory.end, |tool| tool.key_span.start as usize);
        let mut above = self.yaml.comments.take(territory.start..first);
        let shared = match tools.iter().position(|tool| tool.key == "*") {
            Some(index) => self.for_all(tools, index, territory.end),
            None => Shared::default(),
        };
        for (index, tool) in tools.iter().enumerate().filter(|(_, tool)| tool.key != "*") {
            if self.bytes as u64 > MAX_FILE_BYTES {
                return;
            }
            let comments = std::mem::take(&mut above);
            self.tool(tool, self::territory(tools, index, territory.end), &shared, comments);
        }
        let is_applied = self.sections.tools.iter().any(|(_, tool)| matches!(tool.state, State::Rules(_)));
        let (rule, unused) = shared.rule(is_applied);
        self.sections.rule = rule;
        self.sections.for_all_comments.extend(unused);
        self.sections.end.extend(above);
    }

    /// A tool that is hidden, or that has no name.
    fn dead(&mut self, tool: &Member, comments: Vec<String>) {
        self.sections.hide_comments.extend(comments);
        if tool.key.is_empty() {
            self.losses.error(*errors::empty_name(tool.key_span.of(self.losses.id), "a tool"));
        } else if rules::has_rules(&tool.value) {
            let what = format!("`{}`", errors::one_line(&tool.key));
            let comment = self.losses.wording(tool.key_span.to(tool.value.span), &what, "no call gets to these rules");
            self.sections.hide_comments.push(comment);
        }
    }

    /// Converts `"*"`.
    fn for_all(&mut self, tools: &[Member], index: usize, end: usize) -> Shared {
        let Some(member) = tools.get(index) else { return Shared::default() };
        let (mut comments, in_rules) = self.comments(&member.value, territory(tools, index, end));
        let nothing = Shared::default();
        let rules = Rules::new(&mut self.losses, &self.yaml, None, &nothing);
        let outcome = rules.convert(&member.value, in_rules, &mut self.counters);
        let (shared, limits) = outcome.for_all();
        if shared.is_hidden() {
            self.sections.hide("*".to_owned());
        }
        self.sections.for_all_comments.append(&mut comments);
        self.sections.limits = limits;
        if shared.decides() && self.sections.default_allow {
            self.only_named(member, &shared);
        }
        shared
    }

    /// The language has conditions and denials for named tools only.
    fn only_named(&mut self, member: &Member, shared: &Shared) {
        self.sections.default_allow = false;
        // If every call is denied, nothing is lost, or it was already reported.
        if !shared.denies_all() && !shared.is_lost() {
            self.losses.error(*errors::only_named_tools(member.key_span.of(self.losses.id)));
            self.sections
                .default_comments
                .push("not converted: the rules of `*` for tools that are not named here".to_owned());
        }
    }

    fn tool(&mut self, tool: &Member, territory: Range<usize>, shared: &Shared, mut comments: Vec<String>) {
        if self.sections.hides_everything || self.hidden.contains(&tool.key) || tool.key.is_empty() {
            comments.extend(self.yaml.comments.take(territory));
            return self.dead(tool, comments);
        }
        let (above, in_rules) = self.comments(&tool.value, territory);
        comments.extend(above);
        let rules = Rules::new(&mut self.losses, &self.yaml, Some(&tool.key), shared);
        let converted = rules.convert(&tool.value, in_rules, &mut self.counters).tool(shared, comments);
        self.bytes += converted.bytes();
        self.sections.tools.push((tool.key.clone(), converted));
    }

    /// The comments in the territory of a tool: those of its rules apart from the others.
    fn comments(&mut self, tool: &Json, territory: Range<usize>) -> (Vec<String>, Vec<Vec<String>>) {
        let comments: &mut Comments = &mut self.yaml.comments;
        let rules = tool.get("rules").and_then(Json::elements).unwrap_or_default();
        let mut of_rules = Vec::new();
        for (index, rule) in rules.iter().enumerate() {
            // The rules of an alias are elsewhere.
            let start = rule.span.start as usize;
            let next = rules.get(index + 1).map_or(territory.end, |next| next.span.start as usize);
            let own = start..next.min(territory.end);
            of_rules.push(if territory.contains(&start) && start < own.end { comments.take(own) } else { Vec::new() });
        }
        (comments.take(territory), of_rules)
    }
}

/// Where the tokens of a member start: from its key to the next.
fn territory(members: &[Member], index: usize, end: usize) -> Range<usize> {
    let start = |member: &Member| member.key_span.start as usize;
    let next = members.get(index + 1).map_or(end, start);
    members.get(index).map_or(end, start)..next
}
