//! The mutants of `jamb test --mutants`, and the traces that may notice them.

use std::io::Read;
use std::sync::Arc;

use crate::analyze::Proof;
use crate::cli::exit::Problem;
use crate::cli::shared::Shared;
use crate::cli::traces::{self, Named};
use crate::engine::Engine;
use crate::file_system::read_stdin;
use crate::mutants::{Mutants, Recorded, Watched, merged};
use crate::policy_test::{FileRun, Outcome, Subject};
use crate::source::Sources;

/// The most bytes of traces to keep in memory, for a replay with each mutant (64 MiB).
const MAX_TRACES: u64 = 64 << 20;

/// Makes and judges the mutants of policies whose tests were run.
pub fn judged(subjects: &[Subject<'_>], outcome: &Outcome, recorded: &Recorded, sources: &Sources) -> Mutants {
    let watched = subjects.iter().zip(&outcome.files).map(|(subject, file)| watched(*subject, file, sources));
    merged(watched, recorded, sources)
}

/// Only tests that pass and asserts that hold can notice a mutant.
fn watched<'p>(subject: Subject<'p>, file: &'p FileRun, sources: &'p Sources) -> Watched<'p> {
    let Subject { checked, policy, .. } = subject;
    let passed = file.tests.iter().filter(|test| test.failures.is_empty());
    let asserts = checked.policy.asserts.iter().zip(&file.asserts);
    let held = asserts.filter(|(_, assert)| assert.proof == Proof::Holds);
    Watched {
        checked,
        policy,
        sources,
        tests: passed.map(|test| test.name.as_str()).collect(),
        asserts: held.map(|(assert, _)| assert).collect(),
    }
}

/// Reads the traces, and says which lines can't be replayed.
pub fn recorded(names: &[String], shared: &Shared) -> Result<Recorded, Problem> {
    let mut recorded = Recorded::default();
    let mut left = MAX_TRACES;
    for named in traces::found(names, shared)? {
        let bytes = read(&named, left)?;
        left = left.checked_sub(bytes.len() as u64).ok_or_else(|| {
            Problem::new(format!("the traces are larger than {} MiB", MAX_TRACES >> 20))
                .with_help("every trace is replayed with every mutant: use the calls of a day, not of a year")
        })?;
        recorded.traces.push((named.name, bytes));
    }
    let outcome = recorded.replayed(&Engine::default(), None);
    if let Some(failure) = outcome.failures.first() {
        return Err(Problem::new(format!("can't read `{}`: {}", failure.trace, failure.reason)));
    }
    let unreadable = outcome.summary.unreadable;
    if unreadable > 0 {
        shared.note(&format!("{unreadable} lines of the traces can't be read; `jamb simulate` shows them"));
    }
    Ok(recorded)
}

fn read(named: &Named, most: u64) -> Result<Arc<[u8]>, Problem> {
    let unread = |reason: &str| Problem::new(format!("can't read `{}`: {reason}", named.name));
    let Some(path) = &named.path else {
        return read_stdin().map(Arc::from).map_err(|error| unread(error.reason()));
    };
    let file = std::fs::File::open(path).map_err(traces::worded).map_err(|error| unread(&error.to_string()))?;
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(|error| unread(&error.to_string()))?;
    Ok(bytes.into())
}
