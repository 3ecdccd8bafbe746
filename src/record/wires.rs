//! What connects the threads of a recording.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use super::process::Signal;

/// A client that has closed its end, but may still read, is taken to wait as long as requests are open, or
/// the server was silent for less than this.
const SILENCE: Duration = Duration::from_secs(5);

/// Something that happens.
#[derive(Debug, Clone, Copy)]
pub enum Event {
    /// The client sends nothing more.
    InputEnded,
    /// The server writes nothing more, or the client reads nothing more.
    OutputEnded,
    /// This process was asked to end.
    Signalled(Signal),
}

/// What is going on, for the decision whether a client still waits.
#[derive(Debug)]
pub struct Activity {
    start: Instant,
    /// When the server wrote last, in milliseconds after the start.
    last_output: AtomicU64,
    is_waiting: AtomicBool,
}

impl Activity {
    /// Nothing has happened.
    pub fn new() -> Self {
        Self { start: Instant::now(), last_output: AtomicU64::new(0), is_waiting: AtomicBool::new(false) }
    }

    /// The server wrote something.
    pub fn output(&self) {
        self.last_output.store(self.milliseconds(), Ordering::Relaxed);
    }

    /// Whether the client waits for an answer now.
    pub fn waits(&self, is_waiting: bool) {
        self.is_waiting.store(is_waiting, Ordering::Relaxed);
    }

    /// Whether the server has nothing to answer, and has been silent for a while.
    pub fn is_silent(&self) -> bool {
        let silence = self.milliseconds().saturating_sub(self.last_output.load(Ordering::Relaxed));
        !self.is_waiting.load(Ordering::Relaxed) && u128::from(silence) > SILENCE.as_millis()
    }

    fn milliseconds(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// What connects the parts of a relay.
pub struct Wires {
    /// Tells what happens.
    pub events: Sender<Event>,
    /// What is going on.
    pub activity: Arc<Activity>,
}

/// A recording that goes on while its server runs.
pub trait Recording {
    /// Writes what is left to be written.
    fn finish(self: Box<Self>);
}
