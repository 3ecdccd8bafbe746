//! `workspace/executeCommand`: texts that the editor shows. A command has the address of a policy as its first argument.
//!
//! | command | second argument | result |
//! | --- | --- | --- |
//! | `jamb.runTest` | the name of a test | `{"passed": BOOLEAN, "text": STRING}` |
//! | `jamb.showJson` | a tool, or nothing | `{"language": "json", "text": STRING}` |
//! | `jamb.describe` | | `{"language": "markdown", "text": STRING}` |

use gen_lsp_types::{ExecuteCommandParams, LspAny, Uri};
use serde_json::{Value, json};

use crate::editor::showing;
use crate::lsp::refusal::Refusal;
use crate::lsp::state::{State, View};
use crate::report::{Format, Look, results};
use crate::vocab::visible;

/// Runs a test.
pub const RUN_TEST: &str = "jamb.runTest";
/// Shows the compiled policy, or the entry of one tool.
pub const SHOW_JSON: &str = "jamb.showJson";
/// Describes the policy in plain English.
pub const DESCRIBE: &str = "jamb.describe";

/// The commands that the server runs.
pub const NAMES: &[&str] = &[RUN_TEST, SHOW_JSON, DESCRIBE];

/// The width of a described policy, in columns.
const WIDTH: usize = 100;

pub fn answer(state: &mut State, params: ExecuteCommandParams) -> Result<Option<LspAny>, Refusal> {
    if !NAMES.contains(&params.command.as_str()) {
        return Err(Refusal::Parameters(format!("there is no command `{}`", params.command)));
    }
    let arguments = params.arguments.unwrap_or_default();
    let text = |number: usize| arguments.get(number).and_then(Value::as_str);
    let Some(uri) = text(0).map(Uri::from) else {
        return Err(Refusal::Parameters("the first argument is the address of a policy".to_owned()));
    };
    let Some(view) = state.view(&uri) else {
        return Err(Refusal::Failed(format!("`{uri}` is not open")));
    };
    if view.judged.judgement.policy.is_none() {
        return Err(Refusal::Failed("the policy has errors".to_owned()));
    }
    match params.command.as_str() {
        RUN_TEST => run_test(state, &view, text(1)),
        SHOW_JSON => show_json(&view, text(1)),
        _ => Ok(describe(&view)),
    }
    .map(Some)
}

fn run_test(state: &mut State, view: &View, name: Option<&str>) -> Result<Value, Refusal> {
    let name = name.ok_or_else(|| Refusal::Parameters("the second argument is the name of a test".to_owned()))?;
    let tested = showing::test(&view.judged, name);
    let tested = tested.ok_or_else(|| Refusal::Failed(format!("there is no test `{}`", visible::message(name))))?;
    let passed = tested.failures.is_empty();
    state.set_test_result(&view.uri, &view.judged, name, passed);
    let failures: Vec<_> = tested
        .failures
        .iter()
        .map(|failure| {
            let line = view.judged.sources.start(failure.primary.place).line;
            format!("line {line}: {}", failure.message)
        })
        .collect();
    let text = if passed { "passed".to_owned() } else { failures.join("\n") };
    Ok(json!({ "passed": passed, "text": visible::document(text) }))
}

fn show_json(view: &View, tool: Option<&str>) -> Result<Value, Refusal> {
    let text = showing::json(&view.judged, tool);
    let text = text.ok_or_else(|| Refusal::Failed("`policy.json` has no entry for this tool".to_owned()))?;
    Ok(json!({ "language": "json", "text": text }))
}

/// The same as `jamb describe`.
fn describe(view: &View) -> Value {
    let judgement = &view.judged.judgement;
    let Some(policy) = &judgement.policy else { return Value::Null };
    let subject = crate::describe::Subject { policy, checked: judgement.checked.as_ref() };
    let description = crate::describe::policy(subject);
    let policies = [(judgement.main, &description)];
    let report = results::describe::report(&policies, crate::describe::Voice::Reader, &view.judged.sources);
    let text = report.render(Format::Pretty, Look { width: WIDTH, fits_tables: false, color: false, is_ascii: false });
    json!({ "language": "plaintext", "text": text })
}
