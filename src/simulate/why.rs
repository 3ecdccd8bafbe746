//! Why calls were decided the way they were: a picture for each clause that denied calls, with the first call
//! that met it; the same for each change; and what was unexpected or unreadable.

mod clauses;
mod deciders;
mod disagreements;
mod part;
mod shown;

pub use clauses::ClauseRow;
pub use deciders::Deciders;
pub use shown::argument;

use std::cmp::Reverse;
use std::ops::Range;

use self::shown::{add, place_of, shown};
use super::errors;
use super::outcome::{Change, Outcome, Unexpected, UnreadableLine};
use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::{Engine, Rule, RuleId, RuleKind, Verdict};
use crate::source::{Sources, Span};

/// How many pictures of one kind are shown. A policy may have ten thousand clauses that denied calls.
pub const MOST_DRAWN: usize = 50;
/// If no line at all can be read, at most this many are shown.
const MOST_ALIKE: usize = 3;

/// Which decisions are findings, as chosen with `--fail-on`. An unmet `expect` always is one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Findings {
    /// Denied calls.
    pub denied: bool,
    /// Calls that the old policy denied and this one allows.
    pub widened: bool,
    /// Calls that the old policy allowed and this one denies.
    pub narrowed: bool,
    /// Calls that a recorded gateway decided differently.
    pub disagreeing: bool,
    /// Lines that can't be read.
    pub unreadable: bool,
}

/// The diagnostics of a replay, and which of them are of which kind.
#[derive(Debug, Default)]
pub struct Messages {
    /// All diagnostics, in the order in which they are reported.
    pub diagnostics: Vec<Diagnostic>,
    /// The tools that each diagnostic is about, sorted.
    pub tools: Vec<Vec<String>>,
    /// Calls that were not decided as expected.
    pub unexpected: Range<usize>,
    /// Calls that a recorded gateway decided differently.
    pub disagreeing: Range<usize>,
    /// What two policies decide differently.
    pub changes: Range<usize>,
    /// Clauses that denied.
    pub denied: Range<usize>,
    /// All clauses that denied calls, those that denied most first. The first of them have diagnostics.
    pub clauses: Vec<ClauseRow>,
    /// Lines that could not be read.
    pub unreadable: Range<usize>,
    /// What makes it doubtful that the traces were read as they are meant.
    pub doubts: Range<usize>,
    /// If each server has its own policy: where the diagnostics of each begin, and its messages, which count their
    /// diagnostics from there.
    pub servers: Vec<(usize, Messages)>,
}

