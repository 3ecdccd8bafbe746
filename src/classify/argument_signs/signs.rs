//! What is known about an argument.

use std::sync::OnceLock;

use super::descriptions::Mentions;
use crate::classify::words;

/// What a server says about an argument and its tool.
#[derive(Debug, Clone, Copy)]
pub struct Signs<'s> {
    /// The tool.
    pub tool: &'s ToolSigns<'s>,
    /// Whether the tool is known to run something.
    pub is_execute: bool,
    /// The name of the argument.
    pub name: &'s str,
    /// The description of the argument, and that of its elements.
    pub descriptions: [Option<&'s str>; 2],
    /// The `format` of its texts.
    pub format: Option<&'s str>,
    /// The text that the server uses if it is left out.
    pub default: Option<&'s str>,
}

impl Default for Signs<'_> {
    fn default() -> Self {
        Self { tool: &NO_TOOL, is_execute: false, name: "", descriptions: [None, None], format: None, default: None }
    }
}

/// What a server says about a tool. Its words are read once for all arguments.
#[derive(Debug)]
pub struct ToolSigns<'s> {
    /// Its name.
    pub name: &'s str,
    /// Its description.
    pub description: Option<&'s str>,
    /// Whether it takes the owner and the name of a repository.
    pub names_repository: bool,
    words: OnceLock<Vec<String>>,
    mentions: Mentions<'s>,
}

/// A tool that nothing is known about.
pub(super) static NO_TOOL: ToolSigns<'static> = ToolSigns::new("", None, false);

impl<'s> ToolSigns<'s> {
    /// A tool of this name, with this description.
    pub const fn new(name: &'s str, description: Option<&'s str>, names_repository: bool) -> Self {
        let mentions = Mentions::of_tool(name, description);
        Self { name, description, names_repository, words: OnceLock::new(), mentions }
    }

    /// The words of its name.
    pub(super) fn words(&self) -> &[String] {
        self.words.get_or_init(|| words::of_name(self.name))
    }

    /// What its name and its description say.
    pub(super) fn mentions(&self) -> &Mentions<'s> {
        &self.mentions
    }
}
