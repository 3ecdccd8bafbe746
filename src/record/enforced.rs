//! A recording that enforces a policy: two threads, one for each direction, which ask the gate about every line.

use std::fs::File;
use std::io::{self, Write};
use std::process::{Child, ChildStdin, ChildStdout};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::decider::Decider;
use super::gate::{Gate, Passage};
use super::glance::Glance;
use super::lines::{LONGEST_LINE, Line, Lines};
use super::passing::{PIECE, read};
use super::recorder::Recorder;
use super::streams;
use super::wires::{Event, Recording, Wires};

/// What both directions share. After the recording has ended, there is no gate, and nothing passes.
#[derive(Clone)]
struct Shared {
    gate: Arc<Mutex<Option<Gate>>>,
    /// Both the server's messages and the gate's answers go to the client, each as a whole line.
    output: Arc<Mutex<Option<File>>>,
    wires: Arc<Wires>,
}

/// Connects the client with the server, through a policy.
pub(super) fn connect(
    child: &mut Child,
    recorder: Recorder,
    decider: Decider,
    wires: Wires,
) -> io::Result<Box<dyn Recording>> {
    let (input, output) = (streams::input()?, streams::output()?);
    let shared = Shared {
        gate: Arc::new(Mutex::new(Some(Gate::new(decider, recorder)))),
        output: Arc::new(Mutex::new(Some(output))),
        wires: Arc::new(wires),
    };
    if let Some(stdin) = child.stdin.take() {
        let shared = shared.clone();
        thread::spawn(move || {
            requests(input, stdin, &shared);
            let _ = shared.wires.events.send(Event::InputEnded);
        });
    }
    if let Some(stdout) = child.stdout.take() {
        let shared = shared.clone();
        thread::spawn(move || {
            answers(stdout, &shared);
            // Each side sees that the other has gone.
            lock(&shared.output).take();
            streams::close_output();
            let _ = shared.wires.events.send(Event::OutputEnded);
        });
    }
    Ok(Box::new(shared))
}

impl Recording for Shared {
    fn finish(self: Box<Self>) {
        if let Some(gate) = lock(&self.gate).take() {
            gate.finish();
        }
    }
}

/// The client's messages. They go on being answered when the server takes nothing more.
fn requests(mut input: File, stdin: ChildStdin, shared: &Shared) {
    let mut stdin = Some(stdin);
    let mut lines = Lines::default();
    let mut buffer = vec![0; PIECE];
    let mut each = |line: &Line<'_>| {
        let passages = with_gate(shared, |gate| gate.client(line)).unwrap_or_default();
        for passage in passages {
            match passage {
                Passage::Forward(message) => {
                    stdin.take_if(|stdin| send(stdin, &message).is_err());
                }
                Passage::Answer(message) => {
                    let _ = lock(&shared.output).as_mut().map(|output| send(output, &message));
                }
            }
        }
    };
    while let Some(bytes) = read(&mut input, &mut buffer) {
        lines.read(bytes, &mut each);
    }
    lines.finish(&mut each);
}

fn send(to: &mut impl Write, message: &str) -> io::Result<()> {
    to.write_all(format!("{message}\n").as_bytes()).and_then(|()| to.flush())
}

/// The server's messages.
fn answers(mut stdout: ChildStdout, shared: &Shared) {
    let mut reading = Reading::default();
    let mut buffer = vec![0; PIECE];
    while let Some(bytes) = read(&mut stdout, &mut buffer) {
        shared.wires.activity.output();
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let (line, after) = rest.split_at_checked(end + 1).unwrap_or((rest, &[]));
            if reading.piece(line, shared).and_then(|()| reading.end(shared)).is_err() {
                return;
            }
            rest = after;
        }
        if reading.piece(rest, shared).is_err() {
            return;
        }
    }
    let _ = reading.end(shared);
}

/// A line of the server that is being read, with its line end.
#[derive(Default)]
struct Reading<'s> {
    line: Vec<u8>,
    length: u64,
    glance: Glance,
    long: Option<Long<'s>>,
}

/// A line that is too long to be read.
enum Long<'s> {
    /// It passes as it comes. Nothing else is written before it ends.
    Passes(MutexGuard<'s, Option<File>>),
    /// It may be a list of tools, and does not pass.
    Stops,
}

impl<'s> Reading<'s> {
    fn piece(&mut self, bytes: &[u8], shared: &'s Shared) -> io::Result<()> {
        self.length += bytes.len() as u64;
        self.glance.look(bytes.strip_suffix(b"\n").unwrap_or(bytes));
        match &mut self.long {
            Some(Long::Passes(output)) => write(output, bytes),
            Some(Long::Stops) => Ok(()),
            None if self.line.len() + bytes.len() <= LONGEST_LINE => {
                self.line.extend_from_slice(bytes);
                Ok(())
            }
            None => {
                let stops = with_gate(shared, |gate| gate.has_to_read()).unwrap_or(true);
                let begun = std::mem::take(&mut self.line);
                if stops {
                    self.long = Some(Long::Stops);
                    return Ok(());
                }
                let mut output = lock(&shared.output);
                write(&mut output, &begun)?;
                write(&mut output, bytes)?;
                self.long = Some(Long::Passes(output));
                Ok(())
            }
        }
    }

    fn end(&mut self, shared: &Shared) -> io::Result<()> {
        let seen = self.glance.end();
        let length = std::mem::take(&mut self.length);
        let line = std::mem::take(&mut self.line);
        match self.long.take() {
            None if line.is_empty() => Ok(()),
            None => {
                // Bytes that are not UTF-8 pass as they are, unless something has to be left out.
                let text = String::from_utf8_lossy(&line);
                let passes = with_gate(shared, |gate| gate.server(&text, seen)).unwrap_or_default();
                let bytes = if passes == text { &line } else { passes.as_bytes() };
                write(&mut lock(&shared.output), bytes)
            }
            Some(long) => {
                let has_passed = matches!(long, Long::Passes(_));
                drop(long);
                let line = Line { bytes: None, length, seen };
                match with_gate(shared, |gate| gate.server_unread(&line, has_passed)).flatten() {
                    Some(answer) => write(&mut lock(&shared.output), format!("{answer}\n").as_bytes()),
                    None => Ok(()),
                }
            }
        }
    }
}

fn write(output: &mut MutexGuard<'_, Option<File>>, bytes: &[u8]) -> io::Result<()> {
    output.as_mut().map_or(Err(io::ErrorKind::BrokenPipe.into()), |output| output.write_all(bytes))
}

fn with_gate<T>(shared: &Shared, ask: impl FnOnce(&mut Gate) -> T) -> Option<T> {
    let mut gate = lock(&shared.gate);
    let gate = gate.as_mut()?;
    let answer = ask(gate);
    shared.wires.activity.waits(gate.is_waiting());
    Some(answer)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // After a panic in one direction, the other goes on: a gate that is half done refuses at worst.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
