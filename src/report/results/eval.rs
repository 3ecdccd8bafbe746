//! One decided call as a report: the picture of the clause and the call, and every step if you ask for them.

use crate::diagnostic::Diagnostic;
use crate::engine::RuleKind;
use crate::engine::eval::lines::{Line, lines};
use crate::engine::eval::{Evaluated, json};
use crate::engine::explain::{Step, StepResult};
use crate::report::content::{Column, Part, Report, Table};
use crate::source::{Place, Sources};

/// People see at most this many lines.
const MOST_LINES: usize = 500;

/// The report of a call. `diagnostics` is its [picture](crate::engine::eval::picture), if it is denied.
pub fn report<'r>(
    evaluated: &Evaluated<'_>,
    with_steps: bool,
    diagnostics: &'r [Diagnostic],
    sources: &'r Sources,
) -> Report<'r> {
    let mut body = vec![Part::Diagnostics(0..diagnostics.len())];
    if diagnostics.is_empty() {
        body.push(Part::Text(format!("`{}` is allowed", evaluated.call.tool)));
    }
    if with_steps {
        body.push(Part::Heading("what the gateway checks, in order".to_owned()));
        body.push(Part::Table(table(&evaluated.explanation.steps, sources)));
    }
    let members = json::members(evaluated, sources);
    Report { body, members, members_only: true, ..Report::new(sources, diagnostics) }
}

fn table(steps: &[Step<'_, '_>], sources: &Sources) -> Table {
    let columns = ["", "rule", "place", "condition", "found", "holds"].map(Column::text).to_vec();
    let mut rows: Vec<_> = lines(steps).take(MOST_LINES + 1).map(|line| cells(&line, sources)).collect();
    if rows.len() > MOST_LINES {
        rows.truncate(MOST_LINES);
        rows.push(["", "…", "", "", "", ""].map(str::to_owned).to_vec());
    }
    Table { columns, rows, total: None }
}

fn cells(line: &Line<'_>, sources: &Sources) -> Vec<String> {
    let found = match (&line.actual, line.condition, line.holds) {
        (Some(actual), _, _) => actual.to_string(),
        (None, Some(_), Some(_)) => "missing".to_owned(),
        (None, _, _) => String::new(),
    };
    let holds = match line.holds {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not checked",
    };
    vec![
        sign(line).to_owned(),
        kind(line.step).to_owned(),
        line.place().map(|place| written(place, sources)).unwrap_or_default(),
        line.asked.clone(),
        found,
        holds.to_owned(),
    ]
}

fn sign(line: &Line<'_>) -> &'static str {
    match line.step.result {
        StepResult::Passed => "✓",
        StepResult::Denied if line.denies() => "✗",
        StepResult::Denied => "",
        StepResult::NotTaken => "·",
    }
}

fn kind(step: &Step<'_, '_>) -> &'static str {
    match step.ask.kind {
        RuleKind::Hidden => "hide",
        RuleKind::DefaultDeny => "default deny",
        RuleKind::Require => "require",
        RuleKind::DenyIf => "deny",
        RuleKind::Limit => "limit",
        RuleKind::AllToolsLimit => "limit of all tools",
    }
}

fn written(place: Place, sources: &Sources) -> String {
    let start = sources.start(place);
    format!("{}:{}:{}", sources.get(place.source).name, start.line, start.column)
}
