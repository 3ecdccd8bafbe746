//! The test cases of a replay, for `junit`.
//!
//! | suite | cases | fails |
//! | --- | --- | --- |
//! | the policy | the tools that were called | if a call of the tool is a finding |
//! | each trace | each call that is not decided as its `expect` says; all others with an `expect` are one case | the former |
//! | each trace | each call that a gateway decided differently, if such calls are findings | all of them |
//! | each trace | the lines that can't be read | if such lines are findings; otherwise they are skipped, with the reason |

use crate::diagnostic::Severity;
use crate::report::content::{Case, End, Suite};
use crate::simulate::Outcome;
use crate::simulate::outcome::{Decided, TraceCounts};
use crate::simulate::why::{Deciders, Findings, Messages};
use crate::simulate::{count, grouped};

/// The suites.
pub fn suites(outcome: &Outcome, messages: &Messages, deciders: Deciders<'_>, findings: Findings) -> Vec<Suite> {
    let tools = outcome
        .tools
        .iter()
        .map(|(name, decided)| Case { name: name.clone(), end: tool(name, decided, outcome, messages, findings) });
    let policy = Suite { name: deciders.name.to_owned(), cases: tools.collect() };
    let traces = outcome
        .traces
        .iter()
        .map(|trace| Suite { name: trace.name.clone(), cases: trace_cases(trace, outcome, messages, findings) });
    std::iter::once(policy).chain(traces).filter(|suite| !suite.cases.is_empty()).collect()
}

fn tool(name: &str, decided: &Decided, outcome: &Outcome, messages: &Messages, findings: Findings) -> End {
    let changed = |widened: bool| {
        let of_tool = outcome.changes.iter().filter(|change| change.tool == name && change.widened == widened);
        of_tool.map(|change| change.calls).sum::<u64>()
    };
    let found = [
        (findings.denied, decided.denied, "denied"),
        (findings.widened, changed(true), "denied before, and allowed now"),
        (findings.narrowed, changed(false), "allowed before, and denied now"),
    ];
    let found: Vec<String> = found
        .into_iter()
        .filter(|(is_finding, calls, _)| *is_finding && *calls > 0)
        .map(|(_, calls, what)| format!("{} {what}", count(calls, "call")))
        .collect();
    if found.is_empty() {
        return End::Passed;
    }
    let speaks = |index: &usize| {
        let tools = messages.tools.get(*index);
        let is_error =
            messages.diagnostics.get(*index).is_some_and(|diagnostic| diagnostic.severity == Severity::Error);
        is_error && tools.is_some_and(|tools| tools.binary_search_by(|tool| tool.as_str().cmp(name)).is_ok())
    };
    let diagnostics = messages.changes.clone().chain(messages.denied.clone()).filter(speaks).collect();
    End::Failed { message: found.join(", "), diagnostics }
}

/// The cases of a trace.
pub fn trace_cases(trace: &TraceCounts, outcome: &Outcome, messages: &Messages, findings: Findings) -> Vec<Case> {
    let met = trace.expected - trace.unexpected;
    let as_expected = Case { name: format!("{} decided as expected", count(met, "call")), end: End::Passed };
    let mut cases: Vec<Case> = (met > 0).then_some(as_expected).into_iter().collect();
    for (index, unexpected) in messages.unexpected.clone().zip(&outcome.unexpected) {
        if unexpected.call.trace == trace.name {
            let name = format!("line {}: {}", unexpected.call.line, unexpected.call.tool);
            cases.push(Case { name, end: failed(messages, index) });
        }
    }
    for (index, line) in messages.unreadable.clone().zip(&outcome.unreadable) {
        if line.trace == trace.name {
            let end = if findings.unreadable {
                failed(messages, index)
            } else {
                End::Skipped(format!("line {} can't be read: {}", line.line, line.reason.message))
            };
            cases.push(Case { name: format!("line {}", line.line), end });
        }
    }
    let shown = cases.len() as u64 - u64::from(met > 0);
    for (index, found) in messages.disagreeing.clone().zip(&outcome.disagreeing).filter(|_| findings.disagreeing) {
        if found.call.trace == trace.name {
            let name = format!("line {}: {}", found.call.line, found.call.tool);
            cases.push(Case { name, end: failed(messages, index) });
        }
    }
    let beyond = (trace.unexpected + trace.unreadable).saturating_sub(shown);
    if beyond > 0 {
        let why = format!("{} more are not shown", grouped(beyond));
        let end = if trace.unexpected > 0 {
            End::Failed { message: why, diagnostics: Vec::new() }
        } else {
            End::Skipped(why)
        };
        cases.push(Case { name: "other lines".to_owned(), end });
    }
    cases
}

fn failed(messages: &Messages, index: usize) -> End {
    let message = messages.diagnostics.get(index).map(|diagnostic| diagnostic.message.clone()).unwrap_or_default();
    End::Failed { message, diagnostics: vec![index] }
}
