//! A policy, and the tests and asserts that should notice its mutants.

use std::collections::BTreeSet;

use crate::analyze::{self, Proof, Prover};
use crate::check::{Checked, ir};
use crate::engine::Engine;
use crate::model;
use crate::policy_test;
use crate::source::Sources;

/// A policy, and the tests and asserts that should notice its mutants.
#[derive(Debug, Clone)]
pub struct Watched<'p> {
    /// The checked policy, with its tests and asserts.
    pub checked: &'p Checked,
    /// The compiled policy.
    pub policy: &'p model::Policy,
    /// The texts, for naming tests.
    pub sources: &'p Sources,
    /// The tests that pass, by name.
    pub tests: BTreeSet<&'p str>,
    /// The asserts that hold.
    pub asserts: Vec<&'p ir::Assert>,
}

impl<'p> Watched<'p> {
    /// A policy with all of its passing tests and all of its proved asserts.
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
