//! What `jamb learn` says on standard error: what did not teach, and what the policy would have refused.

use std::collections::BTreeMap;

use crate::cli::shared::Shared;
use crate::diagnostic::{listed, quoted};
use crate::learn::{Denied, Excluded, Observed, Options, Replayed};
use crate::simulate::{count, grouped};
use crate::source::Sources;

/// How many clauses are named.
const MOST_CLAUSES: usize = 10;
/// How many servers are named.
const MOST_SERVERS: usize = 5;

/// What was read, and what of it did not teach.
pub fn reading(observed: &Observed, (excluded, is_excluding): (&Excluded, bool), options: &Options, shared: &Shared) {
    let (totals, unread) = (&observed.totals, &observed.unread);
    let what = [
        (totals.failed, "failed"),
        (totals.unknown, "with an unknown outcome"),
        (totals.denied, "denied"),
        (unread.rejected, "rejected"),
        (totals.excluded, "excluded"),
        (unread.repeated, "recorded twice"),
        (unread.unreadable, "unreadable"),
    ];
    let passed: Vec<String> =
        what.iter().filter(|(calls, _)| *calls > 0).map(|(calls, why)| format!("{} {why}", grouped(*calls))).collect();
    if !passed.is_empty() {
        shared.note(&format!("calls that taught nothing: {}", listed(&passed, "and")));
    }
    if is_excluding && excluded.is_empty() {
        shared.note("the files of `--exclude` have no calls, so nothing is left out");
    } else if excluded.unmet() > 0 && excluded.unmet() == excluded.len() {
        shared.note("no call of `--exclude` is in the traces, so nothing is left out");
    } else if excluded.unmet() > 0 {
        let calls = count(excluded.unmet() as u64, "excluded call");
        let are = if excluded.unmet() == 1 { "is" } else { "are" };
        shared.note(&format!("{calls} {are} not in the traces"));
    }
    servers(observed, options, shared);
}

fn servers(observed: &Observed, options: &Options, shared: &Shared) {
    let servers = &observed.unread.servers;
    match &options.read.server {
        Some(server) if servers.is_empty() => {
            shared.note(&format!("no call names a server, so `--server {server}` has no effect"));
        }
        Some(server) if !servers.keys().any(|name| options.read.names().wants(name.as_bytes())) => {
            shared.note(&format!("no call names the server `{server}`; the traces have calls of {}", named(servers)));
        }
        None if servers.len() > 1 => {
            let names = named(servers);
            shared.note(&format!(
                "the traces have calls of several servers: {names}; `--server NAME` takes those of one"
            ));
        }
        Some(_) | None => {}
    }
}

fn named(servers: &BTreeMap<String, u64>) -> String {
    let names = quoted(servers.keys().take(MOST_SERVERS));
    let more = if servers.len() > MOST_SERVERS { " and others" } else { "" };
    format!("{}{more}", names.join(", "))
}

/// What the policy would have refused, and by which clause.
pub fn replayed(replayed: &Replayed, sources: &Sources, shared: &Shared) {
    let denied: u64 = replayed.denied.iter().map(|denied| denied.calls).sum();
    let calls = count(replayed.calls, "call");
    if denied == 0 {
        shared.note(&format!("the policy would have refused none of the {calls} that succeeded"));
    } else {
        shared.note(&format!("the policy would have refused {} of the {calls} that succeeded:", grouped(denied)));
    }
    for denied in replayed.denied.iter().take(MOST_CLAUSES) {
        let calls = count(denied.calls, "call");
        shared.note(&match &denied.unnamed {
            Some(tool) => format!("  {calls} of `{tool}`, which is not allowed"),
            None => format!("  {calls} by {}", clause(denied, sources)),
        });
    }
    if let Some(more) = replayed.denied.len().checked_sub(MOST_CLAUSES).filter(|more| *more > 0) {
        shared.note(&format!("  the others by {}", count(more as u64, "more clause")));
    }
    if replayed.undetermined > 0 {
        let calls = count(replayed.undetermined, "call");
        shared.note(&format!("{calls} can't be decided, because their arguments were not recorded"));
    }
    let (excluded, refused) = replayed.excluded;
    if excluded > 0 {
        let calls = count(excluded, "excluded call");
        shared.note(&format!("the policy would have refused {} of {calls}", grouped(refused)));
    }
}

/// Where a clause is, and what it is.
fn clause(denied: &Denied, sources: &Sources) -> String {
    let Some(place) = denied.place else { return format!("`{}`", denied.rule) };
    let source = sources.get(place.source);
    let line = source.position(place.span.start).line;
    format!("{}:{line}, `{}`", source.name, denied.rule)
}
