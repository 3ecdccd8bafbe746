//! The standard streams of this process, without buffers: what comes is passed on at once.

use std::fs::File;
use std::io;

/// Standard input.
#[cfg(unix)]
pub fn input() -> io::Result<File> {
    use std::os::fd::AsFd;
    io::stdin().as_fd().try_clone_to_owned().map(File::from)
}

/// Standard output.
#[cfg(unix)]
pub fn output() -> io::Result<File> {
    use std::os::fd::AsFd;
    io::stdout().as_fd().try_clone_to_owned().map(File::from)
}

/// Standard input.
#[cfg(windows)]
pub fn input() -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    io::stdin().as_handle().try_clone_to_owned().map(File::from)
}

/// Standard output.
#[cfg(windows)]
pub fn output() -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    io::stdout().as_handle().try_clone_to_owned().map(File::from)
}

/// Closes this process's own standard input, so that the client sees that nothing reads it. A file from [`input`] has
/// to be dropped as well.
pub fn close_input() {
    #[cfg(unix)]
    if let Ok(nothing) = File::open("/dev/null") {
        let _ = rustix::stdio::dup2_stdin(nothing);
    }
}

/// Closes this process's own standard output, so that the client sees its end. A file from [`output`] has to be dropped
/// as well.
pub fn close_output() {
    #[cfg(unix)]
    if let Ok(nothing) = File::options().write(true).open("/dev/null") {
        let _ = rustix::stdio::dup2_stdout(nothing);
    }
}

/// Whether nothing will ever read standard output any more.
#[cfg(unix)]
pub fn has_no_reader() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let stdout = io::stdout();
    let mut asked = [PollFd::new(&stdout, PollFlags::empty())];
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    poll(&mut asked, Some(&at_once)).is_ok()
        && asked.iter().any(|it| it.revents().intersects(PollFlags::ERR | PollFlags::HUP))
}

/// Windows tells only with the next write.
#[cfg(not(unix))]
pub fn has_no_reader() -> bool {
    false
}
