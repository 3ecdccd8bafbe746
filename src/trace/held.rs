//! Calls that were asked for, held back until it is known whether they were made: a rejection, or the arguments
//! that were really sent, may be many records later.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use super::call::{Call, Found};

/// How many calls are held back.
const MOST: usize = 10_000;

/// How many bytes of lines and arguments are held back with them.
const BYTES: usize = 64 * 1024 * 1024;

/// The calls that are held back, in order.
pub(super) struct Held {
    queue: VecDeque<Entry>,
    /// Where the last call with a key is, counted from the first call of the trace.
    by_key: HashMap<u64, u64>,
    /// How many calls were released.
    released: u64,
    bytes: usize,
    /// The trace has answers, so a call without one did not succeed.
    has_answers: bool,
}

/// How far a call is known to have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// The model asked for it.
    Asked,
    /// It was made.
    Begun,
    /// It was made, and came to an end.
    Ended,
}

/// A call that is held back, or what was found after one, and how many bytes of text it has.
enum Entry {
    Call(HeldCall),
    Other(Found, usize),
}

/// A call that is held back.
pub(super) struct HeldCall {
    pub call: Call,
    pub stage: Stage,
    /// The user, or the client's own rules, rejected it.
    pub is_rejected: bool,
    key: Option<u64>,
    bytes: usize,
}

impl Held {
    pub fn new() -> Self {
        Self { queue: VecDeque::new(), by_key: HashMap::new(), released: 0, bytes: 0, has_answers: false }
    }

    /// Holds a call back. If there are too many, the oldest are released.
    pub fn add(&mut self, key: Option<u64>, call: Call, stage: Stage, found: &mut VecDeque<Found>) {
        // Calls on one line share its text.
        let is_shared = match self.queue.back() {
            Some(Entry::Call(last)) => Arc::ptr_eq(&last.call.excerpt.text, &call.excerpt.text),
            Some(Entry::Other(..)) | None => false,
        };
        let text = if is_shared { 0 } else { call.excerpt.text.len() };
        let bytes = text + bytes_of_arguments(&call);
        self.bytes += bytes;
        if let Some(key) = key {
            self.by_key.insert(key, self.released + self.queue.len() as u64);
        }
        self.queue.push_back(Entry::Call(HeldCall { call, stage, is_rejected: false, key, bytes }));
        self.release_most(found);
    }

    /// Passes on something else, after the calls that are held back.
    pub fn pass(&mut self, other: Found, found: &mut VecDeque<Found>) {
        let before = match self.queue.back() {
            Some(Entry::Other(before, _)) => Some(before),
            Some(Entry::Call(_)) | None => None,
        };
        let bytes = other.bytes_after(before);
        self.bytes += bytes;
        self.queue.push_back(Entry::Other(other, bytes));
        self.release_most(found);
    }

    fn release_most(&mut self, found: &mut VecDeque<Found>) {
        while self.queue.len() > MOST || self.bytes > BYTES {
            self.release(found);
        }
    }

    /// The last call with this key, if it is still held back.
    pub fn get(&mut self, key: u64) -> Option<&mut HeldCall> {
        let at = self.by_key.get(&key)?.checked_sub(self.released)?;
        match self.queue.get_mut(usize::try_from(at).ok()?)? {
            Entry::Call(held) => Some(held),
            Entry::Other(..) => None,
        }
    }

    /// Puts what a later record says about a call in the place of the call, which is still held back.
    pub fn replace(&mut self, key: u64, stage: Stage, call: Call, found: &mut VecDeque<Found>) {
        let Some(held) = self.get(key) else { return };
        let before = held.bytes;
        held.bytes = call.excerpt.text.len() + bytes_of_arguments(&call);
        (held.stage, held.call) = (stage, call);
        let after = held.bytes;
        self.bytes = self.bytes - before + after;
        self.release_most(found);
    }

    /// Takes note that the call with this key was rejected.
    pub fn reject(&mut self, key: u64) {
        if let Some(held) = self.get(key) {
            held.is_rejected = true;
        }
    }

    /// Takes note that the server answered the call with this key with an error.
    pub fn fail(&mut self, key: u64) {
        if let Some(held) = self.get(key) {
            held.call.failed = true;
        }
    }

    /// Takes note that the call with this key was answered, and whether with an error.
    pub fn answer(&mut self, key: u64, failed: bool) {
        if let Some(held) = self.get(key) {
            held.stage = Stage::Ended;
            held.call.failed |= failed;
            self.has_answers = true;
        }
    }

    /// Takes note that the trace has answers.
    pub fn expect_answers(&mut self) {
        self.has_answers = true;
    }

    /// Ids start over: later records are not about the calls that are held back.
    pub fn start_over(&mut self) {
        self.by_key.clear();
    }

