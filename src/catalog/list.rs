//! A list of tools as it was parsed. It holds spans, not places, so that several runs and policies can
//! share it, whatever number its file has there.

use std::collections::HashMap;

use super::schema::Schema;
use crate::source::Span;

/// The most tools that a catalog may list.
pub const MAX_TOOLS: usize = 100_000;

/// The tools that one file lists.
#[derive(Debug, Default)]
pub struct ToolList {
    // INVARIANT: no two tools have the same name.
    tools: Vec<ListedTool>,
    // INVARIANT: each name of `tools`, with its index there.
    by_name: HashMap<String, usize>,
    /// The list itself, for messages about it.
    span: Span,
    /// The cursor of the next page, if this is not the last.
    next_page: Option<Span>,
}

/// A tool, as its server describes it.
#[derive(Debug)]
pub struct ListedTool {
    /// Its name.
    pub name: String,
    /// The span of the name, with its quotes.
    pub name_span: Span,
    /// The server's description.
    pub description: Option<String>,
    /// The server's hints about its effects.
    pub annotations: Annotations,
    /// The types of its arguments, if the server gives them.
    pub schema: Option<Schema>,
}

/// The hints of a tool: what its server claims. `None` where it claims nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Annotations {
    /// `readOnlyHint`
    pub read_only: Option<bool>,
    /// `destructiveHint`
    pub destructive: Option<bool>,
    /// `idempotentHint`
    pub idempotent: Option<bool>,
    /// `openWorldHint`
    pub open_world: Option<bool>,
}

impl FromIterator<ListedTool> for ToolList {
    fn from_iter<I: IntoIterator<Item = ListedTool>>(listed: I) -> Self {
        Self::new(listed.into_iter(), Span::default(), None)
    }
}

impl ToolList {
    /// A list, where it is in its file, and the cursor of its next page. If two tools have the same name, the first
    /// one counts.
    pub fn new(listed: impl Iterator<Item = ListedTool>, span: Span, next_page: Option<Span>) -> Self {
        let mut list = Self { span, next_page, ..Self::default() };
        for tool in listed {
            if !list.by_name.contains_key(&tool.name) {
                list.by_name.insert(tool.name.clone(), list.tools.len());
                list.tools.push(tool);
            }
        }
        list
    }

    /// The tool with a name.
    pub fn tool(&self, name: &str) -> Option<&ListedTool> {
        self.by_name.get(name).and_then(|&index| self.tools.get(index))
    }

    /// Where the list is, for messages about it.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The cursor of the next page, if this is not the last.
    pub fn next_page(&self) -> Option<Span> {
        self.next_page
    }

    /// Whether a tool says which arguments it has.
    pub fn has_types(&self) -> bool {
        self.tools.is_empty() || self.tools.iter().any(|tool| tool.schema.is_some())
    }

    /// The tools, in the order of the file.
    pub fn tools(&self) -> &[ListedTool] {
        &self.tools
    }
}
