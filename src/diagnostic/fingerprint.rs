//! The fingerprint of a result. It stays the same as long as the line stays the same, even if the line moves, so that
//! code scanning recognizes an old alert, and a baseline an old finding.

use std::collections::HashMap;

use super::Diagnostic;
use crate::source::{Source, Sources, Span};

/// The name of the fingerprint, with the version of its algorithm.
pub const NAME: &str = "jambLine/v1";

/// In a longer line, only this many bytes before and after the place count.
const AROUND: usize = 200;

/// The fingerprints of some diagnostics, in order: a hash of the code, the name of the file, and the line without white
/// space, and then a number that distinguishes equal ones. `named` returns the name of a file.
pub fn fingerprints(diagnostics: &[Diagnostic], sources: &Sources, named: &dyn Fn(&Source) -> String) -> Vec<String> {
    let mut seen: HashMap<u64, u32> = HashMap::new();
    let fingerprint = |diagnostic: &Diagnostic| {
        let place = diagnostic.primary.place;
        let source = sources.get(place.source);
        let (line, name) = (line_around(source, place.span.start), named(source));
        let words = line.split_whitespace().flat_map(|word| word.bytes().chain([b' ']));
        let head = diagnostic.code.name().bytes().chain([0]).chain(name.bytes()).chain([0]);
        let hash = fnv1a(head.chain(words));
        let ordinal = seen.entry(hash).or_default();
        *ordinal += 1;
        format!("{hash:016x}:{ordinal}")
    };
    diagnostics.iter().map(fingerprint).collect()
}

fn line_around(source: &Source, offset: u32) -> &str {
    let line = source.line(source.position(offset).line);
    let mut start = (line.start as usize).max((offset as usize).saturating_sub(AROUND));
    let mut end = (line.end as usize).min(offset as usize + AROUND);
    while !source.text.is_char_boundary(start) {
        start += 1;
    }
    while !source.text.is_char_boundary(end) {
        end -= 1;
    }
    source.slice(Span::new(start.min(end), end))
}

/// FNV-1a of 64 bits: short, and the same in every version of every compiler.
fn fnv1a(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
