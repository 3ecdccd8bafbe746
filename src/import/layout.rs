//! The layout of a `.pl` file: the default, then limits over all tools, then one-line statements, then blocks.
//! Tools with equal bodies share a statement.

use std::collections::HashMap;
use std::hash::Hash;

use super::render;
use crate::format::WIDTH;
use crate::vocab::visible::visible;

/// The parts of a file. Names are written as the gateway knows them; other texts are ready to print.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// `default allow` rather than `default deny`.
    pub default_allow: bool,
    /// Limits over all tools.
    pub limits: Vec<String>,
    /// `hide *`
    pub hide_everything: bool,
    /// Hidden names.
    pub hide: Vec<String>,
    /// Names that are allowed without conditions.
    pub allow: Vec<String>,
    /// Denied names, with their messages.
    pub deny: Vec<(String, Option<String>)>,
    /// The name and the block of each tool.
    pub tools: Vec<(String, Body)>,
}

/// The body of a tool's block.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Body {
    /// `(id?: any)`, or nothing.
    pub signature: String,
    /// The clauses.
    pub lines: Vec<String>,
}

impl Layout {
    /// The text, with one blank line between its sections.
    pub fn write(&self) -> String {
        let default = if self.default_allow { "default allow\n" } else { "default deny\n" };
        let mut sections = vec![default.to_owned()];
        sections.push(self.limits.iter().map(|limit| format!("{limit}\n")).collect());
        sections.push(self.statements());
        sections.extend(grouped(&self.tools).into_iter().map(|(body, names)| {
            let head = targets("tool", &names) + &body.signature;
            block(&head, &body.lines)
        }));
        sections.retain(|section| !section.is_empty());
        sections.join("\n")
    }

    fn statements(&self) -> String {
        let mut out = String::new();
        if self.hide_everything {
            out.push_str("hide *\n");
        }
        for (keyword, names) in [("hide", &self.hide), ("allow", &self.allow)] {
            if !names.is_empty() {
                out += &(targets(keyword, &names.iter().collect::<Vec<_>>()) + "\n");
            }
        }
        for (message, names) in grouped(&self.deny) {
            out += &(targets("deny", &names) + &render::because(message.as_deref()) + "\n");
        }
        out
    }
}

/// A one-line comment, in visible characters. A comment that is not ours suppresses no finding.
pub(super) fn comment_line(text: &str) -> String {
    let text: String = text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }).collect();
    let text = visible(text.trim_end());
    let prefix = if text.trim_start().starts_with("jamb") { "YAML: " } else { "" };
    format!("# {prefix}{text}").trim_end().to_owned()
}

/// Groups names with equal bodies, in the order of each group's first name.
fn grouped<T: Eq + Hash>(bodies: &[(String, T)]) -> Vec<(&T, Vec<&String>)> {
    let mut places = HashMap::new();
    let mut groups: Vec<(&T, Vec<&String>)> = Vec::new();
    for (name, body) in bodies {
        let place = *places.entry(body).or_insert(groups.len());
        match groups.get_mut(place) {
            Some((_, names)) => names.push(name),
            None => groups.push((body, vec![name])),
        }
    }
    groups
}

/// `tool a, b`, over several lines if it is long.
pub(super) fn targets(keyword: &str, names: &[&String]) -> String {
    let mut out = keyword.to_owned();
    let mut column = out.len();
    for (index, name) in names.iter().enumerate() {
        let word = render::name(name) + if index + 1 == names.len() { "" } else { "," };
        let is_full = index > 0 && column + 1 + word.len() > WIDTH;
        out.push_str(if is_full { "\n  " } else { " " });
        column = if is_full { 2 } else { column + 1 } + word.len();
        out.push_str(&word);
    }
    out
}

/// A block with its lines.
pub(super) fn block(head: &str, lines: &[String]) -> String {
    if lines.is_empty() {
        return format!("{head} {{}}\n");
    }
    let lines: String = lines.iter().map(|line| format!("  {line}\n")).collect();
    format!("{head} {{\n{lines}}}\n")
}
