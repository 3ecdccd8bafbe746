//! Builds the tree from the parser's events. Nesting and the size of expanded aliases are bounded while the
//! events come in, because a tree that is too deep could not even be dropped.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use saphyr_parser::{Event, ScalarStyle, Tag};

use super::scalar;
use crate::diagnostic::Diagnostic;
use crate::import::errors;
use crate::source::json::{Json, JsonKind, MAX_DEPTH, Member};
use crate::source::{SourceId, Span};

/// How much all aliases of a file may expand to, in nodes and bytes of text.
const MOST_ALIASED: usize = 1 << 20;

/// The key whose value is merged into the object that has it.
const MERGE: &str = "<<";

pub(super) type Result<T> = std::result::Result<T, Box<Diagnostic>>;

/// The tree so far. Unclosed lists and objects are on a stack.
pub(super) struct Builder {
    id: SourceId,
    stack: Vec<Open>,
    anchors: HashMap<usize, (Json, usize)>,
    aliased: usize,
    /// The document.
    pub root: Option<Json>,
    /// The places of scalars.
    pub scalars: Vec<Span>,
    /// Where scalars, aliases and lists or objects in brackets start.
    pub tokens: Vec<usize>,
    /// Where scalars start that YAML readers disagree about.
    pub ambiguous: HashSet<u32>,
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
    /// An empty tree.
    pub fn new(id: SourceId) -> Self {
        Self {
            id,
            stack: Vec::new(),
            anchors: HashMap::new(),
            aliased: 0,
            root: None,
            scalars: Vec::new(),
            tokens: Vec::new(),
            ambiguous: HashSet::new(),
        }
    }

    /// Adds what an event says. `first` is the first byte at its place.
    pub fn event(&mut self, event: Event<'_>, span: Span, first: Option<u8>) -> Result<()> {
        let is_bracket = matches!(first, Some(b'[' | b'{'));
        let is_token = match event {
            // A value that is left out has no place of its own.
            Event::Scalar(..) => span.start < span.end,
            Event::Alias(_) => true,
            Event::SequenceStart(..) | Event::MappingStart(..) => is_bracket,
            Event::SequenceEnd
            | Event::MappingEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::StreamStart
            | Event::StreamEnd
            | Event::Nothing => false,
        };
        if is_token {
            self.tokens.push(span.start as usize);
        }
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
        if span.start < span.end {
            self.scalars.push(span);
        }
        if self.is_at_key() {
            return self.key(text.into_owned(), span);
        }
        if scalar::is_ambiguous(&text, style, tag) {
            self.ambiguous.insert(span.start);
        }
        self.value(Json { span, kind: scalar::value(text, style, tag) }, anchor)
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
            OpenKind::Object { members, keys, .. } => {
                let last = members.last().map(|member| member.key_span.to(member.value.span));
                (JsonKind::Object(self.merged(members, &keys)?), last)
            }
        };
        // A block has no closing bracket: its end event comes after the white space that follows it. An alias has
        // the place of its anchor.
        let last = last.filter(|last| last.end >= open.span.start);
        let end = if end.start == end.end { last.unwrap_or(open.span) } else { end };
        self.value(Json { span: open.span.to(end), kind }, open.anchor)
    }

    /// The members, and those of `<<`: an object, or a list of objects, where the first one that has a key counts. A
    /// key of the object itself counts before all of them.
    fn merged(&self, members: Vec<Member>, keys: &HashMap<String, Span>) -> Result<Vec<Member>> {
        if !keys.contains_key(MERGE) {
            return Ok(members);
        }
        let mut taken: HashSet<String> = keys.keys().cloned().collect();
        let (merges, mut own): (Vec<_>, Vec<_>) = members.into_iter().partition(|member| member.key == MERGE);
        for merge in merges {
            let place = merge.key_span.of(self.id);
            let sources = match merge.value.kind {
                JsonKind::List(elements) => elements,
                JsonKind::Object(_) => vec![merge.value],
                JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) | JsonKind::Text(_) => {
                    return Err(errors::yaml_merge(place));
                }
            };
            for source in sources {
                let JsonKind::Object(members) = source.kind else { return Err(errors::yaml_merge(place)) };
                own.extend(members.into_iter().filter(|member| taken.insert(member.key.clone())));
            }
        }
        Ok(own)
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
