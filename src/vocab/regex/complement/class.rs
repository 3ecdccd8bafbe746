//! Sets of characters, and how they are written between brackets.

/// The largest code point.
const LAST: u32 = 0x10_ffff;
/// Code points that are not characters.
const SURROGATES: (u32, u32) = (0xd800, 0xdfff);

/// A set of characters: ranges in order that do not touch. Surrogates are in it if characters on both sides are, so
/// that a range across them is one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Class(Vec<(u32, u32)>);

impl Class {
    /// The set of these ranges, in any order.
    pub fn new(mut ranges: Vec<(u32, u32)>) -> Self {
        ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match merged.last_mut() {
                Some(before) if touches(before.1, first) => before.1 = before.1.max(last),
                Some(_) | None => merged.push((first, last)),
            }
        }
        Self(merged)
    }

    /// The characters of both sets.
    pub fn union(&self, other: &Self) -> Self {
        Self::new(self.0.iter().chain(&other.0).copied().collect())
    }

    /// Whether it holds every character.
    pub fn is_everything(&self) -> bool {
        self.0 == [(0, LAST)]
    }

    /// The set as an expression, in `(?s)` mode: `a`, `.`, `[^/]`.
    pub fn written(&self) -> String {
        if self.is_everything() {
            return ".".to_owned();
        }
        if let [(only, last)] = self.0.as_slice()
            && only == last
        {
            return character(*only, ".+*?()|[]{}^$\\");
        }
        let (positive, negative) = (self.in_brackets(""), self.others().in_brackets("^"));
        if negative.len() < positive.len() { negative } else { positive }
    }

    fn others(&self) -> Self {
        let mut ranges = Vec::new();
        let mut next = 0;
        for (first, last) in &self.0 {
            if *first > next {
                ranges.push((next, first - 1));
            }
            next = last + 1;
        }
        if next <= LAST {
            ranges.push((next, LAST));
        }
        Self::new(ranges)
    }

    fn in_brackets(&self, sign: &str) -> String {
        let mut written = format!("[{sign}");
        for (first, last) in &self.0 {
            written += &character(*first, "[]^-\\");
            if last > first {
                written += if last - first > 1 { "-" } else { "" };
                written += &character(*last, "[]^-\\");
            }
        }
        written + "]"
    }
}

fn touches(last: u32, first: u32) -> bool {
    first <= last + 1 || last + 1 == SURROGATES.0 && first == SURROGATES.1 + 1
}

fn character(code: u32, special: &str) -> String {
    match char::from_u32(code) {
        Some('\n') => r"\n".to_owned(),
        Some('\r') => r"\r".to_owned(),
        Some('\t') => r"\t".to_owned(),
        Some(plain) if special.contains(plain) => format!(r"\{plain}"),
        Some(plain @ ' '..='~') => plain.to_string(),
        Some(_) | None if code < 0x100 => format!(r"\x{code:02x}"),
        Some(_) | None => format!(r"\x{{{code:x}}}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shorter_of_both_spellings() {
        let written = |ranges: &[(u32, u32)]| Class::new(ranges.to_vec()).written();
        assert_eq!(written(&[(0, LAST)]), ".");
        assert_eq!(written(&[(97, 97)]), "a");
        assert_eq!(written(&[(46, 46)]), r"\.");
        assert_eq!(written(&[(97, 98)]), "[ab]");
        assert_eq!(written(&[(0, 46), (48, LAST)]), "[^/]");
        assert_eq!(written(&[(97, 122), (65, 90), (93, 94)]), r"[A-Z\]\^a-z]");
        assert_eq!(written(&[(0, 0xd7ff), (0xe000, LAST)]), ".");
        assert_eq!(written(&[(0x7f, 0x7f)]), r"\x7f");
        assert_eq!(written(&[(0x3b1, 0x3b1)]), r"\x{3b1}");
    }
}
