//! Recognizes calls that were found before, in any trace of the run: sessions are resumed and copied, and a
//! client may log the same messages in two files. See [`Identity`].

use super::call::{Call, Identity};
use super::fingerprints::Fingerprints;
use super::recent::Recent;

/// How many calls are remembered.
const CALLS: usize = 500_000;

/// The calls that were found.
pub(super) struct Sameness {
    fingerprints: Fingerprints,
    /// Calls, with the number of the trace in which they were found last.
    seen: Recent<u32>,
    /// The number of the trace that is being read.
    trace: u32,
}

impl Sameness {
    pub fn new(fingerprints: Fingerprints) -> Self {
        Self { fingerprints, seen: Recent::new(CALLS), trace: 0 }
    }

    /// The next trace begins.
    pub fn begin(&mut self) {
        self.trace += 1;
    }

    /// Whether a call was found before. If not, it is remembered.
    pub fn is_known(&mut self, call: &Call) -> bool {
        let Some(id) = &call.id else { return false };
        let key = |args: u64, more: (Option<i64>, Option<&String>)| {
            self.fingerprints.join((id, &call.tool, args, &call.grant, more))
        };
        match (call.identity, call.time) {
            (Identity::Record, _) | (Identity::Request(_), None) => false,
            (Identity::Id(args), Some(stamp)) => {
                let key = key(args, (Some(stamp.time.micros), None));
                self.seen.set(key, self.trace).is_some()
            }
            (Identity::Id(args), None) => {
                let key = key(args, (None, call.session.as_ref()));
                self.seen.set(key, self.trace).is_some()
            }
            (Identity::Request(args), Some(stamp)) => {
                let key = key(args, (Some(stamp.time.micros), call.server.as_ref()));
                self.is_known_elsewhere(key)
            }
        }
    }

    fn is_known_elsewhere(&mut self, key: u64) -> bool {
        if self.seen.get(key).is_some_and(|&trace| trace != self.trace) {
            return true;
        }
        self.seen.set(key, self.trace);
        false
    }
}
