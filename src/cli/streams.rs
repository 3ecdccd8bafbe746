//! Standard output and standard error.
//!
//! A result that did not reach its reader is not a success. If standard output was closed, by `jamb check | head` or
//! from the start, the command says nothing about it, but does not exit with 0: see [`Exit::unfinished`].
//!
//! [`Exit::unfinished`]: super::exit::Exit::unfinished

use std::io::{self, Write, stderr, stdout};
use std::sync::atomic::{AtomicBool, Ordering};

use super::exit::Problem;
use super::file_size;
use crate::file_system::reasons;

/// Standard output was closed when the process started. Rust's runtime opens `/dev/null` in its place.
static CLOSED_FROM_THE_START: AtomicBool = AtomicBool::new(false);

/// A part of the result was lost.
static CUT: AtomicBool = AtomicBool::new(false);

/// Notes whether standard output is closed. Only the code that runs before Rust's runtime can see that.
pub fn look_before_main() {
    #[cfg(unix)]
    if rustix::io::fcntl_getfd(rustix::stdio::stdout()).is_err() {
        CLOSED_FROM_THE_START.store(true, Ordering::Relaxed);
    }
}

/// Writes to standard output.
pub fn print(text: &str) -> Result<(), Problem> {
    let mut out = StandardOutput;
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(unwritable(&error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Writes to standard error. If that fails, there is no place left to report it.
pub fn print_error(text: &str) {
    let _ = stderr().lock().write_all(text.as_bytes());
}

/// Whether a part of the result was lost because nothing reads it.
pub fn is_cut() -> bool {
    CUT.load(Ordering::Relaxed)
}

/// Standard output failed for a reason other than a reader that has gone.
pub fn unwritable(error: &io::Error) -> Problem {
    Problem::new(format!("can't write to standard output: {}", reasons::unwritable(error)))
}

/// Standard output as a writer that notices if nothing reads it.
#[derive(Debug, Clone, Copy)]
pub struct StandardOutput;

impl Write for StandardOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.is_empty() {
            return Ok(0);
        }
        noticed(open().and_then(|()| check_room(bytes.len())).and_then(|()| stdout().lock().write(bytes)))
    }

    fn flush(&mut self) -> io::Result<()> {
        noticed(stdout().lock().flush())
    }
}

/// Fails if standard output was closed from the start.
pub fn open() -> io::Result<()> {
    if CLOSED_FROM_THE_START.load(Ordering::Relaxed) { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
}

/// The same result; remembers if nothing reads standard output.
pub fn noticed<T>(result: io::Result<T>) -> io::Result<T> {
    if result.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
        CUT.store(true, Ordering::Relaxed);
    }
    result
}

/// Fails if standard output is a file that may not grow by this many bytes. To write them would end the process by a
/// signal.
#[cfg(unix)]
fn check_room(bytes: usize) -> io::Result<()> {
    use std::os::fd::AsFd;
    if file_size::most().is_none() {
        return Ok(());
    }
    let file = std::fs::File::from(stdout().as_fd().try_clone_to_owned()?).metadata()?;
    if file.is_file() { file_size::check(file.len().saturating_add(bytes as u64)) } else { Ok(()) }
}

#[cfg(not(unix))]
fn check_room(_: usize) -> io::Result<()> {
    Ok(())
}
