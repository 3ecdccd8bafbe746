//! Mutants: small mistakes, made on purpose, one at a time. One that no test, no assert and no recorded
//! call notices is a gap in what is said of the policy, and a call that tells it apart closes the gap.
//!
//! ```text
//! checked clauses ──change──► a mutant ──lower──► Policy ──judge──► noticed, equal, or missed with a call
//! ```

pub mod apart;
pub mod change;
mod errors;
mod judge;
pub mod mutated;
pub mod often;
mod recorded;

pub use judge::mutants;
pub use recorded::Recorded;

use std::collections::BTreeSet;

use crate::analyze::{self, Call, Proof, Prover, Why};
use crate::check::{Checked, ir};
use crate::diagnostic::Diagnostic;
use crate::engine::Engine;
use crate::model;
use crate::policy_test;
use crate::source::{Place, Sources};

/// How many mutants are made at most, of all files together.
pub const MAX_MUTANTS: u64 = 5_000;
/// How many calls tests may make in all mutants together.
pub const MAX_CALLS: u64 = 1_000_000;
/// How many clauses are looked at in all mutants together, each again for every assert of its tool.
pub const MAX_CLAUSES: u64 = 300_000;
/// How many bytes of traces are replayed in all mutants together (4 GiB).
pub const MAX_REPLAYED: u64 = 4 << 30;

/// A policy, and who watches over it.
#[derive(Debug, Clone)]
pub struct Watched<'p> {
    /// As checked, with its tests and asserts.
    pub checked: &'p Checked,
    /// As compiled.
    pub policy: &'p model::Policy,
    /// The texts, for the names of tests.
    pub sources: &'p Sources,
    /// The tests that pass, by name.
    pub tests: BTreeSet<&'p str>,
    /// The asserts that hold.
    pub asserts: Vec<&'p ir::Assert>,
}

impl<'p> Watched<'p> {
    /// A policy that all of its tests that pass and all of its asserts that hold watch over.
    pub fn new(checked: &'p Checked, policy: &'p model::Policy, sources: &'p Sources) -> Self {
        let engine = Engine::new(policy);
        let ran = policy_test::run(checked, policy, &engine, None, false).tests;
        let passed = ran.iter().filter(|test| test.failures.is_empty());
        let passed: BTreeSet<&str> = passed.map(|test| test.name.as_str()).collect();
        let tests = policy_test::names(checked).filter(|name| passed.contains(name)).collect();
        let proofs = analyze::asserts(&checked.policy, policy, &mut Prover::default());
        let held = checked.policy.asserts.iter().zip(proofs).filter(|(_, proof)| *proof == Proof::Holds);
        Self { checked, policy, sources, tests, asserts: held.map(|(assert, _)| assert).collect() }
    }
}

/// What may still be done.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// Mutants that may be made.
    pub mutants: u64,
    /// Clauses that may be looked at.
    pub clauses: u64,
    /// Calls that tests may make.
    pub calls: u64,
    /// Bytes of traces that may be replayed.
    pub bytes: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self { mutants: MAX_MUTANTS, clauses: MAX_CLAUSES, calls: MAX_CALLS, bytes: MAX_REPLAYED }
    }
}

/// A mutant that was judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Mutant {
    /// What was changed.
    pub place: Place,
    /// How: `` `> 10001` in place of `> 10000` ``.
    pub words: String,
    /// What came of it.
    pub fate: Fate,
}

/// What came of a mutant.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// A test fails, an assert breaks, or a recorded call is decided otherwise.
    Noticed,
    /// No call tells it from the policy: it is none.
    Equal,
    /// Nothing notices it.
    Missed(Box<Missed>),
    /// Nothing notices it, and it could not be found out whether a call tells it apart.
    Unknown(Why),
    /// There was no room left to judge it.
    LeftOut,
}

/// A mutant that nothing notices.
#[derive(Debug, Clone, PartialEq)]
pub struct Missed {
    /// A call that is decided otherwise, once or the last of several.
    pub call: Call,
    /// A test that notices it, in the words of the language.
    pub test: String,
    /// The test that is shown with a mutant before it notices this one, too.
    pub is_told: bool,
    /// The message about it.
    pub diagnostic: Diagnostic,
}
