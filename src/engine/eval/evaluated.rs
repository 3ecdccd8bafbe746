//! The result of evaluating one call.

use super::call::Call;
use crate::engine::RuleKind;
use crate::engine::explain::{Explanation, Step};
use crate::engine::nearest::Nearest;
use crate::source::Place;

/// A call, decided and explained.
#[derive(Debug)]
pub struct Evaluated<'a> {
    /// The call.
    pub call: &'a Call,
    /// Every step of the decision.
    pub explanation: Explanation<'a, 'a>,
    /// The policy's `default` statement, if it has one.
    pub default: Option<Place>,
    /// The smallest change that gets a denied call allowed, if one was found.
    pub nearest: Option<Nearest>,
    /// A tool or an argument of the call that is probably misspelled, in words.
    pub misspelled: Option<String>,
}

impl Evaluated<'_> {
    /// Whether the call is denied.
    pub fn is_denied(&self) -> bool {
        self.explanation.denied_by.is_some()
    }

    /// The clause of a step. For the default it is the `default` statement, if there is one.
    pub fn clause(&self, step: &Step<'_, '_>) -> Option<Place> {
        step.ask.place.or(self.default.filter(|_| step.ask.kind == RuleKind::DefaultDeny))
    }
}
