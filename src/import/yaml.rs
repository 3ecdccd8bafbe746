//! Reads YAML into the same tree as JSON, with the place of each key and value. Nesting and the size of
//! expanded aliases are bounded while the parser's events come in, because a tree that is too deep could not
//! even be dropped.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr::Scalar;
use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::errors;
use crate::diagnostic::Diagnostic;
use crate::source::json::{Json, JsonKind, MAX_DEPTH, Member};
use crate::source::{Source, SourceId, Span};
use crate::vocab::Number;

/// How much all aliases of a file may expand to, in nodes and bytes of text.
const MOST_ALIASED: usize = 1 << 20;

type Result<T> = std::result::Result<T, Box<Diagnostic>>;

/// Reads a source that contains one document.
pub(super) fn read(id: SourceId, source: &Source) -> Result<Json> {
    if let Some(undecodable) = source.undecodable {
        let place = Span::at(undecodable.offset as usize).of(id);
        return Err(errors::not_yaml(place, "these bytes are not valid UTF-8"));
    }
    let body = source.text.get(source.body_start()..).unwrap_or_default();
    let offsets = Offsets::new(body, source.body_start());
    let mut builder = Builder { id, stack: Vec::new(), anchors: HashMap::new(), aliased: 0, root: None };
    for event in Parser::new_from_str(body) {
        match event {
            Ok((event, span)) => builder.event(event, offsets.span(span))?,
            Err(error) => {
                let place = offsets.span(saphyr_parser::Span::empty(*error.marker())).of(id);
                return Err(errors::not_yaml(place, error.info()));
            }
        }
    }
    Ok(builder.root.unwrap_or(Json { span: Span::at(source.body_start()), kind: JsonKind::Null }))
}

/// Builds the tree. Unclosed lists and objects are on a stack of its own.
struct Builder {
    id: SourceId,
    stack: Vec<Open>,
    anchors: HashMap<usize, (Json, usize)>,
    aliased: usize,
    root: Option<Json>,
}

/// A list or an object that is not closed yet.
struct Open {
    span: Span,
    anchor: usize,
    kind: OpenKind,
}

enum OpenKind {
    List(Vec<Json>),
    Object { members: Vec<Member>, key: Option<(String, Span)>, keys: HashMap<String, Span> },
}

impl Builder {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<()> {
        match event {
            Event::Scalar(text, style, anchor, tag) => self.scalar(text, style, tag.as_ref(), anchor, span),
            Event::SequenceStart(anchor, _) => self.open(OpenKind::List(Vec::new()), anchor, span),
            Event::MappingStart(anchor, _) => {
                self.open(OpenKind::Object { members: Vec::new(), key: None, keys: HashMap::new() }, anchor, span)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::DocumentStart(_) if self.root.is_some() => Err(errors::yaml_documents(span.of(self.id))),
            Event::DocumentStart(_) | Event::DocumentEnd | Event::StreamStart | Event::StreamEnd | Event::Nothing => {
                Ok(())
            }
        }
    }

    fn scalar(
        &mut self,
        text: Cow<'_, str>,
        style: ScalarStyle,
        tag: Option<&Cow<'_, Tag>>,
        anchor: usize,
        span: Span,
    ) -> Result<()> {
        if self.is_at_key() {
            return self.key(text.into_owned(), span);
        }
        self.value(Json { span, kind: scalar(text, style, tag) }, anchor)
    }

    fn is_at_key(&self) -> bool {
        matches!(self.stack.last(), Some(Open { kind: OpenKind::Object { key: None, .. }, .. }))
    }

    fn key(&mut self, text: String, span: Span) -> Result<()> {
        let Some(Open { kind: OpenKind::Object { key, keys, .. }, .. }) = self.stack.last_mut() else { return Ok(()) };
        if let Some(first) = keys.insert(text.clone(), span) {
            return Err(errors::yaml_key_twice(span.of(self.id), &text, first.of(self.id)));
        }
        *key = Some((text, span));
        Ok(())
    }

