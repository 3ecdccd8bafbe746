//! A compiled policy.

use std::path::PathBuf;
use std::sync::Arc;

use crate::document::Judged;

/// A compiled policy and the file to write it to; without one, it goes to standard output.
#[derive(Debug)]
pub struct Compiled {
    /// The policy.
    pub judged: Arc<Judged>,
    /// Its JSON.
    pub text: String,
    /// The file.
    pub path: Option<PathBuf>,
}

impl Compiled {
    /// The name of the policy.
    pub fn policy(&self) -> &str {
        &self.judged.sources.get(self.judged.judgement.main).name
    }
}
