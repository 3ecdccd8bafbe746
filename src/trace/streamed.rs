//! The events of one answer of the Responses API, as they were streamed: an item is there when it is done, and
//! again in the whole answer at the end.

use std::collections::HashSet;

use super::times::time_in;
use crate::source::json::Json;
use crate::vocab::Stamp;

/// How many items of an answer are remembered.
const ITEMS: usize = 10_000;

/// The answer that is being streamed.
#[derive(Default)]
pub(super) struct Streamed {
    time: Option<Stamp>,
    /// The fingerprints of the ids of items that were found.
    items: HashSet<u64>,
}

/// What an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    /// It has an item.
    Item,
    /// It has the whole answer.
    Answer,
    /// It has nothing that is whole.
    Piece,
}

impl Streamed {
    /// What a value is; `None` if it is not an event.
    pub fn event(&mut self, json: &Json) -> Option<Event> {
        let kind = json.get("type").and_then(Json::text)?.strip_prefix("response.")?;
        let answer = json.get("response").filter(|answer| answer.members().is_some());
        match (kind, answer) {
            ("created" | "in_progress" | "queued", Some(answer)) => {
                if kind == "created" {
                    self.items.clear();
                }
                self.time = time_in(answer).or(self.time);
                Some(Event::Piece)
            }
            ("completed" | "incomplete" | "failed" | "done", Some(_)) => Some(Event::Answer),
            ("output_item.done", _) => Some(Event::Item),
            _ => Some(Event::Piece),
        }
    }

    /// When the answer began.
    pub fn time(&self) -> Option<Stamp> {
        self.time
    }

    /// Whether an item of this event was found before. If not, it is remembered.
    pub fn is_known(&mut self, event: Event, id: u64) -> bool {
        match event {
            Event::Item if self.items.len() < ITEMS => !self.items.insert(id),
            Event::Item | Event::Piece => false,
            Event::Answer => self.items.remove(&id),
        }
    }

    /// The answer is whole: the next event belongs to another one.
    pub fn end(&mut self) {
        *self = Self::default();
    }
}
