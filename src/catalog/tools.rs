//! The tools of a server.

use std::collections::HashMap;

use super::schema::InputSchema;
use crate::source::{Place, SourceId};

/// The most tools that a catalog may list.
pub const MAX_TOOLS: usize = 100_000;

/// The tools of one server.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// The file that lists them.
    pub source: SourceId,
    /// The tools, in the order of the list; of two with one name the first.
    pub tools: Vec<Tool>,
    // INVARIANT: each name of `tools`, with its place there.
    by_name: HashMap<String, usize>,
}

/// A tool, as its server describes it.
#[derive(Debug, Clone)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// The place of the name, with its quotes.
    pub name_place: Place,
    /// What the server says that it does.
    pub description: Option<String>,
    /// What the server says of its effects.
    pub annotations: Annotations,
    /// The types of its arguments, where they are given.
    pub input_schema: Option<InputSchema>,
}

/// The hints of a tool: claims of its server, `None` where it says nothing.
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

impl Catalog {
    /// A catalog of some tools. Of two with one name the first stays.
    pub fn new(source: SourceId, listed: impl IntoIterator<Item = Tool>) -> Self {
        let mut catalog = Self { source, tools: Vec::new(), by_name: HashMap::new() };
        for tool in listed {
            if !catalog.by_name.contains_key(&tool.name) {
                catalog.by_name.insert(tool.name.clone(), catalog.tools.len());
                catalog.tools.push(tool);
            }
        }
        catalog
    }

    /// The tool of a name.
    pub fn tool(&self, name: &str) -> Option<&Tool> {
        self.by_name.get(name).and_then(|&index| self.tools.get(index))
    }

    /// The names, in the order of the list.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.tools.iter().map(|tool| tool.name.as_str())
    }
}
