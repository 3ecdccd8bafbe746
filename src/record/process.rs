//! Starts servers and ends them, together with everything that they started.

use std::process::{Child, Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

/// How long a server may take to end, after each request to do so.
pub const GRACE: Duration = Duration::from_secs(1);

/// Puts a process into a group of its own, so that what `npx` or a shell starts ends with it.
pub fn lead_group(command: &mut Command) {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        command.process_group(0);
    }
    // Windows has no process groups to signal.
    #[cfg(not(unix))]
    let _ = command;
}

/// Ends a server whose input was closed. If it does not end by itself, it gets a signal, and then is killed. Returns
/// how it ended.
pub fn end(child: &mut Child) -> Option<ExitStatus> {
    let mut status = wait(child, GRACE);
    if status.is_none() {
        signal_group(child, Signal::Terminate);
        status = wait(child, GRACE);
    }
    signal_group(child, Signal::Kill);
    let _ = child.kill();
    status.or_else(|| child.wait().ok())
}

/// The same for a server that was sent a signal already. A client that has closed its end and sends a signal kills this
/// process next, and nothing would end the server then.
pub fn end_at_once(child: &mut Child) -> Option<ExitStatus> {
    let status = wait(child, GRACE);
    signal_group(child, Signal::Kill);
    let _ = child.kill();
    status.or_else(|| child.wait().ok())
}

/// Waits for a process to end; `None` if it does not.
pub fn wait(child: &mut Child, limit: Duration) -> Option<ExitStatus> {
    until(limit, || child.try_wait().ok().flatten())
}

/// Asks repeatedly until there is an answer or the time is over.
pub fn until<T>(limit: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let end = Instant::now() + limit;
    loop {
        match ask() {
            Some(answer) => return Some(answer),
            None if Instant::now() >= end => return None,
            None => thread::sleep(Duration::from_millis(5)),
        }
    }
}

/// A signal for a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// `SIGHUP`
    HangUp,
    /// `SIGINT`
    Interrupt,
    /// `SIGTERM`
    Terminate,
    /// `SIGKILL`
    Kill,
}

/// Sends a signal to a server and to everything that it started. It is not an error if all of that has ended.
#[cfg(unix)]
pub fn signal_group(child: &Child, signal: Signal) {
    use rustix::process::{Pid, Signal as Number, kill_process_group};
    let number = match signal {
        Signal::HangUp => Number::HUP,
        Signal::Interrupt => Number::INT,
        Signal::Terminate => Number::TERM,
        Signal::Kill => Number::KILL,
    };
    if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(group, number);
    }
}

/// Windows has no signals: `end` kills the process.
#[cfg(not(unix))]
pub fn signal_group(_: &Child, _: Signal) {}

/// The exit code of a process, as a shell says it: 128 and its number for a signal.
pub fn exit_code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        if let Some(signal) = status.signal() {
            return u8::try_from(128 + signal).unwrap_or(u8::MAX);
        }
    }
    let code = status.code().unwrap_or(1);
    // Windows has codes of 32 bits; none of them may look like success.
    u8::try_from(code).unwrap_or(1)
}

/// Calls this for each signal that asks this process to end, in place of ending.
#[cfg(unix)]
pub fn on_signals(signalled: impl Fn(Signal) + Send + 'static) -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
    // Without a handler, a write beyond the largest size of a file ends the process; with one, it fails.
    signal_hook::flag::register(SIGXFSZ, std::sync::Arc::default())?;
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    thread::spawn(move || {
        for number in signals.forever() {
            signalled(match number {
                SIGHUP => Signal::HangUp,
                SIGINT => Signal::Interrupt,
                _ => Signal::Terminate,
            });
        }
    });
    Ok(())
}

/// Windows ends the whole console group by itself.
#[cfg(not(unix))]
pub fn on_signals(_: impl Fn(Signal) + Send + 'static) -> std::io::Result<()> {
    Ok(())
}
