//! How large the parts of a trace may be.

/// The longest line, and the largest value in a document, that is read (16 MiB).
pub const MAX_RECORD_BYTES: usize = 16 * 1024 * 1024;

/// The largest document that is not JSON Lines (256 MiB): it stays in memory while its values are read.
pub const MAX_DOCUMENT_BYTES: usize = 256 * 1024 * 1024;
