//! `--format json`: one document, made of the members that each result gives.

use super::content::{Look, Report};
use crate::diagnostic::json::{self, Members};

/// The document, on several lines.
pub(super) fn render(report: &Report<'_>, _: Look) -> String {
    let diagnostics = || ("diagnostics", json::diagnostics(report.diagnostics, report.sources));
    let first = (!report.members_only).then(diagnostics);
    let members: Members = first.into_iter().chain(report.members.iter().cloned()).collect();
    json::document(members)
}
