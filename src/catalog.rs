//! The tools of a server and the types of their arguments, from its tools/list answer.

use crate::source::json::Json;
use crate::source::{Place, Source, SourceId, Span};

/// The tools of one server.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// The file that lists them.
    pub source: SourceId,
    /// The tools.
    pub tools: Vec<Tool>,
}

/// A tool.
#[derive(Debug, Clone)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// The place of the name.
    pub name_place: Place,
    /// Its arguments.
    pub input_schema: Option<InputSchema>,
}

/// The `inputSchema` of a tool.
#[derive(Debug, Clone)]
pub struct InputSchema {
    /// The key `inputSchema`.
    pub place: Place,
}

/// Why a file is no catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotACatalog {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub place: Place,
}

impl Catalog {
    /// The tool of a name.
    pub fn tool(&self, name: &str) -> Option<&Tool> {
        self.tools.iter().find(|tool| tool.name == name)
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.tools.iter().map(|tool| tool.name.as_str())
    }
}

/// Reads a catalog.
pub fn read(id: SourceId, source: &Source) -> Result<Catalog, NotACatalog> {
    let wrong = |message: &str, span: Span| NotACatalog { message: message.to_owned(), place: span.of(id) };
    let json = Json::parse(source).map_err(|error| wrong(&error.message, Span::at(error.offset as usize)))?;
    let list = json.get("tools").unwrap_or(&json).elements().ok_or_else(|| wrong("no list of tools", json.span))?;
    let tools = list.iter().filter_map(|tool| {
        let name = tool.get("name")?;
        let input_schema = tool.member("inputSchema").map(|member| InputSchema { place: member.key_span.of(id) });
        Some(Tool { name: name.text()?.to_owned(), name_place: name.span.of(id), input_schema })
    });
    Ok(Catalog { source: id, tools: tools.collect() })
}
