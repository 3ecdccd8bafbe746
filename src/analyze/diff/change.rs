//! What a difference comes to.

/// The name under which a difference speaks of all tools that neither policy names.
pub const OTHERS: &str = "*";

/// What a difference comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// All calls are decided alike.
    Same,
    /// More is let through.
    Wider,
    /// Less is let through.
    Narrower,
    /// Some is let through that was not, and the other way.
    Both,
    /// It could not be found out.
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

    /// By whether more is let through, and whether less is.
    pub fn of(is_wider: bool, is_narrower: bool) -> Self {
        match (is_wider, is_narrower) {
            (false, false) => Change::Same,
            (true, false) => Change::Wider,
            (false, true) => Change::Narrower,
            (true, true) => Change::Both,
        }
    }

    /// Whether more may be let through.
    pub fn is_wider(self) -> bool {
        matches!(self, Change::Wider | Change::Both | Change::Unknown)
    }

    /// Whether less may be let through.
    pub fn is_narrower(self) -> bool {
        matches!(self, Change::Narrower | Change::Both | Change::Unknown)
    }
}
