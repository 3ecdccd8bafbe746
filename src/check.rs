//! From tree to meaning.

pub mod ir;
