//! A test from the call that shows a finding.

use super::action::{Action, ActionKind, insertion, line_end};
use crate::analyze::Call;
use crate::diagnostic::Diagnostic;
use crate::document::Judged;
use crate::engine::{Counters, Engine, Verdict};
use crate::vocab::Time;

/// Writes a test that fails until the finding is mended: it expects the opposite of what happens to the call now.
pub fn action(judged: &Judged, number: usize, diagnostic: &Diagnostic) -> Option<Action> {
    let witness = diagnostic.witness.as_ref()?;
    let (policy, _) = (judged.judgement.policy.as_ref()?, judged.judgement.tree()?);
    let engine = Engine::new(policy);
    let args = witness.args.to_string();
    let call = crate::engine::Call { tool: &witness.tool, args: Some(&args), grant: "", time: Time::default() };
    let decision = engine.decide(&call, &mut Counters::new(&engine)).ok()?;
    let outcome = match decision.verdict {
        Verdict::Allow => "deny",
        Verdict::Deny => "allow",
        Verdict::Undetermined => return None,
    };
    let source = judged.sources.get(judged.judgement.main);
    let call = Call { tool: witness.tool.clone(), args: witness.args.clone(), accepted: None, unclear: None };
    let name = serde_json::Value::from(format!("{}: {}", witness.tool, diagnostic.code));
    let end = line_end(&source.text);
    let gap = if source.text.ends_with('\n') { end.to_owned() } else { format!("{end}{end}") };
    let test = format!("{gap}test {name} {{{end}  call {call} => {outcome}{end}}}{end}");
    Some(Action {
        title: format!("Write a test that expects `{outcome}` for the call that shows this"),
        kind: ActionKind::Fix,
        diagnostic: Some(number),
        is_preferred: false,
        edits: vec![insertion(judged.judgement.main, source.text.len(), test)],
    })
}
