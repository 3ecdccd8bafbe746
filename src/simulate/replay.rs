//! The replay itself: blocks of the traces are judged on every core, and recorded in order. The result is the
//! same for any number of threads, byte for byte.
//!
//! ```text
//! traces ──feed (one at a time)──► Work ──judge (on every core)──► Work ──post (in order)──► Ledger
//!            ▲                                                                          │
//!            └──────────────────────────── empty buffers ◄──────────────────────────────┘
//! ```

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::blocks::Blocks;
use super::input::{Options, Policies, Trace};
use super::judge::{Begins, Scratch, Work};
use super::ledger::Ledger;
use super::outcome::Outcome;
use crate::trace::{self, Calls, Opened, Run};

/// How many pieces of work may be judged ahead of an earlier one.
const MOST_AHEAD: usize = 4;
/// How many calls of other formats make a piece of work.
const CALLS: usize = 512;

/// Replays traces, one after the other. `decisions` gets a line for each call.
///
/// Returns an error only if writing decisions fails.
pub fn replay<'r>(
    policies: Policies<'r>,
    traces: &mut (dyn Iterator<Item = Trace> + Send),
    options: &Options,
    decisions: Option<&'r mut (dyn Write + Send)>,
) -> std::io::Result<Outcome> {
    let run_of_traces = Run::new(options.read.clone());
    let feeder = Mutex::new(Feeder { traces, run: &run_of_traces, reading: None, next: 0, is_done: false });
    let ledger = Mutex::new(Ledger::new(policies, options, decisions));
    let queue = Queue::default();
    std::thread::scope(|scope| {
        let work = || run(&policies, &feeder, &queue, &ledger);
        for _ in 1..options.threads.max(1) {
            scope.spawn(work);
        }
        work();
    });
    let mut ledger = ledger.into_inner().unwrap_or_else(PoisonError::into_inner);
    match ledger.failure.take() {
        Some(error) => Err(error),
        None => Ok(ledger.close()),
    }
}

/// The loop of each thread, until nothing is left.
fn run(policies: &Policies<'_>, feeder: &Mutex<Feeder<'_>>, queue: &Queue, ledger: &Mutex<Ledger<'_>>) {
    let mut scratch = Scratch::default();
    let _stop = StopOnPanic(queue);
    while let Some(mut work) = queue.spare() {
        if !lock(feeder).fill(&mut work) {
            return;
        }
        work.judge(policies, &mut scratch);
        queue.put(work);
        // The thread that gets the ledger records everything that is ready; the others go on judging.
        while queue.has_next() {
            let Ok(mut ledger) = ledger.try_lock() else { break };
            while let Some(work) = queue.take_next() {
                ledger.post(&work);
                queue.give_back(work);
            }
            if ledger.is_closed {
                lock(feeder).is_done = true;
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // After a panic the threads stop, and `replay` passes the panic on: nothing half done is used.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Hands out the traces, piece by piece.
struct Feeder<'f> {
    traces: &'f mut (dyn Iterator<Item = Trace> + Send),
    run: &'f Run,
    reading: Option<Reading>,
    /// The number of the next piece of work.
    next: u64,
    is_done: bool,
}

/// A trace that is being read.
enum Reading {
    Lines(Blocks<Box<dyn Read + Send>>),
    Calls(Box<Calls>),
}

impl Feeder<'_> {
    /// Fills a piece of work; `false` if no trace is left.
    fn fill(&mut self, work: &mut Work) -> bool {
        work.clear();
        while !self.is_done {
            if self.reading.is_none() && !self.open(work) {
                self.is_done = true;
                break;
            }
            let goes_on = self.read(work);
            if !goes_on {
                self.reading = None;
            }
            if goes_on || work.begins.is_some() || work.failure.is_some() {
                work.index = self.next;
                self.next += 1;
                return true;
            }
        }
        false
    }

    /// Opens the next trace; `false` if there is none.
    fn open(&mut self, work: &mut Work) -> bool {
        let Some(trace) = self.traces.next() else { return false };
        let opened = trace.input.and_then(|input| trace::open(&trace.name, input, self.run));
        let format = opened.as_ref().ok().map(Opened::format);
        work.begins = Some(Begins { name: trace.name, is_beside: trace.is_beside, format });
        match opened {
            Ok(Opened::Own(input)) => self.reading = Some(Reading::Lines(Blocks::new(input))),
            Ok(Opened::Calls(calls)) => self.reading = Some(Reading::Calls(Box::new(calls))),
            Err(error) => work.failure = Some(error),
        }
        true
    }

    /// Reads on; `false` at the end of the trace.
    fn read(&mut self, work: &mut Work) -> bool {
        let result = match &mut self.reading {
            Some(Reading::Lines(blocks)) => blocks.next(&mut work.block),
            Some(Reading::Calls(calls)) => read_calls(calls, work),
            None => Ok(false),
        };
        result.unwrap_or_else(|error| {
            work.failure = Some(error);
            false
        })
    }
}

fn read_calls(calls: &mut Calls, work: &mut Work) -> std::io::Result<bool> {
    while work.found.len() < CALLS {
        match calls.next() {
            Some(Ok(found)) => work.found.push(found),
            Some(Err(error)) => {
                work.failure = Some(error);
                return Ok(false);
            }
            None => return Ok(!work.found.is_empty()),
        }
    }
    Ok(true)
}

/// Judged work that waits for its turn, and free buffers.
#[derive(Default)]
struct Queue {
    state: Mutex<Waiting>,
    moved: Condvar,
}

#[derive(Default)]
struct Waiting {
    ready: BTreeMap<u64, Work>,
    next: u64,
    spare: Vec<Work>,
    /// A thread has panicked. Its piece of work never becomes ready, so the other threads stop.
    is_broken: bool,
}

/// Stops the other threads if this one panics. Otherwise they would wait for its piece of work forever.
struct StopOnPanic<'q>(&'q Queue);

impl Drop for StopOnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            lock(&self.0.state).is_broken = true;
            self.0.moved.notify_all();
        }
    }
}

