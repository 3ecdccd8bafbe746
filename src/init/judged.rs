//! The category of each tool in a catalog, and which tools a policy can name.

use super::errors;
use crate::catalog::{Catalog, Oddity, Tool};
use crate::classify::{self, Judgement};
use crate::diagnostic::{Diagnostic, MAX_DIAGNOSTICS, in_order};
use crate::vocab::spelling;
use crate::vocab::visible::is_hidden;

/// The longest tool name that is accepted. MCP says 128.
const LONGEST_NAME: usize = 256;

/// A tool and its category.
#[derive(Debug, Clone)]
pub struct Judged<'c> {
    /// The tool.
    pub tool: Tool<'c>,
    /// Its category, how sure that is, and why.
    pub judgement: Judgement,
}

/// The tools that a policy can name, each with its category, and what is odd in the list.
pub fn judge<'c>(catalog: &'c Catalog, odd: &[Oddity]) -> (Vec<Judged<'c>>, Vec<Diagnostic>) {
    let mut diagnostics: Vec<_> = odd.iter().take(MAX_DIAGNOSTICS).map(errors::odd).collect();
    let (readable, unreadable): (Vec<Tool<'_>>, Vec<Tool<'_>>) =
        catalog.tools().partition(|tool| is_readable(tool.name));
    let strange = readable.iter().filter(|tool| !is_usual(tool.name));
    diagnostics.extend(strange.take(MAX_DIAGNOSTICS).map(errors::strange));
    diagnostics.extend(unreadable.iter().take(MAX_DIAGNOSTICS).map(errors::unreadable));
    let judged = |tool| Judged { tool, judgement: classify::tool(&tool) };
    (readable.into_iter().map(judged).collect(), in_order(catalog.source, diagnostics))
}

/// Whether a person who reads the name sees what it really is.
fn is_readable(name: &str) -> bool {
    let is_short = name.chars().nth(LONGEST_NAME).is_none();
    is_short && !name.chars().any(is_hidden) && spelling::hidden(name).is_none() && spelling::mixed_word(name).is_none()
}

/// Whether a name follows MCP's rules.
fn is_usual(name: &str) -> bool {
    name.len() <= 128 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}
