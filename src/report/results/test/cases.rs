//! Test cases for `junit`: a suite for each file, with its tests and asserts, and one for mutants, with a case for each
//! file.

use std::collections::{BTreeMap, BTreeSet};

use super::counts::counted;
use crate::analyze::Asserted;
use crate::mutants::Mutants;
use crate::policy_test::{FileRun, Outcome, TestRun};
use crate::report::content::{Case, End, Suite};
use crate::source::Sources;

/// The suites. Cases name their messages by index, so the suites are made in the order of the messages.
pub fn suites(outcome: &Outcome, mutants: Option<&Mutants>, sources: &Sources) -> Vec<Suite> {
    let mut next = 0;
    let mut suites: Vec<_> = outcome.files.iter().map(|file| of_file(file, &mut next, sources)).collect();
    suites.extend(mutants.map(|mutants| of_mutants(outcome, mutants, next, sources)));
    suites
}

fn of_file(file: &FileRun, next: &mut usize, sources: &Sources) -> Suite {
    let mut cases: Vec<_> = file.tests.iter().map(|test| of_test(test, next)).collect();
    cases.extend(file.asserts.iter().map(|assert| of_assert(assert, next, sources)));
    Suite { name: sources.get(file.source).name.clone(), cases }
}

fn of_test(test: &TestRun, next: &mut usize) -> Case {
    let start = *next;
    *next += test.failures.len();
    let end = match test.failures.first() {
        None => End::Passed,
        Some(first) => End::Failed { message: first.diagnostic.message.clone(), diagnostics: (start..*next).collect() },
    };
    Case { name: test.name.clone(), end }
}

fn of_assert(assert: &Asserted, next: &mut usize, sources: &Sources) -> Case {
    let end = match &assert.message {
        None => End::Passed,
        Some(message) => {
            *next += 1;
            End::Failed { message: message.message.clone(), diagnostics: vec![*next - 1] }
        }
    };
    let words: Vec<_> = sources.text(assert.place).split_whitespace().collect();
    Case { name: words.join(" "), end }
}

/// The messages of mutants start at the index `first`.
fn of_mutants(outcome: &Outcome, mutants: &Mutants, first: usize, sources: &Sources) -> Suite {
    let mut missed: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, diagnostic) in mutants.diagnostics().enumerate() {
        missed.entry(sources.file_and_line(diagnostic.primary.place).0).or_default().push(first + index);
    }
    let failed = |diagnostics: Vec<usize>| End::Failed {
        message: format!("nothing notices {}", counted(diagnostics.len(), "change")),
        diagnostics,
    };
    let names = outcome.files.iter().map(|file| sources.get(file.source).name.as_str());
    let names: BTreeSet<&str> = names.chain(missed.keys().copied()).collect();
    let case = |name: &str| {
        let end = missed.get(name).cloned().map_or(End::Passed, failed);
        Case { name: name.to_owned(), end }
    };
    Suite { name: "mutants".to_owned(), cases: names.into_iter().map(case).collect() }
}
