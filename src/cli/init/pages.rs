//! The pages of a list of tools, put together as the server wrote them, within bounds.

use std::collections::HashSet;

use crate::catalog::MAX_TOOLS;
use crate::cli::Problem;
use crate::source::MAX_FILE_BYTES;
use crate::source::json::Json;

/// How many pages are asked for. A hundred tools on each is usual.
const MOST_PAGES: usize = 10_000;
/// The longest cursor that is sent back.
const LONGEST_CURSOR: usize = 1 << 16;

/// What was listed so far.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// The tools, each as the server wrote it.
    tools: Vec<String>,
    bytes: usize,
    seen: HashSet<String>,
    cursor: Option<String>,
}

impl Pages {
    /// Where the next page begins; nothing of the first.
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    /// Takes a page up; tells whether it was the last.
    pub fn add(&mut self, line: &str, page: &Json) -> Result<bool, Problem> {
        let Some(tools) = page.get("tools").and_then(Json::elements) else {
            return Err(Problem::new("the server's answer to `tools/list` has no list of tools"));
        };
        let tools = tools.iter().filter_map(|tool| line.get(tool.span.range()));
        for tool in tools {
            self.bytes += tool.len() + ",\n  ".len();
            self.tools.push(tool.to_owned());
        }
        if self.tools.len() > MAX_TOOLS || self.bytes as u64 > MAX_FILE_BYTES - 1_024 {
            return Err(Problem::new(format!("the server lists more than {MAX_TOOLS} tools, or 16 MiB of them")));
        }
        let Some(cursor) = page.get("nextCursor").and_then(Json::text).filter(|cursor| !cursor.is_empty()) else {
            return Ok(true);
        };
        if cursor.len() > LONGEST_CURSOR || !self.seen.insert(cursor.to_owned()) || self.seen.len() >= MOST_PAGES {
            return Err(Problem::new("the server's list of tools has no end: it gives page after page"));
        }
        self.cursor = Some(cursor.to_owned());
        Ok(false)
    }

    /// The list as one tools/list answer.
    pub fn document(&self) -> String {
        if self.tools.is_empty() {
            return "{\"tools\": []}\n".to_owned();
        }
        format!("{{\"tools\": [\n  {}\n]}}\n", self.tools.join(",\n  "))
    }
}
