//! The file that calls are appended to: each line whole, in one write.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// How many bytes of lines are kept while they can't be written.
const MOST_WAITING: usize = 16 * 1024 * 1024;

/// The file of a recording.
#[derive(Debug)]
pub struct TraceFile {
    file: File,
    /// The file does not end with a line end: something ended in the middle of a line.
    is_open_line: bool,
    /// Lines that could not be written yet, and how many of them there are.
    waiting: Vec<u8>,
    waiting_lines: u64,
    /// How many lines were written.
    pub written: u64,
    /// How many lines were given up.
    pub lost: u64,
}

impl TraceFile {
    /// Opens a file to append to it. A new file can be read by its owner only: arguments hold secrets.
    pub fn open(path: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let file = options.open(path)?;
        let is_open_line = file.metadata()?.is_file() && !ends_with_line_end(path)?;
        Ok(Self { file, is_open_line, waiting: Vec::new(), waiting_lines: 0, written: 0, lost: 0 })
    }

    /// Whether this is a regular file, and not a device or a pipe.
    pub fn is_regular(&self) -> bool {
        self.file.metadata().is_ok_and(|metadata| metadata.is_file())
    }

    /// Appends a line. If that fails, the line waits to be written before the next one.
    pub fn append(&mut self, line: &str) -> io::Result<()> {
        if self.waiting.len() + line.len() > MOST_WAITING {
            self.lost += 1;
        } else {
            self.waiting.extend_from_slice(line.as_bytes());
            self.waiting_lines += 1;
        }
        self.flush()
    }

    /// Appends the lines that wait.
    pub fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let mut bytes = std::mem::take(&mut self.waiting);
        if self.is_open_line {
            bytes.insert(0, b'\n');
            self.is_open_line = false;
        }
        let result = self.write(&bytes);
        match result {
            Ok(()) => self.written += std::mem::take(&mut self.waiting_lines),
            Err(_) => self.waiting = bytes,
        }
        result
    }

    /// Appends bytes wholly or not at all.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let before = self.file.metadata()?.len();
        let written = self.file.write(bytes)?;
        let rest = bytes.get(written..).unwrap_or_default();
        let result = self.file.write_all(rest);
        if result.is_err() && self.is_regular() {
            // A part of a line would spoil the next one.
            self.file.set_len(before)?;
        }
        result
    }

    /// Whether lines can be written, as far as that shows without one: lines that wait are tried again.
    pub fn check(&mut self) -> io::Result<()> {
        self.flush()?;
        // An empty line, which readers skip, shows whether a device takes anything.
        if self.written == 0 && !self.is_regular() { self.file.write_all(b"\n") } else { Ok(()) }
    }

    /// How many lines were not written.
    pub fn missing(&self) -> u64 {
        self.lost + self.waiting_lines
    }
}

fn ends_with_line_end(path: &Path) -> io::Result<bool> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        // A file that may be written, but not read.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Ok(false),
        Err(error) => return Err(error),
    };
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_was_cut_does_not_spoil_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("calls.jsonl");
        std::fs::write(&path, "{\"tool\": \"a\"}\n{\"to").unwrap();
        let mut file = TraceFile::open(&path).unwrap();
        file.append("{\"tool\": \"b\"}\n").unwrap();
        file.append("{\"tool\": \"c\"}\n").unwrap();
        assert_eq!(
            std::fs::read_to_string(&path).unwrap(),
            "{\"tool\": \"a\"}\n{\"to\n{\"tool\": \"b\"}\n{\"tool\": \"c\"}\n"
        );
        assert_eq!((file.written, file.missing()), (2, 0));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn lines_that_can_not_be_written_wait() {
        let mut file = TraceFile::open(Path::new("/dev/full")).unwrap();
        assert!(file.check().is_err());
        assert!(file.append("{\"tool\": \"a\"}\n").is_err());
        assert_eq!((file.written, file.missing()), (0, 1));
    }
}
