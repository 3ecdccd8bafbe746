//! The mutants of `jamb test --mutants`: those of all files, each place once.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use super::Ran;
use crate::analyze::Proof;
use crate::check::Checked;
use crate::cli::simulate::traces::{self, Named};
use crate::cli::{Problem, Shared};
use crate::diagnostic::Diagnostic;
use crate::document::Judgement;
use crate::engine::Engine;
use crate::file_system::read_stdin;
use crate::model;
use crate::mutants::{Budget, Fate, Mutant, Recorded, Watched, mutants};
use crate::source::{Sources, Span};

/// How much of all traces together is kept in memory, to be replayed with each mutant (64 MiB).
const MAX_TRACES: u64 = 64 << 20;

/// What came of the mutants, in the order of the files.
#[derive(Debug, Default)]
pub struct Mutants {
    judged: Vec<Mutant>,
}

/// What one policy's tests miss, those of another one that includes the same part may notice.
type Spot = (String, Span, String);

/// Makes and judges the mutants of some policies, of which the tests were run and the asserts proved.
pub fn judged(policies: &[Judgement], ran: &[Ran], recorded: &Recorded, sources: &Sources) -> Mutants {
    let mut budget = Budget::default();
    let mut all: BTreeMap<Spot, Mutant> = BTreeMap::new();
    let compiled = policies.iter().filter_map(|policy| Some((policy.checked.as_ref()?, policy.policy.as_ref()?)));
    for ((checked, policy), ran) in compiled.zip(ran) {
        for mutant in mutants(&watched(checked, policy, ran, sources), recorded, &mut budget) {
            let file = sources.get(mutant.place.source).name.clone();
            let known = all.entry((file, mutant.place.span, mutant.words.clone())).or_insert_with(|| mutant.clone());
            if rank(&mutant.fate) < rank(&known.fate) {
                *known = mutant;
            }
        }
    }
    let mut judged: Vec<_> = all.into_values().collect();
    judged.sort_by_key(|mutant| mutant.place);
    Mutants { judged }
}

fn watched<'p>(checked: &'p Checked, policy: &'p model::Policy, ran: &'p Ran, sources: &'p Sources) -> Watched<'p> {
    let passed = ran.tests.iter().filter(|test| test.failures.is_empty());
    let asserts = checked.policy.asserts.iter().zip(&ran.asserts);
    let held = asserts.filter(|(_, asserted)| asserted.proof == Proof::Holds);
    Watched {
        checked,
        policy,
        sources,
        tests: passed.map(|test| test.name.as_str()).collect(),
        asserts: held.map(|(assert, _)| assert).collect(),
    }
}

fn rank(fate: &Fate) -> u8 {
    match fate {
        Fate::Noticed => 0,
        Fate::Missed(_) => 1,
        Fate::Unknown(_) => 2,
        Fate::LeftOut => 3,
        Fate::Equal => 4,
    }
}

impl Mutants {
    /// How many there are: noticed ones, and those that [`Mutants::missed`] lists.
    pub fn total(&self) -> usize {
        self.judged.iter().filter(|mutant| mutant.fate == Fate::Noticed).count() + self.missed().count()
    }

    /// Those that nothing notices; without a call where it is not known whether one tells them apart.
    pub fn missed(&self) -> impl Iterator<Item = &Mutant> {
        self.judged.iter().filter(|mutant| matches!(mutant.fate, Fate::Missed(_) | Fate::Unknown(_)))
    }

    /// Those for which there was no room.
    pub fn left_out(&self) -> usize {
        self.judged.iter().filter(|mutant| mutant.fate == Fate::LeftOut).count()
    }

    /// The messages, one for each test that is missing.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.judged.iter().filter_map(|mutant| match &mutant.fate {
            Fate::Missed(missed) => (!missed.is_told).then_some(&missed.diagnostic),
            Fate::Noticed | Fate::Equal | Fate::Unknown(_) | Fate::LeftOut => None,
        })
    }
}

/// Reads the traces that were named, and says what of them can't be replayed.
pub fn recorded(names: &[String], shared: &Shared) -> Result<Recorded, Problem> {
    let mut recorded = Recorded::default();
    let mut left = MAX_TRACES;
    for named in traces::found(names, shared)? {
        let bytes = read(&named, left)?;
        left = left.checked_sub(bytes.len() as u64).ok_or_else(|| {
            Problem::new(format!("the traces are larger than {} MiB", MAX_TRACES >> 20))
                .with_help("each is replayed with every mutant: a day of calls says as much as a year")
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
