//! Baselines: programs that only read or parse the lines of a trace.

use std::fs::File;
use std::hint::black_box;
use std::io::Read;
use std::path::Path;

/// The number of bytes to read at once, as in the replay.
const BLOCK: usize = 512 * 1024;

/// Reads and splits lines.
pub fn split(trace: &Path) {
    for_each(trace, |line| {
        black_box(line.len());
    });
}

/// Parses each line into a `Value`.
pub fn serde_json(trace: &Path) {
    for_each(trace, |line| {
        black_box(serde_json::from_slice::<serde_json::Value>(line).expect("JSON"));
    });
}

/// Parses each line into a `Value` with the fastest full parser.
#[cfg(sonic_rs)]
pub fn sonic_rs(trace: &Path) {
    for_each(trace, |line| {
        black_box(sonic_rs::from_slice::<sonic_rs::Value>(line).expect("JSON"));
    });
}

/// The lines of a file, borrowed from the buffer.
pub fn for_each(trace: &Path, mut each: impl FnMut(&[u8])) {
    let mut file = File::open(trace).expect("the trace");
    let mut buffer = vec![0; BLOCK];
    let mut carried = 0;
    loop {
        if carried == buffer.len() {
            buffer.resize(2 * buffer.len(), 0);
        }
        let read = file.read(&mut buffer[carried..]).expect("a block");
        if read == 0 {
            break;
        }
        let filled = carried + read;
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', &buffer[..filled]) {
            each(&buffer[start..end]);
            start = end + 1;
        }
        buffer.copy_within(start..filled, 0);
        carried = filled - start;
    }
    assert_eq!(carried, 0, "the last line has no end");
}
