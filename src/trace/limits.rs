//! How large a trace's parts may be.

/// The longest line, and the largest value of a document, that is read (16 MiB).
pub const MAX_RECORD_BYTES: usize = 16 * 1024 * 1024;

/// The largest document that is no JSON Lines (256 MiB): it stays in memory while its values are read.
pub const MAX_DOCUMENT_BYTES: usize = 256 * 1024 * 1024;
