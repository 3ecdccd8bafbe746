//! Maps positions in a JSON tree to positions in its chunk. The tree may come from the chunk's own text, or
//! from a string in it, such as the recorded body of a request.

use std::cell::Cell;

use super::call::Written;
use super::chunk::Chunk;
use crate::source::json::Json;
use crate::source::{QuotedWalk, Span};

/// The text that a tree's spans refer to.
pub(super) struct Text<'p> {
    pub chunk: &'p Chunk,
    pub text: &'p str,
    inside: Inside,
}

enum Inside {
    Chunk,
    /// The content of this string in the chunk. Positions are asked for more or less in order.
    String(Span, Cell<QuotedWalk>),
    /// Not in the chunk literally, such as a base64 body: this span is the best position there is.
    Span(Span),
}

impl<'p> Text<'p> {
    /// The chunk's own text.
    pub fn of_chunk(chunk: &'p Chunk) -> Self {
        Self { chunk, text: &chunk.text, inside: Inside::Chunk }
    }

    /// The content of a string in this text.
    pub fn of_string(&self, string: &Json, text: &'p str) -> Self {
        let inside = match self.inside {
            Inside::Chunk => Inside::String(string.span, Cell::new(QuotedWalk::default())),
            Inside::String(..) | Inside::Span(_) => Inside::Span(self.place(string.span)),
        };
        Self { chunk: self.chunk, text, inside }
    }

    /// A text that a value in this text represents in another encoding.
    pub fn of_value(&self, value: &Json, text: &'p str) -> Self {
        Self { chunk: self.chunk, text, inside: Inside::Span(self.place(value.span)) }
    }

    /// The text of a value, as it is written.
    pub fn slice(&self, json: &Json) -> &'p str {
        self.text.get(json.span.range()).unwrap_or_default()
    }

    /// A text that is written at this place of this text in another encoding.
    pub fn of_place(&self, place: Span, text: &'p str) -> Self {
        Self { chunk: self.chunk, text, inside: Inside::Span(self.place(place)) }
    }

    /// The position in the chunk.
    pub fn place(&self, span: Span) -> Span {
        match &self.inside {
            Inside::Chunk => span,
            Inside::String(quoted, walk) => {
                let text = self.chunk.text.get(quoted.range()).unwrap_or_default();
                let mut from = walk.get();
                let start = from.written_offset(text, span.start as usize);
                walk.set(from);
                let end = from.written_offset(text, span.end as usize);
                Span { start: quoted.start + start as u32, end: quoted.start + end as u32 }
            }
            Inside::Span(span) => *span,
        }
    }

    /// The position in the chunk of an offset in this text.
    pub fn offset(&self, offset: u32) -> Span {
        self.place(Span::at(offset as usize))
    }

    /// How a value in this text is written in the chunk.
    pub fn written(&self, json: &Json) -> Written {
        match self.inside {
            Inside::Chunk => Written::Plain(json.span.start),
            Inside::String(quoted, _) => Written::Inside { quoted, from: json.span.start },
            Inside::Span(_) => Written::Nowhere,
        }
    }

    /// How the content of a string in this text is written in the chunk.
    pub fn written_in_string(&self, string: &Json) -> Written {
        match self.inside {
            Inside::Chunk => Written::Quoted(string.span),
            Inside::String(..) | Inside::Span(_) => Written::Nowhere,
        }
    }
}
