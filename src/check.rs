//! From tree to meaning.

pub mod ir;
pub mod types;
