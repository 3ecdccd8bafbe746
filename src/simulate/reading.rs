//! How the traces of a replay were read.

use std::collections::BTreeMap;

use crate::vocab::Time;

/// How the traces of a replay were read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// How many files are traces.
    pub files: u64,
    /// How many files each format has, by the name for `--from`.
    pub formats: BTreeMap<&'static str, u64>,
    /// How many calls name each server.
    pub servers: BTreeMap<String, u64>,
    /// How many grants made calls.
    pub grants: u64,
    /// How many sessions the calls name.
    pub sessions: u64,
    /// The earliest time of a call.
    pub first: Option<Time>,
    /// The latest time of a call.
    pub last: Option<Time>,
    /// Calls without a time.
    pub untimed: u64,
    /// Calls whose time has no zone.
    pub zoneless: u64,
    /// Calls that were left out because they were found before.
    pub repeated: u64,
    /// Calls that the user or the client rejected.
    pub rejected: u64,
    /// Calls that are not this policy's: a client's own tools, other servers.
    pub passed_over: u64,
    /// Which members of the own format were read under other names, as bits: see [`ALIASES`].
    ///
    /// [`ALIASES`]: crate::trace::jsonl::ALIASES
    pub aliases: u16,
}

impl Reading {
    /// The file of this format turned out to be no trace.
    pub fn take_back(&mut self, format: Option<&'static str>) {
        let Some(format) = format else { return };
        self.files = self.files.saturating_sub(1);
        match self.formats.get_mut(format) {
            Some(files) if *files > 1 => *files -= 1,
            Some(_) | None => drop(self.formats.remove(format)),
        }
    }

    /// A trace begins.
    pub fn begin(&mut self, format: Option<&'static str>) {
        if let Some(format) = format {
            self.files += 1;
            *self.formats.entry(format).or_default() += 1;
        }
    }
}
