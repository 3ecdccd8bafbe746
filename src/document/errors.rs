//! All messages about a document as a whole.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{MAX_FILE_BYTES, SourceId, Span};

/// The file is too large to be read.
pub fn too_large(id: SourceId) -> Diagnostic {
    let message = format!("this file is larger than {} MiB", MAX_FILE_BYTES / (1024 * 1024));
    Diagnostic::error(Code::TOO_LARGE, Span::at(0).of(id), message, "none of it was read")
        .with_help("split the policy: `include` brings in lets, rules, ratings and guards from other files")
}
