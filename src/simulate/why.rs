//! Why calls were decided as they were: for each clause that denied a picture of the clause and of the
//! first call that met it, for each change the same, and what was not expected or could not be read.

mod clauses;
mod part;

use std::cmp::Reverse;
use std::ops::Range;

use super::errors;
use super::outcome::{Change, Met, Outcome, Unexpected, UnreadableLine};
use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::{Engine, Rule, RuleId, RuleKind, Verdict};
use crate::source::{Place, Source, Sources, Span};
use crate::trace::{DEFAULT_GRANT, Excerpt};

/// How many pictures of one kind are drawn. A policy may have ten thousand clauses that denied.
pub const MOST_DRAWN: usize = 50;
/// Of lines of which not one can be read, more are not drawn.
const MOST_ALIKE: usize = 3;

/// Which decisions are findings, as `--fail-on` says. An `expect` that is not met always is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Findings {
    /// Denied calls.
    pub denied: bool,
    /// Calls that the older policy denied and this one allows.
    pub widened: bool,
    /// Calls that the older policy allowed and this one denies.
    pub narrowed: bool,
    /// Lines that can't be read.
    pub unreadable: bool,
}

/// The policies that decided, for those who tell why.
#[derive(Debug, Clone, Copy)]
pub struct Deciders<'d> {
    /// The name of the policy's file.
    pub name: &'d str,
    /// The policy.
    pub new: &'d Engine,
    /// The one that it is compared with.
    pub old: Option<&'d Engine>,
}

/// What there is to tell, and where in it which kind stands.
#[derive(Debug, Default)]
pub struct Told {
    /// All of it, in the order of telling.
    pub diagnostics: Vec<Diagnostic>,
    /// Of each diagnostic the tools that it speaks of, sorted.
    pub tools: Vec<Vec<String>>,
    /// Calls that were not decided as expected.
    pub unexpected: Range<usize>,
    /// What two policies decide differently.
    pub changes: Range<usize>,
    /// Clauses that denied.
    pub denied: Range<usize>,
    /// Of how many clauses these are the ones that denied most.
    pub denying_clauses: usize,
    /// Lines that could not be read.
    pub unreadable: Range<usize>,
}

/// Tells an outcome. The lines that are shown are added to the sources.
pub fn told(outcome: &Outcome, deciders: Deciders<'_>, findings: Findings, sources: &mut Sources) -> Told {
    let mut told = Told::default();
    for call in outcome.unexpected.iter().take(MOST_DRAWN) {
        told.push(unexpected(call, deciders.new, sources), vec![call.call.tool.clone()]);
    }
    told.unexpected = 0..told.diagnostics.len();
    let mut changes: Vec<&Change> = outcome.changes.iter().collect();
    // What lets more through comes first, and of it what is met most.
    changes.sort_by_key(|change| (!change.widened, Reverse(change.calls)));
    for change in changes.into_iter().take(MOST_DRAWN) {
        if let Some(diagnostic) = changed(change, deciders, findings, sources) {
            told.push(diagnostic, vec![change.tool.clone()]);
        }
    }
    told.changes = told.unexpected.end..told.diagnostics.len();
    let clauses = clauses::clauses(outcome, deciders.new);
    told.denying_clauses = clauses.len();
    let severity = if findings.denied { Severity::Error } else { Severity::Info };
    for clause in clauses.iter().take(MOST_DRAWN) {
        let tools = clause.tools(outcome, deciders.new);
        told.push(clause.told(severity, &tools, deciders, sources), tools.into_iter().map(str::to_owned).collect());
    }
    told.denied = told.changes.end..told.diagnostics.len();
    let severity = if findings.unreadable { Severity::Error } else { Severity::Warning };
    // Where nothing can be read, every line says the same: that this is no trace. A way out is the same for all.
    let most = match outcome.unreadable.first() {
        _ if outcome.summary.decided.calls() > 0 => MOST_DRAWN,
        Some(first) if first.reason.help.is_some() => 1,
        Some(_) | None => MOST_ALIKE,
    };
    for line in outcome.unreadable.iter().take(most) {
        told.push(unreadable(line, severity, sources), Vec::new());
    }
    told.unreadable = told.denied.end..told.diagnostics.len();
    told
}

impl Told {
    fn push(&mut self, diagnostic: Diagnostic, tools: Vec<String>) {
        self.diagnostics.push(diagnostic);
        self.tools.push(tools);
    }
}

/// The place of a condition that decided, or of its rule as a whole.
pub fn place_of(rule: &Rule, condition: Option<u32>) -> Option<Place> {
    let condition = condition.and_then(|index| rule.conditions.get(index as usize));
    condition.and_then(|condition| condition.place).or(rule.place)
}

