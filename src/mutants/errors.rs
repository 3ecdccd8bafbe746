//! Every text about mutants: what was changed, and the test that would notice it.

use super::change::Words;
use super::repeated::DiffersAt;
use crate::analyze::Call;
use crate::diagnostic::{Code, Diagnostic, Severity, Witness, shortened};
use crate::source::Place;

/// How much of a test is shown; the document of `--format json` contains the whole call.
const LONGEST_TEST: usize = 2_000;
/// How much of a clause is shown in the name of a test.
const LONGEST_NAME: usize = 60;

/// What else could have noticed the mutant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Watchers {
    /// Traces were replayed.
    pub has_traces: bool,
}

/// A mutant that nothing notices.
pub(super) fn missed_mutant(place: Place, words: &Words, call: &Call, test: &str, watchers: Watchers) -> Diagnostic {
    let message = match words {
        Words::Without(what) => format!("nothing notices when {what} is removed"),
        Words::WithoutItem(item) => format!("nothing notices when `{item}` is removed from this list"),
        Words::Instead(now, was) => format!("nothing notices `{now}` in place of `{was}`"),
    };
    let label = match watchers.has_traces {
        false => "no test or assert fails",
        true => "no test or assert fails, and no recorded call is decided differently",
    };
    let help = if test.len() > LONGEST_TEST { None } else { Some(format!("this test would notice it:\n{test}")) };
    let error = Diagnostic::error(Code::MISSED_MUTANT, place, message, label).with_help_if(help);
    let error = error.with_witness(Witness { tool: call.tool.clone(), args: call.args.clone() });
    Diagnostic { severity: Severity::Warning, ..error }
}

/// The change, as it is named in documents.
pub(super) fn words(words: &Words) -> String {
    match words {
        Words::Without(what) => format!("without {what}"),
        Words::WithoutItem(item) => format!("without `{item}` in this list"),
        Words::Instead(now, was) => format!("`{now}` in place of `{was}`"),
    }
}

/// The name of a test: `create_refund: > 10000, not > 10001`, or the text that the mutant removes.
pub(super) fn name_of_test(tool: &str, words: &Words, text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let what = match words {
        Words::Without(_) => shortened(&text, LONGEST_NAME),
        Words::WithoutItem(item) => item.trim_matches('"').to_owned(),
        Words::Instead(now, was) => format!("{was}, not {now}"),
    };
    format!("{tool}: {what}")
}

/// A test with one call.
pub(super) fn test_of_one(name: &str, call: &Call, is_allowed: bool) -> String {
    test(name, &[format!("call {call} => {}", if is_allowed { "allow" } else { "deny" })])
}

/// A test with repeated calls, the last of which shows the limit.
pub(super) fn test_of_many(name: &str, call: &Call, differs: DiffersAt) -> String {
    let times = |times: u64| if times == 1 { String::new() } else { format!("{times} times ") };
    let DiffersAt { number, is_allowed } = differs;
    if is_allowed {
        return test(name, &[format!("{}call {call} => allow", times(number))]);
    }
    let before = format!("{}call {call} => allow", times(number - 1));
    let last = format!("call {call} => limited");
    if number == 1 { test(name, &[last]) } else { test(name, &[before, last]) }
}

/// Formatted the way `jamb fmt` does it.
fn test(name: &str, steps: &[String]) -> String {
    let steps: String = steps.iter().map(|step| format!("  {step}\n")).collect();
    format!("test {} {{\n{steps}}}", serde_json::Value::from(name))
}
