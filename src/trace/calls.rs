//! The calls of a trace, as they are read.

use std::collections::VecDeque;
use std::io;

use super::call::Found;
use super::frame::Frame;
use super::frames::Frames;
use super::reader::Reader;
use super::run::Run;

/// The calls of a trace, as they are read.
pub struct Calls {
    /// The name of the format, for `--from`.
    pub format: &'static str,
    run: Run,
    /// The server that the file is named for.
    server: Option<String>,
    frames: Frames,
    reader: Box<dyn Reader>,
    found: VecDeque<Found>,
    /// Why reading ended early; returned after everything that was found.
    failed: Option<io::Error>,
    ended: bool,
}

impl Calls {
    /// The calls of a trace of this format, with records of this shape. The file may be named for a server.
    pub(super) fn new(
        format: &'static str,
        (run, server): (&Run, Option<&str>),
        frames: Frames,
        reader: Box<dyn Reader>,
    ) -> Self {
        let (run, server) = (run.clone(), server.map(str::to_owned));
        Self { format, run, server, frames, reader, found: VecDeque::new(), failed: None, ended: false }
    }

    fn read(&mut self, frame: Frame) {
        match frame {
            Frame::Value(json) => self.reader.value(self.frames.chunk(), &json, &mut self.found),
            Frame::Other(error) => self.reader.other(self.frames.chunk(), &error, &mut self.found),
            Frame::Unreadable(other) => self.reader.pass(other, &mut self.found),
        }
    }

    fn end(&mut self, failed: Option<io::Error>) {
        self.reader.end(&mut self.found);
        self.failed = failed.or_else(|| self.reader.unfit().map(io::Error::from));
        self.ended = true;
    }
}

impl Iterator for Calls {
    type Item = io::Result<Found>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(found) = self.found.pop_front() {
                return Some(Ok(self.run.settled(found, self.server.as_deref())));
            }
            if self.ended {
                return self.failed.take().map(Err);
            }
            match self.frames.next() {
                Some(Ok(frame)) => self.read(frame),
                Some(Err(error)) => self.end(Some(error)),
                None => self.end(None),
            }
        }
    }
}
