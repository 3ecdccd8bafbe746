//! The fingerprint of a result. It stays the same as long as the line stays the same, even if the line moves, so that
//! code scanning recognizes an old alert, and a baseline an old finding.

use std::collections::HashMap;

use super::Diagnostic;
use crate::source::{Source, Sources, Span};

/// The name of the fingerprint, with the version of its algorithm.
pub const NAME: &str = "jambLine/v1";

/// In a longer line, only this many bytes before and after the place count.
const AROUND: u32 = 200;

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

/// A hash of the code, the name of the file, and the lines of the main place without white space.
pub fn of_lines(diagnostic: &Diagnostic, sources: &Sources, name: &str) -> String {
    let place = diagnostic.primary.place;
    let lines = lines_around(sources.get(place.source), place.span);
    let letters = lines.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let head = diagnostic.code.name().bytes().chain([0]).chain(name.bytes()).chain([0]);
    format!("{:016x}", fnv1a(head.chain(letters)))
}

/// A hash of some names.
pub fn of_names<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    format!("{:016x}", fnv1a(names.into_iter().flat_map(|name| name.bytes().chain([0]))))
}

fn lines_around(source: &Source, span: Span) -> &str {
    let first = source.line(source.position(span.start).line);
    let last = source.line(source.position(span.end.max(span.start + 1) - 1).line);
    around(source, first.start.max(span.start.saturating_sub(AROUND)), last.end.min(span.end.saturating_add(AROUND)))
}

fn line_around(source: &Source, offset: u32) -> &str {
    let line = source.line(source.position(offset).line);
    let around_offset = (offset.saturating_sub(AROUND), offset.saturating_add(AROUND));
    around(source, line.start.max(around_offset.0), line.end.min(around_offset.1))
}

/// The text between two offsets, without the characters that they are inside of.
fn around(source: &Source, start: u32, end: u32) -> &str {
    let (mut start, mut end) = (start as usize, (end as usize).min(source.text.len()));
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
