//! The servers that calls name. A policy is for one server, so the calls of several are not mixed.

use std::collections::{BTreeMap, BTreeSet};

use crate::cli::exit::Problem;
use crate::diagnostic::quoted;
use crate::learn::{Observed, Options};
use crate::trace::rewritten;

/// How many servers are named.
const MOST: usize = 5;

/// Refuses calls of several servers, unless one was chosen.
pub fn check(observed: &Observed, options: &Options) -> Result<(), Problem> {
    let servers = &observed.unread.servers;
    // Clients write the same server in several ways.
    let different: BTreeSet<String> = servers.keys().map(|name| rewritten(name)).collect();
    if options.read.server.is_some() || different.len() < 2 {
        return Ok(());
    }
    Err(Problem::new(format!("the traces have calls of several servers: {}", named(servers)))
        .with_help("choose the server that has these tools with `--server NAME`"))
}

/// The servers, as messages show them.
pub fn named(servers: &BTreeMap<String, u64>) -> String {
    let names = quoted(servers.keys().take(MOST));
    let more = if servers.len() > MOST { " and others" } else { "" };
    format!("{}{more}", names.join(", "))
}
