//! Makes the example of a call: its line, and in it the argument that decided. This is needed only for the
//! first call of a kind, so the arguments are simply read again.

use super::outcome::Example;
use super::seen::{Seen, Shown};
use crate::engine::{Decision, Engine, Slots};
use crate::source::Span;
use crate::source::scan::{Raw, Scanner};
use crate::trace::jsonl::{self, Line, Memory};
use crate::trace::{Args, Written};

/// A call at the argument that decided.
pub fn at_argument(trace: &str, seen: &Seen<'_>, engine: &Engine, decision: Decision) -> Example {
    let argument = argument(seen, engine, decision);
    of_call(trace, seen, argument)
}

/// A call, with a part of it marked.
pub fn of_call(trace: &str, seen: &Seen<'_>, argument: Option<Span>) -> Example {
    let excerpt = seen.shown.excerpt();
    let whole = match &seen.shown {
        Shown::Line { .. } => Span::new(0, excerpt.text.len()),
        Shown::Call(call) => call.span,
    };
    Example {
        trace: trace.to_owned(),
        line: seen.line,
        excerpt,
        span: argument.unwrap_or(whole),
        is_argument: argument.is_some(),
        tool: String::from_utf8_lossy(&seen.tool).into_owned(),
        grant: String::from_utf8_lossy(&seen.grant).into_owned(),
        time: seen.recorded_time(),
    }
}

/// The span in the excerpt of the value that a decision's condition uses.
fn argument(seen: &Seen<'_>, engine: &Engine, decision: Decision) -> Option<Span> {
    let rule = decision.rule?;
    match &seen.shown {
        Shown::Line { text, .. } => {
            let mut found = None;
            let read = |_: &Line, _, scanner: &mut Scanner<'_>| {
                let before = scanner.clone();
                found = value(engine, &seen.tool, rule, decision.condition, &mut before.clone());
                scanner.value()
            };
            jsonl::read(std::str::from_utf8(text).ok()?, &mut Memory::default(), read).ok()?;
            found.map(Raw::span)
        }
        Shown::Call(call) => {
            let args = call.args.as_ref().filter(|args| !matches!(args.written, Written::Nowhere))?;
            let Args { json, .. } = args;
            let found = value(engine, &seen.tool, rule, decision.condition, &mut Scanner::new(json))?;
            args.place_of(found.span(), &call.excerpt.text)
        }
    }
}

fn value(
    engine: &Engine,
    tool: &[u8],
    rule: crate::engine::RuleId,
    condition: Option<u32>,
    scanner: &mut Scanner<'_>,
) -> Option<Raw> {
    let program = engine.program(engine.tool(tool));
    let mut slots = Slots::default();
    slots.read(&program.shape.paths, scanner).ok()?;
    slots.get(engine.slot_of(program, rule, condition?)?)
}
