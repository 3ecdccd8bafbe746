//! A policy in plain English, for people who don't read the language.
//!
//! ```text
//!   Subject ──clauses──► Fact (what a clause does) ──wording──► Phrase (English)
//! ```
//!
//! A sentence is a [`Fact`] and the place of its clause. Its text is rendered from the fact alone, so a test can
//! compare what the fact claims with what the engine decides. To describe one tool, call [`tool()`]; for one line about
//! it, as in a list of changes, call [`in_one_sentence`]; for a whole policy, call [`policy()`].

mod phrase;
mod condition;
mod reliance;
mod fact;
mod voice;
mod wording;
mod sentence;
mod subject;
mod counters;
mod clauses;
mod summary;
mod description;
mod names;
mod patterns;
mod agent;
pub mod json;

pub use agent::{Named, for_agents};
pub use clauses::tool;
pub use condition::{Comparison, Condition};
pub use description::{Described, Description, Group, groups, policy};
pub use fact::{Counted, Fact};
pub use phrase::{Phrase, Piece};
pub use reliance::{Admitted, Reliance};
pub use sentence::Sentence;
pub use subject::Subject;
pub use summary::in_one_sentence;
pub use voice::Voice;
