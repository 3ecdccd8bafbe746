//! What can be wrong with the value of a text operator.

/// What is wrong with a value that one of these operators compares with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OperandMistake {
    /// Every text starts and ends with an empty text.
    Empty,
    /// The folder starts with `./`; this is the folder without it.
    LeadingDot(String),
    /// A step of a folder or of a URL's path is empty, or has only dots (and blanks, in a folder).
    EmptyStep(String),
    /// A character that a folder or a URL's path can't have.
    Character(char),
    /// Not a host, for this reason.
    Host(HostMistake),
    /// Not a scheme: `1http` in `1http://example.com`.
    Scheme(String),
    /// Not a port: `65536` in `example.com:65536`.
    Port(String),
    /// `at` compares with a domain, and this is a mail address; this is its domain.
    Mailbox(String),
    /// `at` compares with a domain, and this is another kind of host.
    NotADomain,
}

/// Why a text is not a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostMistake {
    /// There is nothing where the host should be.
    Empty,
    /// It contains a user: `ann@example.com`.
    User,
    /// A name of one label, such as `intranet`.
    OneLabel,
    /// A `*` that is not the whole first label, or not in front of a name.
    Star,
    /// A character outside ASCII: such names are written `xn--…`.
    NotAscii,
    /// Anything else.
    Other,
}
