//! Lines of bounded length, with their numbers and offsets.

use std::io::{self, BufRead, BufReader, Read};

/// A line without its end, which is LF or CR LF.
pub(super) struct Line {
    pub bytes: Vec<u8>,
    /// The line's end; empty if it has none or is too long.
    pub end: &'static [u8],
    /// The number, counted from 1.
    pub number: u64,
    /// The offset of its first byte.
    pub offset: u64,
    /// The line is longer than was asked for, and this is its beginning.
    pub too_long: bool,
    /// Why nothing more could be read; the line may then have no end.
    pub failed: Option<io::Error>,
}

/// Reads lines one after the other.
pub(super) struct Lines {
    input: BufReader<Box<dyn Read + Send>>,
    number: u64,
    offset: u64,
}

impl Lines {
    pub fn new(input: BufReader<Box<dyn Read + Send>>) -> Self {
        Self { input, number: 0, offset: 0 }
    }

    /// The next line, or its first `most` bytes; an error if not even its first byte could be read.
    pub fn next(&mut self, most: usize) -> Option<io::Result<Line>> {
        let mut bytes = Vec::new();
        let mut failed = (&mut self.input).take(most as u64 + 1).read_until(b'\n', &mut bytes).err();
        if bytes.is_empty() {
            return failed.map(Err);
        }
        let (number, offset) = (self.number + 1, self.offset);
        self.number = number;
        self.offset += bytes.len() as u64;
        let ended = bytes.last() == Some(&b'\n');
        let too_long = !ended && bytes.len() > most;
        if too_long && failed.is_none() {
            match self.input.skip_until(b'\n') {
                Ok(skipped) => self.offset += skipped as u64,
                Err(error) => failed = Some(error),
            }
        }
        let end = strip_end(&mut bytes);
        let mut line = Line { bytes, end, number, offset, too_long, failed };
        line.strip_byte_order_mark();
        Some(Ok(line))
    }

    /// Whether only white space follows. White space that was looked at is skipped.
    pub fn is_at_end(&mut self) -> io::Result<bool> {
        loop {
            let bytes = self.input.fill_buf()?;
            let blank = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            if blank < bytes.len() || blank == 0 {
                return Ok(bytes.is_empty());
            }
            self.number += bytes.iter().filter(|&&byte| byte == b'\n').count() as u64;
            self.offset += blank as u64;
            self.input.consume(blank);
        }
    }

    /// The rest, but at most `most` bytes and one more; and why nothing more could be read.
    pub fn rest(&mut self, most: usize) -> (Vec<u8>, Option<io::Error>) {
        let mut bytes = Vec::new();
        let failed = (&mut self.input).take(most as u64 + 1).read_to_end(&mut bytes).err();
        (bytes, failed)
    }
}

impl Line {
    fn strip_byte_order_mark(&mut self) {
        const MARK: &[u8] = "\u{feff}".as_bytes();
        if self.number == 1 && self.bytes.starts_with(MARK) {
            self.bytes.drain(..MARK.len());
            self.offset = MARK.len() as u64;
        }
    }
}

fn strip_end(bytes: &mut Vec<u8>) -> &'static [u8] {
    let ends: [&[u8]; 2] = [b"\r\n", b"\n"];
    let end = ends.into_iter().find(|end| bytes.ends_with(end)).unwrap_or_default();
    bytes.truncate(bytes.len() - end.len());
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &'static str) -> Lines {
        Lines::new(BufReader::with_capacity(3, Box::new(text.as_bytes())))
    }

    #[test]
    fn lines_have_their_numbers_and_offsets() {
        let mut lines = lines("\u{feff}ab\r\n\nlong enough\ncd");
        let mut next = || {
            let line = lines.next(6)?.unwrap();
            Some((String::from_utf8(line.bytes).unwrap(), line.number, line.offset, line.too_long))
        };
        assert_eq!(next(), Some(("ab".to_owned(), 1, 3, false)));
        assert_eq!(next(), Some((String::new(), 2, 7, false)));
        assert_eq!(next(), Some(("long en".to_owned(), 3, 8, true)));
        assert_eq!(next(), Some(("cd".to_owned(), 4, 20, false)));
        assert_eq!(next(), None);
    }

    #[test]
    fn the_end_is_detected_after_white_space() {
        assert!(lines("").is_at_end().unwrap());
        assert!(lines("\r\n \n\n").is_at_end().unwrap());
        let mut lines = lines("\n \n x\n");
        assert!(!lines.is_at_end().unwrap());
        let line = lines.next(10).unwrap().unwrap();
        assert_eq!((line.bytes.as_slice(), line.number, line.offset), (&b" x"[..], 3, 3));
    }
}
