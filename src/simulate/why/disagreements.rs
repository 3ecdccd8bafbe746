//! The message about a call that a gateway decided differently.

use super::part;
use super::shown::{add, argument, place_of};
use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::{Engine, Verdict};
use crate::simulate::errors;
use crate::simulate::outcome::Disagreement;
use crate::source::Sources;

/// Shows the call, with the gateway's rule, and the clause that decides here.
pub fn diagnostic(found: &Disagreement, severity: Severity, engine: &Engine, sources: &mut Sources) -> Diagnostic {
    let Disagreement { call, recorded, decision } = found;
    let source = add(&call.trace, &call.excerpt, sources);
    let place = part::recorded(call).of(source);
    let diagnostic = errors::disagrees(severity, place, &call.tool, recorded, decision.verdict);
    let Some(rule) = decision.rule.map(|rule| engine.rule(rule)) else { return diagnostic };
    let diagnostic = match call.is_argument && decision.verdict == Verdict::Deny {
        true => diagnostic.with_label(call.span.of(source), errors::THIS_VALUE),
        false => diagnostic,
    };
    let argument = argument(rule, decision.condition);
    match place_of(rule, decision.condition) {
        Some(clause) => diagnostic.with_label(clause, errors::decided_here(decision.verdict, argument.as_deref())),
        None => diagnostic.with_label(part::tool(call).of(source), errors::without_place(rule)),
    }
}
