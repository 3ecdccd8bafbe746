//! Mutants: small mistakes made on purpose, one at a time. If no test, no assert and no recorded call notices
//! one, there is a gap in the tests. A call that the mutant decides differently closes it.
//!
//! ```text
//! checked clauses ──change──► a mutant ──lower──► Policy ──judge──► noticed, equal, or missed with a call
//! ```

pub mod difference;
mod budget;
pub mod change;
mod errors;
pub mod json;
mod judge;
mod merged;
mod mutant;
pub mod mutated;
pub mod repeated;
mod recorded;
mod watched;

pub use budget::{Budget, MAX_CALLS, MAX_CLAUSES, MAX_MUTANTS, MAX_REPLAYED};
pub use judge::mutants;
pub use merged::{Mutants, merged};
pub use mutant::{Fate, Missed, Mutant};
pub use recorded::Recorded;
pub use watched::Watched;
