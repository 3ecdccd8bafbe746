//! Walks through the source from word to word, and finds the comments before and after each.

use crate::source::Span;
use crate::syntax::tree::Comment;

/// What is between two words: comments on lines of their own.
#[derive(Debug, Default)]
pub struct Gap {
    /// The comments, in order.
    pub comments: Vec<OwnLine>,
    /// Whether there is a blank line before the next word.
    pub blank: bool,
}

/// A comment on a line of its own.
#[derive(Debug, Clone, Copy)]
pub struct OwnLine {
    /// Its place.
    pub span: Span,
    /// Whether there is a blank line before it.
    pub blank: bool,
}

/// A position in the source, always at the end of a word or of a comment.
#[derive(Debug, Clone)]
pub struct Cursor<'s> {
    text: &'s str,
    at: usize,
    comments: &'s [Comment],
}

impl<'s> Cursor<'s> {
    /// A cursor before the first word.
    pub fn new(text: &'s str, body_start: usize, comments: &'s [Comment]) -> Self {
        Self { text, at: body_start, comments }
    }

    /// Moves to the next word.
    pub fn gap(&mut self) -> Gap {
        let mut gap = Gap::default();
        loop {
            let space = self.rest().bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
            let (mut length, mut line_ends) = (0, 0);
            for byte in space {
                length += 1;
                line_ends += usize::from(byte == b'\n');
            }
            self.at += length;
            gap.blank = line_ends > 1;
            match self.comment_here() {
                Some(span) => gap.comments.push(OwnLine { span, blank: gap.blank }),
                None => return gap,
            }
        }
    }

    /// Moves over a word of this many bytes, which starts here.
    pub fn word(&mut self, length: usize) -> Span {
        let span = Span::new(self.at, self.at + length);
        self.at += length;
        span
    }

    /// Moves over the comment that ends the line here, if there is one.
    pub fn end_of_line(&mut self) -> Option<Span> {
        let before = self.at;
        self.at += self.rest().bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        let comment = self.comment_here();
        if comment.is_none() {
            self.at = before;
        }
        comment
    }

    /// Whether there is a comment between here and this offset.
    pub fn has_comment_before(&self, offset: u32) -> bool {
        self.comments.first().is_some_and(|comment| comment.span.start < offset)
    }

    /// The text from here on.
    pub fn rest(&self) -> &'s str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn comment_here(&mut self) -> Option<Span> {
        let (comment, after) = self.comments.split_first()?;
        if comment.span.start as usize != self.at {
            return None;
        }
        self.comments = after;
        // Its span leaves out the white space at its end, which may be more than what separates words.
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
        Some(comment.span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, SourceId};

    #[test]
    fn comments_are_on_their_own_line_or_end_one() {
        let source = Source::from_text("t.pl", "# a\n\n# b \u{a0}\r\n\n\ndefault # c\n  # d\ndeny # e");
        let (file, _) = crate::syntax::parse(SourceId(0), &source);
        let mut cursor = Cursor::new(&source.text, 0, &file.comments);
        let gap = cursor.gap();
        let comments: Vec<_> = gap.comments.iter().map(|own| (source.slice(own.span), own.blank)).collect();
        assert_eq!(comments, [("# a", false), ("# b", true)]);
        assert!(gap.blank);
        assert_eq!(source.slice(cursor.word(7)), "default");
        assert_eq!(cursor.end_of_line().map(|span| source.slice(span)), Some("# c"));
        let gap = cursor.gap();
        assert_eq!((gap.comments.len(), gap.blank), (1, false));
        assert_eq!(source.slice(cursor.word(4)), "deny");
        assert_eq!(cursor.end_of_line().map(|span| source.slice(span)), Some("# e"));
        assert_eq!(cursor.rest(), "");
    }
}
