//! The direction of a difference.

/// The name that stands for all tools that neither policy names.
pub const OTHERS: &str = "*";

/// The direction of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// Both policies decide every call the same way.
    Same,
    /// More is allowed.
    Wider,
    /// Less is allowed.
    Narrower,
    /// Some calls are newly allowed, and others newly denied.
    Both,
    /// Could not be determined.
    Unknown,
}

impl Change {
    /// The word, as reports write it.
    pub fn word(self) -> &'static str {
        match self {
            Change::Same => "same",
            Change::Wider => "wider",
            Change::Narrower => "narrower",
            Change::Both => "both",
            Change::Unknown => "unknown",
        }
    }

    /// The change, by whether more is allowed and whether less is.
    pub fn of(is_wider: bool, is_narrower: bool) -> Self {
        match (is_wider, is_narrower) {
            (false, false) => Change::Same,
            (true, false) => Change::Wider,
            (false, true) => Change::Narrower,
            (true, true) => Change::Both,
        }
    }

    /// Whether more may be allowed.
    pub fn is_wider(self) -> bool {
        matches!(self, Change::Wider | Change::Both | Change::Unknown)
    }

    /// Whether less may be allowed.
    pub fn is_narrower(self) -> bool {
        matches!(self, Change::Narrower | Change::Both | Change::Unknown)
    }
}
