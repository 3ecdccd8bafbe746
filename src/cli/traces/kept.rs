//! An input that can be read only once, such as standard input or a pipe, kept in memory so that a replay can read it
//! again.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

/// How much of an input is kept.
const MOST: usize = 32 * 1024 * 1024;

/// An input that is kept while it is read.
#[derive(Clone)]
pub struct Kept(Arc<Mutex<State>>);

struct State {
    bytes: Vec<u8>,
    rest: Box<dyn Read + Send>,
    /// There was more than is kept.
    is_too_long: bool,
}

impl Kept {
    /// Keeps this input.
    pub fn new(rest: Box<dyn Read + Send>) -> Self {
        Self(Arc::new(Mutex::new(State { bytes: Vec::new(), rest, is_too_long: false })))
    }

    /// The input from its beginning.
    pub fn read(&self) -> io::Result<Box<dyn Read + Send>> {
        if self.0.lock().unwrap_or_else(PoisonError::into_inner).is_too_long {
            let words = "this is too long to be read more than once, as is needed here: save it to a file";
            return Err(io::Error::other(words));
        }
        Ok(Box::new(Reading { kept: self.clone(), at: 0 }))
    }
}

struct Reading {
    kept: Kept,
    /// How much was read.
    at: usize,
}

impl Read for Reading {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut state = self.kept.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = state.bytes.get(self.at..).filter(|kept| !kept.is_empty());
        if let Some(mut kept) = kept {
            let count = kept.read(buffer)?;
            self.at += count;
            return Ok(count);
        }
        let count = state.rest.read(buffer)?;
        if state.bytes.len() + count > MOST {
            state.is_too_long = true;
            state.bytes = Vec::new();
        }
        if !state.is_too_long {
            state.bytes.extend_from_slice(buffer.get(..count).unwrap_or_default());
            self.at += count;
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_is_read_twice() {
        let kept = Kept::new(Box::new("some bytes".as_bytes()));
        let mut start = [0; 4];
        kept.read().unwrap().read_exact(&mut start).unwrap();
        for _ in 0..2 {
            assert_eq!(io::read_to_string(kept.read().unwrap()).unwrap(), "some bytes");
        }
    }

    #[test]
    fn an_input_that_is_too_long_is_read_once() {
        let kept = Kept::new(Box::new(io::repeat(b'x').take(MOST as u64 + 1)));
        assert_eq!(io::copy(&mut kept.read().unwrap(), &mut io::sink()).unwrap(), MOST as u64 + 1);
        assert!(kept.read().is_err());
    }
}