    /// Releases everything that is left.
    pub fn end(&mut self, found: &mut VecDeque<Found>) {
        while !self.queue.is_empty() {
            self.release(found);
        }
    }

    fn release(&mut self, found: &mut VecDeque<Found>) {
        let Some(entry) = self.queue.pop_front() else { return };
        let mut held = match entry {
            Entry::Call(held) => held,
            Entry::Other(other, bytes) => {
                self.released += 1;
                self.bytes -= bytes;
                found.push_back(other);
                return;
            }
        };
        if let Some(key) = held.key.filter(|key| self.by_key.get(key) == Some(&self.released)) {
            self.by_key.remove(&key);
        }
        self.released += 1;
        self.bytes -= held.bytes;
        held.call.unanswered = self.has_answers && held.stage == Stage::Asked;
        found.push_back(if held.is_rejected { Found::Rejected } else { Found::Call(held.call) });
    }
}

fn bytes_of_arguments(call: &Call) -> usize {
    call.args.as_ref().map_or(0, |args| args.json.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;
    use crate::trace::call::{Excerpt, Unreadable};

    fn call(tool: &str) -> Call {
        let excerpt = Excerpt { text: "{}".into(), first_line: 1, offset: 0, redaction: None };
        Call::new(excerpt, Span::new(0, 2), tool.to_owned())
    }

    #[test]
    fn calls_wait_in_order_until_the_end() {
        let (mut held, mut found) = (Held::new(), VecDeque::new());
        held.add(Some(1), call("a"), Stage::Asked, &mut found);
        held.add(Some(2), call("b"), Stage::Asked, &mut found);
        held.pass(Found::PassedOver, &mut found);
        held.reject(2);
        held.reject(3);
        assert!(found.is_empty());
        held.end(&mut found);
        assert_eq!(found, [Found::Call(call("a")), Found::Rejected, Found::PassedOver]);
    }

    #[test]
    fn a_call_is_unanswered_only_if_others_have_an_answer() {
        let outcomes = |answers: &[(u64, bool)]| {
            let (mut held, mut found) = (Held::new(), VecDeque::new());
            (1..4).for_each(|key| held.add(Some(key), call("a"), Stage::Asked, &mut found));
            answers.iter().for_each(|(key, failed)| held.answer(*key, *failed));
            held.end(&mut found);
            let outcome = |it: &Found| match it {
                Found::Call(call) if call.failed => "failed",
                Found::Call(call) if call.unanswered => "unanswered",
                Found::Call(_) | Found::Unreadable(..) | Found::PassedOver | Found::Rejected | Found::Repeated => "",
            };
            found.iter().map(outcome).collect::<Vec<_>>()
        };
        assert_eq!(outcomes(&[]), ["", "", ""]);
        assert_eq!(outcomes(&[(1, false), (2, true)]), ["", "failed", "unanswered"]);
    }

    #[test]
    fn what_replaces_a_call_counts_with_all_its_bytes() {
        let (mut held, mut found) = (Held::new(), VecDeque::new());
        let line: Arc<str> = " ".repeat(BYTES / 4).into();
        for key in 0..8 {
            held.add(Some(key), call("a"), Stage::Asked, &mut found);
            let excerpt = Excerpt { text: line.clone(), first_line: 1, offset: 0, redaction: None };
            held.replace(key, Stage::Begun, Call::new(excerpt, Span::new(0, 2), "b".to_owned()), &mut found);
        }
        assert!(held.bytes <= BYTES, "{}", held.bytes);
        assert_eq!((held.queue.len(), found.len()), (4, 4));
    }

    #[test]
    fn lines_that_can_not_be_read_count_with_their_bytes() {
        let (mut held, mut found) = (Held::new(), VecDeque::new());
        for _ in 0..8 {
            let text = " ".repeat(BYTES / 4).into();
            let excerpt = Excerpt { text, first_line: 1, offset: 0, redaction: None };
            let unreadable = Unreadable { span: Span::new(0, 1), message: "".into(), help: None };
            held.pass(Found::Unreadable(excerpt, unreadable), &mut found);
        }
        assert!(held.bytes <= BYTES, "{}", held.bytes);
        assert_eq!((held.queue.len(), found.len()), (4, 4));
    }

    #[test]
    fn not_more_than_so_many_calls_wait() {
        let (mut held, mut found) = (Held::new(), VecDeque::new());
        for key in 0..3 * MOST as u64 {
            held.add(Some(key), call("a"), Stage::Asked, &mut found);
        }
        assert_eq!((held.queue.len(), held.by_key.len(), found.len()), (MOST, MOST, 2 * MOST));
        assert!(held.get(0).is_none() && held.get(3 * MOST as u64 - 1).is_some());
    }
}
