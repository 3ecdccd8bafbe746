//! A file that is not a trace, or not one that the user's map fits.

use std::fmt;
use std::io;

/// Why no call can be found in a file. It is passed on as an [`io::Error`], and found in one by [`Unfit::of`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// What is wrong, with the file as the subject: `is in no format that jamb knows`.
    pub message: String,
    /// What the file has, and what to do about it, one sentence each.
    pub help: Vec<String>,
    /// It is a file of another kind, such as an archive, not text that could be a trace.
    pub is_of_other_kind: bool,
}

impl Unfit {
    /// Why a file is not a trace, if that is what an error says.
    pub fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unfit {}

impl From<Unfit> for io::Error {
    fn from(unfit: Unfit) -> Self {
        io::Error::new(io::ErrorKind::InvalidData, unfit)
    }
}
