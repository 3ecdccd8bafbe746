//! Starts an MCP server, asks it for its tools or calls them, and stops it. The server may be slow, noisy, broken or
//! hostile, so its output and its time are limited, and no process of it is left running.

mod messages;

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use messages::Message;

use crate::catalog::Pages;
use crate::cli::exit::Problem;
use crate::file_system::reasons;
use crate::record::process::{self, GRACE, until};
use crate::source::MAX_FILE_BYTES;
use crate::source::json::Json;
use crate::vocab::visible::visible;

/// How much of its error output to keep: the last bytes.
const STDERR_BYTES: usize = 2_000;
/// The most requests that the server may make before it answers.
const MOST_REQUESTS: usize = 1_000;
/// How many lines can wait to be read before the server has to wait.
const WAITING_LINES: usize = 16;

/// What the server is asked to do, for messages.
#[derive(Debug, Clone, Copy)]
struct Task {
    /// `list its tools`
    infinitive: &'static str,
    /// `listed its tools`
    past: &'static str,
}

const LISTING: Task = Task { infinitive: "list its tools", past: "listed its tools" };
const CALLING: Task = Task { infinitive: "answer a call", past: "answered a call" };

/// A server's list of tools, as one document.
pub fn list_tools(command: &[String], limit: Duration) -> Result<String, Problem> {
    let mut server = Server::start(command, LISTING, limit)?;
    server.initialize()?;
    let mut pages = Pages::default();
    loop {
        let (line, answer) = server.ask(messages::NEXT, &messages::list(pages.cursor()))?;
        if pages.add(&line, &answer).map_err(Problem::new)? {
            return Ok(pages.document());
        }
    }
}

/// A server whose tools are called.
pub struct Tools {
    server: Server,
    next: u64,
}

/// What a call was answered with.
pub enum Answer {
    /// A result.
    Result(Json),
    /// An error of the protocol.
    Error(String),
}

impl Tools {
    /// Starts a server. Each call may take this long.
    pub fn start(command: &[String], limit: Duration) -> Result<Self, Problem> {
        let mut server = Server::start(command, CALLING, limit)?;
        server.initialize()?;
        Ok(Self { server, next: messages::NEXT })
    }

    /// Calls a tool. The arguments are JSON text on one line.
    pub fn call(&mut self, tool: &str, args: &str) -> Result<Answer, Problem> {
        let id = self.next;
        self.next += 1;
        self.server.deadline = Instant::now() + self.server.limit;
        self.server.requests = 0;
        self.server.answer_to(id, &messages::call(id, tool, args)).map(|(_, answer)| answer)
    }
}

/// A running server.
struct Server {
    child: Child,
    /// Lines to send. Without a sender, the server's input ends.
    input: Option<Sender<String>>,
    output: Receiver<Line>,
    stderr: Arc<Mutex<Vec<u8>>>,
    /// The thread that collects it, until the error output ends.
    listener: Option<JoinHandle<()>>,
    task: Task,
    limit: Duration,
    deadline: Instant,
    requests: usize,
    /// The first line that was not a message.
    noise: Option<String>,
}

/// A line of output.
enum Line {
    Text(String),
    TooLong,
}

impl Server {
    fn start(command: &[String], task: Task, limit: Duration) -> Result<Self, Problem> {
        let (program, arguments) = command.split_first().ok_or_else(|| Problem::new("no server command is given"))?;
        let mut started = Command::new(program);
        started.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        process::lead_group(&mut started);
        let mut child = started
            .spawn()
            .map_err(|error| Problem::new(format!("can't start `{program}`: {}", reasons::unstartable(&error))))?;
        let (input, said) = channel();
        let (heard, output) = sync_channel(WAITING_LINES);
        let stderr = Arc::new(Mutex::new(Vec::new()));
        // One thread per stream: a server that does not read, or does not end a line, can't block the others.
        child.stdin.take().map(|stdin| thread::spawn(move || write_lines(stdin, &said)));
        child.stdout.take().map(|stdout| thread::spawn(move || read_lines(stdout, &heard)));
        let kept = Arc::clone(&stderr);
        let listener = child.stderr.take().map(|stderr| thread::spawn(move || listen(stderr, &kept)));
        let (input, deadline) = (Some(input), Instant::now() + limit);
        Ok(Self { child, input, output, stderr, listener, task, limit, deadline, requests: 0, noise: None })
    }

    fn initialize(&mut self) -> Result<(), Problem> {
        self.ask(messages::INITIALIZE, &messages::initialize())?;
        self.say(messages::initialized());
        Ok(())
    }

    fn say(&self, message: String) {
        // If the server has gone, the missing answer will tell.
        let _ = self.input.as_ref().map(|input| input.send(message + "\n"));
    }

    /// Sends a request and waits for the answer. Returns the line of the answer and its `result`.
    fn ask(&mut self, id: u64, request: &str) -> Result<(String, Json), Problem> {
        match self.answer_to(id, request)? {
            (line, Answer::Result(result)) => Ok((line, result)),
            (_, Answer::Error(message)) => {
                let (reason, task) = (visible(&message), self.task.infinitive);
                Err(Problem::new(format!("the server refused to {task}: {reason}")))
            }
        }
    }

