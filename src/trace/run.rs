//! What the traces of one run have in common: how they are read, and which calls were found in them.

use std::sync::{Arc, Mutex, PoisonError};

use super::call::{Call, Found};
use super::fingerprints::Fingerprints;
use super::histories::Histories;
use super::names::{Names, bare_server};
use super::options::Options;
use super::sameness::Sameness;
use crate::vocab::{Stamp, Zone};

/// What the traces of one run have in common.
#[derive(Clone)]
pub struct Run {
    pub(super) options: Options,
    pub(super) fingerprints: Fingerprints,
    names: Names,
    sameness: Arc<Mutex<Sameness>>,
    /// The conversations that were found.
    histories: Arc<Mutex<Histories>>,
}

impl Run {
    /// A run that reads traces like this.
    pub fn new(options: Options) -> Self {
        let fingerprints = Fingerprints::default();
        let names = options.names();
        let sameness = Arc::new(Mutex::new(Sameness::new(fingerprints.clone())));
        let histories = Arc::new(Mutex::new(Histories::new(fingerprints.clone())));
        Self { options, fingerprints, names, sameness, histories }
    }

    /// How the names of tools are split.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The zone of times that are written without one.
    pub fn zone(&self) -> Zone {
        self.options.zone.clone()
    }

    /// The next trace begins.
    pub(super) fn begin(&self) {
        self.sameness().begin();
    }

    /// What a reader found, with what applies to all formats: the server is split off the tool's name, and calls
    /// that were found before are recognized. A log may be named for the server.
    pub(super) fn settled(&self, found: Found, named: Option<&str>) -> Found {
        match found {
            Found::Call(call) => {
                let call = self.in_zone(self.with_server(call, named));
                if self.sameness().is_known(&call) { Found::Repeated } else { Found::Call(call) }
            }
            Found::Unreadable(..) | Found::PassedOver | Found::Rejected | Found::Repeated => found,
        }
    }

    fn with_server(&self, mut call: Call, named: Option<&str>) -> Call {
        let (server, tool) = self.names.split(&call.tool);
        // What the record says about the server counts before what a name says.
        let said = call.server.as_deref().map(bare_server).filter(|server| !server.is_empty());
        let server = said.or(server).or(named).map(str::to_owned);
        if tool.len() < call.tool.len() {
            call.tool = tool.to_owned();
        }
        Call { server, ..call }
    }

    /// A time without a zone is the user's.
    fn in_zone(&self, call: Call) -> Call {
        let time = call.time.map(|stamp| match stamp.zoneless {
            true => Stamp { time: self.options.zone.moment(stamp.time), ..stamp },
            false => stamp,
        });
        Call { time, ..call }
    }

    /// The conversations that were found.
    pub(super) fn histories(&self) -> std::sync::MutexGuard<'_, Histories> {
        self.histories.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sameness(&self) -> std::sync::MutexGuard<'_, Sameness> {
        self.sameness.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The server that a log is named for: `mcp-server-NAME.log`, as a desktop client writes one for each server.
pub(super) fn server_of_log(path: &str) -> Option<&str> {
    let name = path.rsplit(['/', '\\']).next()?.strip_prefix("mcp-server-")?;
    let end = name.find(".log")?;
    name.get(..end).filter(|server| !server.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_may_be_named_for_its_server() {
        assert_eq!(server_of_log("logs/mcp-server-My Desk.log"), Some("My Desk"));
        assert_eq!(server_of_log(r"C:\logs\mcp-server-desk.log.gz"), Some("desk"));
        for name in ["mcp.log", "mcp-server-.log", "mcp-server-desk.jsonl", "logs/mcp-server-a/b.log"] {
            assert_eq!(server_of_log(name), None, "{name}");
        }
    }
}
