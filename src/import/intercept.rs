//! Converts the YAML of Intercept, the gateway's open-source predecessor, to `.pl`. The result never allows a
//! call that the YAML denies: a tool with a rule that the language can't express is denied, and what was lost is
//! a comment.
//!
//! | Intercept | jamb |
//! | --- | --- |
//! | a rule with conditions on `args.` | `require`: it denies unless all of them hold |
//! | `action: deny` | `deny` |
//! | `rate_limit: 5/hour`, or `state.t.c` `lte` 5 with its `state` | `limit 5 per hour` |
//! | `lt` 5, or `increment: 2` | `limit 4`, half as many |
//! | rules of tool `"*"` | limits at the top level; the others in a rule that each tool applies |
//! | no `default` | `default allow`, or `default deny` if `"*"` has conditions |

mod conditions;
mod counters;
mod limits;
mod losses;
mod outcome;
mod rules;
mod sections;
mod texts;

use std::collections::HashSet;
use std::ops::Range;

use self::counters::Counters;
use self::losses::Losses;
use self::outcome::Shared;
use self::rules::Rules;
use self::sections::{Converted, Sections, State};
use super::errors;
use super::yaml::{Comments, Yaml};
use crate::diagnostic::{Diagnostic, MAX_DIAGNOSTICS};
use crate::source::json::{Json, JsonKind, Member};
use crate::source::{MAX_FILE_BYTES, Source, SourceId, Span};

/// The `.pl` text and what was lost; no text if the document as a whole can't be converted.
pub(super) fn convert(id: SourceId, source: &Source, mut yaml: Yaml) -> (Option<String>, Vec<Diagnostic>) {
    let nothing = Json { span: yaml.root.span, kind: JsonKind::Null };
    let root = std::mem::replace(&mut yaml.root, nothing);
    let refusals = refusals(id, source, &root);
    if !refusals.is_empty() {
        return (None, refusals);
    }
    let mut converter = Converter { losses: Losses::new(id, source), yaml, sections: Sections::default() };
    converter.document(&root);
    let text = converter.sections.write();
    if text.len() as u64 > MAX_FILE_BYTES {
        return (None, vec![*errors::too_long(Span::at(0).of(id))]);
    }
    (Some(text), converter.losses.finish())
}

/// Whether this may be an Intercept policy although none of its tools has rules.
pub(super) fn has_its_members(document: &Json) -> bool {
    let tools = document.get("tools").and_then(Json::members);
    let words = || tools.unwrap_or_default().iter().filter_map(|tool| tool.value.members()).flatten();
    let is_current = words().any(|member| matches!(member.key.as_str(), "require" | "deny_if" | "limits"));
    let has_some = ["hide", "default", "tools"].iter().any(|word| document.member(word).is_some());
    has_some && !is_current && document.member("all_tools").is_none()
}

/// What a document may not have: another version, a member that Intercept does not know, a member of another
/// kind.
fn refusals(id: SourceId, source: &Source, document: &Json) -> Vec<Diagnostic> {
    let mut refusals = Vec::new();
    match document.member("version") {
        None => refusals.push(*errors::no_version(Span::at(document.span.start as usize).of(id))),
        Some(version) if source.slice(version.value.span) == "1" || version.value.text() == Some("1") => {}
        Some(version) => {
            let text = texts::scalar(source, &version.value).unwrap_or_default();
            refusals.push(*errors::unknown_version(version.value.span.of(id), &text));
        }
    }
    for member in document.members().unwrap_or_default() {
        let place = member.key_span.of(id);
        let found = member.value.describe();
        match member.key.as_str() {
            "version" | "description" | "default" => {}
            "hide" if names_of(source, &member.value).is_some() => {}
            "tools" if matches!(member.value.kind, JsonKind::Object(_) | JsonKind::Null) => {}
            "hide" => refusals.push(*errors::wrong_member(place, "hide", "a list of names", found)),
            "tools" => refusals.push(*errors::wrong_member(place, "tools", "an object", found)),
            key if is_extension(key) => {}
            key => refusals.push(*errors::unknown_member(place, key)),
        }
        if refusals.len() >= MAX_DIAGNOSTICS {
            break;
        }
    }
    refusals
}

/// Members that hold anchors, or that other programs read.
fn is_extension(key: &str) -> bool {
    key.starts_with("x-") || key.starts_with(['.', '_'])
}

