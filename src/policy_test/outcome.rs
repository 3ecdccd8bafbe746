//! The tests and asserts of several policies, and what came of them.

use super::coverage::Coverage;
use super::run::{self, TestRun, Tested};
use crate::analyze::{Asserted, Proof};
use crate::check::Checked;
use crate::diagnostic::Diagnostic;
use crate::engine::Engine;
use crate::model::Policy;
use crate::source::{SourceId, Sources};

/// A policy to test.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'p> {
    /// Its file.
    pub source: SourceId,
    /// As checked, with its tests and asserts.
    pub checked: &'p Checked,
    /// As compiled.
    pub policy: &'p Policy,
    /// Its asserts with their proofs.
    pub asserts: &'p [Asserted],
}

/// What came of the tests and asserts.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The files, in the order of the policies.
    pub files: Vec<FileRun>,
    /// What the tests reached, if you asked for it.
    pub coverage: Option<Coverage>,
}

/// What came of one file.
#[derive(Debug)]
pub struct FileRun {
    /// The file.
    pub source: SourceId,
    /// Its tests, in order.
    pub tests: Vec<TestRun>,
    /// Its asserts, in order.
    pub asserts: Vec<Asserted>,
}

/// Runs the tests whose name contains `filter`. Asserts are proved before.
pub fn run_all(policies: &[Subject<'_>], filter: Option<&str>, with_coverage: bool, sources: &Sources) -> Outcome {
    let mut outcome = Outcome { coverage: with_coverage.then(Coverage::default), ..Outcome::default() };
    for Subject { source, checked, policy, asserts } in policies {
        let engine = Engine::new(policy);
        let Tested { tests, shown } = run::run(checked, policy, &engine, filter, with_coverage);
        if let (Some(coverage), Some(shown)) = (&mut outcome.coverage, &shown) {
            coverage.add(shown, sources);
        }
        outcome.files.push(FileRun { source: *source, tests, asserts: asserts.to_vec() });
    }
    outcome
}

impl Outcome {
    /// All tests.
    pub fn tests(&self) -> impl Iterator<Item = &TestRun> {
        self.files.iter().flat_map(|file| &file.tests)
    }

    /// All asserts.
    pub fn asserts(&self) -> impl Iterator<Item = &Asserted> {
        self.files.iter().flat_map(|file| &file.asserts)
    }

    /// The number of tests that failed.
    pub fn failed(&self) -> usize {
        self.tests().filter(|test| !test.failures.is_empty()).count()
    }

    /// Whether every test passed and every assert holds.
    pub fn is_clean(&self) -> bool {
        self.failed() == 0 && self.asserts().all(|assert| assert.proof == Proof::Holds)
    }

    /// The messages: file by file, first those of its tests, then those of its asserts.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.files.iter().flat_map(|file| {
            let failures = file.tests.iter().flat_map(|test| &test.failures).map(|failure| &failure.diagnostic);
            failures.chain(file.asserts.iter().filter_map(|assert| assert.message.as_ref()))
        })
    }
}
