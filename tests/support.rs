//! What several tests share.

pub mod policies;
