//! Mutants as parts of a report: the missing tests, and what could not be decided.

use super::counts::counted;
use crate::mutants::{Fate, MAX_MUTANTS, Mutant, Mutants};
use crate::report::content::Part;

/// At most this many missing tests are drawn.
const MOST_PICTURES: usize = 50;

/// The parts. The messages of the mutants are the report's diagnostics from `first` on.
pub fn parts(mutants: &Mutants, first: usize) -> Vec<Part> {
    let (missed, shown) = (mutants.missed().count(), mutants.diagnostics().count());
    if missed == 0 {
        return left_out(mutants).into_iter().collect();
    }
    let with_tests = if shown == 0 { "" } else { "; these tests would" };
    let mut parts = vec![Part::Heading(format!("nothing notices {}{with_tests}", counted(missed, "change")))];
    parts.push(Part::Diagnostics(first..first + shown.min(MOST_PICTURES)));
    if shown > MOST_PICTURES {
        parts.push(Part::Text(format!("… and {} more", shown - MOST_PICTURES)));
    }
    let unknown = |mutant: &Mutant| if let Fate::Unknown(why) = mutant.fate { Some(why) } else { None };
    let reasons: Vec<_> = mutants.missed().filter_map(unknown).collect();
    let others = missed - shown - reasons.len();
    if others > 0 {
        parts.push(Part::Text(format!("the tests above would also notice {}", counted(others, "other change"))));
    }
    if let Some(reason) = reasons.first() {
        let count = counted(reasons.len(), "change");
        parts.push(Part::Text(format!("for {count}, it is unknown whether any call shows the difference: {reason}")));
    }
    parts.extend(left_out(mutants));
    parts
}

/// `80 mutants noticed`, or `4 of 84 mutants missed`.
pub fn summary(mutants: &Mutants) -> String {
    let (total, missed) = (mutants.total(), mutants.missed().count());
    match (total, missed) {
        (0, _) => "no mutants".to_owned(),
        (total, 0) => format!("{} noticed", counted(total, "mutant")),
        (total, missed) => format!("{missed} of {} missed", counted(total, "mutant")),
    }
}

fn left_out(mutants: &Mutants) -> Option<Part> {
    let left_out = mutants.left_out();
    let more = counted(left_out, "more change");
    let were = if left_out == 1 { "was" } else { "were" };
    let words = format!(
        "{more} {were} not tried: a run tries at most {MAX_MUTANTS}, and limits the calls that tests and traces make",
    );
    (left_out > 0).then_some(Part::Text(words))
}