    /// The same for a request that may be answered with an error.
    fn answer_to(&mut self, id: u64, request: &str) -> Result<(String, Answer), Problem> {
        self.say(request.to_owned());
        loop {
            let line = self.hear()?;
            let Some(heard) = messages::read(&line) else {
                self.noise.get_or_insert(line);
                continue;
            };
            for message in heard {
                match message {
                    Message::Answer { id: to, result } if to == id => return Ok((line, Answer::Result(result))),
                    Message::Refusal { id: to, message } if to.is_none_or(|to| to == id) => {
                        return Ok((line, Answer::Error(message)));
                    }
                    Message::Request { id, method } => self.answer(&id, &method)?,
                    Message::Answer { .. } | Message::Refusal { .. } | Message::Notification => {}
                }
            }
        }
    }

    /// Answers a request of the server. This client supports only `ping`.
    fn answer(&mut self, id: &str, method: &str) -> Result<(), Problem> {
        self.requests += 1;
        if self.requests > MOST_REQUESTS {
            let task = self.task.infinitive;
            return Err(Problem::new(format!("the server does not {task}, and keeps sending requests")));
        }
        self.say(if method == "ping" { messages::pong(id) } else { messages::unable(id) });
        Ok(())
    }

    fn hear(&mut self) -> Result<String, Problem> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        match self.output.recv_timeout(left) {
            // Without this check, a server that never stops talking would get past the deadline.
            Ok(_) if left.is_zero() => Err(self.slow()),
            Ok(Line::Text(line)) => Ok(line),
            Ok(Line::TooLong) => Err(Problem::new("the server wrote a line of more than 16 MiB")),
            Err(RecvTimeoutError::Timeout) => Err(self.slow()),
            Err(RecvTimeoutError::Disconnected) => Err(self.gone()),
        }
    }

    fn slow(&self) -> Problem {
        let seconds = self.limit.as_secs();
        let problem = Problem::new(format!("the server did not {} within {seconds} s", self.task.infinitive));
        match self.noise() {
            Some(noise) => problem.with_help(noise),
            None => problem.with_help("`--timeout SECONDS` gives it more time"),
        }
    }

    fn gone(&mut self) -> Problem {
        let done = self.task.past;
        let ended = self.wait(GRACE).map(|status| match status.code() {
            Some(code) => format!("the server ended with exit code {code} before it {done}"),
            None => format!("the server was killed before it {done}"),
        });
        // The last of its error output may still be on its way.
        until(GRACE, || self.listener.as_ref().is_none_or(JoinHandle::is_finished).then_some(()));
        let problem = Problem::new(ended.unwrap_or_else(|| "the server closed its output".to_owned()));
        match self.last_error().or_else(|| self.noise()) {
            Some(words) => problem.with_help(words),
            None => problem,
        }
    }

    /// The last line of its error output.
    fn last_error(&self) -> Option<String> {
        let words = self.stderr.lock().unwrap_or_else(PoisonError::into_inner);
        let words = String::from_utf8_lossy(&words);
        let line = words.lines().rev().find(|line| !line.trim().is_empty())?;
        Some(format!("its error output ends with: {}", line.trim()))
    }

    fn noise(&self) -> Option<String> {
        let line = self.noise.as_ref()?.chars().take(100).collect::<String>();
        Some(format!("its standard output must contain only MCP messages, but begins with `{line}`"))
    }

    /// Waits for the server to end; `None` if it does not.
    fn wait(&mut self, limit: Duration) -> Option<ExitStatus> {
        until(limit, || self.child.try_wait().ok().flatten())
    }
}

/// Closes the input, which asks the server to end. If it does not, it gets a signal, and then is killed.
impl Drop for Server {
    fn drop(&mut self) {
        self.input = None;
        process::end(&mut self.child);
    }
}

/// Says what there is to be said, until nobody has more to say, or nobody listens.
fn write_lines(mut stdin: impl Write, said: &Receiver<String>) {
    let mut say = |line: String| stdin.write_all(line.as_bytes()).and_then(|()| stdin.flush());
    while let Ok(line) = said.recv() {
        if say(line).is_err() {
            return;
        }
    }
}

fn read_lines(stdout: impl Read, heard: &SyncSender<Line>) {
    let mut stdout = BufReader::new(stdout);
    while let Some(line) = line(&mut stdout) {
        if heard.send(line).is_err() {
            return;
        }
    }
}

/// A line of limited length; `None` at the end.
fn line(stdout: &mut impl BufRead) -> Option<Line> {
    let mut bytes = Vec::new();
    let read = stdout.by_ref().take(MAX_FILE_BYTES + 1).read_until(b'\n', &mut bytes).ok()?;
    match read {
        0 => None,
        _ if bytes.len() as u64 > MAX_FILE_BYTES => Some(Line::TooLong),
        _ => Some(Line::Text(String::from_utf8_lossy(&bytes).trim_end().to_owned())),
    }
}

/// Keeps the end of the error output.
fn listen(mut stderr: impl Read, words: &Mutex<Vec<u8>>) {
    let mut buffer = [0; 1_024];
    while let Ok(length @ 1..) = stderr.read(&mut buffer) {
        let mut words = words.lock().unwrap_or_else(PoisonError::into_inner);
        words.extend(buffer.iter().take(length));
        let excess = words.len().saturating_sub(STDERR_BYTES);
        words.drain(..excess);
    }
}
