//! A recorded call, ready to be underlined, and the part of a rule that decided it.

use super::part;
use crate::diagnostic::Diagnostic;
use crate::engine::Rule;
use crate::simulate::errors;
use crate::simulate::outcome::Example;
use crate::source::{Place, Source, SourceId, Sources};
use crate::trace::{DEFAULT_GRANT, Excerpt};

/// The place of the condition that decided, or of its rule as a whole.
pub fn place_of(rule: &Rule, condition: Option<u32>) -> Option<Place> {
    let condition = condition.and_then(|index| rule.conditions.get(index as usize));
    condition.and_then(|condition| condition.place).or(rule.place)
}

/// The argument that a condition of a rule uses: `args.amount`.
pub fn argument(rule: &Rule, condition: Option<u32>) -> Option<String> {
    rule.conditions.get(condition? as usize).map(|condition| condition.path.to_json())
}

/// A recorded call, ready to be underlined: the value that decided, or a substitute.
pub struct Shown {
    /// Where it is underlined.
    pub place: Place,
    /// Other values that decided together with it.
    pub others: Vec<Place>,
    /// The label, if this is the first of several calls that a rule decided.
    pub label: String,
}

/// A call at the value that decided, or at a substitute for it.
pub fn shown(example: &Example, rule: &Rule, condition: Option<u32>, calls: u64, sources: &mut Sources) -> Shown {
    let argument = argument(rule, condition);
    let missing = argument.as_deref().filter(|_| !example.is_argument);
    let span = match (example.is_argument, missing) {
        (true, _) => example.span,
        (false, Some(_)) => part::arguments(example),
        (false, None) => part::tool(example),
    };
    let source = add(&example.trace, &example.excerpt, sources);
    let place = span.of(source);
    let others = if example.is_argument { part::others(example, rule, condition) } else { Vec::new() };
    let others = others.into_iter().filter(|other| *other != span).map(|other| other.of(source)).collect();
    let grant = Some(example.grant.as_str()).filter(|grant| *grant != DEFAULT_GRANT);
    let label = match rule.counter {
        Some(_) => errors::first_beyond(grant),
        None => errors::first(calls, grant, missing),
    };
    Shown { place, others, label }
}

impl Shown {
    /// Adds the call to a diagnostic, next to its main place.
    pub fn label(self, diagnostic: Diagnostic) -> Diagnostic {
        let diagnostic = diagnostic.with_label(self.place, self.label);
        self.others.into_iter().fold(diagnostic, |diagnostic, other| diagnostic.with_label(other, ""))
    }
}

/// Adds a part of the trace as a source. Each part is a source of its own, because the file is too long to be
/// kept.
pub fn add(trace: &str, excerpt: &Excerpt, sources: &mut Sources) -> SourceId {
    let mut source = Source::excerpt(trace, &*excerpt.text, excerpt.first_line, excerpt.offset);
    source.redaction.clone_from(&excerpt.redaction);
    sources.add(source)
}
