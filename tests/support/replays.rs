//! Replays as the tests run them: from texts to decisions.

use std::io::Cursor;

use jamb::engine::Engine;
use jamb::model::Policy;
use jamb::simulate::{Options, Outcome, Policies, Trace, replay};
use jamb::source::Sources;
use serde_json::Value as Json;

/// The decisions for a trace in jamb's own format, and the outcome of the replay.
pub fn replayed(policy: &Policy, sources: &Sources, trace: &str, threads: usize) -> (Vec<Json>, Outcome) {
    let (text, outcome) = replayed_text(policy, sources, trace, threads);
    (text.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), outcome)
}

/// The same, with the decisions as they were written.
pub fn replayed_text(policy: &Policy, sources: &Sources, trace: &str, threads: usize) -> (String, Outcome) {
    let engine = Engine::new(policy);
    let policies = Policies { new: &engine, old: None, sources };
    let input = || Box::new(Cursor::new(trace.to_owned().into_bytes()));
    let traces = |at| (at == 0).then(|| Trace { name: "trace.jsonl".to_owned(), is_beside: false, input: Ok(input()) });
    let mut decisions = Vec::new();
    let options = Options { threads, ..Options::default() };
    let outcome = replay(policies, &traces, &options, Some(&mut decisions)).unwrap();
    (String::from_utf8(decisions).unwrap(), outcome)
}
