//! What a review did not read.

/// Something that was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Its name; empty for several files.
    pub name: String,
    /// Why it was not read.
    pub what: String,
    /// Whether it counts as something that could not be decided.
    pub counts: bool,
}

impl Unread {
    /// Files that were not looked into, because there are too many.
    pub fn files(count: usize) -> Self {
        let what = format!("{count} more files were not searched for policies, because there are too many");
        Self { name: String::new(), what, counts: true }
    }
}
