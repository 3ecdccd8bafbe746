//! The frames of a Zstandard file, by ruzstd, which decodes one frame and leaves the rest to its caller.

use std::error::Error;
use std::io::{self, BufRead, Read};
use std::mem;

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// The last block of a frame, empty, and room for a checksum.
const END_OF_FRAME: &[u8] = &[1, 0, 0, 0, 0, 0, 0];

/// The frames, one after the other.
pub(super) struct Frames<R> {
    input: R,
    decoder: FrameDecoder,
    at: At,
}

enum At {
    Start,
    Frame,
    /// The last frame that can be read: it could not be decoded further, because of this.
    Cut(io::Error),
    End,
}

impl<R: BufRead> Frames<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, decoder: FrameDecoder::new(), at: At::Start }
    }

    /// Goes to the next frame, if there is one.
    fn start(&mut self) -> io::Result<At> {
        while !self.input.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.input) {
                Ok(()) => return Ok(At::Frame),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    self.skip(u64::from(length))?;
                }
                Err(error) => return Err(as_io(error)),
            }
        }
        Ok(At::End)
    }

    fn skip(&mut self, length: u64) -> io::Result<()> {
        let skipped = io::copy(&mut (&mut self.input).take(length), &mut io::sink())?;
        if skipped == length { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }

    /// Decodes a block, or ends the frame after its last one. Until the frame ends, the decoder keeps back
    /// what later blocks may refer to, so a frame that is cut off gets an end here.
    fn advance(&mut self) -> io::Result<At> {
        if self.decoder.is_finished() {
            return self.verify().map(|()| At::Start);
        }
        let one = BlockDecodingStrategy::UptoBlocks(1);
        let Err(error) = self.decoder.decode_blocks(&mut self.input, one) else { return Ok(At::Frame) };
        let ended = self.decoder.decode_blocks(END_OF_FRAME, BlockDecodingStrategy::All);
        ended.map(|_| At::Cut(as_io(error))).map_err(as_io)
    }

    fn verify(&self) -> io::Result<()> {
        match (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum()) {
            (Some(written), Some(read)) if written != read => {
                Err(io::Error::new(io::ErrorKind::InvalidData, "its checksum does not match"))
            }
            _ => Ok(()),
        }
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            let read = if matches!(self.at, At::Start) { 0 } else { self.decoder.read(buffer)? };
            if read > 0 {
                return Ok(read);
            }
            // After an error there is nothing more to read.
            self.at = match mem::replace(&mut self.at, At::End) {
                At::Start => self.start()?,
                At::Frame => self.advance()?,
                At::Cut(error) => return Err(error),
                At::End => return Ok(0),
            };
        }
    }
}

/// An error of the input as it is, deep in the decoder's own; anything else is damage.
fn as_io(error: FrameDecoderError) -> io::Error {
    let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return io::Error::new(error.kind(), error.to_string());
        }
        cause = error.source();
    }
    io::Error::new(io::ErrorKind::InvalidData, error)
}
