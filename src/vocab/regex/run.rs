//! The most common form of all, `^[a-z ]{1,150}$`: a text of certain letters, perhaps with a fixed start and
//! end, as in `^ch_[a-z]+$` and `^[a-z.]+@example\.com$`. It needs no automaton, in which each byte waits for
//! the one before it: this takes a fifth of the time.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

use super::prefix::Prefix;

/// Which bytes a text may have, and how many, between its fixed start and end.
#[derive(Debug)]
pub struct Run {
    prefix: Prefix,
    suffix: Box<[u8]>,
    bytes: Box<[bool; 256]>,
    least: usize,
    most: usize,
}

impl Run {
    /// A run from an expression, if it has this form and its letters are ASCII.
    pub fn new(hir: &Hir) -> Option<Self> {
        let HirKind::Concat(parts) = hir.kind() else { return None };
        let [start, inner @ .., end] = parts.as_slice() else { return None };
        let (HirKind::Look(Look::Start), HirKind::Look(Look::End)) = (start.kind(), end.kind()) else { return None };
        let (first, inner) = inner.split_first()?;
        let (prefix, middle, inner) = match literal(first) {
            Some(prefix) => (prefix, inner.first()?, inner.get(1..)?),
            None => (&[][..], first, inner),
        };
        let suffix = match inner {
            [] => &[],
            [last] => literal(last)?,
            _ => return None,
        };
        let HirKind::Repetition(repetition) = middle.kind() else { return None };
        let HirKind::Class(class) = repetition.sub.kind() else { return None };
        let least = repetition.min as usize;
        let most = repetition.max.map_or(usize::MAX, |most| most as usize);
        let (prefix, suffix) = (Prefix::new(prefix)?, suffix.into());
        Some(Self { prefix, suffix, bytes: Box::new(ascii(class)?), least, most })
    }

    /// The memory that it takes, in bytes.
    pub fn bytes(&self) -> usize {
        size_of::<Self>() + self.bytes.len() + self.suffix.len()
    }

    /// Whether the text has only these bytes, and an allowed number of them.
    #[inline]
    pub fn is_match(&self, text: &[u8]) -> bool {
        let Some(text) = self.prefix.behind(text) else { return false };
        let text = if self.suffix.is_empty() { Some(text) } else { text.strip_suffix(&*self.suffix) };
        let Some(text) = text else { return false };
        let allows = |byte: &u8| self.bytes.get(usize::from(*byte)).is_some_and(|allows| *allows);
        let (chunks, rest) = text.as_chunks::<8>();
        // All eight are looked up before any result is tested.
        (self.least..=self.most).contains(&text.len())
            && chunks.iter().all(|chunk| chunk.iter().fold(true, |all, byte| all & allows(byte)))
            && rest.iter().all(allows)
    }
}

fn literal(hir: &Hir) -> Option<&[u8]> {
    if let HirKind::Literal(literal) = hir.kind() { Some(&literal.0) } else { None }
}

fn ascii(class: &Class) -> Option<[bool; 256]> {
    let ranges: Vec<(u32, u32)> = match class {
        Class::Unicode(class) => {
            class.ranges().iter().map(|range| (range.start().into(), range.end().into())).collect()
        }
        Class::Bytes(class) => class.ranges().iter().map(|range| (range.start().into(), range.end().into())).collect(),
    };
    let is_ascii = ranges.iter().all(|(_, last)| *last < 0x80);
    let holds = |byte: usize| ranges.iter().any(|(first, last)| (*first..=*last).contains(&(byte as u32)));
    is_ascii.then(|| std::array::from_fn(holds))
}
