//! Regular expressions as the gateway reads them: RE2's syntax, unanchored, run by Rust's automata.
//! `translate` rewrites what the two read differently.

mod memo;
mod error;
mod translate;
mod parse;
mod expression;
mod pieces;
mod shape;
mod example;
mod alternatives;
mod plain;
mod starts;
mod letters;
mod needles;
mod prefix;
mod run;
mod characters;
mod sequence;
mod table;
mod matcher;
mod automaton;
mod complement;

pub use alternatives::{Alternative, Stretch, alternatives};
pub use automaton::{Automaton, AutomatonState, AutomatonStep};
pub use characters::{CharacterKind, Characters};
pub use complement::{Complement, Effort, MAX_COMPLEMENT, MAX_COMPLEMENT_STATES, complement};
pub use error::RegexError;
pub use expression::{MAX_REGEX_BYTES, Regex};
pub use letters::Letters;
pub use matcher::Matcher;
pub use needles::Needles;
pub use parse::MAX_REPETITIONS;
pub use pieces::Piece;
pub use plain::plain_texts;
pub use sequence::{Sequence, SequenceStep};
pub use shape::{OddClass, Oddity, Shape};
