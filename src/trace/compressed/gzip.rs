//! The members of a gzip file, one after the other.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

/// The members. Zero bytes after a member are not damage: a program that writes to tapes or in blocks fills the
/// last block up with them.
pub(super) struct Members<R> {
    /// The member that is being read; `None` at the end.
    member: Option<GzDecoder<R>>,
}

impl<R: BufRead> Members<R> {
    pub(super) fn new(input: R) -> Self {
        Self { member: Some(GzDecoder::new(input)) }
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let read = member.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            self.member = match self.member.take().map(GzDecoder::into_inner) {
                Some(mut rest) => pass_zeros(&mut rest)?.then(|| GzDecoder::new(rest)),
                None => None,
            };
        }
        Ok(0)
    }
}

/// Skips zero bytes, and says whether anything else follows.
fn pass_zeros(input: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let bytes = input.fill_buf()?;
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        let (is_at_end, is_passed) = (bytes.is_empty(), zeros < bytes.len());
        input.consume(zeros);
        if is_at_end || is_passed {
            return Ok(!is_at_end);
        }
    }
}
