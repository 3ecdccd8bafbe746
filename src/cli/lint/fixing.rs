//! Writes or shows the texts that fixes changed, for `--fix` and `--diff`.

use crate::cli::exit::Problem;
use crate::cli::files::{Content, Files};
use crate::cli::output;
use crate::diagnostic::Safety;
use crate::document::{Fixed, OpenDocuments, fix};
use crate::git::RevisionDisk;

/// The documents that fixes changed.
#[derive(Debug)]
pub struct Fixing {
    fixed: Fixed,
    /// The text of standard input after the fixes, if it is one of the documents.
    stdin: Option<String>,
}

impl Fixing {
    /// Applies fixes to the documents. Nothing is written yet.
    pub fn new(documents: &mut OpenDocuments<RevisionDisk>, safety: Safety, threads: usize) -> Self {
        let fixed = fix(documents, safety, threads);
        let stdin = documents.iter().find(|(_, document)| document.path().is_none());
        let stdin = stdin.map(|(_, document)| document.source.text.clone());
        Self { fixed, stdin }
    }

    /// Whether a text changed.
    pub fn changes_files(&self) -> bool {
        !self.fixed.changed.is_empty()
    }

    /// What would change.
    pub fn differences(&self) -> String {
        let changed = self.fixed.changed.iter();
        let difference = changed.map(|it| output::difference(it.old.name(), &it.old.source.text, &it.new.source.text));
        difference.collect()
    }

    /// The text of standard input after the fixes. It is the result of the command, and the findings go to standard
    /// error.
    pub fn printed(&self) -> Option<&str> {
        self.stdin.as_deref()
    }

    /// Adds the files to those that will be written. Returns their names.
    pub fn add_to(&self, files: &mut Files) -> Result<Vec<String>, Problem> {
        let mut names = Vec::new();
        for changed in &self.fixed.changed {
            if let Some(path) = changed.new.path() {
                files.add(Some(path), Content::Rewritten, changed.new.source.text.clone())?;
                names.push(changed.new.name().to_owned());
            }
        }
        Ok(names)
    }
}
