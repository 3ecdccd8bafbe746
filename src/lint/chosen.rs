//! The rules that run on a file.

use super::rule::Rule;
use super::rules::RULES;
use crate::diagnostic::Severity;

/// The rules that run on a file.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The rules, and how bad what each finds is.
    pub rules: Vec<(&'static Rule, Severity)>,
    /// Whether comments suppress findings.
    pub honours_comments: bool,
}

impl Default for Chosen {
    /// The rules that run where nobody says otherwise.
    fn default() -> Self {
        let rules = RULES.iter().filter(|rule| !rule.pedantic).map(|rule| (*rule, rule.level)).collect();
        Self { rules, honours_comments: true }
    }
}