/// The argument that a condition of a rule asks for: `args.amount`.
pub fn argument(rule: &Rule, condition: Option<u32>) -> Option<String> {
    rule.conditions.get(condition? as usize).map(|condition| condition.path.to_json())
}

/// A call of the traces, ready to be underlined: the value that decided, or what stands for it.
struct Shown {
    place: Place,
    /// Other values that decided together with it.
    others: Vec<Place>,
    /// What to say there, where it is the first of so many calls that a rule decided.
    label: String,
}

fn shown(met: &Met, rule: &Rule, condition: Option<u32>, calls: u64, sources: &mut Sources) -> Shown {
    let argument = argument(rule, condition);
    let missing = argument.as_deref().filter(|_| !met.is_argument);
    let span = match (met.is_argument, missing) {
        (true, _) => met.span,
        (false, Some(_)) => part::arguments(met),
        (false, None) => part::tool(met),
    };
    let source = add(&met.trace, &met.excerpt, sources);
    let place = span.of(source);
    let others = if met.is_argument { part::others(met, rule, condition) } else { Vec::new() };
    let others = others.into_iter().filter(|other| *other != span).map(|other| other.of(source)).collect();
    let grant = Some(met.grant.as_str()).filter(|grant| *grant != DEFAULT_GRANT);
    let label = match rule.counter {
        Some(_) => errors::first_beyond(grant),
        None => errors::first(calls, grant, missing),
    };
    Shown { place, others, label }
}

impl Shown {
    /// The diagnostic with the call beside its main place.
    fn label(self, told: Diagnostic) -> Diagnostic {
        let told = told.with_label(self.place, self.label);
        self.others.into_iter().fold(told, |told, other| told.with_label(other, ""))
    }
}

/// The part of a trace as a source. Each is one of its own: the file itself is too long to be kept.
fn add(trace: &str, excerpt: &Excerpt, sources: &mut Sources) -> crate::source::SourceId {
    sources.add(Source::excerpt(trace, &*excerpt.text, excerpt.first_line, excerpt.offset))
}

fn changed(change: &Change, deciders: Deciders<'_>, findings: Findings, sources: &mut Sources) -> Option<Diagnostic> {
    let (engine, decided) = if change.widened { (deciders.old?, change.old?) } else { (deciders.new, change.new?) };
    let (rule, condition): (&Rule, _) = (engine.rule(decided.0), decided.1);
    let shown = shown(&change.first, rule, condition, change.calls, sources);
    let is_finding = if change.widened { findings.widened } else { findings.narrowed };
    let severity = if is_finding { Severity::Error } else { Severity::Warning };
    let place = place_of(rule, condition);
    let main = place.unwrap_or(shown.place);
    let mut told = match change.widened {
        true => errors::widened(severity, main, change.calls, &change.tool),
        false => errors::narrowed(severity, main, rule, change.calls, &change.tool),
    };
    if place.is_none() {
        let when = if change.widened { "before" } else { "now" };
        told.primary.message = format!("{} {when}: {}", "denied", errors::without_place(rule));
        return Some(told);
    }
    Some(shown.label(told))
}

fn unexpected(unexpected: &Unexpected, engine: &Engine, sources: &mut Sources) -> Diagnostic {
    let (met, decision) = (&unexpected.call, unexpected.decision);
    let source = add(&met.trace, &met.excerpt, sources);
    let place = part::expectation(met).of(source);
    let is_deny_if = |rule: &Rule| {
        rule.kind == RuleKind::DenyIf && rule.tool.as_ref() == Some(&met.tool) && !rule.conditions.is_empty()
    };
    let is_passed = decision.verdict == Verdict::Allow && engine.rules().any(|(_, rule)| is_deny_if(rule));
    let told = errors::unexpected(place, &met.tool, unexpected.expect, decision.verdict, is_passed);
    let Some(rule) = decision.rule.map(|rule: RuleId| engine.rule(rule)) else { return told };
    let told = if met.is_argument { told.with_label(met.span.of(source), errors::THIS_VALUE) } else { told };
    match place_of(rule, decision.condition) {
        Some(clause) => {
            let argument = argument(rule, decision.condition);
            told.with_label(clause, errors::decided_here(decision.verdict, argument.as_deref()))
        }
        None => told.with_label(part::tool(met).of(source), errors::without_place(rule)),
    }
}

fn unreadable(line: &UnreadableLine, severity: Severity, sources: &mut Sources) -> Diagnostic {
    let source = add(&line.trace, &line.excerpt, sources);
    let span: Span = line.reason.span;
    errors::unreadable(severity, span.of(source), line.line, &line.reason)
}
