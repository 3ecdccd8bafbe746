//! How sure a format is that a record is its own.

/// How sure a format is that a record is its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// It says nothing of this format.
    No,
    /// Others have such records, too.
    Perhaps,
    /// Only this format has them.
    Surely,
}

impl Likeness {
    pub fn surely(yes: bool) -> Self {
        if yes { Likeness::Surely } else { Likeness::No }
    }

    pub fn perhaps(yes: bool) -> Self {
        if yes { Likeness::Perhaps } else { Likeness::No }
    }
}
