//! Writes or shows the texts that fixes changed, for `--fix` and `--diff`.

use crate::cli::exit::Problem;
use crate::cli::shared::Shared;
use crate::cli::{files, output};
use crate::diagnostic::Safety;
use crate::document::{Fixed, OpenDocuments, fix};
use crate::file_system::RealDisk;

/// The documents that fixes changed.
#[derive(Debug)]
pub struct Fixing {
    fixed: Fixed,
    /// The text of standard input after the fixes, if it is one of the documents.
    stdin: Option<String>,
}

impl Fixing {
    /// Applies fixes to the documents. Nothing is written yet.
    pub fn new(documents: &mut OpenDocuments<RealDisk>, safety: Safety, threads: usize) -> Self {
        let fixed = fix(documents, safety, threads);
        let stdin = documents.iter().find(|(_, document)| document.path().is_none());
        let stdin = stdin.map(|(_, document)| document.source.text.clone());
        Self { fixed, stdin }
    }

    /// Whether a text changed.
    pub fn changes_files(&self) -> bool {
        !self.fixed.changed.is_empty()
    }

    /// Prints what would change.
    pub fn print_differences(&self) -> Result<(), Problem> {
        self.fixed.changed.iter().try_for_each(|changed| {
            files::print(&output::difference(changed.old.name(), &changed.old.source.text, &changed.new.source.text))
        })
    }

    /// Writes the files. Returns whether standard input is among the documents: then its text is the result of
    /// the command, and the findings go to standard error.
    pub fn write(&self, shared: &Shared) -> Result<bool, Problem> {
        for changed in &self.fixed.changed {
            if let Some(path) = changed.new.path() {
                files::write(path, &changed.new.source.text)?;
                shared.note(&format!("fixed `{}`", changed.new.name()));
            }
        }
        if let Some(text) = &self.stdin {
            files::print(text)?;
        }
        Ok(self.stdin.is_some())
    }
}
