//! Tests and asserts as a report: what failed, what no test covers, mutants that nothing notices, and a summary.

mod cases;
mod counts;
mod mutants;

use counts::counted;

use crate::analyze::Proof;
use crate::diagnostic::Diagnostic;
use crate::mutants::{Mutants, json};
use crate::policy_test::{self, Coverage, FileRun, Missed, Outcome};
use crate::report::content::{Column, Part, Report, Table};
use crate::source::{Place, Sources};

/// The table lists at most this many clauses and conditions that no test covers.
const MOST_LISTED: usize = 100;

/// The report. `diagnostics` are the messages of the outcome, and then those of the mutants. If it is verbose, it begins
/// with a list of all tests and asserts.
pub fn report<'r>(
    outcome: &Outcome,
    mutants: Option<&Mutants>,
    diagnostics: &'r [Diagnostic],
    sources: &'r Sources,
    is_verbose: bool,
) -> Report<'r> {
    let failures = outcome.diagnostics().count();
    let mut body = Vec::new();
    if is_verbose && outcome.tests().count() + outcome.asserts().count() > 0 {
        body.push(Part::Table(names(outcome, sources)));
    }
    body.push(Part::Diagnostics(0..failures));
    body.extend(outcome.coverage.iter().flat_map(|coverage| coverage_parts(coverage, sources)));
    body.extend(mutants.iter().flat_map(|mutants| mutants::parts(mutants, failures)));
    body.push(Part::Text(summary(outcome, mutants)));
    let mut members = policy_test::json::members(outcome, sources);
    members.push(("mutants", mutants.map(|mutants| json::member(mutants, sources)).unwrap_or_default()));
    let suites = cases::suites(outcome, mutants, sources);
    Report { body, members, members_only: true, suites, ..Report::new(sources, diagnostics) }
}

/// Each test and assert in the order of the text, with its result.
fn names(outcome: &Outcome, sources: &Sources) -> Table {
    let row = |result: &str, name: String, place: Place| {
        let (file, line) = sources.file_and_line(place);
        vec![result.to_owned(), name, format!("{file}:{line}")]
    };
    let of_file = |file: &FileRun| {
        let tests = file
            .tests
            .iter()
            .map(|test| row(if test.failures.is_empty() { "passed" } else { "failed" }, test.name.clone(), test.place));
        let asserts = file.asserts.iter().map(|assert| {
            let result = match assert.proof {
                Proof::Holds => "holds",
                Proof::Broken(_) => "false",
                Proof::Unknown(..) => "unknown",
            };
            row(result, one_line(sources.text(assert.place)), assert.place)
        });
        tests.chain(asserts).collect::<Vec<_>>()
    };
    let columns = vec![Column::text("result"), Column::name("test or assert"), Column::name("place")];
    Table { columns, rows: outcome.files.iter().flat_map(of_file).collect(), total: None }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn coverage_parts(coverage: &Coverage, sources: &Sources) -> Vec<Part> {
    let (clauses, conditions) = (coverage.clauses(), coverage.conditions());
    let reached = format!(
        "{} of {} clauses denied a call, {} of {} conditions both held and did not hold",
        clauses.reached, clauses.total, conditions.reached, conditions.total
    );
    let missed: Vec<_> = clauses.missed.iter().chain(&conditions.missed).copied().collect();
    if missed.is_empty() {
        return vec![Part::Text(reached)];
    }
    let mut parts = vec![Part::Heading(reached), Part::Table(missed_table(&missed, sources))];
    if missed.len() > MOST_LISTED {
        parts.push(Part::Text(format!("… and {} more", missed.len() - MOST_LISTED)));
    }
    parts
}

fn missed_table(missed: &[Missed], sources: &Sources) -> Table {
    let mut missed = missed.to_vec();
    missed.sort_by_key(|missed| missed.place);
    let row = |missed: &Missed| {
        let (file, line) = sources.file_and_line(missed.place);
        vec![format!("{file}:{line}"), missed.text(sources), missed.missing.to_owned()]
    };
    let rows = missed.iter().take(MOST_LISTED).map(row).collect();
    Table { columns: ["place", "what", "in the tests"].map(Column::text).to_vec(), rows, total: None }
}

/// `2 of 9 tests failed; 9 asserts hold; 84 mutants noticed`
fn summary(outcome: &Outcome, mutants: Option<&Mutants>) -> String {
    let (count, failed) = (outcome.tests().count(), outcome.failed());
    let tests = match (count, failed) {
        (0, _) => "no tests".to_owned(),
        (1, 0) => "1 test passed".to_owned(),
        (count, 0) => format!("{count} tests passed"),
        (count, failed) => format!("{failed} of {} failed", counted(count, "test")),
    };
    let files = outcome.files.iter().filter(|file| !file.tests.is_empty()).count();
    let files = if files > 1 { format!(" in {files} files") } else { String::new() };
    let asserts = asserts(outcome).map(|asserts| format!("; {asserts}")).unwrap_or_default();
    let mutants = mutants.map(|mutants| format!("; {}", mutants::summary(mutants))).unwrap_or_default();
    format!("{tests}{files}{asserts}{mutants}")
}

/// `1 of 9 asserts is false`, if there are any.
fn asserts(outcome: &Outcome) -> Option<String> {
    let count = outcome.asserts().count();
    let are = |count| if count == 1 { "is" } else { "are" };
    let broken = outcome.asserts().filter(|assert| matches!(assert.proof, Proof::Broken(_))).count();
    let unknown = outcome.asserts().filter(|assert| matches!(assert.proof, Proof::Unknown(..))).count();
    let all = counted(count, "assert");
    match (count, broken, unknown) {
        (0, _, _) => None,
        (1, 0, 0) => Some("1 assert holds".to_owned()),
        (_, 0, 0) => Some(format!("{all} hold")),
        (_, broken, 0) => Some(format!("{broken} of {all} {} false", are(broken))),
        (_, 0, unknown) => Some(format!("{unknown} of {all} {} unknown", are(unknown))),
        (_, broken, unknown) => Some(format!("{broken} of {all} {} false, {unknown} unknown", are(broken))),
    }
}
