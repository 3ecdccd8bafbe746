//! `jamb test`: runs `test` blocks and proves asserts.

mod mutants;

use super::exit::{Exit, Problem};
use super::inputs;
use super::output;
use super::shared::Shared;
use crate::diagnostic::has_errors;
use crate::document::{self, Job, Judgement, Workspace};
use crate::mutants::Mutants;
use crate::policy_test::{self, Outcome, Subject};
use crate::report::{Format, results};
use crate::source::Sources;

/// The formats of this command.
const FORMATS: &[Format] = &[Format::Pretty, Format::Short, Format::Json, Format::Sarif, Format::Github, Format::Junit];

/// Run the tests of policies, and prove their asserts
///
/// The calls in a `test` block are decided as the gateway would decide them. Each test starts at 2026-01-01T00:00:00Z,
/// with no calls counted. An `assert` is proved for every possible call; if it is false, the output shows a call that
/// breaks it.
///
/// With `--mutants`, the command makes small mistakes in the policy, one at a time: it removes a clause, moves a bound
/// by one, reverses an operator, or removes an item from a list. If no test, assert or recorded call notices a mistake,
/// that is a finding, shown with a test that would notice it.
///
/// Exits with 1 if a test fails, an assert does not hold, or a mistake goes unnoticed, and with 3 if there are no tests
/// and no asserts.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Policy files, directories (every `*.pl` file below them), or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    /// List the clauses that denied no call in any test, and the conditions that always had the same result
    #[arg(long)]
    coverage: bool,
    /// List each test and assert, whether it passed or not
    #[arg(long, short)]
    verbose: bool,
    /// Run only tests whose name contains this text
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Make small mistakes in the policy, and show those that nothing notices
    #[arg(long)]
    mutants: bool,
    /// Recorded calls that may notice a mistake: files, directories, or `-` for standard input
    #[arg(long, requires = "mutants", num_args = 1.., value_name = "FILE")]
    trace: Vec<String>,
    /// The format of the report
    #[arg(long, value_name = "FORMAT", default_value = output::DEFAULT_FORMAT, value_parser = output::format_of(FORMATS))]
    format: Format,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    let job = job(args);
    let (inputs, exit) = inputs::read_all(&args.paths, job, shared);
    let names: Vec<_> = inputs.iter().map(|input| input.document.name().to_owned()).collect();
    let workspace = Workspace::new(shared.disk().clone());
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
        let report = results::check::report(&names, arguments, &diagnostics, &sources);
        output::print(&report, args.format, shared)?;
        return Ok(exit.max(Exit::Findings));
    }
    output::print_aside(&sources, &diagnostics, args.format, shared);
    let subjects: Vec<Subject<'_>> = judged.iter().filter_map(subject).collect();
    let outcome = policy_test::run_all(&subjects, args.filter.as_deref(), args.coverage, &sources);
    let mutants = if args.mutants {
        let recorded = mutants::recorded(&args.trace, shared)?;
        Some(mutants::judged(&subjects, &outcome, &recorded, &sources))
    } else {
        None
    };
    let missed = mutants.iter().flat_map(Mutants::diagnostics);
    let diagnostics: Vec<_> = outcome.diagnostics().chain(missed).cloned().collect();
    output::print(
        &results::test::report(&outcome, mutants.as_ref(), &diagnostics, &sources, args.verbose),
        args.format,
        shared,
    )?;
    Ok(exit.max(self::exit(args, &outcome, mutants.as_ref(), shared)))
}

/// A filter selects tests by name. Asserts have no names, so none is proved.
fn job(args: &Args) -> Job {
    Job { asserts: args.filter.is_none(), ..Job::TEST }
}

/// A policy without errors, to test.
fn subject(judgement: &Judgement) -> Option<Subject<'_>> {
    let (checked, policy) = (judgement.checked.as_ref()?, judgement.policy.as_ref()?);
    Some(Subject { source: judgement.main, checked, policy, asserts: &judgement.asserts })
}

fn exit(args: &Args, outcome: &Outcome, mutants: Option<&Mutants>, shared: &Shared) -> Exit {
    if !outcome.is_clean() || mutants.is_some_and(|mutants| mutants.missed().count() > 0) {
        return Exit::Findings;
    }
    if outcome.tests().count() + outcome.asserts().count() > 0 {
        return Exit::Clean;
    }
    match &args.filter {
        Some(filter) => shared.note(&format!("no test has `{filter}` in its name")),
        None => shared.note("there are no tests and no asserts"),
    }
    Exit::Nothing
}
