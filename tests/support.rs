//! What several tests need.

pub mod calls;
pub mod meaning;
pub mod models;
pub mod policies;
pub mod run;
pub mod said;
