//! Steps into lists and maps, where no path of a condition leads.

/// A step from a value to one inside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Inner {
    /// An element of a list.
    Element,
    /// A member of an object, by its name.
    Member(String),
    /// The value of a member with any name.
    Value,
}