    fn open(&mut self, kind: OpenKind, anchor: usize, span: Span) -> Result<()> {
        if self.is_at_key() {
            return Err(errors::yaml_key(span.of(self.id)));
        }
        if self.stack.len() == MAX_DEPTH {
            return Err(errors::yaml_too_deep(span.of(self.id), MAX_DEPTH));
        }
        self.stack.push(Open { span, anchor, kind });
        Ok(())
    }

    fn close(&mut self, end: Span) -> Result<()> {
        let Some(open) = self.stack.pop() else { return Ok(()) };
        let (kind, last) = match open.kind {
            OpenKind::List(elements) => {
                let last = elements.last().map(|element| element.span);
                (JsonKind::List(elements), last)
            }
            OpenKind::Object { members, .. } => {
                let last = members.last().map(|member| member.key_span.to(member.value.span));
                (JsonKind::Object(members), last)
            }
        };
        // A block has no closing bracket: its end event comes after the white space that follows it.
        let end = if end.start == end.end { last.unwrap_or(open.span) } else { end };
        self.value(Json { span: open.span.to(end), kind }, open.anchor)
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<()> {
        if self.is_at_key() {
            return Err(errors::yaml_key(span.of(self.id)));
        }
        // An alias inside its own anchor refers to a value that is not complete yet.
        let Some((value, size)) = self.anchors.get(&anchor) else {
            return Err(errors::not_yaml(span.of(self.id), "this alias refers to a value that contains it"));
        };
        self.aliased = self.aliased.saturating_add(*size);
        if self.aliased > MOST_ALIASED || self.stack.len() + depth(value) > MAX_DEPTH {
            return Err(errors::yaml_too_large(span.of(self.id)));
        }
        let value = value.clone();
        self.value(value, 0)
    }

    fn value(&mut self, value: Json, anchor: usize) -> Result<()> {
        if anchor != 0 {
            self.remember(anchor, &value)?;
        }
        match self.stack.last_mut().map(|open| &mut open.kind) {
            None => self.root = Some(value),
            Some(OpenKind::List(elements)) => elements.push(value),
            Some(OpenKind::Object { members, key, .. }) => {
                if let Some((key, key_span)) = key.take() {
                    members.push(Member { key, key_span, value });
                }
            }
        }
        Ok(())
    }

    /// Nested anchors would each keep a copy, so the copies count as well.
    fn remember(&mut self, anchor: usize, value: &Json) -> Result<()> {
        let size = size(value);
        self.aliased = self.aliased.saturating_add(size);
        if self.aliased > MOST_ALIASED {
            return Err(errors::yaml_too_large(value.span.of(self.id)));
        }
        self.anchors.insert(anchor, (value.clone(), size));
        Ok(())
    }
}

/// The value of a scalar by YAML's core schema; a number keeps all its digits.
fn scalar(text: Cow<'_, str>, style: ScalarStyle, tag: Option<&Cow<'_, Tag>>) -> JsonKind {
    if style == ScalarStyle::Plain && tag.is_none() && Number::is_json(&text) {
        return JsonKind::Number(Number::parse(&text));
    }
    match Scalar::parse_from_cow_and_metadata(text.clone(), style, tag) {
        Some(Scalar::Null) => JsonKind::Null,
        Some(Scalar::Boolean(boolean)) => JsonKind::Boolean(boolean),
        Some(Scalar::Integer(whole)) => JsonKind::Number(Some(Number::from(whole))),
        Some(Scalar::FloatingPoint(double)) => JsonKind::Number(Number::from_f64(*double)),
        Some(Scalar::String(text)) => JsonKind::Text(text.into_owned()),
        None => JsonKind::Text(text.into_owned()),
    }
}

/// Nodes and bytes of text. The depth is bounded by the builder.
fn size(value: &Json) -> usize {
    let own = match &value.kind {
        JsonKind::Text(text) => text.len(),
        JsonKind::List(elements) => elements.iter().map(size).sum(),
        JsonKind::Object(members) => members.iter().map(|member| member.key.len() + size(&member.value)).sum(),
        JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) => 0,
    };
    own + 1
}

fn depth(value: &Json) -> usize {
    let inside = match &value.kind {
        JsonKind::List(elements) => elements.iter().map(depth).max(),
        JsonKind::Object(members) => members.iter().map(|member| depth(&member.value)).max(),
        JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) | JsonKind::Text(_) => return 0,
    };
    1 + inside.unwrap_or(0)
}

