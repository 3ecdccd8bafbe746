//! Applies fixes to texts. A fix is applied as a whole or not at all: if it touches what another fix has changed,
//! it waits until the result has been linted again.

use std::collections::BTreeMap;

use crate::diagnostic::Edit;

/// Edits of some files that do not touch each other.
#[derive(Debug)]
pub struct Edits<F> {
    files: BTreeMap<F, BTreeMap<(u32, u32), String>>,
}

impl<F> Default for Edits<F> {
    fn default() -> Self {
        Self { files: BTreeMap::new() }
    }
}

impl<F: Ord + Copy> Edits<F> {
    /// Adds a fix if it does not touch an earlier one.
    pub fn add(&mut self, fix: &[(F, &Edit)]) -> bool {
        let is_free = fix.iter().all(|(file, edit)| is_free(self.files.get(file), edit));
        for (file, edit) in fix.iter().filter(|_| is_free) {
            let span = edit.place.span;
            self.files.entry(*file).or_default().insert((span.start, span.end), edit.text.clone());
        }
        is_free
    }

    /// The changed texts.
    pub fn texts(self, text_of: impl Fn(F) -> Option<String>) -> BTreeMap<F, String> {
        let texts = self.files.into_iter().filter_map(|(file, edits)| Some((file, applied(text_of(file)?, edits))));
        texts.collect()
    }
}

/// Whether an edit neither overlaps nor touches another: two insertions at one place would have no order.
fn is_free(taken: Option<&BTreeMap<(u32, u32), String>>, edit: &Edit) -> bool {
    let span = edit.place.span;
    // Edits do not overlap, so the last one that starts before the end reaches furthest.
    let last = taken.and_then(|taken| taken.range(..=(span.end, u32::MAX)).next_back());
    last.is_none_or(|((_, end), _)| *end < span.start)
}

fn applied(text: String, edits: BTreeMap<(u32, u32), String>) -> String {
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for ((start, end), new) in edits {
        out += text.get(from..start as usize).unwrap_or_default();
        out += &new;
        from = end as usize;
    }
    out + text.get(from..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceId, Span};

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit { place: Span::new(start, end).of(SourceId(0)), text: text.to_owned() }
    }

    #[test]
    fn a_fix_that_touches_another_waits() {
        let mut edits = Edits::default();
        let (first, second, third) = (edit(1, 2, "B!"), edit(4, 4, "+"), edit(2, 3, "C"));
        assert!(edits.add(&[(0, &first), (0, &second)]));
        let free = edit(6, 7, "");
        assert!(!edits.add(&[(0, &third), (0, &free)]) && !edits.add(&[(0, &second)]));
        assert!(edits.add(&[(0, &free)]));
        assert_eq!(edits.texts(|_| Some("abcdefgh".to_owned()))[&0], "aB!cd+efh");
    }
}