impl Queue {
    /// A free buffer; `None` after a panic.
    fn spare(&self) -> Option<Work> {
        let mut state = lock(&self.state);
        (!state.is_broken).then(|| state.spare.pop().unwrap_or_default())
    }

    /// Hands in a piece of work, and waits if too many wait for an earlier one.
    fn put(&self, work: Work) {
        let mut state = lock(&self.state);
        let index = work.index;
        state.ready.insert(index, work);
        // The piece whose turn it is never waits, and the thread that takes it wakes the others.
        while state.ready.len() > MOST_AHEAD && index != state.next && !state.is_broken {
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        self.moved.notify_all();
    }

    fn has_next(&self) -> bool {
        let state = lock(&self.state);
        state.ready.contains_key(&state.next)
    }

    fn take_next(&self) -> Option<Work> {
        let mut state = lock(&self.state);
        let next = state.next;
        let work = state.ready.remove(&next)?;
        state.next += 1;
        self.moved.notify_all();
        Some(work)
    }

    fn give_back(&self, work: Work) {
        lock(&self.state).spare.push(work);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;
    use crate::engine::Engine;
    use crate::model;
    use crate::source::{Source, SourceId, Sources};

    struct Panics;

    impl Write for Panics {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            panic!("a writer that panics")
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_panic_in_one_thread_ends_the_replay() {
        let source = Source::from_text("policy.json", r#"{"version": "1", "default": "allow", "tools": {}}"#);
        let engine = Engine::new(&model::json::read(SourceId(0), &source).0.unwrap());
        let policies = Policies { new: &engine, old: None, sources: &Sources::default() };
        let text = r#"{"tool": "a", "args": {"b": "a call among many"}}"#.to_owned() + "\n";
        let input = Cursor::new(text.repeat(60_000).into_bytes());
        let mut traces =
            std::iter::once(Trace { name: "t.jsonl".to_owned(), is_beside: false, input: Ok(Box::new(input)) });
        let options = Options { threads: 4, ..Options::default() };
        let replayed = catch_unwind(AssertUnwindSafe(|| replay(policies, &mut traces, &options, Some(&mut Panics))));
        assert!(replayed.is_err());
    }
}
