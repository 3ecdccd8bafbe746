//! `--redact`: of the values in a recorded call, only the kind and the size are kept. The calls that an outcome shows
//! are redacted before anything is made of them, so that no format can show a value.
//!
//! What is not known to be harmless is redacted: the tool's name, the grant, the time, and the words of the protocols
//! stay. Text that is not JSON is replaced line by line.

use std::sync::Arc;

use super::outcome::{Example, Outcome, UnreadableLine};
use crate::source::json::{Json, JsonKind, Member};
use crate::source::{Redaction, Span};
use crate::trace::Excerpt;
use crate::vocab::Time;

/// A larger record is replaced line by line.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// Members whose values are arguments, as the formats name them.
const ARGUMENTS: [&str; 8] =
    ["args", "arguments", "input", "kwargs", "parameters", "rawInput", "toolInput", "tool_input"];
/// Members of a call that hold its time.
const TIMES: [&str; 3] = ["ts", "timestamp", "time"];
/// Values of members that say what a record is.
const WORDS: [&str; 16] = [
    "2.0",
    "allow",
    "assistant",
    "call_tool",
    "deny",
    "execute_tool",
    "function",
    "function_call",
    "mcp_call",
    "message",
    "request",
    "tool_call",
    "tool_use",
    "tools/call",
    "user",
    "gen_ai.tool.name",
];

/// Replaces the values in all calls and lines that the outcome shows.
pub fn redact(outcome: &mut Outcome) {
    let denied = outcome.denials.iter_mut().chain(&mut outcome.open).map(|hit| &mut hit.first);
    let changed = outcome.changes.iter_mut().map(|change| &mut change.first);
    let unexpected = outcome.unexpected.iter_mut().map(|unexpected| &mut unexpected.call);
    let odd = outcome.twins.iter_mut().chain(&mut outcome.jumps).map(|(_, example)| example);
    let disagreeing = outcome.disagreeing.iter_mut().map(|disagreement| &mut disagreement.call);
    let doubtful = outcome.doubts.iter_mut().map(|doubt| &mut doubt.first);
    denied.chain(doubtful).chain(changed).chain(unexpected).chain(disagreeing).chain(odd).for_each(example);
    outcome.unreadable.iter_mut().for_each(line);
    outcome.servers.iter_mut().for_each(redact);
}

fn example(example: &mut Example) {
    let known = [example.tool.as_str(), example.grant.as_str()];
    let target = example.is_argument.then_some(example.span);
    if let Some(redaction) = redacted(&mut example.excerpt, &known, target) {
        example.span = redaction.shown(example.span);
    }
}

fn line(line: &mut UnreadableLine) {
    if let Some(redaction) = redacted(&mut line.excerpt, &[], Some(line.reason.span)) {
        line.reason.span = redaction.shown(line.reason.span);
    }
}

/// Redacts an excerpt, which is redacted at most once.
fn redacted(excerpt: &mut Excerpt, known: &[&str], target: Option<Span>) -> Option<Arc<Redaction>> {
    if excerpt.redaction.is_some() {
        return None;
    }
    let mut values = Values { text: &excerpt.text, known, target, replacements: Vec::new() };
    values.text();
    let (redaction, shown) = Redaction::new(&excerpt.text, values.replacements);
    let redaction = Arc::new(redaction);
    excerpt.text = shown.into();
    excerpt.redaction = Some(Arc::clone(&redaction));
    Some(redaction)
}

/// The values of a text, and what replaces them.
struct Values<'t> {
    text: &'t str,
    /// Names that the report shows anyway.
    known: &'t [&'t str],
    /// The value that is underlined.
    target: Option<Span>,
    replacements: Vec<(Span, String)>,
}

/// Where a value is in a record.
#[derive(Debug, Clone, Copy)]
struct At<'k> {
    /// The name of the member whose value it is.
    key: &'k str,
    depth: usize,
    /// How deep it is in arguments: 0 outside, 1 for the arguments themselves.
    inside: usize,
}

