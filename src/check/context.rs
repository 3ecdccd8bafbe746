//! What the passes that look into clauses share: the texts, the names, what was found, and how
//! much may still be done.

use super::cycles::Cycles;
use super::diagnostics::Diagnostics;
use super::errors;
use super::names::Names;
use crate::source::{Place, Sources};
use crate::vocab::Regexes;

/// The memory, in bytes, that values and clauses may take where they are put in the place of their
/// names. A list of a megabyte with a name of one letter could else be asked for a million times.
const MAX_COPIED_BYTES: usize = 256 * 1024 * 1024;

/// What the passes share.
pub struct Context<'t> {
    /// The texts.
    pub sources: &'t Sources,
    /// The lets and rules.
    pub names: Names<'t>,
    /// Which rules apply each other in a circle.
    pub cycles: Cycles,
    /// What was found.
    pub diagnostics: Diagnostics,
    /// The regular expressions that were read, and what is wrong with them.
    pub regexes: Regexes,
    /// Whether a parameter of which nothing is known may be anything at all.
    pub form_only: bool,
    room: Option<usize>,
    reported_full: bool,
}

impl<'t> Context<'t> {
    /// At the start.
    pub fn new(sources: &'t Sources, names: Names<'t>, cycles: Cycles, diagnostics: Diagnostics) -> Self {
        Self {
            sources,
            names,
            cycles,
            diagnostics,
            regexes: Regexes::default(),
            form_only: false,
            room: Some(MAX_COPIED_BYTES),
            reported_full: false,
        }
    }

    /// Takes so many bytes of the room for copies, and says whether there was enough.
    pub fn take(&mut self, bytes: usize) -> bool {
        self.room = self.room.and_then(|room| room.checked_sub(bytes));
        self.room.is_some()
    }

    /// Whether the room for copies is used up.
    pub fn is_full(&self) -> bool {
        self.room.is_none()
    }

    /// Reports that the room for copies is used up; once is enough.
    pub fn report_full(&mut self, place: Place) {
        if !std::mem::replace(&mut self.reported_full, true) {
            self.diagnostics.push(errors::too_many_copies(place));
        }
    }
}
