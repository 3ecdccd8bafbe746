//! Bounds on the work for mutants.

/// The most mutants, of all files together.
pub const MAX_MUTANTS: u64 = 5_000;
/// The most calls that tests may make, in all mutants together.
pub const MAX_CALLS: u64 = 1_000_000;
/// The most clauses that are looked at, in all mutants together; each counts again for every assert about its
/// tool.
pub const MAX_CLAUSES: u64 = 300_000;
/// The most bytes of traces that are replayed, for all mutants together (4 GiB).
pub const MAX_REPLAYED: u64 = 4 << 30;

/// The work that is left.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// Mutants that may be made.
    pub mutants: u64,
    /// Clauses that may be looked at.
    pub clauses: u64,
    /// Calls that tests may make.
    pub calls: u64,
    /// Bytes of traces that may be replayed.
    pub bytes: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self { mutants: MAX_MUTANTS, clauses: MAX_CLAUSES, calls: MAX_CALLS, bytes: MAX_REPLAYED }
    }
}
