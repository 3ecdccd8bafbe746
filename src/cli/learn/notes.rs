//! What `jamb learn` says on standard error: what did not teach, and what the policy would have refused.

use super::servers;
use crate::cli::shared::Shared;
use crate::cli::traces::Named;
use crate::diagnostic::listed;
use crate::learn::{Denied, DeniedBy, Excluded, Observed, Options, Replayed};
use crate::simulate::{count, grouped};
use crate::source::Sources;

/// How many clauses are named.
const MOST_CLAUSES: usize = 10;
/// How many files of `--exclude` are named.
const MOST_FILES: usize = 10;

/// What was read, and what of it did not teach.
pub fn reading(observed: &Observed, options: &Options, shared: &Shared) {
    let (totals, unread) = (&observed.totals, &observed.unread);
    let what = [
        (totals.failed, "failed"),
        (totals.unanswered, "without an answer"),
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
    let servers = &unread.servers;
    match &options.read.server {
        Some(server) if servers.is_empty() => {
            shared.warning(&format!("no call names a server, so `--server {server}` has no effect"));
        }
        Some(server) if !servers.keys().any(|name| options.read.names().wants(name.as_bytes())) => {
            let names = servers::named(servers);
            shared.note(&format!("no call names the server `{server}`; the traces have calls of {names}"));
        }
        Some(_) | None => {}
    }
}

/// The files of `--exclude` that did not leave out what they should, in words.
pub fn not_excluded(files: &[Named], excluded: &Excluded) -> Vec<String> {
    let says = |(file, counts): (&Named, (u64, u64))| {
        let name = &file.name;
        match counts {
            (0, _) if excluded.has_other_servers => {
                Some(format!("`{name}` has no calls of the chosen server, so it excludes nothing"))
            }
            (0, _) => Some(format!("`{name}` has no calls, so it excludes nothing")),
            (calls, unmet) if calls == unmet => {
                Some(format!("no call in `{name}` is in the traces, so it excludes nothing"))
            }
            (_, 0) => None,
            (calls, unmet) => {
                let are = if unmet == 1 { "is" } else { "are" };
                let of = count(calls, "call");
                Some(format!("{} of the {of} in `{name}` {are} not in the traces", grouped(unmet)))
            }
        }
    };
    let mut all: Vec<String> = files.iter().zip(excluded.by_file(files.len())).filter_map(says).collect();
    if let Some(more) = all.len().checked_sub(MOST_FILES).filter(|more| *more > 0) {
        all.truncate(MOST_FILES);
        all.push(format!("the same is true of {}", count(more as u64, "more file")));
    }
    all
}

/// What the policy would have refused, and by which clause.
pub fn replayed(replayed: &Replayed, sources: &Sources, shared: &Shared) {
    let (all, taught, excluded) = (&replayed.all, &replayed.taught, &replayed.excluded);
    let end = if all.denied == 0 { "" } else { ":" };
    let of = count(all.calls, "call");
    let refused = if all.denied == 0 { "none".to_owned() } else { grouped(all.denied) };
    shared.note(&match (all.denied, all.calls == taught.calls) {
        (0, _) | (_, true) => format!("the policy would have refused {refused} of the {of}{end}"),
        (_, false) => {
            let of_taught = if taught.denied == 0 { "none".to_owned() } else { grouped(taught.denied) };
            let taught = grouped(taught.calls);
            format!("the policy would have refused {refused} of the {of}, and {of_taught} of the {taught} that taught:")
        }
    });
    for denied in replayed.denied.iter().take(MOST_CLAUSES) {
        let calls = count(denied.calls, "call");
        shared.note(&match &denied.why {
            DeniedBy::NotAllowed(tool) => format!("  {calls} of `{tool}`, which is not allowed"),
            DeniedBy::NotInCatalog => format!("  {calls} of tools that are not in the catalog"),
            DeniedBy::Clause(_) => format!("  {calls} by {}", clause(denied, sources)),
        });
    }
    if let Some(more) = replayed.denied.len().checked_sub(MOST_CLAUSES).filter(|more| *more > 0) {
        shared.note(&format!("  the others by {}", count(more as u64, "more clause")));
    }
    undetermined(replayed, shared);
    if excluded.calls > 0 {
        let calls = count(excluded.calls, "excluded call");
        shared.note(&format!("the policy would have refused {} of {calls}", grouped(excluded.denied)));
    }
}

/// Calls that can't be decided, and why.
fn undetermined(replayed: &Replayed, shared: &Shared) {
    if replayed.untimed > 0 {
        let calls = count(replayed.untimed, "call");
        shared.note(&format!("{calls} can't be decided: without times, they may be more than the limits allow"));
    }
    let unrecorded = replayed.all.undetermined.saturating_sub(replayed.untimed);
    if unrecorded > 0 {
        let calls = count(unrecorded, "call");
        shared.note(&format!("{calls} can't be decided, because arguments were not recorded"));
    }
}

/// Where a clause is, and what it is.
fn clause(denied: &Denied, sources: &Sources) -> String {
    let DeniedBy::Clause(Some(place)) = &denied.why else { return format!("`{}`", denied.rule) };
    let source = sources.get(place.source);
    let line = source.position(place.span.start).line;
    format!("{}:{line}, `{}`", source.name, denied.rule)
}
