//! Arguments of which no type is known: all uses of a path in one tool must leave it a kind.

use super::errors;
use crate::check::ir;
use crate::diagnostic::Diagnostic;
use crate::source::Place;
use crate::vocab::{Kind, Kinds, Value};

/// The uses of one path that told something of its kind.
#[derive(Debug, Default)]
pub struct Uses {
    // INVARIANT: each leaves fewer kinds than those before it, so they are at most six.
    narrowing: Vec<Use>,
}

/// A use, and the kinds that it needs.
#[derive(Debug, Clone, Copy)]
struct Use {
    /// The kinds.
    kinds: Kinds,
    /// The comparison.
    place: Place,
}

impl Uses {
    /// Adds a use. One that leaves no kind is an error, and is then forgotten, so that no other errors follow
    /// from it.
    pub fn add(&mut self, comparison: &ir::Comparison) -> Option<Diagnostic> {
        if let Some(value) = order_by_no_number(comparison) {
            return Some(errors::order_by(comparison, value, None));
        }
        let wanted = comparison.operand.wanted_kinds(comparison.operator);
        let before = self.narrowing.iter().fold(Kinds::ALL, |left, earlier| left.and(earlier.kinds));
        let left = before.and(wanted);
        if left.is_empty() {
            // Usually a single earlier use disagrees; otherwise the last one took what the others left.
            let disagrees = |earlier: &&Use| earlier.kinds.and(wanted).is_empty();
            let earlier = self.narrowing.iter().find(disagrees).or(self.narrowing.last())?;
            return Some(errors::disagreeing_uses(comparison, wanted, earlier.kinds, earlier.place));
        }
        if left != before {
            self.narrowing.push(Use { kinds: wanted, place: comparison.place });
        }
        None
    }
}

/// The string or boolean on the right of an order, which only applies to numbers.
pub fn order_by_no_number(comparison: &ir::Comparison) -> Option<&Value> {
    comparison.operator.order()?;
    comparison.operand.values().iter().find(|value| value.kind() != Kind::Number)
}
