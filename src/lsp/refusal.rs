//! Why a request has no result.

/// Why a request has no result.
#[derive(Debug)]
pub enum Refusal {
    /// Its parameters are wrong.
    Parameters(String),
    /// What it asks for can't be done. The client shows the words to the user.
    Failed(String),
}
