//! Results as reports: what each room of the library found, for people, in its parts, tables and test cases.

pub mod check;
pub mod describe;
pub mod diff;
pub mod drift;
pub mod eval;
pub mod review;
pub mod simulate;
pub mod test;
