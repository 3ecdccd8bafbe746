//! Joins the pages of a server's list of tools, as the server wrote them, within limits.

use std::collections::HashSet;

use super::list::MAX_TOOLS;
use crate::source::MAX_FILE_BYTES;
use crate::source::json::Json;

/// The most pages to ask for. A page usually has a hundred tools.
const MOST_PAGES: usize = 10_000;
/// The longest cursor to send back.
const LONGEST_CURSOR: usize = 1 << 16;

/// The tools listed so far.
#[derive(Debug, Default)]
pub struct Pages {
    /// The tools, as the server wrote them.
    tools: Vec<String>,
    bytes: usize,
    seen: HashSet<String>,
    cursor: Option<String>,
}

impl Pages {
    /// The cursor of the next page; `None` for the first.
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    /// Adds a page: the result of a response, and the text that it is part of. Returns whether it was the last.
    pub fn add(&mut self, line: &str, page: &Json) -> Result<bool, String> {
        let Some(tools) = page.get("tools").and_then(Json::elements) else {
            return Err("the server's response to `tools/list` has no list of tools".to_owned());
        };
        let tools = tools.iter().filter_map(|tool| line.get(tool.span.range()));
        for tool in tools {
            self.bytes += tool.len() + ",\n  ".len();
            self.tools.push(tool.to_owned());
        }
        if self.tools.len() > MAX_TOOLS || self.bytes as u64 > MAX_FILE_BYTES - 1_024 {
            return Err(format!("the server lists more than {MAX_TOOLS} tools, or 16 MiB of them"));
        }
        let Some(cursor) = page.get("nextCursor").and_then(Json::text).filter(|cursor| !cursor.is_empty()) else {
            return Ok(true);
        };
        if cursor.len() > LONGEST_CURSOR || !self.seen.insert(cursor.to_owned()) || self.seen.len() >= MOST_PAGES {
            return Err("the server's list of tools does not end: it keeps sending pages".to_owned());
        }
        self.cursor = Some(cursor.to_owned());
        Ok(false)
    }

    /// The list as one tools/list response.
    pub fn document(&self) -> String {
        if self.tools.is_empty() {
            return "{\"tools\": []}\n".to_owned();
        }
        format!("{{\"tools\": [\n  {}\n]}}\n", self.tools.join(",\n  "))
    }
}
