//! Cuts a stream into lines: each is kept up to a length, and looked at to its end.

use super::glance::{Glance, Seen};

/// The longest line that is read as a whole.
pub const LONGEST_LINE: usize = 16 * 1024 * 1024;

/// A line, without its line end.
#[derive(Debug)]
pub struct Line<'l> {
    /// Its bytes; `None` if it is longer than `LONGEST_LINE`.
    pub bytes: Option<&'l [u8]>,
    /// How many bytes it has.
    pub length: u64,
    /// What a look at it shows.
    pub seen: Seen,
}

/// The line of a stream that has not ended yet.
#[derive(Debug, Default)]
pub struct Lines {
    kept: Vec<u8>,
    length: u64,
    glance: Glance,
}

impl Lines {
    /// Reads on, and passes on each line that ends.
    pub fn read(&mut self, mut bytes: &[u8], mut each: impl FnMut(&Line<'_>)) {
        while let Some(end) = bytes.iter().position(|byte| *byte == b'\n') {
            let (line, rest) = bytes.split_at_checked(end).unwrap_or((bytes, &[]));
            self.keep(line);
            self.end(&mut each);
            bytes = rest.get(1..).unwrap_or_default();
        }
        self.keep(bytes);
    }

    /// Passes on what follows the last line end.
    pub fn finish(&mut self, mut each: impl FnMut(&Line<'_>)) {
        if self.length > 0 {
            self.end(&mut each);
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        self.length += bytes.len() as u64;
        self.glance.look(bytes);
        if self.length <= LONGEST_LINE as u64 {
            self.kept.extend_from_slice(bytes);
        } else {
            self.kept = Vec::new();
        }
    }

    fn end(&mut self, each: &mut impl FnMut(&Line<'_>)) {
        let length = std::mem::take(&mut self.length);
        let bytes = (length <= LONGEST_LINE as u64).then_some(self.kept.as_slice());
        each(&Line { bytes, length, seen: self.glance.end() });
        self.kept.clear();
        // A long line is rare; its memory is not kept for the short ones.
        self.kept.shrink_to(64 * 1024);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(chunks: &[&[u8]]) -> Vec<(Option<usize>, u64, Option<String>)> {
        let mut lines = Lines::default();
        let mut found = Vec::new();
        let mut each = |line: &Line<'_>| found.push((line.bytes.map(<[u8]>::len), line.length, line.seen.id.clone()));
        chunks.iter().for_each(|chunk| lines.read(chunk, &mut each));
        lines.finish(&mut each);
        found
    }

    #[test]
    fn lines_are_kept_up_to_a_length_and_looked_at_to_their_end() {
        let one = || Some("1".to_owned());
        assert_eq!(
            lines(&[b"{\"id\":", b"1}\n\n{}", b"\n{\"id\":1}"]),
            [(Some(8), 8, one()), (Some(0), 0, None), (Some(2), 2, None), (Some(8), 8, one())]
        );
        let long = vec![b' '; LONGEST_LINE];
        assert_eq!(
            lines(&[&long, b"\n", &long, b"{\"id\":1}\nx"]),
            [
                (Some(LONGEST_LINE), LONGEST_LINE as u64, None),
                (None, LONGEST_LINE as u64 + 8, one()),
                (Some(1), 1, None)
            ]
        );
    }
}
