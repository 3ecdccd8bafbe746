//! `jamb test`: runs `test` blocks, proves asserts.

mod mutants;
mod paper;

use super::inputs::{self, Holds, Input};
use super::{Exit, Problem, Shared};
use mutants::Mutants;

use crate::analyze::{self, Proof, Prover};
use crate::check::{ArgumentCount, Checked};
use crate::diagnostic::{Diagnostic, has_errors};
use crate::engine::Engine;
use crate::file_system::RealDisk;
use crate::model;
use crate::pipeline::{self, Compiled};
use crate::policy_test::{self, Coverage, Tested};
use crate::report::{Command, Format};
use crate::source::{Place, SourceId, Sources};

/// Run the tests of policies, and prove their asserts
///
/// Each `test` block makes its calls, which are decided as the gateway decides them, on fresh counters from
/// 2026-01-01T00:00:00Z on. An `assert` is held against every call there can be; of a false one a call is shown.
///
/// With `--mutants` small mistakes are made on purpose, one at a time: a clause is left out, a bound moved by
/// one, an operator turned around, an item taken from a list. One that no test, no assert and no call of a
/// `--trace` notices is a finding (exit 1), and is shown with a test that would notice it.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files, directories, or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    /// List clauses that no test has seen refuse a call, and conditions that came out one way only
    #[arg(long)]
    coverage: bool,
    /// Run only tests whose name holds this text
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Make small mistakes on purpose, and show those that nothing notices
    #[arg(long)]
    mutants: bool,
    /// Recorded calls that are to be decided as they are: files, directories, or `-` for standard input
    #[arg(long, requires = "mutants", num_args = 1.., value_name = "FILE")]
    trace: Vec<String>,
    /// How the report is written
    #[arg(long, value_name = "FORMAT", default_value = super::paper::default_format(), value_parser = super::paper::format_of(Command::Test))]
    format: Format,
}

/// What came of one file.
struct Ran {
    source: SourceId,
    tests: Vec<policy_test::TestRun>,
    asserts: Vec<Asserted>,
}

/// What came of an assert.
struct Asserted {
    place: Place,
    proof: Proof,
    /// Where it does not hold, or is unknown, what there is to say.
    message: Option<Diagnostic>,
}

/// What came of all files.
struct Outcome<'r> {
    sources: &'r Sources,
    files: Vec<Ran>,
    /// The messages: about failures in the order of the files, of each its steps and then its asserts; then
    /// those about mutants.
    diagnostics: Vec<Diagnostic>,
    coverage: Option<Coverage>,
    mutants: Option<Mutants>,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    let (inputs, mut exit) = inputs::read_all(&args.paths, shared);
    let mut sources = Sources::default();
    let mut read = Read::default();
    for input in inputs {
        exit = exit.max(read.add(input, &mut sources, shared));
    }
    let diagnostics = super::paper::once(&sources, read.diagnostics);
    if has_errors(&diagnostics) {
        let report = super::check::report(&read.names, read.arguments, &diagnostics, &sources);
        super::paper::print(&report, args.format, shared)?;
        return Ok(exit.max(Exit::Findings));
    }
    super::paper::print_aside(&sources, &diagnostics, args.format, shared);
    let mut outcome = test(args, &sources, &read.policies);
    if args.mutants {
        let recorded = mutants::recorded(&args.trace, shared)?;
        let mutants = mutants::judged(&read.policies, &outcome.files, &recorded, &sources);
        outcome.diagnostics.extend(mutants.diagnostics().cloned());
        outcome.mutants = Some(mutants);
    }
    super::paper::print(&outcome.report(), args.format, shared)?;
    Ok(exit.max(outcome.exit(args, shared)))
}

/// A policy and its tests; without a policy where something is wrong with it.
struct Policy {
    source: SourceId,
    checked: Checked,
    policy: Option<model::Policy>,
}

/// What was read.
#[derive(Default)]
struct Read {
    policies: Vec<Policy>,
    /// The files that were looked at.
    names: Vec<String>,
    arguments: ArgumentCount,
    diagnostics: Vec<Diagnostic>,
}

