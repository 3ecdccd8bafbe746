//! `jamb test`: runs `test` blocks, proves asserts.

mod mutants;
mod paper;

use super::inputs;
use super::{Exit, Problem, Shared};
use mutants::Mutants;

use crate::analyze::{Asserted, Proof};
use crate::diagnostic::{Diagnostic, has_errors};
use crate::document::{self, Job, Judgement, Workspace};
use crate::engine::Engine;
use crate::file_system::RealDisk;
use crate::policy_test::{self, Coverage, Tested};
use crate::report::{Command, Format};
use crate::source::{SourceId, Sources};

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
    let job = job(args);
    let (inputs, exit) = inputs::read_all(&args.paths, job, shared);
    let names: Vec<_> = inputs.iter().map(|input| input.document.name().to_owned()).collect();
    let workspace = Workspace::new(RealDisk);
    let mut sources = Sources::default();
    let mut judged: Vec<_> = inputs.iter().map(|input| workspace.judge(&mut sources, &input.document, job)).collect();
    let arguments = judged.iter().map(|judged| judged.arguments).sum();
    let diagnostics = judged.iter_mut().flat_map(|judged| std::mem::take(&mut judged.diagnostics)).collect();
    let diagnostics = document::once(&sources, diagnostics);
    for part in judged.extract_if(.., |judged| judged.is_part) {
        let name = &sources.get(part.main).name;
        shared.note(&format!("`{name}` is a part of other policies: nothing to test"));
    }
    if has_errors(&diagnostics) {
        let report = super::check::report(&names, arguments, &diagnostics, &sources);
        super::paper::print(&report, args.format, shared)?;
        return Ok(exit.max(Exit::Findings));
    }
    super::paper::print_aside(&sources, &diagnostics, args.format, shared);
    let mut outcome = test(args, &sources, &judged);
    if args.mutants {
        let recorded = mutants::recorded(&args.trace, shared)?;
        let mutants = mutants::judged(&judged, &outcome.files, &recorded, &sources);
        outcome.diagnostics.extend(mutants.diagnostics().cloned());
        outcome.mutants = Some(mutants);
    }
    super::paper::print(&outcome.report(), args.format, shared)?;
    Ok(exit.max(outcome.exit(args, shared)))
}

/// A filter selects tests by name. Asserts have no names, so none is proved.
fn job(args: &Args) -> Job {
    Job { asserts: args.filter.is_none(), ..Job::TEST }
}

fn test<'r>(args: &Args, sources: &'r Sources, judged: &[Judgement]) -> Outcome<'r> {
    let coverage = args.coverage.then(Coverage::default);
    let mut outcome = Outcome { sources, files: Vec::new(), diagnostics: Vec::new(), coverage, mutants: None };
    for judgement in judged {
        let (Some(checked), Some(policy)) = (&judgement.checked, &judgement.policy) else { continue };
        let engine = Engine::new(policy);
        let Tested { tests, shown } = policy_test::run(checked, policy, &engine, args.filter.as_deref(), args.coverage);
        if let (Some(coverage), Some(shown)) = (&mut outcome.coverage, &shown) {
            coverage.add(shown, sources);
        }
        let failures = tests.iter().flat_map(|test| &test.failures);
        outcome.diagnostics.extend(failures.map(|failure| failure.diagnostic.clone()));
        let asserts = judgement.asserts.clone();
        outcome.diagnostics.extend(asserts.iter().filter_map(|assert| assert.message.clone()));
        outcome.files.push(Ran { source: judgement.main, tests, asserts });
    }
    outcome
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
