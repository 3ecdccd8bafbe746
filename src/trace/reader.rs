//! The interface of a format's reader.

use std::collections::VecDeque;

use super::call::Found;
use super::chunk::Chunk;
use super::errors;
use super::unfit::Unfit;
use crate::source::json::{Json, JsonError};

/// Finds the calls in the records of one format.
pub(super) trait Reader: Send {
    /// A record: a line, or a value of a document.
    fn value(&mut self, chunk: &Chunk, json: &Json, found: &mut VecDeque<Found>);

    /// A line that is not JSON.
    fn other(&mut self, chunk: &Chunk, error: &JsonError, found: &mut VecDeque<Found>) {
        self.pass(chunk.unreadable(errors::not_json(error)), found);
    }

    /// Something that was found apart from the records. Readers that hold calls back keep it in its place.
    fn pass(&mut self, other: Found, found: &mut VecDeque<Found>) {
        found.push_back(other);
    }

    /// The end of the trace: calls that were kept for later are found now.
    fn end(&mut self, _found: &mut VecDeque<Found>) {}

    /// At the end, why no call could be found in the trace, if that is the user's mistake.
    fn unfit(&self) -> Option<Unfit> {
        None
    }
}
