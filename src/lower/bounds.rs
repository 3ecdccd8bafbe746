//! How large a policy and a condition may become.

/// The most conditions in one `policy.json`, for all tools together. Without a bound, a short policy that
/// names a hundred thousand tools could need more memory than there is.
pub const MAX_CONDITIONS: usize = 2_000_000;

/// The most entries that one condition may expand to, before any is dropped.
pub const MAX_ENTRIES: u64 = 10_000;
/// The most conditions in these entries together.
pub const MAX_ENTRY_CONDITIONS: u64 = 100_000;
