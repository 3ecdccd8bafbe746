//! The mutants of several policies, each place once.

use std::collections::BTreeMap;

use super::{Budget, Fate, Mutant, Recorded, Watched, mutants};
use crate::diagnostic::Diagnostic;
use crate::source::{Sources, Span};

/// The mutants of several policies, in the order of the files.
#[derive(Debug, Default)]
pub struct Mutants {
    judged: Vec<Mutant>,
}

/// A change of a file. If several policies include the file, the tests of one may notice what those of another miss.
type Spot = (String, Span, String);

/// Makes and judges the mutants of some policies.
pub fn merged<'p>(policies: impl IntoIterator<Item = Watched<'p>>, recorded: &Recorded, sources: &Sources) -> Mutants {
    let mut budget = Budget::default();
    let mut all: BTreeMap<Spot, Mutant> = BTreeMap::new();
    for watched in policies {
        for mutant in mutants(&watched, recorded, &mut budget) {
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
    /// The number of mutants that were noticed or [missed](Mutants::missed).
    pub fn total(&self) -> usize {
        self.judged.iter().filter(|mutant| mutant.fate == Fate::Noticed).count() + self.missed().count()
    }

    /// The mutants that nothing notices, including those for which it is unknown whether a call distinguishes them.
    pub fn missed(&self) -> impl Iterator<Item = &Mutant> {
        self.judged.iter().filter(|mutant| matches!(mutant.fate, Fate::Missed(_) | Fate::Unknown(_)))
    }

    /// The number of mutants that were not tried because the budget was used up.
    pub fn left_out(&self) -> usize {
        self.judged.iter().filter(|mutant| mutant.fate == Fate::LeftOut).count()
    }

    /// The messages, one for each missing test.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.judged.iter().filter_map(|mutant| match &mutant.fate {
            Fate::Missed(missed) => (!missed.is_covered).then_some(&missed.diagnostic),
            Fate::Noticed | Fate::Equal | Fate::Unknown(_) | Fate::LeftOut => None,
        })
    }
}