/// Explains the outcome of one policy, or of one for each server.
pub fn all_messages(
    outcome: &Outcome,
    deciders: &[Deciders<'_>],
    findings: Findings,
    sources: &mut Sources,
) -> Messages {
    let Some(first) = deciders.first() else { return Messages::default() };
    // By server, this explains only what is wrong with the traces.
    let mut all = messages(outcome, *first, findings, sources);
    for (outcome, deciders) in outcome.servers.iter().zip(deciders) {
        let of_server = messages(outcome, *deciders, findings, sources);
        let start = all.diagnostics.len();
        all.diagnostics.extend(of_server.diagnostics.iter().cloned());
        all.tools.extend(of_server.tools.iter().cloned());
        all.servers.push((start, of_server));
    }
    all
}

/// Explains an outcome. The lines that are shown are added to the sources.
pub fn messages(outcome: &Outcome, deciders: Deciders<'_>, findings: Findings, sources: &mut Sources) -> Messages {
    let mut messages = Messages::default();
    for call in outcome.unexpected.iter().take(MOST_DRAWN) {
        messages.push(unexpected(call, deciders.new, sources), vec![call.call.tool.clone()]);
    }
    messages.unexpected = 0..messages.diagnostics.len();
    let severity = if findings.disagreeing { Severity::Error } else { Severity::Warning };
    for call in outcome.disagreeing.iter().take(MOST_DRAWN) {
        let diagnostic = disagreements::diagnostic(call, severity, deciders.new, sources);
        messages.push(diagnostic, vec![call.call.tool.clone()]);
    }
    messages.disagreeing = messages.unexpected.end..messages.diagnostics.len();
    let mut changes: Vec<&Change> = outcome.changes.iter().collect();
    // Changes that allow more come first, then the most frequent.
    changes.sort_by_key(|change| (!change.widened, Reverse(change.calls)));
    for change in changes.into_iter().take(MOST_DRAWN) {
        if let Some(diagnostic) = changed(change, deciders, findings, sources) {
            messages.push(diagnostic, vec![change.tool.clone()]);
        }
    }
    messages.changes = messages.disagreeing.end..messages.diagnostics.len();
    let clauses = clauses::clauses(outcome, deciders.new);
    let severity = if findings.denied { Severity::Error } else { Severity::Info };
    // A comparison is about what changed.
    let most = if deciders.compares && !findings.denied { 0 } else { MOST_DRAWN };
    for (index, clause) in clauses.iter().enumerate() {
        let tools = clause.tools(outcome, deciders.new);
        messages.clauses.push(clause.row(&tools));
        if index >= most {
            continue;
        }
        messages.push(
            clause.diagnostic(severity, &tools, deciders, sources),
            tools.into_iter().map(str::to_owned).collect(),
        );
    }
    messages.denied = messages.changes.end..messages.diagnostics.len();
    let severity = if findings.unreadable { Severity::Error } else { Severity::Warning };
    // If nothing can be read, every line says the same: that this is not a trace. The help is also the same for
    // all.
    let most = match outcome.unreadable.first() {
        _ if outcome.summary.decided.calls() > 0 => MOST_DRAWN,
        Some(first) if first.reason.help.is_some() => 1,
        Some(_) | None => MOST_ALIKE,
    };
    for line in outcome.unreadable.iter().take(most) {
        messages.push(unreadable(line, severity, sources), Vec::new());
    }
    messages.unreadable = messages.denied.end..messages.diagnostics.len();
    for doubt in &outcome.doubts {
        let source = add(&doubt.first.trace, &doubt.first.excerpt, sources);
        messages.push(errors::doubt(doubt.first.span.of(source), &doubt.kind), Vec::new());
    }
    messages.doubts = messages.unreadable.end..messages.diagnostics.len();
    messages
}

impl Messages {
    fn push(&mut self, diagnostic: Diagnostic, tools: Vec<String>) {
        self.diagnostics.push(diagnostic);
        self.tools.push(tools);
    }
}

fn changed(change: &Change, deciders: Deciders<'_>, findings: Findings, sources: &mut Sources) -> Option<Diagnostic> {
    let (engine, decided) = if change.widened { (deciders.old?, change.old?) } else { (deciders.new, change.new?) };
    let (rule, condition): (&Rule, _) = (engine.rule(decided.0), decided.1);
    let shown = shown(&change.first, rule, condition, change.calls, sources);
    let is_finding = if change.widened { findings.widened } else { findings.narrowed };
    let severity = if is_finding { Severity::Error } else { Severity::Warning };
    let place = place_of(rule, condition);
    let main = place.unwrap_or(shown.place);
    let mut diagnostic = match change.widened {
        true => errors::widened(severity, main, change.calls, &change.tool),
        false => errors::narrowed(severity, main, rule, change.calls, &change.tool),
    };
    if place.is_none() {
        let when = if change.widened { "before" } else { "now" };
        diagnostic.primary.message = format!("{} {when}: {}", "denied", errors::without_place(rule));
        return Some(diagnostic);
    }
    Some(shown.label(diagnostic))
}

fn unexpected(unexpected: &Unexpected, engine: &Engine, sources: &mut Sources) -> Diagnostic {
    let (example, decision) = (&unexpected.call, unexpected.decision);
    let source = add(&example.trace, &example.excerpt, sources);
    let place = part::expectation(example).of(source);
    let is_deny_if = |rule: &Rule| {
        rule.kind == RuleKind::DenyIf && rule.tool.as_ref() == Some(&example.tool) && !rule.conditions.is_empty()
    };
    let is_passed = decision.verdict == Verdict::Allow && engine.rules().any(|(_, rule)| is_deny_if(rule));
    let diagnostic = errors::unexpected(place, &example.tool, unexpected.expect, decision.verdict, is_passed);
    let Some(rule) = decision.rule.map(|rule: RuleId| engine.rule(rule)) else { return diagnostic };
    let diagnostic = if example.is_argument {
        diagnostic.with_label(example.span.of(source), errors::THIS_VALUE)
    } else {
        diagnostic
    };
    match place_of(rule, decision.condition) {
        Some(clause) => {
            let argument = argument(rule, decision.condition);
            diagnostic.with_label(clause, errors::decided_here(decision.verdict, argument.as_deref()))
        }
        None => diagnostic.with_label(part::tool(example).of(source), errors::without_place(rule)),
    }
}

fn unreadable(line: &UnreadableLine, severity: Severity, sources: &mut Sources) -> Diagnostic {
    let source = add(&line.trace, &line.excerpt, sources);
    let span: Span = line.reason.span;
    errors::unreadable(severity, span.of(source), line.line, &line.reason)
}
