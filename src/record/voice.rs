//! What a recording says while it runs. Nothing waits for it: a client that does not read standard error must not
//! hold up its own calls.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How many messages can wait to be printed.
const MOST_WAITING: usize = 1_024;
/// How long the last messages may take.
const PATIENCE: Duration = Duration::from_millis(500);

/// Something to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Something that is good to know.
    Note(String),
    /// Something went wrong.
    Problem(String),
    /// The server's tools have changed.
    Changed {
        /// The file that now has the older list.
        older: PathBuf,
        /// The file with the new list.
        newer: PathBuf,
    },
    /// The recording has ended with this many lines.
    Ended(u64),
}

/// Says things, on a thread of its own.
#[derive(Debug)]
pub struct Voice {
    said: SyncSender<Said>,
    unsaid: u64,
    ended: Receiver<()>,
    thread: JoinHandle<()>,
}

impl Voice {
    /// A voice that prints this way.
    pub fn new(print: impl Fn(Said) + Send + 'static) -> Self {
        let (said, heard) = sync_channel(MOST_WAITING);
        let (end, ended) = sync_channel(1);
        let thread = thread::spawn(move || {
            heard.into_iter().for_each(print);
            let _ = end.send(());
        });
        Self { said, unsaid: 0, ended, thread }
    }

    /// Says something that is good to know.
    pub fn note(&mut self, message: String) {
        self.say(Said::Note(message));
    }

    /// Says that something went wrong.
    pub fn problem(&mut self, message: String) {
        self.say(Said::Problem(message));
    }

    /// Says that the server's tools have changed.
    pub fn changed(&mut self, older: PathBuf, newer: PathBuf) {
        self.say(Said::Changed { older, newer });
    }

    fn say(&mut self, message: Said) {
        if let Err(TrySendError::Full(_)) = self.said.try_send(message) {
            self.unsaid += 1;
        }
    }

    /// Says how many lines were recorded, and waits a little for everything to be said.
    pub fn finish(mut self, lines: u64) {
        if self.unsaid > 0 {
            let unsaid = self.unsaid;
            self.note(format!("{unsaid} messages are missing here: standard error was not read in time"));
        }
        self.say(Said::Ended(lines));
        drop(self.said);
        if self.ended.recv_timeout(PATIENCE).is_ok() {
            let _ = self.thread.join();
        }
    }
}
