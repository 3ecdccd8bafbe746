//! Readings of a schema: two to find calls, one to prove that there are none.

/// How much of a schema a formula expresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Everything that a call must satisfy, as far as it can be expressed, and `format`, which only some validators check.
    Formats,
    /// Everything that a call must satisfy, as far as it can be expressed. Each call that is found is checked.
    Strict,
    /// Only what all servers read the same way: no call that some server accepts is left out.
    Sure,
}
