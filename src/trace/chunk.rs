//! The text that contains records: a line or a document. A call is shown with only its own lines.

use std::cell::RefCell;
use std::sync::Arc;

use super::call::{Args, Call, Excerpt, Found, Unreadable, Written};
use crate::source::{LineIndex, Span};

/// A line or a document of a trace.
pub(super) struct Chunk {
    pub text: Arc<str>,
    first_line: u64,
    offset: u64,
    /// The positions of the lines, for a document.
    lines: Option<Lines>,
}

struct Lines {
    index: LineIndex,
    /// The lines that were cut out last: calls on one line share a copy, however long it is.
    last: RefCell<Option<(Span, Excerpt)>>,
}

impl Chunk {
    /// A line, without its end.
    pub fn line(text: &str, first_line: u64, offset: u64) -> Self {
        Self { text: text.into(), first_line, offset, lines: None }
    }

    /// A whole document; `offset` is the length of what comes before it, such as a byte order mark.
    pub fn document(text: String, first_line: u64, offset: u64) -> Self {
        let lines = Lines { index: LineIndex::new(&text), last: RefCell::new(None) };
        Self { text: text.into(), first_line, offset, lines: Some(lines) }
    }

    /// A call in this chunk; its spans count from the chunk's start.
    pub fn call(&self, call: Call) -> Found {
        Found::Call(self.cut_out(call))
    }

    /// The same, for callers that keep the call for later.
    pub fn cut_out(&self, mut call: Call) -> Call {
        let (excerpt, shift) = self.excerpt(call.span);
        call.excerpt = excerpt;
        call.span = back(call.span, shift);
        if let Some(Args { written, .. }) = &mut call.args {
            *written = match *written {
                Written::Plain(offset) => Written::Plain(offset.saturating_sub(shift)),
                Written::Quoted(quoted) => Written::Quoted(back(quoted, shift)),
                Written::Inside { quoted, from } => Written::Inside { quoted: back(quoted, shift), from },
                Written::Nowhere => Written::Nowhere,
            };
        }
        call
    }

    /// Something unreadable in this chunk; its span counts from the chunk's start.
    pub fn unreadable(&self, unreadable: Unreadable) -> Found {
        let (excerpt, shift) = self.excerpt(unreadable.span);
        Found::Unreadable(excerpt, Unreadable { span: back(unreadable.span, shift), ..unreadable })
    }

    /// The whole chunk, before anything is cut out.
    pub fn whole(&self) -> Excerpt {
        Excerpt { text: Arc::clone(&self.text), first_line: self.first_line, offset: self.offset, redaction: None }
    }

    /// The lines of a span, and the offset in the chunk at which they start.
    fn excerpt(&self, span: Span) -> (Excerpt, u32) {
        let Some(lines) = &self.lines else { return (self.whole(), 0) };
        let first = lines.index.position(&self.text, span.start).line;
        let last = lines.index.position(&self.text, span.end.max(span.start)).line;
        let (start, end) =
            (lines.index.line(&self.text, first as u32).start, lines.index.line(&self.text, last as u32).end);
        let cut = Span { start, end };
        let rest = self.text.get(end as usize..).unwrap_or_default();
        if start == 0 && rest.len() <= 2 {
            return (self.whole(), 0);
        }
        let mut kept = lines.last.borrow_mut();
        if let Some((_, excerpt)) = kept.as_ref().filter(|(place, _)| *place == cut) {
            return (excerpt.clone(), start);
        }
        let excerpt = Excerpt {
            text: self.text.get(cut.range()).unwrap_or_default().into(),
            first_line: self.first_line + first - 1,
            offset: self.offset + u64::from(start),
            redaction: None,
        };
        *kept = Some((cut, excerpt.clone()));
        (excerpt, start)
    }
}

fn back(span: Span, shift: u32) -> Span {
    Span { start: span.start.saturating_sub(shift), end: span.end.saturating_sub(shift) }
}
