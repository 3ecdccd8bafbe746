//! What the passes over clauses share: the texts, the names, the diagnostics, and the room that is left.

use super::cycles::Cycles;
use super::diagnostics::Diagnostics;
use super::errors;
use super::names::Names;
use super::types::Patterns;
use crate::source::{Place, Sources};
use crate::vocab::Regexes;

/// The memory, in bytes, that values and clauses may take where they replace their names. Otherwise a list of
/// a megabyte with a name of one letter could be used a million times.
const MAX_COPIED_BYTES: usize = 256 * 1024 * 1024;

/// What the passes share.
pub struct Context<'t> {
    /// The texts.
    pub sources: &'t Sources,
    /// The lets and rules.
    pub names: Names<'t>,
    /// Which rules apply each other in a cycle.
    pub cycles: Cycles,
    /// The diagnostics so far.
    pub diagnostics: Diagnostics,
    /// The regular expressions so far, and the mistakes in them.
    pub regexes: Regexes,
    /// Those that are run on the values of arguments.
    pub patterns: Patterns,
    room: Option<usize>,
    reported_full: bool,
}

impl<'t> Context<'t> {
    /// The context at the start.
    pub fn new(sources: &'t Sources, names: Names<'t>, cycles: Cycles, diagnostics: Diagnostics) -> Self {
        Self {
            sources,
            names,
            cycles,
            diagnostics,
            regexes: Regexes::default(),
            patterns: Patterns::default(),
            room: Some(MAX_COPIED_BYTES),
            reported_full: false,
        }
    }

    /// Takes this many bytes of the room for copies, and returns whether there was enough.
    pub fn take(&mut self, bytes: usize) -> bool {
        self.room = self.room.and_then(|room| room.checked_sub(bytes));
        self.room.is_some()
    }

    /// Whether the room for copies is used up.
    pub fn is_full(&self) -> bool {
        self.room.is_none()
    }

    /// Reports once that the room for copies is used up.
    pub fn report_full(&mut self, place: Place) {
        if !std::mem::replace(&mut self.reported_full, true) {
            self.diagnostics.push(errors::too_many_copies(place));
        }
    }
}
