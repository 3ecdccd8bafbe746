//! What several rules say.

use crate::analyze::{Answer, Call};
use crate::diagnostic::{Diagnostic, Witness, listed, quoted, shortened};
use crate::lint::{Clause, Context, Rule};
use crate::source::Place;

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
