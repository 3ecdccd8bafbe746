//! What is known about an argument.

/// What a server says about an argument and its tool.
#[derive(Debug, Clone, Copy, Default)]
pub struct Signs<'s> {
    /// The name of the tool.
    pub tool: &'s str,
    /// The description of the tool.
    pub tool_description: Option<&'s str>,
    /// Whether the tool is known to run something.
    pub is_execute: bool,
    /// Whether it also takes the owner and the name of a repository.
    pub names_repository: bool,
    /// The name of the argument.
    pub name: &'s str,
    /// The description of the argument, and that of its elements.
    pub descriptions: [Option<&'s str>; 2],
    /// The `format` of its texts.
    pub format: Option<&'s str>,
    /// The text that the server uses if it is left out.
    pub default: Option<&'s str>,
}
