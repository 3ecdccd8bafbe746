//! A policy on one side of the branch.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use super::input::Side;
use crate::catalog::Catalog;
use crate::diagnostic::{Severity, between_backticks};
use crate::document::{Document, Job, Judgement, Kind, Workspace};
use crate::model::Policy;
use crate::source::Sources;
use crate::source::disk::Disk;
use crate::vocab::Category;

/// The policies that a branch touches have at most this many bytes together, on both sides.
const MOST_BYTES: usize = 256 * 1024 * 1024;

/// Where policies are read to.
pub struct Room<'r> {
    /// The texts.
    pub sources: &'r mut Sources,
    /// The bytes of policies that were read so far.
    pub spent: &'r Cell<usize>,
}

/// A policy on one side.
pub struct Version {
    /// Its path from the root.
    pub path: PathBuf,
    /// What messages call it.
    pub name: String,
    /// The file; `None` if it can't be read.
    pub read: Option<Read>,
    /// Why nothing is known about its decisions.
    pub unknown: Option<String>,
}

/// A file that was read.
pub struct Read {
    /// The file.
    pub document: Document,
    /// What it means.
    pub judgement: Judgement,
}

impl Version {
    /// Reads and judges the policy at a path.
    pub fn of(side: &Side<'_>, workspace: &Workspace<&dyn Disk>, path: &Path, room: Room<'_>) -> Self {
        let Room { sources, spent } = room;
        let name = side.name(path);
        let shown = between_backticks(&name);
        let unread = |why: String, name: String| Self { path: path.to_owned(), name, read: None, unknown: Some(why) };
        let document = match workspace.open(path, &name) {
            Ok(document) => document,
            Err(error) => return unread(format!("`{shown}` can't be read: {}", error.reason()), name),
        };
        spent.set(spent.get() + document.source.text.len());
        if spent.get() > MOST_BYTES {
            return unread(format!("`{shown}` was not read, because the policies of this branch are too large"), name);
        }
        if let Kind::Foreign(language) = document.kind {
            return unread(format!("`{shown}` is {language}, not a policy"), name);
        }
        let judgement = workspace.judge(sources, &document, Job::REVIEW);
        let unknown = judgement.policy.is_none().then(|| format!("`{shown}` has errors{}", first_error(&judgement)));
        Self { path: path.to_owned(), name, read: Some(Read { document, judgement }), unknown }
    }

    /// The policy, if it has no errors.
    pub fn policy(&self) -> Option<&Policy> {
        self.read.as_ref()?.judgement.policy.as_ref()
    }

    /// Its catalog, if it names one.
    pub fn catalog(&self) -> Option<&Catalog> {
        self.read.as_ref()?.judgement.catalog()
    }

    /// The tools that are rated execute, destructive or financial.
    pub fn dangerous(&self) -> Vec<String> {
        let checked = self.read.as_ref().and_then(|read| read.judgement.checked.as_ref());
        let rated = checked.iter().flat_map(|checked| &checked.policy.categories);
        rated.filter(|(_, rating)| rating.category >= Category::Execute).map(|(tool, _)| tool.clone()).collect()
    }

    /// Whether it is a part of other policies, which decides nothing by itself.
    pub fn is_part(&self) -> bool {
        self.read.as_ref().is_some_and(|read| read.judgement.is_part)
    }
}

/// The first error, such as a catalog that can't be read.
fn first_error(judgement: &Judgement) -> String {
    let mut errors = judgement.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let Some(error) = errors.next() else { return String::new() };
    let label = &error.primary.message;
    let label = if label.is_empty() { String::new() } else { format!(" ({label})") };
    format!(": {}{label}", error.message)
}
