//! Runs a server between this process's standard streams, until it ends or the client has left.

use std::io;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::decider::Decider;
use super::process::{self, GRACE, Signal};
use super::recorder::Recorder;
use super::wires::{Activity, Event, Wires};
use super::{enforced, observed, streams};

/// How long to wait before asking again whether the server still runs.
const SHORTEST_WAIT: Duration = Duration::from_millis(5);
const LONGEST_WAIT: Duration = Duration::from_millis(500);

/// Runs a server, and records the calls that pass. With a policy to enforce, it decides what passes. Returns the
/// server's exit code.
pub fn run(command: &[String], recorder: Recorder, enforce: Option<Decider>) -> io::Result<u8> {
    let (events, happens) = channel();
    let signalled = events.clone();
    process::on_signals(move |signal| {
        let _ = signalled.send(Event::Signalled(signal));
    })?;
    let mut child = start(command)?;
    let wires = Wires { events, activity: Arc::new(Activity::new()) };
    let activity = Arc::clone(&wires.activity);
    let recording = match enforce {
        None => observed::connect(&mut child, recorder, wires)?,
        Some(decider) => enforced::connect(&mut child, recorder, decider, wires)?,
    };
    let mut relay = Relay { child, happens, activity, is_output_ended: false };
    let status = relay.wait();
    relay.drain();
    recording.finish();
    Ok(status.map_or(1, process::exit_code))
}

fn start(command: &[String]) -> io::Result<Child> {
    let (program, arguments) = command.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut started = Command::new(program);
    started.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    process::lead_group(&mut started);
    started.spawn()
}

struct Relay {
    child: Child,
    happens: Receiver<Event>,
    activity: Arc<Activity>,
    is_output_ended: bool,
}

impl Relay {
    /// Waits until the server ends, and ends it if the client has left. Returns how it ended.
    fn wait(&mut self) -> Option<ExitStatus> {
        let (mut is_input_ended, mut is_told, mut wait) = (false, false, LONGEST_WAIT);
        loop {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(status);
            }
            if is_input_ended && (streams::has_no_reader() || self.activity.is_silent()) {
                return process::end(&mut self.child);
            }
            if is_input_ended && is_told {
                return process::end_at_once(&mut self.child);
            }
            match self.happens.recv_timeout(wait) {
                Ok(Event::InputEnded) => is_input_ended = true,
                Ok(Event::OutputEnded) => self.is_output_ended = true,
                Ok(Event::Signalled(signal)) => {
                    process::signal_group(&self.child, signal);
                    is_told = true;
                }
                Err(_) => {
                    wait = (2 * wait).min(LONGEST_WAIT);
                    continue;
                }
            }
            // The server probably ends soon.
            wait = SHORTEST_WAIT;
        }
    }

    /// Waits for the rest of the server's output. Something that it started may keep that open.
    fn drain(&mut self) {
        self.wait_for_output(GRACE);
        if !self.is_output_ended {
            process::signal_group(&self.child, Signal::Kill);
            self.wait_for_output(GRACE);
        }
    }

    fn wait_for_output(&mut self, limit: Duration) {
        let end = Instant::now() + limit;
        while !self.is_output_ended {
            let left = end.saturating_duration_since(Instant::now());
            match self.happens.recv_timeout(left) {
                Ok(Event::OutputEnded) => self.is_output_ended = true,
                Ok(Event::InputEnded | Event::Signalled(_)) => {}
                Err(_) => return,
            }
        }
    }
}
