//! What several tests need.

pub mod calls;
pub mod meaning;
pub mod policies;
pub mod run;
