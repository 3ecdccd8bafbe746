//! The sections of a converted file: the default, what is about all tools, and the tools in the order of the YAML,
//! below their comments. Tools without comments share a statement if they have the same state.

use std::collections::HashMap;

use crate::import::layout::{self, Body, comment_line};
use crate::import::render;

/// The name of the rule with the clauses of `"*"`.
pub(super) const EVERY_TOOL: &str = "every_tool";

/// The parts of a file. Comments have no `#`.
#[derive(Default)]
pub(super) struct Sections {
    /// Comments at the top.
    pub header: Vec<String>,
    /// Comments above `default`.
    pub default_comments: Vec<String>,
    /// `default allow` rather than `default deny`.
    pub default_allow: bool,
    /// Comments about all tools.
    pub for_all_comments: Vec<String>,
    /// Limits over all tools, and their comments, as lines.
    pub limits: Vec<String>,
    /// Comments above `hide`.
    pub hide_comments: Vec<String>,
    /// The hidden names.
    pub hide: Vec<String>,
    /// Whether every tool is hidden.
    pub hides_everything: bool,
    /// The lines of the rule that each tool applies.
    pub rule: Vec<String>,
    /// The tools, in the order of the YAML.
    pub tools: Vec<(String, Converted)>,
    /// Comments at the end.
    pub end: Vec<String>,
}

/// A tool.
pub(super) struct Converted {
    /// Comments above it.
    pub comments: Vec<String>,
    /// What it comes to.
    pub state: State,
}

impl Converted {
    /// How many bytes it has, about.
    pub fn bytes(&self) -> usize {
        let state = match &self.state {
            State::Hide | State::Allow => 0,
            State::Deny(message) => message.as_ref().map_or(0, String::len),
            State::Rules(body) => body.signature.len() + body.lines.iter().map(String::len).sum::<usize>(),
        };
        state + self.comments.iter().map(String::len).sum::<usize>()
    }
}

/// The state of a tool.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) enum State {
    /// Not in the list of tools, and denied.
    Hide,
    /// Allowed without conditions.
    Allow,
    /// Denied, with a message.
    Deny(Option<String>),
    /// Allowed by its clauses.
    Rules(Body),
}

/// Tools that share a statement.
struct Group<'a> {
    comments: &'a [String],
    state: &'a State,
    names: Vec<&'a String>,
}

impl Sections {
    /// Hides a tool that is not hidden yet, or with `*` every tool.
    pub fn hide(&mut self, name: String) {
        match name.as_str() {
            "*" => self.hides_everything = true,
            _ => self.hide.push(name),
        }
    }

    /// The text.
    pub fn write(&self) -> String {
        let default = if self.default_allow { "default allow\n" } else { "default deny\n" };
        let mut sections = vec![
            comments(&self.header),
            comments(&self.default_comments) + default,
            comments(&self.for_all_comments),
            self.limits.iter().map(|line| format!("{line}\n")).collect(),
            comments(&self.hide_comments) + &self.hidden(),
        ];
        if !self.rule.is_empty() {
            sections.push(layout::block(&format!("rule {EVERY_TOOL}"), &self.rule));
        }
        sections.extend(self.statements());
        sections.push(comments(&self.end));
        sections.retain(|section| !section.is_empty());
        sections.join("\n")
    }

    fn hidden(&self) -> String {
        let all = if self.hides_everything { "hide *\n" } else { "" };
        let names: Vec<_> = self.hide.iter().collect();
        let named = if names.is_empty() { String::new() } else { layout::targets("hide", &names) + "\n" };
        format!("{all}{named}")
    }

    /// The statements of tools. One-line statements without comments that follow each other are one section.
    fn statements(&self) -> Vec<String> {
        let mut sections: Vec<String> = Vec::new();
        let mut is_plain = false;
        for group in groups(&self.tools) {
            let text = comments(group.comments) + &group.statement();
            let joins = group.comments.is_empty() && !matches!(group.state, State::Rules(_));
            match sections.last_mut() {
                Some(section) if joins && is_plain => section.push_str(&text),
                _ => sections.push(text),
            }
            is_plain = joins;
        }
        sections
    }
}

impl Group<'_> {
    fn statement(&self) -> String {
        match self.state {
            State::Hide => layout::targets("hide", &self.names) + "\n",
            State::Allow => layout::targets("allow", &self.names) + "\n",
            State::Deny(message) => layout::targets("deny", &self.names) + &render::because(message.as_deref()) + "\n",
            State::Rules(body) => layout::block(&(layout::targets("tool", &self.names) + &body.signature), &body.lines),
        }
    }
}

/// Tools with comments are on their own.
fn groups(tools: &[(String, Converted)]) -> Vec<Group<'_>> {
    let mut places: HashMap<&State, usize> = HashMap::new();
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (name, Converted { comments, state }) in tools {
        let place = if comments.is_empty() { *places.entry(state).or_insert(groups.len()) } else { groups.len() };
        match groups.get_mut(place) {
            Some(group) => group.names.push(name),
            None => groups.push(Group { comments, state, names: vec![name] }),
        }
    }
    groups
}

fn comments(texts: &[String]) -> String {
    texts.iter().map(|text| comment_line(text) + "\n").collect()
}
