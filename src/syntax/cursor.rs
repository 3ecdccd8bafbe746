//! What the grammar takes at a cursor, in a text that may be half-written.
//!
//! `region` goes through the pieces before the cursor and finds the item, clause or step that it is in. `reading` has
//! pest read that part up to the word at the cursor, followed by a character that nothing matches: the rules that pest
//! wanted there are what can be written. `expected` turns them into what an editor can propose, with what
//! `surroundings` knows about the comparison, the call or the `apply` around the cursor.

mod region;
mod word;
mod reading;
mod surroundings;
mod expected;
mod suppression;

pub use expected::{Expected, Form, ValueOf};
pub use surroundings::Statement;

use self::region::Region;
use self::word::Word;
use crate::source::{Source, Span};

/// A cursor in a text.
#[derive(Debug)]
pub struct Cursor {
    /// The word or string at the cursor; empty if there is none.
    pub span: Span,
    /// What can be written instead of it.
    pub expected: Vec<Expected>,
    /// The item that the cursor is in.
    pub statement: Statement,
    /// Whether nothing has to be written: what is before the word is complete.
    pub is_complete: bool,
}

/// The cursor at an offset; `None` if nothing can be completed there, as in most comments and in messages.
pub fn at(source: &Source, offset: u32) -> Option<Cursor> {
    let (text, offset) = (source.text.as_str(), offset as usize);
    let region = Region::of(text, source.body_start(), offset);
    if let Some(comment) = region.comment() {
        let (span, named) = suppression::at(text, comment, offset)?;
        let expected = vec![Expected::Code(named)];
        return Some(Cursor { span, expected, statement: Statement::default(), is_complete: false });
    }
    let word = Word::at(text, &region, offset)?;
    let statement = surroundings::statement(text, &region, word.span.start as usize);
    let rules = reading::rules(text, &region, word.read_to);
    let is_complete = rules.as_deref().is_some_and(reading::may_end);
    let expected = match rules {
        Some(rules) => expected::of(&rules, text, &region, &word),
        None => expected::after_mistake(text, &region, &word),
    };
    Some(Cursor { span: word.span, expected, statement, is_complete })
}