/// The names in `hide`, with their places. One name needs no list.
fn names_of(source: &Source, hide: &Json) -> Option<Vec<(String, Span)>> {
    let name = |json: &Json| Some((texts::scalar(source, json)?.into_owned(), json.span));
    match hide.elements() {
        Some(elements) => elements.iter().map(name).collect(),
        None if hide.kind == JsonKind::Null => Some(Vec::new()),
        None => name(hide).map(|name| vec![name]),
    }
}

struct Converter<'s> {
    losses: Losses<'s>,
    yaml: Yaml,
    sections: Sections,
}

impl Converter<'_> {
    fn document(&mut self, document: &Json) {
        self.sections.default_allow = true;
        let members = document.members().unwrap_or_default();
        let hidden = document.get("hide").map(|hide| self.hide(hide)).unwrap_or_default();
        for (index, member) in members.iter().enumerate() {
            let territory = territory(members, index, usize::MAX - 1);
            match member.key.as_str() {
                "tools" => self.tools(&member.value, territory, &hidden),
                key => {
                    let comments = self.yaml.comments.take(territory);
                    match key {
                        "default" => {
                            self.sections.default_comments.extend(comments);
                            self.default(&member.value);
                        }
                        "hide" => self.sections.hide_comments.extend(comments),
                        "description" => {
                            self.sections.header.extend(comments);
                            self.description(&member.value);
                        }
                        "version" => self.sections.header.extend(comments),
                        _ => {
                            self.sections.header.extend(comments);
                            let span = member.key_span.to(member.value.span);
                            let what = format!("`{}`", errors::one_line(key));
                            let comment = self.losses.wording(span, &what, "a policy has no such member");
                            self.sections.header.push(comment);
                        }
                    }
                }
            }
        }
        self.sections.end.extend(self.yaml.comments.take(0..usize::MAX));
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
            // Whoever wrote this did not mean the implicit default.
            Some(_) | None => {
                self.sections.default_allow = false;
                self.losses.error(*errors::unknown_default(value.span.of(self.losses.id)));
            }
        }
    }

    fn hide(&mut self, value: &Json) -> HashSet<String> {
        let mut hidden = HashSet::new();
        for (name, span) in names_of(self.losses.source, value).unwrap_or_default() {
            if name.trim().is_empty() {
                let comment = self.losses.wording(span, "a hidden tool", "it has no name");
                self.sections.hide_comments.push(comment);
            } else if hidden.insert(name.clone()) {
                self.sections.hide(name);
            }
        }
        hidden
    }

    fn tools(&mut self, value: &Json, territory: Range<usize>, hidden: &HashSet<String>) {
        let tools = value.members().unwrap_or_default();
        let first = tools.first().map_or(territory.end, |tool| tool.key_span.start as usize);
        let mut above = self.yaml.comments.take(territory.start..first);
        let mut counters = Counters::default();
        let shared = match tools.iter().position(|tool| tool.key == "*") {
            Some(index) => self.for_all(tools, index, territory.end, &mut counters),
            None => Shared::default(),
        };
        let mut bytes = 0;
        for (index, tool) in tools.iter().enumerate().filter(|(_, tool)| tool.key != "*") {
            // Each tool may repeat what it has from `*` or from an alias.
            if bytes as u64 > MAX_FILE_BYTES {
                break;
            }
            let mut comments = std::mem::take(&mut above);
            let territory = self::territory(tools, index, territory.end);
            let is_dead = self.sections.hides_everything || hidden.contains(&tool.key);
            if is_dead || tool.key.is_empty() {
                comments.extend(self.yaml.comments.take(territory));
                self.dead(tool, comments);
            } else {
                let converted = self.tool(tool, territory, &shared, &mut counters, comments);
                bytes += converted.bytes();
                self.sections.tools.push((tool.key.clone(), converted));
            }
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
    fn for_all(&mut self, tools: &[Member], index: usize, end: usize, counters: &mut Counters) -> Shared {
        let Some(member) = tools.get(index) else { return Shared::default() };
        let (mut comments, in_rules) = self.comments(&member.value, territory(tools, index, end));
        let nothing = Shared::default();
        let outcome =
            Rules::new(&mut self.losses, &self.yaml, None, &nothing).convert(&member.value, in_rules, counters);
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

    fn tool(
        &mut self,
        tool: &Member,
        territory: Range<usize>,
        shared: &Shared,
        counters: &mut Counters,
        mut comments: Vec<String>,
    ) -> Converted {
        let (above, in_rules) = self.comments(&tool.value, territory);
        comments.extend(above);
        let rules = Rules::new(&mut self.losses, &self.yaml, Some(&tool.key), shared);
        rules.convert(&tool.value, in_rules, counters).tool(shared, comments)
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
