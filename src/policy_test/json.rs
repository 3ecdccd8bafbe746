//! The results of tests and asserts, as JSON.
//!
//! ```text
//! "tests":    [{"name", "file", "line", "passed", "failures": [{"line", "call", "expected", "decision", "rule"}]}]
//! "asserts":  [{"file", "line", "holds": bool|null, "witness": CALL|null, "reason"}]
//! "coverage": {"clauses": {"reached", "total", "missed"}, "conditions": …} | null
//! ```

use serde_json::{Value, json};

use super::coverage::{Coverage, Missed, Reached};
use super::outcome::Outcome;
use super::run::{Failure, TestRun};
use crate::analyze::Asserted;
use crate::analyze::Proof;
use crate::diagnostic::json::Members;
use crate::source::Sources;

/// The members of the document, besides `mutants`.
pub fn members(outcome: &Outcome, sources: &Sources) -> Members {
    let coverage = outcome.coverage.as_ref().map(|coverage| self::coverage(coverage, sources));
    vec![
        ("tests", outcome.tests().map(|test| self::test(test, sources)).collect()),
        ("asserts", outcome.asserts().map(|assert| self::assert(assert, sources)).collect()),
        ("coverage", coverage.unwrap_or_default()),
    ]
}

/// The result of a test.
pub fn test(test: &TestRun, sources: &Sources) -> Value {
    let (file, line) = sources.file_and_line(test.place);
    let failures: Vec<_> = test.failures.iter().map(|failure| self::failure(failure, sources)).collect();
    let passed = failures.is_empty();
    json!({"name": test.name, "file": file, "line": line, "passed": passed, "failures": failures})
}

fn failure(failure: &Failure, sources: &Sources) -> Value {
    let (_, line) = sources.file_and_line(failure.place);
    let args: Value = serde_json::from_str(&failure.args).unwrap_or_default();
    json!({
        "line": line,
        "call": {"tool": failure.tool, "args": args},
        "expected": failure.expected,
        "decision": failure.decision.map(|verdict| verdict.word()),
        "rule": failure.rule,
    })
}

/// The result of an assert.
pub fn assert(assert: &Asserted, sources: &Sources) -> Value {
    let (file, line) = sources.file_and_line(assert.place);
    let (holds, witness) = match &assert.proof {
        Proof::Holds => (Some(true), None),
        Proof::Broken(broken) => (Some(false), Some(json!({"tool": broken.call.tool, "args": broken.call.args}))),
        Proof::Unknown(..) => (None, None),
    };
    let reason = match &assert.proof {
        Proof::Unknown(_, why) => Some(why.to_string()),
        Proof::Holds | Proof::Broken(_) => assert.message.as_ref().map(|message| message.message.clone()),
    };
    json!({"file": file, "line": line, "holds": holds, "witness": witness, "reason": reason})
}

fn coverage(coverage: &Coverage, sources: &Sources) -> Value {
    json!({
        "clauses": reached(&coverage.clauses(), sources),
        "conditions": reached(&coverage.conditions(), sources),
    })
}

fn reached(reached: &Reached, sources: &Sources) -> Value {
    let missed = |missed: &Missed| {
        let (file, line) = sources.file_and_line(missed.place);
        json!({"file": file, "line": line, "text": missed.text(sources), "missing": missed.missing})
    };
    let missed: Vec<_> = reached.missed.iter().map(missed).collect();
    json!({"reached": reached.reached, "total": reached.total, "missed": missed})
}
