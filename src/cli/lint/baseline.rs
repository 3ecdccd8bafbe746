//! The baseline: findings that existed when a team began to lint. A finding is recognized as long as its line stays the
//! same, even if the line moves.

use std::collections::HashSet;
use std::path::Path;

use serde_json::{Value, json};

use crate::cli::exit::Problem;
use crate::cli::files;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::fingerprint::fingerprints;
use crate::file_system::read_named;
use crate::lint::rules;
use crate::source::disk::{clean, display_name};
use crate::source::{Source, Sources};

/// The fingerprints of a baseline.
pub fn read(path: &Path) -> Result<HashSet<String>, Problem> {
    let name = display_name(path);
    let bytes = read_named(path).map_err(|error| Problem::new(format!("can't read `{name}`: {}", error.reason())))?;
    let wrong = || {
        Problem::new(format!("`{name}` is not a baseline"))
            .with_help(format!("`jamb lint PATH --write-baseline {name}` writes one"))
    };
    let document: Value = serde_json::from_slice(&bytes).map_err(|_| wrong())?;
    let findings = document.get("findings").and_then(Value::as_array).ok_or_else(wrong)?;
    let fingerprint = |finding: &Value| finding.get("fingerprint").and_then(Value::as_str).map(str::to_owned);
    findings.iter().map(fingerprint).collect::<Option<_>>().ok_or_else(wrong)
}

/// Writes the findings of rules, and returns their number. Errors of `check` are never part of a baseline.
pub fn write(path: &Path, diagnostics: &[Diagnostic], sources: &Sources) -> Result<usize, Problem> {
    let folder = folder(path);
    let findings: Vec<Value> = diagnostics
        .iter()
        .zip(fingerprints(diagnostics, sources, &|source| name_from(&folder, source)))
        .filter(|(diagnostic, _)| is_finding(diagnostic))
        .map(|(diagnostic, fingerprint)| {
            let file = name_from(&folder, sources.get(diagnostic.primary.place.source));
            json!({"rule": diagnostic.code.name(), "file": file, "fingerprint": fingerprint})
        })
        .collect();
    files::write(path, &format!("{:#}\n", json!({"version": 1, "findings": findings})))?;
    Ok(findings.len())
}

/// The diagnostics that a baseline does not list, and the number of listed findings that no longer exist.
pub fn others(
    path: &Path,
    old: &HashSet<String>,
    diagnostics: Vec<Diagnostic>,
    sources: &Sources,
) -> (Vec<Diagnostic>, usize) {
    let folder = folder(path);
    let fingerprints = fingerprints(&diagnostics, sources, &|source| name_from(&folder, source));
    let mut seen = 0;
    let others = diagnostics.into_iter().zip(fingerprints).filter_map(|(diagnostic, fingerprint)| {
        let is_old = is_finding(&diagnostic) && old.contains(&fingerprint);
        seen += usize::from(is_old);
        (!is_old).then_some(diagnostic)
    });
    let others = others.collect();
    (others, old.len().saturating_sub(seen))
}

fn is_finding(diagnostic: &Diagnostic) -> bool {
    rules::named(diagnostic.code.name()).is_some()
}

fn folder(path: &Path) -> std::path::PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    clean(&whole).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The name of a file relative to the directory of the baseline, which does not depend on how the command line names
/// it.
fn name_from(folder: &Path, source: &Source) -> String {
    let Some(path) = &source.path else { return source.name.clone() };
    let whole = clean(&std::path::absolute(path).unwrap_or_else(|_| path.clone()));
    display_name(whole.strip_prefix(folder).unwrap_or(&whole))
}