/// Converts the parser's character offsets to byte offsets.
struct Offsets<'t> {
    text: &'t str,
    base: usize,
    /// The byte offset of every [`STEP`]th character.
    steps: Vec<usize>,
}

const STEP: usize = 256;

impl<'t> Offsets<'t> {
    fn new(text: &'t str, base: usize) -> Self {
        Self { text, base, steps: text.char_indices().map(|(at, _)| at).step_by(STEP).collect() }
    }

    fn span(&self, span: saphyr_parser::Span) -> Span {
        let start = self.offset(span.start.index());
        let end = self.offset(span.end.index()).max(start);
        // The span of a block scalar includes the line ends after it.
        let text = self.text.get(start..end).unwrap_or_default();
        Span::new(self.base + start, self.base + start + text.trim_end().len())
    }

    fn offset(&self, character: usize) -> usize {
        let start = self.steps.get(character / STEP).copied().unwrap_or(self.text.len());
        let rest = self.text.get(start..).unwrap_or_default();
        rest.char_indices().nth(character % STEP).map_or(self.text.len(), |(at, _)| start + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Json> {
        read(SourceId(0), &Source::from_text("p.yaml", text))
    }

    fn error(text: &str) -> (String, u32) {
        let error = parse(text).expect_err(text);
        (error.message.clone(), error.primary.place.span.start)
    }

    #[test]
    fn yaml_gives_the_json_tree_with_byte_positions() {
        let text = "\u{feff}é: # ü\n  - 1.50\n  - 'x'\n  - [true, ~, 0x1f, .inf]\nb: &a {c: d}\ne: *a\n";
        let source = Source::from_text("p.yaml", text);
        let json = read(SourceId(0), &source).unwrap();
        let list = json.get("é").unwrap();
        assert_eq!(source.slice(json.member("é").unwrap().key_span), "é");
        assert_eq!(source.slice(list.span), "- 1.50\n  - 'x'\n  - [true, ~, 0x1f, .inf]");
        assert_eq!(source.slice(list.elements().unwrap()[1].span), "'x'");
        let kinds: Vec<_> = list.elements().unwrap()[2].elements().unwrap().iter().map(|value| &value.kind).collect();
        let number = |text| JsonKind::Number(Number::parse(text));
        assert_eq!(kinds, [&JsonKind::Boolean(true), &JsonKind::Null, &number("31"), &JsonKind::Number(None)]);
        assert_eq!(json.get("e").unwrap().get("c").unwrap().text(), Some("d"));
        assert_eq!(source.slice(json.get("b").unwrap().span), "&a {c: d}");
    }

    #[test]
    fn excessive_input_is_refused_at_its_place() {
        assert_eq!(error("a: 1\nb: 2\na: 3\n"), ("duplicate key `a`".to_owned(), 10));
        assert_eq!(error("a: 1\n---\nb: 2\n").0, "this file contains more than one document");
        assert_eq!(error("? [a]\n: b\n").0, "a key must be a string");
        assert_eq!(error(&"- ".repeat(100_000)).0, "this YAML is nested too deeply");
        assert_eq!(error(&format!("{}{}", "[".repeat(200), "]".repeat(200))).0, "this YAML is nested too deeply");
        assert!(parse(&"[".repeat(100_000)).is_err());
        let bomb: String = (1..30).map(|n| format!("a{n}: &a{n} [*a{}, *a{}]\n", n - 1, n - 1)).collect();
        assert_eq!(error(&format!("a0: &a0 x\n{bomb}")).0, "this YAML is too large");
        assert_eq!(error("a: &a [*a]\n").0, "this can't be read as JSON or as YAML");
    }
}
