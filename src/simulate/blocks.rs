//! Splits a trace into blocks of whole lines, one for each thread at a time. The buffers are reused, so memory
//! does not grow with the trace, nor with its longest line beyond [`MAX_LINE`].

use std::io::{self, Read};

/// How much is read at once: large enough that the cost per block vanishes, small enough for the caches.
const BLOCK: usize = 128 * 1024;
/// The longest line that is read, in bytes (16 MiB, the limit for every file). A longer line is skipped and
/// reported.
pub const MAX_LINE: usize = 16 * 1024 * 1024;
/// How much of a line that is too long is kept to be shown.
const SHOWN: usize = 256;

/// Whole lines of one trace.
#[derive(Debug, Default)]
pub struct Block {
    bytes: Vec<u8>,
    length: usize,
    /// The last line is the beginning of one that is too long; the rest was skipped.
    pub ends_too_long: bool,
}

impl Block {
    /// Drops the lines but keeps the memory.
    pub fn clear(&mut self) {
        self.length = 0;
        self.ends_too_long = false;
    }

    /// The lines, each with its line end, except perhaps the last.
    pub fn text(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

/// Reads one input, block by block.
pub struct Blocks<R> {
    input: R,
    /// The beginning of the line in which the block before ended.
    carry: Vec<u8>,
    is_at_end: bool,
    failure: Option<io::Error>,
}

impl<R: Read> Blocks<R> {
    /// The blocks of an input.
    pub fn new(input: R) -> Self {
        Self { input, carry: Vec::new(), is_at_end: false, failure: None }
    }

    /// Fills a block with the next lines; `false` if there are none left. An error is returned only after
    /// everything that was read before it.
    pub fn next(&mut self, block: &mut Block) -> io::Result<bool> {
        block.length = self.carry.len();
        block.ends_too_long = false;
        if block.bytes.len() < BLOCK + self.carry.len() {
            block.bytes.resize(BLOCK + self.carry.len(), 0);
        }
        if let Some(start) = block.bytes.get_mut(..self.carry.len()) {
            start.copy_from_slice(&self.carry);
        }
        self.carry.clear();
        let mut last_end = None;
        while !self.is_at_end {
            let searched = block.length;
            self.read_more(block);
            let new = block.bytes.get(searched..block.length).unwrap_or_default();
            last_end = memchr::memrchr(b'\n', new).map(|end| searched + end + 1).or(last_end);
            match last_end {
                Some(end) if block.length >= BLOCK => {
                    self.cut_behind(block, end);
                    return Ok(true);
                }
                None if block.length > MAX_LINE => {
                    self.pass_over_long_line(block);
                    return Ok(true);
                }
                Some(_) | None => {}
            }
        }
        if self.failure.is_some() {
            // What follows the last line end is not a whole line, and the error says why.
            block.length = last_end.unwrap_or(0);
        }
        if block.length > 0 {
            return Ok(true);
        }
        self.failure.take().map_or(Ok(false), Err)
    }

    fn read_more(&mut self, block: &mut Block) {
        if block.length == block.bytes.len() {
            block.bytes.resize(2 * block.bytes.len(), 0);
        }
        loop {
            match self.input.read(block.bytes.get_mut(block.length..).unwrap_or_default()) {
                Ok(read) => {
                    block.length += read;
                    self.is_at_end = read == 0;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.is_at_end = true;
                    self.failure = Some(error);
                }
            }
            return;
        }
    }

    /// Keeps what follows the last line end for the next block, unless this is the end.
    fn cut_behind(&mut self, block: &mut Block, end: usize) {
        if !self.is_at_end {
            self.carry.extend_from_slice(block.bytes.get(end..block.length).unwrap_or_default());
            block.length = end;
        }
    }

    fn pass_over_long_line(&mut self, block: &mut Block) {
        block.ends_too_long = true;
        let mut rest = Block { bytes: vec![0; BLOCK], ..Block::default() };
        while !self.is_at_end {
            rest.length = 0;
            self.read_more(&mut rest);
            if let Some(end) = memchr::memchr(b'\n', rest.text()) {
                self.carry.extend_from_slice(rest.text().get(end + 1..).unwrap_or_default());
                break;
            }
        }
        block.length = SHOWN;
        // Whole characters, so that what is shown is valid text.
        block.length = std::str::from_utf8(block.text()).map_or_else(|error| error.valid_up_to(), str::len);
        block.bytes.truncate(BLOCK);
        block.bytes.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: impl Read) -> (Vec<String>, Vec<bool>, Option<String>) {
        let (mut texts, mut long) = (Vec::new(), Vec::new());
        let mut blocks = Blocks::new(input);
        let mut block = Block::default();
        loop {
            match blocks.next(&mut block) {
                Ok(true) => {
                    texts.push(String::from_utf8(block.text().to_vec()).unwrap());
                    long.push(block.ends_too_long);
                }
                Ok(false) => return (texts, long, None),
                Err(error) => return (texts, long, Some(error.to_string())),
            }
        }
    }

    /// Returns a few bytes at a time.
    struct Drops<'t>(&'t [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let drop = self.0.len().min(70_001).min(buffer.len());
            let (now, later) = self.0.split_at(drop);
            buffer[..drop].copy_from_slice(now);
            self.0 = later;
            Ok(drop)
        }
    }

    #[test]
    fn blocks_are_whole_lines_and_nothing_is_lost() {
        let text: String = (0..60_000).map(|line| format!("{{\"line\": {line}, \"more\": \"é\"}}\n")).collect();
        for text in [text.as_str(), "", "one line without an end", "a\n\n", text.trim_end()] {
            for texts in [read(text.as_bytes()).0, read(Drops(text.as_bytes())).0] {
                assert_eq!(texts.concat(), text);
                let (last, others) = texts.split_last().map_or(("", &[][..]), |(last, others)| (last.as_str(), others));
                assert!(others.iter().all(|text| text.ends_with('\n')) && last.len() < 2 * BLOCK);
            }
        }
    }

    #[test]
    fn only_a_line_that_is_too_long_is_skipped() {
        let long = "é".repeat(12 * 1024 * 1024);
        let (texts, long, _) = read(Drops(format!("first\n{long}\nlast\n").as_bytes()));
        assert_eq!((texts[0].as_str(), texts[2].as_str()), ("first\n", "last\n"));
        assert_eq!((texts[1].as_str(), long.as_slice()), ("é".repeat(128).as_str(), &[false, true, false][..]));
        let at_most = "x".repeat(MAX_LINE - 1) + "\n";
        assert_eq!(read(at_most.as_bytes()).0.concat().len(), MAX_LINE);
    }

    #[test]
    fn lines_before_a_failure_come_first() {
        struct Fails;
        impl Read for Fails {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("cut off"))
            }
        }
        let (texts, _, failure) = read(b"a\nb\nhalf".as_slice().chain(Fails));
        assert_eq!((texts.concat().as_str(), failure.as_deref()), ("a\nb\n", Some("cut off")));
    }
}
