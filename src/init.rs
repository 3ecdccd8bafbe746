//! The first policy for a server: what only reads may be called, what writes or runs something may be
//! called so many times a minute, what moves money is refused, what deletes is hidden. Where a person
//! has to decide, a comment says what, with a line that is ready to be taken.

mod advice;
mod errors;
pub mod json;
mod judged;
mod page;
mod plan;

pub use judged::{Judged, judge};
pub use page::Naming;

use crate::source::{Source, SourceId};
use crate::{format, syntax};

/// The policy, in the one layout.
pub fn policy(judged: &[Judged<'_>], naming: &Naming) -> String {
    let text = page::write(&plan::plan(judged), judged.len(), naming);
    let source = Source::from_text("init", text);
    let (file, mistakes) = syntax::parse(SourceId(0), &source);
    if mistakes.is_empty() { format::format(&source, &file) } else { source.text }
}