impl Values<'_> {
    /// The first record of the text. What is before it, such as the words of a logger, and after it is not known.
    fn text(&mut self) {
        let text = self.text;
        let record = text.find(['{', '[']).filter(|_| text.len() <= MOST_BYTES);
        let at = At { key: "", depth: 0, inside: 0 };
        match record.and_then(|start| Json::parse_at(text, start).ok()) {
            Some(json) => {
                self.lines(0, json.span.start as usize);
                self.value(&json, at);
                self.lines(json.span.end as usize, text.len());
            }
            None => self.lines(0, text.len()),
        }
    }

    /// Text without a known structure, line by line.
    fn lines(&mut self, start: usize, end: usize) {
        let mut start = start;
        for line in self.text.get(start..end).unwrap_or_default().split('\n') {
            self.bytes(line, start);
            start += line.len() + 1;
        }
    }

    fn bytes(&mut self, line: &str, start: usize) {
        let shown = line.trim_end_matches('\r');
        // Between records are commas and brackets.
        if shown.chars().all(|letter| letter.is_ascii_whitespace() || ",[]{}\u{feff}".contains(letter)) {
            return;
        }
        // Where a line can't be read is still underlined.
        let end = start + shown.len();
        let inside = |offset: u32| {
            let offset = (offset as usize).clamp(start, end);
            if self.text.is_char_boundary(offset) { offset } else { start }
        };
        let [from, to] = self.target.map_or([start, end], |target| [inside(target.start), inside(target.end)]);
        let parts = [(start, from), (from, to.max(from)), (to.max(from), end)];
        let parts = parts.into_iter().filter(|(from, to)| from < to);
        let replaced = parts.map(|(from, to)| (Span::new(from, to), format!("<{} bytes>", to - from)));
        self.replacements.extend(replaced.collect::<Vec<_>>());
    }

    fn value(&mut self, json: &Json, at: At<'_>) {
        let span = json.span;
        match &json.kind {
            JsonKind::Object(members) if !self.is_one(span, at) => self.members(members, at),
            JsonKind::List(elements) if !self.is_one(span, at) => {
                let inside = at.inside + usize::from(at.inside > 0);
                for element in elements {
                    self.value(element, At { depth: at.depth + 1, inside, ..at });
                }
            }
            JsonKind::Null => {}
            JsonKind::Text(text) if at.inside == 0 && self.is_harmless(text, at) => {}
            JsonKind::Number(_) if at.inside == 0 && at.depth == 1 && TIMES.contains(&at.key) => {}
            JsonKind::Object(_)
            | JsonKind::List(_)
            | JsonKind::Text(_)
            | JsonKind::Number(_)
            | JsonKind::Boolean(_) => self.replacements.push((span, format!("\"{}\"", size(json)))),
        }
    }

    fn members(&mut self, members: &[Member], at: At<'_>) {
        for member in members {
            let inside = match at.inside {
                // An `input` that is a list holds messages.
                0 => usize::from(ARGUMENTS.contains(&member.key.as_str()) && member.value.elements().is_none()),
                inside => inside + 1,
            };
            // The names of arguments are shown, but not those of the members in their values.
            if at.inside > 1 {
                self.replacements.push((member.key_span, "\"…\"".to_owned()));
            }
            self.value(&member.value, At { key: &member.key, depth: at.depth + 1, inside });
        }
    }

    /// Whether a list or an object is replaced as one: a value of an argument, on one line, that is not underlined.
    fn is_one(&self, span: Span, at: At<'_>) -> bool {
        let holds_target =
            self.target.is_some_and(|target| span.start <= target.start && target.end <= span.end && span != target);
        at.inside > 1 && !holds_target && !self.text.get(span.range()).unwrap_or_default().contains('\n')
    }

    fn is_harmless(&self, text: &str, at: At<'_>) -> bool {
        let is_known = |known: &&str| {
            !known.is_empty() && (text == *known || text.strip_suffix(known).is_some_and(|rest| rest.ends_with("__")))
        };
        let is_time = at.depth == 1 && TIMES.contains(&at.key) && Time::parse(text).is_some();
        WORDS.contains(&text) || is_time || self.known.iter().any(is_known)
    }
}

/// The kind of a value and its size: `<text, 19>`. A boolean has no size, which would say which one it is.
fn size(json: &Json) -> String {
    match &json.kind {
        JsonKind::Null => "<null>".to_owned(),
        JsonKind::Boolean(_) => "<boolean>".to_owned(),
        JsonKind::Number(_) => format!("<number, {}>", json.span.end - json.span.start),
        JsonKind::Text(text) => format!("<text, {}>", text.chars().count()),
        JsonKind::List(elements) => format!("<list, {}>", elements.len()),
        JsonKind::Object(members) => format!("<object, {}>", members.len()),
    }
}
