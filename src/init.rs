//! Generates the first policy for a server: read-only tools are allowed, tools that write or run something are
//! limited per minute, tools that delete are hidden. Tools that move money are denied, and so are tools of which
//! nothing says what they do. Where a person has to decide, a comment says what, and the next line can be
//! uncommented.

mod values;
mod suggestions;
mod advice;
mod errors;
pub mod json;
mod judged;
mod render;
mod plan;

pub use advice::sends;
pub use judged::{Judged, judge};
pub use render::{Naming, STAR_COMMENT, name};
pub use suggestions::{is_free_text, is_worth, is_writable as is_writable_path};

use crate::source::{Source, SourceId};
use crate::{format, syntax};

/// The policy, formatted.
pub fn policy(judged: &[Judged<'_>], naming: &Naming) -> String {
    let text = render::policy(&plan::plan(judged), plan::has_star(judged), judged.len(), naming);
    let source = Source::from_text("init", text);
    let (file, mistakes) = syntax::parse(SourceId(0), &source);
    if mistakes.is_empty() { format::format(&source, &file) } else { source.text }
}

/// The statements for these tools, without titles: what `policy` has in its sections.
pub fn statements(judged: &[Judged<'_>]) -> String {
    render::statements(&plan::plan(judged))
}
