//! From text to tree. Parsing never fails: a part that can't be read becomes a diagnostic, and reading
//! continues with the next clause or item.
//!
//! `recover` goes through the file item by item, and clause by clause within an item that has a mistake. Each
//! is read by pest, with `grammar/policy.pest`, and `build` turns the result into a part of the [`tree`].

pub mod tree;
pub mod lexeme;
mod trivia;
pub mod strings;
mod starts;
mod nesting;
mod foreign;
mod grammar;
mod slips;
mod errors;
mod build;
mod recover;
pub mod mentions;
pub mod cursor;
#[cfg(test)]
mod agreement;

use self::errors::{Mistake, MistakeKind};
use crate::diagnostic::{Diagnostic, MAX_DIAGNOSTICS};
use crate::source::{Source, SourceId};

pub use lexeme::{is_bare_name, is_name_byte};
pub use nesting::MAX_NESTING;

/// Reads a policy. What can't be read is left out of the tree and reported, with at most one `syntax` error
/// for each clause and item.
pub fn parse(id: SourceId, source: &Source) -> (tree::File, Vec<Diagnostic>) {
    let comments = trivia::comments(source);
    let too_deep = nesting::too_deep(&source.text, source.body_start());
    let mut mistakes = Vec::new();
    let mut file = recover::file(source, &too_deep, &mut mistakes);
    file.comments = comments;
    if let (Some(first), Some(language)) = (mistakes.first(), foreign::Language::of(&source.text)) {
        mistakes = vec![Mistake { offset: first.offset, kind: MistakeKind::Foreign(language) }];
        file.lost = tree::Lost::EVERYTHING;
    }
    if let Some(undecodable) = source.undecodable {
        recover::end_at_undecodable(source, undecodable, &mut mistakes);
        file.lost = tree::Lost::EVERYTHING;
    }
    let told = mistakes.iter().take(MAX_DIAGNOSTICS).map(|mistake| errors::diagnostic(id, source, mistake)).collect();
    (file, told)
}
