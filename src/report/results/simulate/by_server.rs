//! A replay in which each server has its own policy: a section for each.

use crate::report::content::{End, Part, Suite};
use crate::simulate::outcome::{Decided, TraceCounts};
use crate::simulate::why::{Deciders, Findings, Messages};
use crate::simulate::{Outcome, count, grouped};

use super::cases;

/// A section for each server. `section` makes its parts.
pub fn parts(
    outcome: &Outcome,
    messages: &Messages,
    deciders: &[Deciders<'_>],
    section: impl Fn(&Outcome, &Messages, Deciders<'_>) -> Vec<Part>,
) -> Vec<Part> {
    let mut parts = Vec::new();
    for ((outcome, deciders), (start, messages)) in outcome.servers.iter().zip(deciders).zip(&messages.servers) {
        let decided = &outcome.summary.decided;
        if decided.calls() == 0 {
            continue;
        }
        let section = section(outcome, messages, *deciders);
        let line = heading(decided, deciders);
        parts.push(if section.iter().all(is_empty) { Part::Text(line) } else { Part::Heading(line) });
        parts.extend(section.into_iter().map(|part| moved(part, *start)));
    }
    parts
}

/// How one policy decided: `` server `desk` under `desk.pl`: 3 calls, 2 denied ``.
fn heading(decided: &Decided, deciders: &Deciders<'_>) -> String {
    let (server, policy) = (deciders.server.unwrap_or_default(), deciders.name);
    let denied = if decided.denied == 0 { "none".to_owned() } else { grouped(decided.denied) };
    let mut line = format!("server `{server}` under `{policy}`: {}, {denied} denied", count(decided.calls(), "call"));
    if decided.undetermined > 0 {
        line += &format!(", {} undetermined", grouped(decided.undetermined));
    }
    if deciders.compares && deciders.old.is_none() {
        line += "; not compared, because `--against` does not name this server";
    }
    line
}

/// Whether a part shows nothing.
fn is_empty(part: &Part) -> bool {
    match part {
        Part::Diagnostics(range) => range.is_empty(),
        Part::Heading(_) | Part::Text(_) | Part::List(_) | Part::Code(_) | Part::Table(_) | Part::Chart(_) => false,
    }
}

/// A part whose diagnostics are counted from this one on.
fn moved(part: Part, start: usize) -> Part {
    match part {
        Part::Diagnostics(range) => Part::Diagnostics(range.start + start..range.end + start),
        Part::Heading(_) | Part::Text(_) | Part::List(_) | Part::Code(_) | Part::Table(_) | Part::Chart(_) => part,
    }
}

/// The suites of each server, and those of the lines that can't be read.
pub fn suites(outcome: &Outcome, messages: &Messages, deciders: &[Deciders<'_>], findings: Findings) -> Vec<Suite> {
    let mut suites = Vec::new();
    for ((outcome, deciders), (start, messages)) in outcome.servers.iter().zip(deciders).zip(&messages.servers) {
        let server = deciders.server.unwrap_or_default();
        for mut suite in cases::suites(outcome, messages, *deciders, findings) {
            suite.name = format!("{} ({server})", suite.name);
            suite.cases.iter_mut().for_each(|case| shift(&mut case.end, *start));
            suites.push(suite);
        }
    }
    let unread = |trace: &TraceCounts| {
        let trace = TraceCounts { expected: 0, unexpected: 0, ..trace.clone() };
        let cases = cases::trace_cases(&trace, outcome, messages, findings);
        Suite { name: trace.name, cases }
    };
    suites.extend(outcome.traces.iter().map(unread).filter(|suite| !suite.cases.is_empty()));
    suites
}

fn shift(end: &mut End, start: usize) {
    match end {
        End::Failed { diagnostics, .. } => diagnostics.iter_mut().for_each(|index| *index += start),
        End::Passed | End::Skipped(_) => {}
    }
}
