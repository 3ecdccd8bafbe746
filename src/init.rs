//! The first policy for a server: what only reads may be called, what writes or runs something may be
//! called so many times a minute, what moves money is refused, what deletes is hidden. Where a person
//! has to decide, a comment says what, with a line that is ready to be taken.

mod advice;
mod errors;
mod page;
mod plan;

use crate::catalog::classify::{self, Judgement};
use crate::catalog::{Catalog, Oddity, Tool};
use crate::diagnostic::{Diagnostic, MOST_TOLD, in_order};
use crate::source::visible::is_hidden;
use crate::source::{Source, SourceId};
use crate::vocab::spelling;
use crate::{format, syntax};

/// The longest name of a tool that is taken up. MCP says 128.
const LONGEST_NAME: usize = 256;

/// A tool and what it is taken for.
#[derive(Debug, Clone)]
pub struct Judged<'c> {
    /// The tool.
    pub tool: &'c Tool,
    /// What it is taken for.
    pub judgement: Judgement,
}

/// How the policy speaks of its server.
#[derive(Debug, Clone)]
pub struct Naming {
    /// The path of the catalog from the policy; nothing where it has none.
    pub catalog: Option<String>,
}

/// The tools that a policy can name, each judged, and what is odd in the list.
pub fn judge<'c>(catalog: &'c Catalog, odd: &[Oddity]) -> (Vec<Judged<'c>>, Vec<Diagnostic>) {
    let mut diagnostics: Vec<_> = odd.iter().take(MOST_TOLD).map(errors::odd).collect();
    let (readable, unreadable): (Vec<&Tool>, Vec<&Tool>) =
        catalog.tools.iter().partition(|tool| is_readable(&tool.name));
    let strange = readable.iter().filter(|tool| !is_usual(&tool.name));
    diagnostics.extend(strange.take(MOST_TOLD).map(|tool| errors::strange(tool)));
    diagnostics.extend(unreadable.into_iter().take(MOST_TOLD).map(errors::unreadable));
    let judged = |tool| Judged { tool, judgement: classify::tool(tool) };
    (readable.into_iter().map(judged).collect(), in_order(catalog.source, diagnostics))
}

/// The policy, in the one layout.
pub fn policy(judged: &[Judged<'_>], naming: &Naming) -> String {
    let text = page::write(&plan::plan(judged), judged.len(), naming);
    let source = Source::from_text("init", text);
    let (file, mistakes) = syntax::parse(SourceId(0), &source);
    if mistakes.is_empty() { format::format(&source, &file) } else { source.text }
}

/// Whether a person who reads a name sees what is there.
fn is_readable(name: &str) -> bool {
    let is_short = name.chars().nth(LONGEST_NAME).is_none();
    is_short && !name.chars().any(is_hidden) && spelling::hidden(name).is_none() && spelling::mixed_word(name).is_none()
}

/// Whether a name is one that MCP asks for.
fn is_usual(name: &str) -> bool {
    name.len() <= 128 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}
