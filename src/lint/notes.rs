//! The checker's note about limits per day. Comments and `jamb.toml` silence it as they silence findings.

use super::chosen::Chosen;
use super::suppress::{self, Suppression, suppress};
use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Sources;

/// The code of the note.
pub const NOTE: Code = Code::UNDOCUMENTED_WINDOW;

/// Removes the note if the settings turn it off, or a comment at any limit per day suppresses it.
pub fn silence(sources: &Sources, checked: &Checked, chosen: &Chosen, diagnostics: &mut Vec<Diagnostic>) {
    if !diagnostics.iter().any(|diagnostic| diagnostic.code == NOTE) {
        return;
    }
    let mut suppressions = suppress::read(sources, &checked.files);
    let is_suppressed = chosen.honours_comments && is_suppressed(sources, checked, &mut suppressions);
    if !chosen.notes || is_suppressed {
        diagnostics.retain(|diagnostic| diagnostic.code != NOTE);
    }
}

/// Whether a comment suppresses the note. Marks all that do.
pub fn is_suppressed(sources: &Sources, checked: &Checked, suppressions: &mut [Suppression]) -> bool {
    let places = checked.policy.limits_per_day().map(|limit| Diagnostic::note(NOTE, limit.place, "", ""));
    let mut notes: Vec<_> = places.collect();
    let all = notes.len();
    suppress(sources, suppressions, &mut notes);
    notes.len() < all
}
