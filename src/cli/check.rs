//! `jamb check`: parses, resolves, checks types, proves asserts.

use std::collections::{BTreeMap, HashSet};

use serde_json::json;

use super::inputs;
use super::paper;
use super::{Exit, Problem, Shared};
use crate::check::types::ArgumentCount;
use crate::diagnostic::{Diagnostic, Severity, has_errors};
use crate::document::{self, Job};
use crate::report::{Case, Command, End, Format, Report, Suite};
use crate::source::Sources;

/// Check policies: names, types, conditions, limits and asserts
///
/// Reads `.pl` files (of a directory all below it) and `policy.json` files, and holds them against the
/// tool schemas of their catalogs.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files, directories, or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    /// How diagnostics are written
    #[arg(long, value_name = "FORMAT", default_value = paper::default_format(), value_parser = paper::format_of(Command::Check))]
    format: Format,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    let (inputs, mut exit) = inputs::read_all(&args.paths, Job::CHECK, shared);
    let names: Vec<_> = inputs.iter().map(|input| input.document.name().to_owned()).collect();
    let judged = inputs::judged(inputs, Job::CHECK);
    let arguments = judged.iter().map(|judged| judged.judgement.arguments).sum();
    let (sources, diagnostics) = document::merged(&judged);
    if has_errors(&diagnostics) {
        exit = exit.max(Exit::Findings);
    } else if names.is_empty() {
        shared.note("no policy to check");
        exit = exit.max(Exit::Nothing);
    }
    paper::print(&report(&names, arguments, &diagnostics, &sources), args.format, shared)?;
    Ok(exit)
}

/// What is said of some files; other commands say the same where a policy is wrong.
pub fn report<'r>(
    checked: &[String],
    arguments: ArgumentCount,
    diagnostics: &'r [Diagnostic],
    sources: &'r Sources,
) -> Report<'r> {
    let counted = json!({"typed": arguments.typed, "unknown": arguments.unknown});
    let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    let suites = vec![suite("check", checked, diagnostics, sources, is_error)];
    let facts = vec![("arguments", counted)];
    Report { files: Some(checked.len()), facts, suites, ..Report::new(sources, diagnostics) }
}

/// For `junit` one suite, with a case for each file that was read: it fails where something in it does.
pub fn suite(
    name: &str,
    checked: &[String],
    diagnostics: &[Diagnostic],
    sources: &Sources,
    fails: impl Fn(&Diagnostic) -> bool,
) -> Suite {
    let mut failures: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, diagnostic) in diagnostics.iter().enumerate().filter(|(_, diagnostic)| fails(diagnostic)) {
        failures.entry(&sources.get(diagnostic.primary.place.source).name).or_default().push(index);
    }
    let known: HashSet<&str> = checked.iter().map(String::as_str).collect();
    let included = failures.keys().copied().filter(|name| !known.contains(name));
    let names: Vec<&str> = checked.iter().map(String::as_str).chain(included).collect();
    let case = |name: &str| {
        let end = match failures.get(name) {
            None => End::Passed,
            Some(found) => {
                let first = found.first().and_then(|index| diagnostics.get(*index));
                let message = first.map(|diagnostic| diagnostic.message.clone()).unwrap_or_default();
                End::Failed { message, diagnostics: found.clone() }
            }
        };
        Case { name: name.to_owned(), end }
    };
    Suite { name: name.to_owned(), cases: names.into_iter().map(case).collect() }
}
