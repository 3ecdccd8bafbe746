//! What the texts of an argument are for.

/// What a text is for. It decides which texts are dangerous.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ArgumentKind {
    /// A command line, a script or source code.
    Command,
    /// A path of a file or a folder.
    Path,
    /// An address with a scheme: `https://docs.example.com/`.
    Url,
    /// A host name without a scheme: `docs.example.com`.
    Host,
    /// A mail address.
    Mail,
    /// A statement in a query language, such as SQL.
    Query,
}

impl ArgumentKind {
    /// The kind in words: `a command`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Command => "a command",
            Self::Path => "a path",
            Self::Url => "an address",
            Self::Host => "a host",
            Self::Mail => "a mail address",
            Self::Query => "a query",
        }
    }
}
