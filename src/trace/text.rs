//! Where the places of a JSON tree are on their page: the tree may be of the page's own text, or of the
//! text of a string on it, as in the body of a request that was recorded.

use std::cell::Cell;

use super::call::Written;
use super::page::Page;
use crate::source::json::Json;
use crate::source::{QuotedWalk, Span};

/// The text that a tree's spans count in.
pub(super) struct Text<'p> {
    pub page: &'p Page,
    pub text: &'p str,
    inside: Inside,
}

enum Inside {
    Page,
    /// In this string of the page. Places are asked for in their order, more or less.
    String(Span, Cell<QuotedWalk>),
    /// Nowhere on the page as such, as a body in base64: of this span all that can be said.
    Span(Span),
}

impl<'p> Text<'p> {
    /// The page's own text.
    pub fn of_page(page: &'p Page) -> Self {
        Self { page, text: &page.text, inside: Inside::Page }
    }

    /// The text of a string of this text.
    pub fn of_string(&self, string: &Json, text: &'p str) -> Self {
        let inside = match self.inside {
            Inside::Page => Inside::String(string.span, Cell::new(QuotedWalk::default())),
            Inside::String(..) | Inside::Span(_) => Inside::Span(self.place(string.span)),
        };
        Self { page: self.page, text, inside }
    }

    /// A text that a value of this text stands for, written in another way.
    pub fn of_value(&self, value: &Json, text: &'p str) -> Self {
        Self { page: self.page, text, inside: Inside::Span(self.place(value.span)) }
    }

    /// The text of a value, as it is written.
    pub fn slice(&self, json: &Json) -> &'p str {
        self.text.get(json.span.range()).unwrap_or_default()
    }

    /// The place on the page.
    pub fn place(&self, span: Span) -> Span {
        match &self.inside {
            Inside::Page => span,
            Inside::String(quoted, walk) => {
                let text = self.page.text.get(quoted.range()).unwrap_or_default();
                let mut from = walk.get();
                let start = from.written_offset(text, span.start as usize);
                walk.set(from);
                let end = from.written_offset(text, span.end as usize);
                Span { start: quoted.start + start as u32, end: quoted.start + end as u32 }
            }
            Inside::Span(span) => *span,
        }
    }

    /// The place on the page of an offset in this text.
    pub fn offset(&self, offset: u32) -> Span {
        self.place(Span::at(offset as usize))
    }

    /// How a value that is written in this text stands on the page.
    pub fn written(&self, json: &Json) -> Written {
        match self.inside {
            Inside::Page => Written::Plain(json.span.start),
            Inside::String(quoted, _) => Written::Inside { quoted, from: json.span.start },
            Inside::Span(_) => Written::Nowhere,
        }
    }

    /// How the text of a string that is written in this text stands on the page.
    pub fn written_in_string(&self, string: &Json) -> Written {
        match self.inside {
            Inside::Page => Written::Quoted(string.span),
            Inside::String(..) | Inside::Span(_) => Written::Nowhere,
        }
    }
}
