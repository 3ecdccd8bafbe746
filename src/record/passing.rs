//! Passes bytes on, unchanged and at once, while somebody looks at a copy.

use std::io::{self, Read, Write};

/// How many bytes are passed on at once.
pub const PIECE: usize = 64 * 1024;

/// Why no more bytes are passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// There are no more.
    Source,
    /// Nothing takes them.
    Sink,
}

/// Passes bytes on until there are no more, or until nothing takes them. The copy is handed over first: an answer can't
/// come before the request that it belongs to was seen.
pub fn pass(from: &mut impl Read, to: &mut impl Write, mut copy: impl FnMut(&[u8])) -> End {
    let mut buffer = vec![0; PIECE];
    while let Some(bytes) = read(from, &mut buffer) {
        copy(bytes);
        if to.write_all(bytes).and_then(|()| to.flush()).is_err() {
            return End::Sink;
        }
    }
    End::Source
}

/// The next bytes; `None` at the end, which a reset connection is, too.
pub fn read<'b>(from: &mut impl Read, buffer: &'b mut [u8]) -> Option<&'b [u8]> {
    loop {
        match from.read(buffer) {
            Ok(0) => return None,
            Ok(count) => return buffer.get(..count),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}
