//! How large a limit and a tool may be.

/// The largest number of a limit: 2^53 - 1, up to which doubles count without gaps.
pub const MAX_LIMIT: u64 = 9_007_199_254_740_991;

/// The most values of a list, once the names in it are replaced.
pub const MAX_LIST: usize = 10_000;

/// The most lets from a let to the literals that it stands for.
pub const MAX_LET_DEPTH: usize = 64;

/// How many clauses and `apply`s a tool may have once its rules are expanded.
pub const MAX_CLAUSES: usize = 10_000;
