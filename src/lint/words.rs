//! What several rules say.

use crate::analyze::{Answer, Call};
use crate::check::ir;
use crate::diagnostic::{Diagnostic, Witness, listed, quoted, shortened};
use crate::lint::context::Target;
use crate::lint::{Clause, Context, Rule, Tool};
use crate::source::{Place, SourceId};

/// How many names of tools a message lists before the rest is counted.
const MOST_NAMES: usize = 5;
/// How much of a call a label shows; the document of `--format json` has all of it.
const LONGEST_CALL: usize = 160;

/// The longest regular expression that a help writes out.
pub const LONGEST_PATTERN: usize = 80;

/// Names in backticks: `` `a`, `b` and 3 more ``.
pub fn names<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let mut words = quoted(names.iter().take(MOST_NAMES));
    if names.len() > MOST_NAMES {
        words.push(format!("{} more", names.len() - MOST_NAMES));
    }
    listed(&words, "and")
}

/// A call in backticks, as a test would write it.
pub fn call(call: &Call) -> String {
    let shown = format!("`{}`", shortened(&call.to_string(), LONGEST_CALL));
    match call.accepted {
        Some(false) => shown + ", which the server would refuse",
        Some(true) | None => shown,
    }
}

/// The call as a diagnostic carries it.
pub fn witness(call: Call) -> Witness {
    Witness { tool: call.tool, args: call.args }
}

/// The white space before a place on its line, for a line that is to stand above it.
pub fn indent(context: &Context<'_>, place: Place) -> String {
    let text = &context.sources.get(place.source).text;
    let before = text.get(..place.span.start as usize).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.chars().take_while(|letter| matches!(letter, ' ' | '\t')).collect()
}

/// A finding at a clause, with a call that gets through and should not.
pub fn let_through(rule: &Rule, clause: &Clause<'_>, call: Call, message: impl Into<String>) -> Diagnostic {
    let label = format!("{} gets through", self::call(&call));
    clause.applied(rule.finding(clause.place, message, label).with_witness(witness(call)))
}

/// The call of an answer; what is not known is no finding.
pub fn found(answer: Answer<Call>) -> Option<Call> {
    match answer {
        Answer::Some(call) => Some(call),
        Answer::None | Answer::Unknown(_) => None,
    }
}

/// What is to be said of tools that are callable with any arguments: a call that shows it.
pub fn unrestricted<'c>(
    context: &Context<'c>,
    rule: &Rule,
    tools: impl Iterator<Item = Tool<'c>>,
    help: &str,
) -> Vec<Diagnostic> {
    let finding = |target: Target<'_>| {
        let message = format!("no argument of {} is restricted", target.words());
        let call = target.tools.iter().find_map(|tool| found(context.passing(tool)));
        let label = match &call {
            Some(call) => format!("{} gets through", self::call(call)),
            None => "any call gets through".to_owned(),
        };
        let finding = rule.finding(target.place, message, label).with_help(help);
        match call {
            Some(call) => finding.with_witness(witness(call)),
            None => finding,
        }
    };
    context.by_target(tools).into_iter().map(finding).collect()
}

/// Whether a tool has a block of clauses, in which more may be written.
pub fn has_block(tool: &Tool<'_>) -> bool {
    match tool.state {
        Some(ir::State::Rules(_)) => true,
        Some(ir::State::Allow | ir::State::Deny { .. } | ir::State::Hide) | None => false,
    }
}

/// A text that is too long for a label, cut.
pub fn cut(text: &str) -> String {
    shortened(text, LONGEST_CALL)
}

/// What ends the lines of a file.
pub fn line_end(context: &Context<'_>, source: SourceId) -> &'static str {
    let first = context.sources.get(source).text.split_inclusive('\n').next().unwrap_or_default();
    if first.ends_with("\r\n") { "\r\n" } else { "\n" }
}
