//! Conversations with a model are logged again with each request: whole, or without their older messages once they
//! are too long. This remembers conversations, so that what was said before is found once.
//!
//! ```text
//! user, call 1, result                                   is new
//! user, call 1, result, call 2, result                   begins as one that is known
//! user,                 call 2, result, call 3, result   goes on where one that is known ends
//! ```

use std::collections::VecDeque;

use super::fingerprints::Fingerprints;
use super::recent::Recent;

/// How many ends of conversations are remembered.
const ENDS: usize = 100_000;

/// How many messages of whole conversations are remembered.
const MESSAGES: usize = 500_000;

/// Conversations that were logged.
pub(super) struct Histories {
    fingerprints: Fingerprints,
    /// The fingerprints of conversations up to their ends.
    ends: Recent<()>,
    /// The numbers of conversations, by their last two messages.
    tails: Recent<u64>,
    /// The messages of the latest conversations.
    latest: VecDeque<Vec<u64>>,
    /// The number of the first of them.
    first: u64,
    /// How many messages they have.
    messages: usize,
}

impl Histories {
    pub fn new(fingerprints: Fingerprints) -> Self {
        Self {
            fingerprints,
            ends: Recent::new(ENDS),
            tails: Recent::new(ENDS),
            latest: VecDeque::new(),
            first: 0,
            messages: 0,
        }
    }

    /// Remembers a conversation up to here, by its fingerprint.
    pub fn end(&mut self, end: u64) {
        self.ends.set(end, ());
    }

    /// How many of the first messages were logged before. `ends` are the fingerprints of the conversation up to each
    /// message, and `messages` those of the messages.
    pub fn repeated(&mut self, ends: &[u64], messages: &[u64], begins_with_user: bool) -> usize {
        let begun = ends.iter().rposition(|&end| self.ends.contains(end)).map_or(0, |last| last + 1);
        let repeated = if begun == ends.len() { begun } else { begun.max(self.trimmed(messages, begins_with_user)) };
        self.remember(messages);
        repeated
    }

    /// How many of the first messages are the end of a known conversation, after the beginning of it.
    fn trimmed(&self, messages: &[u64], begins_with_user: bool) -> usize {
        let last = (1..messages.len()).rev().find(|&last| {
            let known = messages.get(last - 1..=last).and_then(|pair| self.tails.get(self.fingerprints.join(pair)));
            let known =
                known.and_then(|number| self.latest.get(usize::try_from(number.checked_sub(self.first)?).ok()?));
            known.is_some_and(|known| is_trimmed(known, messages.get(..=last).unwrap_or_default(), begins_with_user))
        });
        last.map_or(0, |last| last + 1)
    }

    fn remember(&mut self, messages: &[u64]) {
        let Some(pair) = messages.last_chunk::<2>() else { return };
        self.tails.set(self.fingerprints.join(&pair[..]), self.first + self.latest.len() as u64);
        self.latest.push_back(messages.to_vec());
        self.messages += messages.len();
        while self.messages > MESSAGES {
            let Some(oldest) = self.latest.pop_front() else { break };
            self.messages -= oldest.len();
            self.first += 1;
        }
    }
}

/// Whether messages are a known conversation without some in the middle, or without its beginning.
fn is_trimmed(known: &[u64], messages: &[u64], begins_with_user: bool) -> bool {
    let end = known.iter().rev().zip(messages.iter().rev()).take_while(|(own, other)| own == other).count();
    let head = messages.len() - end;
    // Another conversation may begin with the words of a user that end this one.
    (head > 0 || !begins_with_user) && head + end <= known.len() && known.get(..head) == messages.get(..head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversations_that_grow_or_are_trimmed_are_known() {
        let mut histories = Histories::new(Fingerprints::default());
        let mut repeated = |messages: &[u64]| {
            let ends: Vec<u64> = (1..=messages.len())
                .map(|end| {
                    messages[..end].iter().fold(0, |sum: u64, message| sum.wrapping_mul(31).wrapping_add(*message))
                })
                .collect();
            let repeated = histories.repeated(&ends, messages, messages[0] == 1);
            histories.end(*ends.last().unwrap());
            repeated
        };
        assert_eq!(repeated(&[1, 10, 20]), 0);
        assert_eq!(repeated(&[1, 10, 20, 11, 21]), 3);
        assert_eq!(repeated(&[1, 11, 21, 12, 22]), 3, "without the first call");
        assert_eq!(repeated(&[12, 22, 13, 23]), 2, "without the beginning");
        assert_eq!(repeated(&[1, 30, 20]), 0, "another conversation");
        assert_eq!(repeated(&[2, 30, 20, 40]), 0, "of another user");
        assert_eq!(repeated(&[1, 10, 20]), 3, "again");
    }
}
