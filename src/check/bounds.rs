//! How large a limit and a tool may be.

/// The largest number of a limit: 2^53 - 1, up to which doubles count without gaps.
pub const MAX_LIMIT: u64 = 9_007_199_254_740_991;

/// How many clauses and `apply`s a tool may have once its rules are expanded.
pub const MAX_CLAUSES: usize = 10_000;
