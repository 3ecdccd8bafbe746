//! The opposite of a condition, to suggest it for a condition that can't be denied.

use super::complements::Complements;
use super::normal::Normal;
use crate::check::ir::{Comparison, Condition, ConditionKind};
use crate::vocab::{comparison_words, shortest_comparison_words};

/// The opposite of a condition that can be required.
pub enum RequiredOpposite {
    /// In the words of the language.
    Words(String),
    /// A part of it is not known.
    Incomplete,
}

/// The opposite of a condition, if it can be required.
pub fn required_opposite(condition: &Condition, complements: &mut Complements) -> Option<RequiredOpposite> {
    let opposite = opposite(condition);
    let words = || words(&opposite).map_or(RequiredOpposite::Incomplete, RequiredOpposite::Words);
    Normal::conjunction(&opposite, complements).map(|_| words())
}

fn opposite(condition: &Condition) -> Condition {
    match &condition.kind {
        ConditionKind::Not(inner) => (**inner).clone(),
        ConditionKind::Or(_) | ConditionKind::And(_) | ConditionKind::Comparison(_) | ConditionKind::Incomplete(_) => {
            Condition { place: condition.place, kind: ConditionKind::Not(Box::new(condition.clone())) }
        }
    }
}

/// A condition as the language writes it; `None` if a part of it is not known.
fn words(condition: &Condition) -> Option<String> {
    let joined = |parts: &[Condition], word: &str| {
        let parts: Option<Vec<_>> = parts.iter().map(words).collect();
        parts.map(|parts| parts.join(word))
    };
    Some(match &condition.kind {
        ConditionKind::Or(parts) => format!("({})", joined(parts, " or ")?),
        ConditionKind::And(parts) => joined(parts, " and ")?,
        ConditionKind::Not(inner) => format!("not ({})", words(inner)?),
        ConditionKind::Comparison(Comparison { path, operator, written, operand, .. }) => match written {
            Some(_) => shortest_comparison_words(path, *operator, operand),
            None => comparison_words(path, *operator, operand),
        },
        ConditionKind::Incomplete(_) => return None,
    })
}
