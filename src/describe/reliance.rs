//! What a clause relies on the server for. The opposite of some comparisons can only be compiled for an argument that
//! has a type, and then the gateway leaves values of other types to the server.

use super::condition::Comparison;
use crate::vocab::{Opposite, Path};

/// An argument whose other values the server has to refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reliance {
    /// The argument.
    pub path: Path,
    /// The values that the gateway decides as the sentence says.
    pub admitted: Admitted,
}

/// Values of an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admitted {
    /// Text, `null` and a missing argument.
    Text,
    /// Numbers, text, `null` and a missing argument.
    NumbersOrText,
}

/// What a clause of a checked policy relies on, from the comparisons that are compiled. Each argument is listed once
/// for each kind of values.
pub fn reliances<'c>(comparisons: impl IntoIterator<Item = &'c Comparison>) -> Vec<Reliance> {
    let mut all = Vec::new();
    for comparison in comparisons.into_iter().filter(|comparison| comparison.is_negated) {
        let admitted = match comparison.operator.row().opposite {
            Opposite::OfTexts => Admitted::Text,
            Opposite::OfNumbers(_) => Admitted::NumbersOrText,
            Opposite::OtherPresence | Opposite::OrMissing(_) | Opposite::WithoutNull(_) | Opposite::Inexpressible => {
                continue;
            }
        };
        let reliance = Reliance { path: comparison.path.clone(), admitted };
        if !all.contains(&reliance) {
            all.push(reliance);
        }
    }
    all
}
