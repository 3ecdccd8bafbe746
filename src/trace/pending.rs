//! Calls that wait for their answers. An answer may say that the user or the client rejected the call, so that it
//! never reached the gateway. Calls are handed on in the order in which they were made.

use std::collections::{HashMap, VecDeque};

use super::call::Found;

/// How many calls wait at most, and how many bytes of text they may hold.
const MOST: usize = 10_000;
const BYTES: usize = 64 * 1024 * 1024;

/// Calls that wait for their answers, and everything that was found after them.
#[derive(Default)]
pub(super) struct Pending {
    queue: VecDeque<Waiting>,
    /// The number of the first one in the queue.
    first: u64,
    /// The numbers of the calls that have an id, by the id's fingerprint.
    by_id: HashMap<u64, u64>,
    bytes: usize,
}

struct Waiting {
    found: Found,
    /// The fingerprint of the id.
    id: Option<u64>,
    is_settled: bool,
    bytes: usize,
}

impl Pending {
    /// A call, with the fingerprint of its id. Without an id nothing can answer it, so it does not wait.
    pub fn call(&mut self, id: Option<u64>, call: Found, found: &mut VecDeque<Found>) {
        let bytes = match &call {
            Found::Call(call) => call.excerpt.text.len(),
            Found::Unreadable(..) | Found::PassedOver | Found::Rejected | Found::Repeated => 0,
        };
        if let Some(id) = id {
            self.by_id.insert(id, self.first + self.queue.len() as u64);
        }
        self.bytes += bytes;
        self.queue.push_back(Waiting { found: call, id, is_settled: id.is_none(), bytes });
        while self.queue.len() > MOST || self.bytes > BYTES {
            self.hand_on(found);
        }
        self.hand_on_settled(found);
    }

    /// Something else that was found, in its place between the calls.
    pub fn other(&mut self, other: Found, found: &mut VecDeque<Found>) {
        self.call(None, other, found);
    }

    /// The call with this id was made.
    pub fn made(&mut self, id: u64, found: &mut VecDeque<Found>) {
        if let Some(waiting) = self.get(id) {
            waiting.is_settled = true;
        }
        self.hand_on_settled(found);
    }

    /// The call with this id was rejected.
    pub fn rejected(&mut self, id: u64, found: &mut VecDeque<Found>) {
        if let Some(waiting) = self.get(id) {
            waiting.is_settled = true;
            waiting.found = Found::Rejected;
        }
        self.hand_on_settled(found);
    }

    /// Nothing else is answered: everything that is left is handed on.
    pub fn end(&mut self, found: &mut VecDeque<Found>) {
        while !self.queue.is_empty() {
            self.hand_on(found);
        }
    }

    fn get(&mut self, id: u64) -> Option<&mut Waiting> {
        let number = self.by_id.get(&id)?.checked_sub(self.first)?;
        self.queue.get_mut(usize::try_from(number).ok()?)
    }

    fn hand_on_settled(&mut self, found: &mut VecDeque<Found>) {
        while self.queue.front().is_some_and(|waiting| waiting.is_settled) {
            self.hand_on(found);
        }
    }

    fn hand_on(&mut self, found: &mut VecDeque<Found>) {
        let Some(waiting) = self.queue.pop_front() else { return };
        if let Some(id) = waiting.id.filter(|id| self.by_id.get(id) == Some(&self.first)) {
            self.by_id.remove(&id);
        }
        self.first += 1;
        self.bytes -= waiting.bytes;
        found.push_back(waiting.found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_wait_for_their_answers_in_order() {
        let (mut pending, mut found) = (Pending::default(), VecDeque::new());
        pending.call(Some(1), Found::Repeated, &mut found);
        pending.call(Some(2), Found::Repeated, &mut found);
        pending.other(Found::PassedOver, &mut found);
        pending.rejected(2, &mut found);
        assert!(found.is_empty());
        pending.made(1, &mut found);
        assert_eq!(found, [Found::Repeated, Found::Rejected, Found::PassedOver]);
        pending.rejected(1, &mut found);
        pending.call(None, Found::PassedOver, &mut found);
        pending.call(Some(3), Found::Repeated, &mut found);
        assert_eq!(found.len(), 4);
        pending.end(&mut found);
        assert_eq!(found.len(), 5);
    }

    #[test]
    fn not_more_than_so_many_calls_wait() {
        let (mut pending, mut found) = (Pending::default(), VecDeque::new());
        for id in 0..3 * MOST as u64 {
            pending.call(Some(id), Found::Repeated, &mut found);
        }
        assert_eq!((pending.queue.len(), pending.by_id.len(), found.len()), (MOST, MOST, 2 * MOST));
    }
}