impl Read {
    fn add(&mut self, input: Input, sources: &mut Sources, shared: &Shared) -> Exit {
        let name = input.source.name.clone();
        match input.holds {
            Holds::Foreign(language) => return super::paper::foreign(&input, language, shared),
            Holds::Json => {
                shared.problem(&holds_no_tests(&name));
                return Exit::Problem;
            }
            Holds::TooLarge => self.diagnostics.push(super::paper::too_large(sources.add(input.source))),
            Holds::Policy => {
                let source = sources.add(input.source);
                let Compiled { policy, checked, diagnostics } =
                    pipeline::compile(sources, &RealDisk, &crate::catalog::Catalogs::default(), source);
                self.diagnostics.extend(diagnostics);
                self.arguments.typed += checked.arguments.typed;
                self.arguments.unknown += checked.arguments.unknown;
                if checked.is_part {
                    shared.note(&format!("`{name}` is a part of other policies: nothing to test"));
                } else {
                    self.policies.push(Policy { source, checked, policy });
                }
            }
        }
        self.names.push(name);
        Exit::Clean
    }
}

fn holds_no_tests(name: &str) -> Problem {
    Problem::new(format!("`{name}` is a policy.json, which holds no tests"))
        .with_help(format!("`jamb import {name}` makes a `.pl` of it, with room for tests"))
}

fn test<'r>(args: &Args, sources: &'r Sources, policies: &[Policy]) -> Outcome<'r> {
    let coverage = args.coverage.then(Coverage::default);
    let mut outcome = Outcome { sources, files: Vec::new(), diagnostics: Vec::new(), coverage, mutants: None };
    for Policy { source, checked, policy } in policies {
        let Some(policy) = policy else { continue };
        let engine = Engine::new(policy);
        let Tested { tests, shown } = policy_test::run(checked, policy, &engine, args.filter.as_deref(), args.coverage);
        if let (Some(coverage), Some(shown)) = (&mut outcome.coverage, &shown) {
            coverage.add(shown, sources);
        }
        let failures = tests.iter().flat_map(|test| &test.failures);
        outcome.diagnostics.extend(failures.map(|failure| failure.diagnostic.clone()));
        // A filter chooses among tests, and asserts have no names.
        let asserts = if args.filter.is_none() { proved(checked, policy) } else { Vec::new() };
        outcome.diagnostics.extend(asserts.iter().filter_map(|assert| assert.message.clone()));
        outcome.files.push(Ran { source: *source, tests, asserts });
    }
    outcome
}

fn proved(checked: &Checked, policy: &model::Policy) -> Vec<Asserted> {
    let mut prover = checked.catalog.as_ref().map_or_else(Prover::default, Prover::preferring);
    let proofs = analyze::asserts(&checked.policy, policy, &mut prover);
    let asserted = checked.policy.asserts.iter().zip(proofs).map(|(assert, proof)| Asserted {
        place: assert.place,
        message: analyze::message(assert, &proof),
        proof,
    });
    asserted.collect()
}

impl Outcome<'_> {
    fn tests(&self) -> impl Iterator<Item = &policy_test::TestRun> {
        self.files.iter().flat_map(|file| &file.tests)
    }

    fn failed(&self) -> usize {
        self.tests().filter(|test| !test.failures.is_empty()).count()
    }

    fn asserts(&self) -> impl Iterator<Item = &Asserted> {
        self.files.iter().flat_map(|file| &file.asserts)
    }

    fn exit(&self, args: &Args, shared: &Shared) -> Exit {
        let missed = self.mutants.iter().flat_map(Mutants::missed).count();
        if self.failed() > 0 || missed > 0 || self.asserts().any(|assert| assert.proof != Proof::Holds) {
            return Exit::Findings;
        }
        if self.tests().count() + self.asserts().count() > 0 {
            return Exit::Clean;
        }
        match &args.filter {
            Some(filter) => shared.note(&format!("no test has `{filter}` in its name")),
            None => shared.note("neither test nor assert"),
        }
        Exit::Nothing
    }
}
