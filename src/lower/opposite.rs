//! The opposite of a condition, to suggest it for a condition that can't be denied.

use super::normal::Normal;
use crate::check::ir::{Comparison, Condition, ConditionKind};
use crate::vocab::comparison_words;

/// The opposite of a condition in the words of the language, if it can be required.
pub fn required_opposite(condition: &Condition) -> Option<String> {
    let opposite = opposite(condition);
    Normal::conjunction(&opposite).is_some().then(|| words(&opposite))
}

fn opposite(condition: &Condition) -> Condition {
    match &condition.kind {
        ConditionKind::Not(inner) => (**inner).clone(),
        ConditionKind::Or(_) | ConditionKind::And(_) | ConditionKind::Comparison(_) => {
            Condition { place: condition.place, kind: ConditionKind::Not(Box::new(condition.clone())) }
        }
    }
}

/// A condition as the language writes it.
fn words(condition: &Condition) -> String {
    let joined = |parts: &[Condition], word: &str| parts.iter().map(words).collect::<Vec<_>>().join(word);
    match &condition.kind {
        ConditionKind::Or(parts) => format!("({})", joined(parts, " or ")),
        ConditionKind::And(parts) => joined(parts, " and "),
        ConditionKind::Not(inner) => format!("not ({})", words(inner)),
        ConditionKind::Comparison(Comparison { path, operator, operand, .. }) => {
            comparison_words(path, *operator, operand)
        }
    }
}
