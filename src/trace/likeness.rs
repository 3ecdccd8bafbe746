//! How sure a format is that a record belongs to it.

/// How sure a format is that a record belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// Nothing in it suggests this format.
    No,
    /// Other formats have such records, too.
    Perhaps,
    /// Only this format has such records.
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
