//! `jamb test`: runs `test` blocks and proves asserts.

mod mutants;

use super::exit::{Exit, Problem};
use super::inputs::{self, Holds, Input};
use super::output;
use super::shared::Shared;
use crate::check::{ArgumentCount, Checked};
use crate::diagnostic::{Diagnostic, has_errors};
use crate::file_system::RealDisk;
use crate::model;
use crate::mutants::Mutants;
use crate::pipeline::{self, Compiled};
use crate::policy_test::{self, Outcome, Subject};
use crate::report::{Format, results};
use crate::source::{SourceId, Sources};

/// The formats of this command.
const FORMATS: &[Format] = &[Format::Pretty, Format::Short, Format::Json, Format::Sarif, Format::Github, Format::Junit];

/// Run the tests of policies, and prove their asserts
///
/// The calls of a `test` block are decided as the gateway would decide them. Each test starts at 2026-01-01T00:00:00Z,
/// with no calls counted. An `assert` is proved for every possible call; if it is false, you see a call that breaks it.
///
/// With `--mutants`, the command makes small mistakes in the policy, one at a time: it removes a clause, moves a bound
/// by one, reverses an operator, removes an item of a list. If no test, no assert and no recorded call notices a
/// mistake, that is a finding, shown with a test that would notice it.
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
    let (inputs, mut exit) = inputs::read_all(&args.paths, shared);
    let mut sources = Sources::default();
    let mut read = Read::default();
    for input in inputs {
        exit = exit.max(read.add(input, &mut sources, shared));
    }
    let diagnostics = output::once(&sources, read.diagnostics);
    if has_errors(&diagnostics) {
        let report = results::check::report(&read.names, read.arguments, &diagnostics, &sources);
        output::print(&report, args.format, shared)?;
        return Ok(exit.max(Exit::Findings));
    }
    output::print_aside(&sources, &diagnostics, args.format, shared);
    let subjects: Vec<Subject<'_>> = read.policies.iter().filter_map(Policy::subject).collect();
    let outcome = policy_test::run_all(&subjects, args.filter.as_deref(), args.coverage, &sources);
    let mutants = if args.mutants {
        let recorded = mutants::recorded(&args.trace, shared)?;
        Some(mutants::judged(&subjects, &outcome, &recorded, &sources))
    } else {
        None
    };
    let missed = mutants.iter().flat_map(Mutants::diagnostics);
    let diagnostics: Vec<_> = outcome.diagnostics().chain(missed).cloned().collect();
    output::print(&results::test::report(&outcome, mutants.as_ref(), &diagnostics, &sources), args.format, shared)?;
    Ok(exit.max(self::exit(args, &outcome, mutants.as_ref(), shared)))
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

/// A policy file; without a policy if it has errors.
struct Policy {
    source: SourceId,
    checked: Checked,
    policy: Option<model::Policy>,
}

impl Policy {
    fn subject(&self) -> Option<Subject<'_>> {
        let policy = self.policy.as_ref()?;
        Some(Subject { source: self.source, checked: &self.checked, policy })
    }
}

/// What was read.
#[derive(Default)]
struct Read {
    policies: Vec<Policy>,
    /// The names of the files.
    names: Vec<String>,
    arguments: ArgumentCount,
    diagnostics: Vec<Diagnostic>,
}

impl Read {
    fn add(&mut self, input: Input, sources: &mut Sources, shared: &Shared) -> Exit {
        let name = input.source.name.clone();
        match input.holds {
            Holds::Foreign(language) => return output::foreign(&input, language, shared),
            Holds::Json => {
                shared.problem(&has_no_tests(&name));
                return Exit::Problem;
            }
            Holds::TooLarge => self.diagnostics.push(output::too_large(sources.add(input.source))),
            Holds::Policy => {
                let source = sources.add(input.source);
                let Compiled { policy, checked, diagnostics } =
                    pipeline::compile(sources, &RealDisk, &crate::catalog::Catalogs::default(), source);
                self.diagnostics.extend(diagnostics);
                self.arguments.typed += checked.arguments.typed;
                self.arguments.unknown += checked.arguments.unknown;
                if checked.is_part {
                    shared.note(&format!("`{name}` is a part that other policies include: nothing to test"));
                } else {
                    self.policies.push(Policy { source, checked, policy });
                }
            }
        }
        self.names.push(name);
        Exit::Clean
    }
}

fn has_no_tests(name: &str) -> Problem {
    Problem::new(format!("`{name}` is a policy.json, which has no tests"))
        .with_help(format!("`jamb import {name}` turns it into a `.pl` file, where you can add tests"))
}
