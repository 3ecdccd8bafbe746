//! Options about the values of recorded calls.

use crate::report::Format;

/// Whether the values of recorded calls are shown.
#[derive(Debug, clap::Args)]
pub struct Values {
    /// Show of each value in a recorded call only its kind and size, such as `<text, 19>`
    #[arg(long, conflicts_with = "show_values")]
    redact: bool,
    /// Show the values in recorded calls also in formats that others read, such as `markdown`, `html` and `github`
    #[arg(long)]
    show_values: bool,
}

impl Values {
    /// Whether a format shows only the kind and size of values.
    pub fn are_redacted(&self, format: Format) -> bool {
        let is_public = match format {
            Format::Sarif | Format::Github | Format::Junit | Format::Markdown | Format::Html => true,
            Format::Pretty | Format::Short | Format::Json | Format::Jsonl => false,
        };
        self.redact || is_public && !self.show_values
    }
}
