//! The line that closes a report for people: `2 errors, 1 note in 3 files`.

use super::Report;
use crate::diagnostic::Severity;

/// The line, without its end; nothing where the command does not count files.
pub(super) fn summary(report: &Report<'_>) -> Option<String> {
    let files = report.files?;
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Info, Severity::Note]
        .into_iter()
        .filter_map(|severity| count(report, severity))
        .collect();
    let found = if counts.is_empty() { "nothing found".to_owned() } else { counts.join(", ") };
    Some(format!("{found} in {files} {}", if files == 1 { "file" } else { "files" }))
}

fn count(report: &Report<'_>, severity: Severity) -> Option<String> {
    let count = report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    // Info is no countable word.
    let plural = if count == 1 || severity == Severity::Info { "" } else { "s" };
    (count > 0).then(|| format!("{count} {}{plural}", severity.word()))
}
