//! The diagnostics of some files as a report.

use std::collections::{BTreeMap, HashSet};

use serde_json::json;

use crate::check::ArgumentCount;
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::content::{Case, End, Report, Suite};
use crate::source::Sources;

/// The report. Other commands print the same one if a policy has errors.
pub fn report<'r>(
    checked: &[String],
    arguments: ArgumentCount,
    diagnostics: &'r [Diagnostic],
    sources: &'r Sources,
) -> Report<'r> {
    let counted = json!({"typed": arguments.typed, "unknown": arguments.unknown});
    let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    let suites = vec![suite("check", checked, diagnostics, sources, is_error)];
    let members = vec![("arguments", counted)];
    Report { files: Some(checked.len()), members, suites, ..Report::new(sources, diagnostics) }
}

/// One suite for `junit`, with a case for each file that was read. A case fails if one of its diagnostics does.
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
