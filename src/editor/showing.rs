//! Texts that an editor shows beside a policy: its compiled JSON, and the result of a test.

use crate::diagnostic::Diagnostic;
use crate::document::Judged;
use crate::engine::Engine;
use crate::model::Policy;
use crate::model::canonical::{self, Layout};
use crate::policy_test;

/// The compiled policy, or the entry of one tool in it; `None` if the policy has errors, or no such tool.
pub fn json(judged: &Judged, tool: Option<&str>) -> Option<String> {
    let policy = judged.judgement.policy.as_ref()?;
    let Some(name) = tool else { return Some(canonical::write(policy, Layout::Pretty)) };
    let entry = policy.tools.get(name)?;
    let alone = Policy { tools: [(name.to_owned(), entry.clone())].into(), ..Policy::default() };
    let document: serde_json::Value = serde_json::from_str(&canonical::write(&alone, Layout::Pretty)).ok()?;
    Some(format!("{:#}\n", document.get("tools")?))
}

/// The result of a test.
#[derive(Debug)]
pub struct Tested {
    /// One message for each step that failed; none if the test passed.
    pub failures: Vec<Diagnostic>,
}

/// Runs the test with this name; `None` if the policy has errors, or no such test.
pub fn test(judged: &Judged, name: &str) -> Option<Tested> {
    let (checked, policy) = (judged.judgement.checked.as_ref()?, judged.judgement.policy.as_ref()?);
    let engine = Engine::new(policy);
    let tested = policy_test::run(checked, policy, &engine, Some(name), false);
    // The name of another test may contain this one.
    let run = tested.tests.into_iter().find(|test| test.name == name)?;
    Some(Tested { failures: run.failures.into_iter().map(|failure| failure.diagnostic).collect() })
}
