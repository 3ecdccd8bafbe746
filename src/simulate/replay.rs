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

use super::arguments::Scratch;
use super::blocks::Blocks;
use super::input::{Open, Options, Policies, Sides};
use super::judge::{Begins, Work};
use super::known::{Known, may_look_ahead};
use super::ledger::Ledger;
use super::newcomers::Seeds;
use super::outcome::Outcome;
use crate::trace::{self, Calls, Names, Opened, Run};

/// How many pieces of work may be judged ahead of an earlier one.
const MOST_AHEAD: usize = 4;
/// How many calls of other formats make a piece of work.
const CALLS: usize = 512;
/// How many bytes of text and arguments they have at most, but for the last one.
const CALL_BYTES: usize = 4 * 1024 * 1024;

/// How many times the traces are read at most: for servers, for calls without a time, for the fullest windows among
/// the others, and to write the decisions.
const MOST_PASSES: usize = 5;

/// Replays traces, one after the other. `decisions` gets a line for each call. If decisions depend on later calls, the
/// traces are read more than once.
///
/// Returns an error only if writing decisions fails.
pub fn replay(
    policies: Policies<'_>,
    traces: &Open<'_>,
    options: &Options,
    decisions: Option<&mut (dyn Write + Send)>,
) -> std::io::Result<Outcome> {
    replay_sides(Sides::One(&policies), traces, options, decisions)
}

/// Replays traces, and decides the calls of each server of the options by its own policy.
///
/// Returns an error only if writing decisions fails.
pub fn replay_by_server(
    policies: &[Policies<'_>],
    traces: &Open<'_>,
    options: &Options,
    decisions: Option<&mut (dyn Write + Send)>,
) -> std::io::Result<Outcome> {
    replay_sides(Sides::ByServer(policies), traces, options, decisions)
}

fn replay_sides(
    sides: Sides<'_>,
    traces: &Open<'_>,
    options: &Options,
    mut decisions: Option<&mut (dyn Write + Send)>,
) -> std::io::Result<Outcome> {
    let names = options.read.names();
    let mut known = Known::default();
    let mut keeps = may_look_ahead(sides.all(), options);
    for pass in 1.. {
        // The borrow ends with the pass, so that the next one can write, too.
        let out = decisions.as_mut().map(|out| &mut **out as &mut (dyn Write + Send));
        let mut ledger = replay_once((sides, &names), traces, options, &known, out.map(|out| (out, keeps)));
        if let Some(error) = ledger.take_failure() {
            return Err(error);
        }
        let found = ledger.known();
        let is_settled = ledger.is_closed() || known.is_met_by(&found) || pass >= MOST_PASSES;
        if !keeps || (is_settled && ledger.release()?) {
            return Ok(ledger.close());
        }
        (known, keeps) = (found, !is_settled);
    }
    Ok(Outcome::default())
}

/// Replays traces with what is known about all of their calls.
fn replay_once<'r>(
    (sides, names): (Sides<'r>, &'r Names),
    traces: &Open<'_>,
    options: &Options,
    known: &Known,
    decisions: Option<(&'r mut (dyn Write + Send), bool)>,
) -> Ledger<'r> {
    let common = Run::new(options.read.clone());
    let feeder = Mutex::new(Feeder { traces, opened: 0, run: &common, reading: None, next: 0, is_done: false });
    let ledger = Mutex::new(Ledger::new(sides, names, options, known, decisions));
    let queue = Queue::default();
    let seeds = Seeds::default();
    std::thread::scope(|scope| {
        let work = || run(sides, Scratch::new(options, names, seeds), &feeder, &queue, &ledger);
        for _ in 1..options.threads.max(1) {
            scope.spawn(work);
        }
        work();
    });
    ledger.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// The loop of each thread, until nothing is left.
fn run(
    sides: Sides<'_>,
    mut scratch: Scratch<'_>,
    feeder: &Mutex<Feeder<'_>>,
    queue: &Queue,
    ledger: &Mutex<Ledger<'_>>,
) {
    let _stop = StopOnPanic(queue);
    while let Some(mut work) = queue.spare() {
        if !lock(feeder).fill(&mut work) {
            return;
        }
        work.judge(sides, &mut scratch);
        queue.put(work);
        // The thread that gets the ledger records everything that is ready; the others go on judging.
        while queue.has_next() {
            let Ok(mut ledger) = ledger.try_lock() else { break };
            while let Some(work) = queue.take_next() {
                ledger.post(&work);
                queue.give_back(work);
            }
            if ledger.is_closed() {
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
    traces: &'f Open<'f>,
    /// How many traces were opened.
    opened: usize,
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
        let Some(trace) = (self.traces)(self.opened) else { return false };
        self.opened += 1;
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
    let mut bytes = 0;
    while work.found.len() < CALLS && bytes < CALL_BYTES {
        match calls.next() {
            Some(Ok(found)) => {
                bytes += found.bytes_after(work.found.last());
                work.found.push(found);
            }
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

    use super::super::input::Trace;
    use super::*;
    use crate::engine::Engine;
    use crate::model;
    use crate::source::{Source, SourceId, Sources};

    #[test]
    fn long_calls_make_small_pieces_of_work() {
        let long = "x".repeat(CALL_BYTES / 4);
        let line = |id: u32| {
            format!(
                "{{\"jsonrpc\": \"2.0\", \"id\": {id}, \"method\": \"tools/call\", \"params\": {{\"name\": \"a\", \"arguments\": {{\"b\": \"{long}\"}}}}}}\n"
            )
        };
        let text: String = (0..9).map(line).collect();
        let run = Run::new(trace::Options::default());
        let Ok(Opened::Calls(mut calls)) = trace::open("t", Box::new(Cursor::new(text.into_bytes())), &run) else {
            panic!()
        };
        let mut found = Vec::new();
        loop {
            let mut work = Work::default();
            let goes_on = read_calls(&mut calls, &mut work).unwrap();
            found.push(work.found.len());
            if !goes_on {
                break;
            }
        }
        assert_eq!(found, [2, 2, 2, 2, 1, 0]);
    }

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
        let input = || Cursor::new(text.repeat(60_000).into_bytes());
        let trace = |at| {
            (at == 0).then(|| Trace { name: "t.jsonl".to_owned(), is_beside: false, input: Ok(Box::new(input())) })
        };
        let options = Options { threads: 4, ..Options::default() };
        let replayed = catch_unwind(AssertUnwindSafe(|| replay(policies, &trace, &options, Some(&mut Panics))));
        assert!(replayed.is_err());
    }
}
