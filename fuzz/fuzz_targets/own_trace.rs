//! Any bytes as a trace in jamb's own format: the scanner accepts only JSON, and every line is decided or reported as
//! unreadable.
#![no_main]

use std::io::Cursor;
use std::sync::LazyLock;

use jamb::engine::Engine;
use jamb::model;
use jamb::simulate::{Options, Policies, Trace, replay};
use jamb::source::scan::Scanner;
use jamb::source::{Source, Sources};
use jamb::trace;

const POLICY: &str = r#"{"version": "1", "default": "allow", "hide": ["h"],
    "all_tools": {"limits": [{"counter": "c", "window": "minute", "max": 3, "scope": "grant"}]},
    "tools": {"t": {"require": [{"conditions": [{"path": "args.a.b", "op": "neq", "value": 5}]}],
    "deny_if": [{"conditions": [{"path": "args.a", "op": "contains", "value": "x"}], "on_deny": "no"},
    {"conditions": [{"path": "args.s", "op": "regex", "value": "^a+$"}, {"path": "args.n", "op": "gt", "value": 1}]}]}}}"#;

static POLICIES: LazyLock<(Sources, Engine)> = LazyLock::new(|| {
    let mut sources = Sources::default();
    let id = sources.add(Source::from_text("policy.json", POLICY));
    let (policy, diagnostics) = model::json::read(id, sources.get(id));
    let engine = Engine::new(&policy.unwrap_or_else(|| panic!("{diagnostics:?}")));
    (sources, engine)
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let scanned = std::str::from_utf8(bytes).is_ok_and(|text| {
        let mut scanner = Scanner::new(text);
        scanner.value().is_ok() && scanner.end().is_ok()
    });
    match serde_json::from_slice::<serde_json::Value>(bytes) {
        Ok(_) => assert!(scanned),
        // The library does not support numbers beyond a double, and deep nesting.
        Err(error) => assert!(!scanned || error.to_string().contains("out of range") || error.to_string().contains("recursion")),
    }
    let (sources, engine) = &*POLICIES;
    let policies = Policies { new: engine, old: Some(engine), sources };
    let read = trace::Options { from: trace::From::Jsonl, ..trace::Options::default() };
    let options = Options { read, threads: 1, ..Options::default() };
    let input = || Box::new(Cursor::new(bytes.to_vec()));
    let traces = |at| (at == 0).then(|| Trace { name: "t".to_owned(), is_beside: false, input: Ok(input()) });
    let mut decisions = Vec::new();
    let Ok(outcome) = replay(policies, &traces, &options, Some(&mut decisions)) else { return };
    let summary = &outcome.summary;
    let decided = decisions.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    assert_eq!(decided.clone().count() as u64, summary.decided.calls());
    decided.for_each(|line| assert!(serde_json::from_slice::<serde_json::Value>(line).is_ok()));
    assert_eq!((summary.widened, summary.narrowed), (0, 0));
});
