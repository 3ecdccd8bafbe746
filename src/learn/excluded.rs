//! Calls that are not to teach anything, such as those of an incident.
//!
//! A call of the trace is one of them if it has the same tool and arguments, and
//!
//! | the excluded call has | they also have the same |
//! | --- | --- |
//! | an id | id, or time |
//! | a time | time |
//! | neither | grant, and session if the excluded call names one |

use std::collections::HashMap;

use super::heard::Heard;
use super::reading::{self, Unread};
use crate::simulate::Open;
use crate::trace::{Fingerprints, Options};

/// The most calls that are kept.
const MOST: usize = 1 << 20;

/// Calls that are left out.
#[derive(Default)]
pub struct Excluded {
    fingerprints: Fingerprints,
    /// By fingerprint, the number of the call.
    calls: HashMap<u64, u32>,
    /// Whether each call was met in the traces.
    met: Vec<bool>,
    /// The file and the number of each call. Several files may have the same call.
    listed: Vec<(usize, u32)>,
    /// There were more calls than are kept.
    pub is_crowded: bool,
    /// There were calls of another server than the one that was chosen.
    pub has_other_servers: bool,
}

impl Excluded {
    /// Reads the calls that are left out. Also returns what could not be read.
    pub fn read(traces: &Open<'_>, options: &Options) -> (Self, Unread) {
        let mut excluded = Self::default();
        let unread = reading::read(traces, options, &mut |heard| excluded.add(&heard));
        excluded.has_other_servers = options.server.is_some() && unread.passed_over > 0;
        (excluded, unread)
    }

    fn add(&mut self, heard: &Heard<'_>) {
        if self.listed.len() >= MOST {
            self.is_crowded = true;
            return;
        }
        let keys = Keys::of(&self.fingerprints, heard);
        let certain = [keys.id, keys.time];
        let keys = if certain.iter().any(Option::is_some) { certain } else { [Some(keys.who), None] };
        if let Some(number) = keys.iter().flatten().find_map(|key| self.calls.get(key)) {
            self.listed.push((heard.file, *number));
            return;
        }
        let number = self.met.len() as u32;
        self.listed.push((heard.file, number));
        self.met.push(false);
        self.calls.extend(keys.into_iter().flatten().map(|key| (key, number)));
    }

    /// Whether a call of the trace is one of them.
    pub fn has(&mut self, heard: &Heard<'_>) -> bool {
        if self.met.is_empty() {
            return false;
        }
        let keys = Keys::of(&self.fingerprints, heard);
        let found = [keys.id, keys.time, Some(keys.who), Some(keys.grant)];
        let Some(number) = found.into_iter().flatten().find_map(|key| self.calls.get(&key)) else { return false };
        if let Some(met) = self.met.get_mut(*number as usize) {
            *met = true;
        }
        true
    }

    /// How many calls each of so many files has, and how many of these are not in the traces.
    pub fn by_file(&self, files: usize) -> Vec<(u64, u64)> {
        let mut counts = vec![(0, 0); files];
        for (file, number) in &self.listed {
            let Some((calls, unmet)) = counts.get_mut(*file) else { continue };
            *calls += 1;
            *unmet += u64::from(!self.met.get(*number as usize).is_some_and(|met| *met));
        }
        counts
    }
}

/// What two records of the same call have in common.
struct Keys {
    id: Option<u64>,
    time: Option<u64>,
    /// The grant, and the session if the call names one.
    who: u64,
    /// The grant alone.
    grant: u64,
}

impl Keys {
    fn of(fingerprints: &Fingerprints, heard: &Heard<'_>) -> Self {
        let args = heard.arguments().map(|args| fingerprints.of(&args));
        let call = fingerprints.join((heard.tool, args));
        let id = heard.id.map(|id| fingerprints.join((0, call, id)));
        let time = heard.time.map(|time| fingerprints.join((1, call, time.micros)));
        let who = fingerprints.join((2, call, heard.grant, heard.session));
        let grant = fingerprints.join((2, call, heard.grant, None::<&str>));
        Self { id, time, who, grant }
    }
}
