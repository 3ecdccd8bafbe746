//! The server's list of tools, as its pages pass.

use std::collections::HashMap;
use std::path::PathBuf;

use super::catalog_file::{Kept, keep};
use super::id::Id;
use crate::catalog::Pages;
use crate::file_system::reasons;
use crate::source::disk::display_name;
use crate::source::json::Json;

/// How many requests for a list may be open.
const MOST_OPEN: usize = 1_000;

/// The list of tools that is being read.
#[derive(Debug)]
pub struct Listing {
    path: Option<PathBuf>,
    /// The requests that were not answered yet, and whether each asks for the first page.
    asked: HashMap<Id, bool>,
    /// The pages so far; `None` if a list can't be kept.
    pages: Option<Pages>,
}

impl Listing {
    /// Keeps lists in this file.
    pub fn new(path: Option<PathBuf>) -> Self {
        Self { path, asked: HashMap::new(), pages: None }
    }

    /// The file's name, for messages.
    pub fn name(&self) -> String {
        self.path.as_deref().map(display_name).unwrap_or_default()
    }

    /// The file.
    pub fn path(&self) -> PathBuf {
        self.path.clone().unwrap_or_default()
    }

    /// A page was asked for.
    pub fn ask(&mut self, id: Id, is_first_page: bool) {
        if self.asked.len() < MOST_OPEN && !id.is_long() {
            self.asked.insert(id, is_first_page);
        }
    }

    /// Whether a page is still to come.
    pub fn is_open(&self) -> bool {
        !self.asked.is_empty()
    }

    /// Whether this request asks for a page.
    pub fn is_asked(&self, id: &Id) -> bool {
        self.asked.contains_key(id)
    }

    /// A page has come, with the text that it is part of. After the last one, the list is kept.
    pub fn answered(&mut self, id: &Id, page: Option<(&str, &Json)>) -> Result<Option<Kept>, String> {
        let Some(is_first) = self.asked.remove(id) else { return Ok(None) };
        if is_first {
            self.pages = Some(Pages::default());
        }
        // A refusal is not a list.
        let Some((text, page)) = page else { return Ok(None) };
        let Some(pages) = &mut self.pages else { return Ok(None) };
        let is_last = pages.add(text, page).inspect_err(|_| self.pages = None)?;
        let Some(pages) = self.pages.take_if(|_| is_last) else { return Ok(None) };
        let Some(path) = &self.path else { return Ok(None) };
        keep(path, &pages.document())
            .map(Some)
            .map_err(|error| format!("can't write `{}`: {}", display_name(path), reasons::unwritable(&error)))
    }
}
