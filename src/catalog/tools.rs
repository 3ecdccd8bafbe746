//! The tools of one server as a policy sees them: a parsed list, and the file that it is in.

use std::sync::Arc;

use super::list::{Annotations, ListedTool, ToolList};
use super::schema::InputSchema;
use crate::source::{Place, SourceId};

/// The tools of one server.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// The file that lists them.
    pub source: SourceId,
    list: Arc<ToolList>,
    signatures: Option<(SourceId, Arc<ToolList>)>,
}

/// A tool, as its server describes it.
#[derive(Debug, Clone, Copy)]
pub struct Tool<'c> {
    /// Its name.
    pub name: &'c str,
    /// The place of the name, with its quotes.
    pub name_place: Place,
    /// The server's description.
    pub description: Option<&'c str>,
    /// The server's hints about its effects.
    pub annotations: Annotations,
    /// The types of its arguments, if they are known.
    pub input_schema: Option<InputSchema<'c>>,
}

impl Catalog {
    /// The tools that a file lists.
    pub fn new(source: SourceId, list: Arc<ToolList>) -> Self {
        Self { source, list, signatures: None }
    }

    /// The same catalog with tools that a policy describes. They count where the list has no such tool, or
    /// has one without a schema.
    #[must_use]
    pub fn with_signatures(self, source: SourceId, signatures: Arc<ToolList>) -> Self {
        Self { signatures: Some((source, signatures)), ..self }
    }

    /// The place of the list.
    pub fn place(&self) -> Place {
        self.list.span().of(self.source)
    }

    /// The place of the cursor of the next page, if the list is only the first page of the server's answer.
    pub fn next_page(&self) -> Option<Place> {
        self.list.next_page().map(|span| span.of(self.source))
    }

    /// Whether a tool of the list says which arguments it has.
    pub fn has_types(&self) -> bool {
        self.list.has_types()
    }

    /// The tool with a name.
    pub fn tool(&self, name: &str) -> Option<Tool<'_>> {
        let signed = || self.signatures.as_ref().and_then(|(source, list)| Some(Tool::of(list.tool(name)?, *source)));
        let Some(listed) = self.list.tool(name) else { return signed() };
        let listed = Tool::of(listed, self.source);
        let input_schema = listed.input_schema.or_else(|| signed()?.input_schema);
        Some(Tool { input_schema, ..listed })
    }

    /// The tools, in the order of the list; after them, those that only a policy describes.
    pub fn tools(&self) -> impl Iterator<Item = Tool<'_>> {
        self.names().filter_map(|name| self.tool(name))
    }

    /// The names of the tools, in the same order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.list.tools().iter().chain(self.unlisted()).map(|tool| tool.name.as_str())
    }

    /// How many tools there are.
    pub fn len(&self) -> usize {
        self.list.tools().len() + self.unlisted().count()
    }

    /// Whether there are no tools.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The tools that only a policy describes.
    fn unlisted(&self) -> impl Iterator<Item = &ListedTool> {
        let signed = self.signatures.iter().flat_map(|(_, list)| list.tools());
        signed.filter(|tool| self.list.tool(&tool.name).is_none())
    }
}

impl<'c> Tool<'c> {
    fn of(listed: &'c ListedTool, source: SourceId) -> Self {
        let ListedTool { name, name_span, description, annotations, schema } = listed;
        Self {
            name,
            name_place: name_span.of(source),
            description: description.as_deref(),
            annotations: *annotations,
            input_schema: schema.as_ref().map(|schema| schema.at(source)),
        }
    }
}
