//! Counts what the reading report says about calls: servers, grants, sessions and times.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hasher};

use super::reading::Reading;
use crate::source::scan::Raw;
use crate::vocab::Time;

/// The most servers that are counted one by one, and the most grants and sessions that are distinguished.
const MOST_SERVERS: usize = 1_000;
/// The most bytes that the names of these servers may have together.
const MOST_SERVER_BYTES: usize = 8 * 1024 * 1024;
const MOST_NAMES: usize = 1 << 20;

/// What is counted about calls.
#[derive(Debug, Default)]
pub struct Census {
    hasher: foldhash::fast::RandomState,
    servers: HashMap<Box<[u8]>, u64, foldhash::fast::RandomState>,
    server_bytes: usize,
    has_servers: bool,
    grants: Distinct,
    sessions: Distinct,
    period: Period,
    untimed: u64,
    zoneless: u64,
    aliases: u16,
}

impl Census {
    /// A call to a server.
    pub fn server(&mut self, server: &[u8]) {
        self.has_servers = true;
        if let Some(calls) = self.servers.get_mut(server) {
            *calls += 1;
        } else if self.servers.len() < MOST_SERVERS && self.server_bytes + server.len() <= MOST_SERVER_BYTES {
            self.server_bytes += server.len();
            self.servers.insert(server.into(), 1);
        }
    }

    /// Whether any call names a server.
    pub fn has_servers(&self) -> bool {
        self.has_servers
    }

    /// A call at a time, if it has one.
    #[inline]
    pub fn time(&mut self, time: Option<Time>) {
        let Some(time) = time else {
            self.untimed += 1;
            return;
        };
        let Period { first, last } = self.period;
        self.period = Period { first: first.min(time), last: last.max(time) };
    }

    /// Whether the time of a call has no zone.
    pub fn zoneless(&mut self, zoneless: bool) {
        self.zoneless += u64::from(zoneless);
    }

    /// A call of a grant in a session, if it names one. Returns the hash of the grant's name.
    pub fn who(&mut self, grant: &[u8], session: Option<&[u8]>) -> u64 {
        let grant = self.hash(grant);
        self.grants.add(grant);
        if let Some(session) = session {
            let session = self.hash(session);
            self.sessions.add(session);
        }
        grant
    }

    /// The same for a line with this text.
    #[inline(never)]
    pub fn line(&mut self, grant: &[u8], session: Option<Raw>, text: &[u8]) {
        self.who(grant, session.map(|session| session.bytes(text)));
    }

    /// The hash of a name alone. The hash of a key would include its length.
    fn hash(&self, name: &[u8]) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        hasher.write(name);
        hasher.finish()
    }

    /// Members of the own format that were read under other names.
    pub fn aliases(&mut self, aliases: u16) {
        self.aliases |= aliases;
    }

    /// Moves the counts into the report.
    pub fn close(self, reading: &mut Reading) {
        let name = |name: Box<[u8]>| String::from_utf8_lossy(&name).into_owned();
        reading.servers = self.servers.into_iter().map(|(server, calls)| (name(server), calls)).collect();
        (reading.grants, reading.sessions) = (self.grants.count(), self.sessions.count());
        let Period { first, last } = self.period;
        (reading.first, reading.last) = (first <= last).then_some((first, last)).unzip();
        (reading.untimed, reading.zoneless, reading.aliases) = (self.untimed, self.zoneless, self.aliases);
    }
}

/// The earliest and the latest time, in this order once there is one.
#[derive(Debug)]
struct Period {
    first: Time,
    last: Time,
}

impl Default for Period {
    fn default() -> Self {
        Self { first: Time { micros: i64::MAX }, last: Time { micros: i64::MIN } }
    }
}

/// Counts different names by their hashes, exactly up to [`MOST_NAMES`].
#[derive(Debug, Default)]
struct Distinct {
    seen: HashSet<u64, foldhash::fast::RandomState>,
}

impl Distinct {
    fn add(&mut self, hash: u64) {
        if self.seen.len() < MOST_NAMES {
            self.seen.insert(hash);
        }
    }

    fn count(&self) -> u64 {
        self.seen.len() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_of_servers_are_not_kept() {
        let mut census = Census::default();
        census.server(&vec![b'x'; MOST_SERVER_BYTES + 1]);
        assert!(census.has_servers());
        for number in 0..100_u8 {
            census.server(&vec![number; MOST_SERVER_BYTES / 8]);
        }
        census.server(b"shop");
        let mut reading = Reading::default();
        census.close(&mut reading);
        assert_eq!(reading.servers.len(), 8);
    }
}
