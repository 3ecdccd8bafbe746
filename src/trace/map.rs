//! A map: says where a trace that is in no known format has its calls, and reads them.
//!
//! ```text
//! each=.results[].calls[], tool=.name, args=.request.arguments, ts=.timestamp, grant=^.user
//! ```
//!
//! `each` names the records: without it, each line is one, or the document, or each element of a list at the
//! root. The other paths start at the record; each `^` in front goes one `[]` of `each` further out.

mod entry;
mod errors;
mod expression;
mod path;

pub use entry::{Entry, KEYS, MapError};
pub(super) use path::{Path, Scopes, Step, records};

use crate::source::Span;

/// Where the records of a trace are, and where the parts of a call are in a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Map {
    /// `each`: the way to the records; empty if the values of the trace are the records.
    pub(super) each: Vec<Step>,
    pub(super) tool: Path,
    pub(super) args: Option<Path>,
    pub(super) time: Option<Path>,
    pub(super) grant: Option<Path>,
    pub(super) server: Option<Path>,
    pub(super) session: Option<Path>,
    pub(super) id: Option<Path>,
    pub(super) expect: Option<Path>,
    pub(super) decision: Option<Path>,
}

impl Map {
    /// Reads a map as `--map` takes it: `KEY=PATH` with commas in between.
    pub fn parse(text: &str) -> Result<Self, MapError> {
        Self::from_entries(expression::entries(text)?, Span::new(0, text.len()))
    }

    /// Makes a map from its entries; `whole` is the place for what is missing.
    pub fn from_entries(entries: Vec<Entry<'_>>, whole: Span) -> Result<Self, MapError> {
        let mut map = Self::default();
        let mut seen: Vec<&str> = Vec::new();
        for entry in entries {
            if seen.contains(&entry.key) {
                return Err(errors::key_twice(&entry));
            }
            map.set(&entry)?;
            seen.push(entry.key);
        }
        if seen.contains(&"tool") { Ok(map) } else { Err(errors::no_tool(whole)) }
    }

    fn set(&mut self, entry: &Entry<'_>) -> Result<(), MapError> {
        let place = match entry.key {
            "each" => {
                self.each = path::each(entry)?;
                return Ok(());
            }
            "tool" => {
                self.tool = path::path(entry)?;
                return Ok(());
            }
            "args" => &mut self.args,
            "ts" => &mut self.time,
            "grant" => &mut self.grant,
            "server" => &mut self.server,
            "session" => &mut self.session,
            "id" => &mut self.id,
            "expect" => &mut self.expect,
            "decision" => &mut self.decision,
            _ => return Err(errors::unknown_key(entry)),
        };
        *place = Some(path::path(entry)?);
        Ok(())
    }
}

/// The map as `--map` takes it.
impl std::fmt::Display for Map {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.each.is_empty() {
            f.write_str("each=")?;
            self.each.iter().try_for_each(|step| write!(f, "{step}"))?;
            f.write_str(", ")?;
        }
        write!(f, "tool={}", self.tool)?;
        let others = [
            ("args", &self.args),
            ("ts", &self.time),
            ("grant", &self.grant),
            ("server", &self.server),
            ("session", &self.session),
            ("id", &self.id),
            ("expect", &self.expect),
            ("decision", &self.decision),
        ];
        others
            .iter()
            .filter_map(|(key, path)| Some((key, path.as_ref()?)))
            .try_for_each(|(key, path)| write!(f, ", {key}={path}"))
    }
}
