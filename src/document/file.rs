//! A document: a text, and the kind of file that it is.

use std::path::Path;
use std::sync::Arc;

use super::kind::Kind;
use crate::source::disk::LoadError;
use crate::source::{MAX_FILE_BYTES, Source};

/// A file, standard input, or the text of an editor.
#[derive(Debug, Clone)]
pub struct Document {
    /// The text; empty if the file is too large.
    pub source: Arc<Source>,
    /// What it holds.
    pub kind: Kind,
}

impl Document {
    /// A document with this text.
    pub fn new(source: Source) -> Self {
        // The text of an editor may be larger than any file that is read.
        let is_too_large = source.text.len() as u64 > MAX_FILE_BYTES;
        let kind = if is_too_large { Kind::TooLarge } else { Kind::of(&source.text) };
        Self { source: Arc::new(source), kind }
    }

    /// A document from the result of reading a file. A file that is too large is a document of its own kind;
    /// other errors are returned. Messages call the file `name`.
    pub fn loaded(
        name: impl Into<String>,
        path: Option<&Path>,
        bytes: Result<Vec<u8>, LoadError>,
    ) -> Result<Self, LoadError> {
        match bytes {
            Ok(bytes) => Ok(Self::new(Source::from_bytes(name, path, bytes))),
            Err(LoadError::TooLarge) => {
                let source = Arc::new(Source::from_bytes(name, path, Vec::new()));
                Ok(Self { source, kind: Kind::TooLarge })
            }
            Err(error) => Err(error),
        }
    }

    /// The same document with another text.
    #[must_use]
    pub fn with_text(&self, text: &str) -> Self {
        let mut source = Source::from_text(self.name(), text);
        source.path.clone_from(&self.source.path);
        Self::new(source)
    }

    /// Its name in messages.
    pub fn name(&self) -> &str {
        &self.source.name
    }

    /// Whether the name of its file ends in `.extension`.
    pub fn has_extension(&self, extension: &str) -> bool {
        self.path().and_then(Path::extension).is_some_and(|own| own == extension)
    }

    /// The path of its file; `None` for standard input.
    pub fn path(&self) -> Option<&Path> {
        self.source.path.as_deref()
    }
}
