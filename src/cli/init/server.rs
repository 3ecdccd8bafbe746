//! An MCP server that is started, asked for its tools, and stopped. It may be slow, noisy, broken or
//! hostile: what it says is bounded, what it takes is bounded, and nothing of it is left running.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::messages::{self, Message};
use super::pages::Pages;
use crate::cli::Problem;
use crate::source::MAX_FILE_BYTES;
use crate::source::json::Json;
use crate::vocab::visible::visible;

/// How long a server that was told to end may take for it, each time.
const FAREWELL: Duration = Duration::from_secs(1);
/// How much of what it says to its user is kept: the end.
const LAST_WORDS: usize = 2_000;
/// How often it may ask something while it is asked.
const MOST_REQUESTS: usize = 1_000;
/// How many lines wait to be read before the server has to.
const LINES_IN_WAITING: usize = 16;

/// The list of a server's tools, as one document.
pub(super) fn list_tools(command: &[String], limit: Duration) -> Result<String, Problem> {
    let mut server = Server::start(command, limit)?;
    server.ask(messages::INITIALIZE, &messages::initialize())?;
    server.say(messages::initialized());
    let mut pages = Pages::default();
    loop {
        let (line, answer) = server.ask(messages::LIST, &messages::list(pages.cursor()))?;
        if pages.add(&line, &answer)? {
            return Ok(pages.document());
        }
    }
}

/// A running server.
struct Server {
    child: Child,
    /// What is to be said to it; without a sender its input ends.
    input: Option<Sender<String>>,
    output: Receiver<Line>,
    last_words: Arc<Mutex<Vec<u8>>>,
    /// Who keeps them, until its error output ends.
    listener: Option<JoinHandle<()>>,
    limit: Duration,
    deadline: Instant,
    requests: usize,
    /// The first line that was no message.
    noise: Option<String>,
}

/// What came of reading a line.
enum Line {
    Text(String),
    TooLong,
}

impl Server {
    fn start(command: &[String], limit: Duration) -> Result<Self, Problem> {
        let (program, arguments) = command.split_first().ok_or_else(|| Problem::new("no server is named"))?;
        let mut started = Command::new(program);
        started.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt;
            // A group of its own: what `npx` or a shell starts is ended with it.
            started.process_group(0);
        }
        let mut child = started.spawn().map_err(|error| Problem::new(format!("can't start `{program}`: {error}")))?;
        let (input, said) = channel();
        let (heard, output) = sync_channel(LINES_IN_WAITING);
        let last_words = Arc::new(Mutex::new(Vec::new()));
        // Threads of their own: a server that does not read, or does not end a line, blocks nobody else.
        child.stdin.take().map(|stdin| thread::spawn(move || write_lines(stdin, &said)));
        child.stdout.take().map(|stdout| thread::spawn(move || read_lines(stdout, &heard)));
        let words = Arc::clone(&last_words);
        let listener = child.stderr.take().map(|stderr| thread::spawn(move || listen(stderr, &words)));
        let (input, deadline) = (Some(input), Instant::now() + limit);
        Ok(Self { child, input, output, last_words, listener, limit, deadline, requests: 0, noise: None })
    }

    fn say(&self, message: String) {
        // Where the server is gone, the answer that does not come says so.
        let _ = self.input.as_ref().map(|input| input.send(message + "\n"));
    }

    /// Asks, and waits for the answer: the line that it stands in, and its `result`.
    fn ask(&mut self, id: u64, request: &str) -> Result<(String, Json), Problem> {
        self.say(request.to_owned());
        loop {
            let line = self.hear()?;
            let Some(heard) = messages::read(&line) else {
                self.noise.get_or_insert(line);
                continue;
            };
            for message in heard {
                match message {
                    Message::Answer { id: to, result } if to == id => return Ok((line, result)),
                    Message::Refusal { id: to, message } if to.is_none_or(|to| to == id) => {
                        let reason = visible(&message);
                        return Err(Problem::new(format!("the server refused to list its tools: {reason}")));
                    }
                    Message::Request { id, method } => self.answer(&id, &method)?,
                    Message::Answer { .. } | Message::Refusal { .. } | Message::Notification => {}
                }
            }
        }
    }

    /// Whatever a server asks of an agent, nothing here can do it, except for being there.
    fn answer(&mut self, id: &str, method: &str) -> Result<(), Problem> {
        self.requests += 1;
        if self.requests > MOST_REQUESTS {
            return Err(Problem::new("the server asks on and on instead of listing its tools"));
        }
        self.say(if method == "ping" { messages::pong(id) } else { messages::unable(id) });
        Ok(())
    }

    fn hear(&mut self) -> Result<String, Problem> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        match self.output.recv_timeout(left) {
            // A server that never stops talking would otherwise be listened to behind the deadline.
            Ok(_) if left.is_zero() => Err(self.slow()),
            Ok(Line::Text(line)) => Ok(line),
            Ok(Line::TooLong) => Err(Problem::new("the server wrote a line of more than 16 MiB")),
            Err(RecvTimeoutError::Timeout) => Err(self.slow()),
            Err(RecvTimeoutError::Disconnected) => Err(self.gone()),
        }
    }

    fn slow(&self) -> Problem {
        let seconds = self.limit.as_secs();
        let problem = Problem::new(format!("the server did not list its tools within {seconds} s"));
        match self.noise() {
            Some(noise) => problem.with_help(noise),
            None => problem.with_help("`--timeout SECONDS` gives it more time"),
        }
    }

    fn gone(&mut self) -> Problem {
        let ended = self.wait(FAREWELL).map(|status| match status.code() {
            Some(code) => format!("the server ended with exit code {code} before it listed its tools"),
            None => "the server was killed before it listed its tools".to_owned(),
        });
        // What it said last may still be on its way.
        until(FAREWELL, || self.listener.as_ref().is_none_or(JoinHandle::is_finished).then_some(()));
        let problem = Problem::new(ended.unwrap_or_else(|| "the server closed its output".to_owned()));
        match self.said_last().or_else(|| self.noise()) {
            Some(words) => problem.with_help(words),
            None => problem,
        }
    }

    /// What it wrote for its user.
    fn said_last(&self) -> Option<String> {
        let words = self.last_words.lock().unwrap_or_else(PoisonError::into_inner);
        let words = String::from_utf8_lossy(&words);
        let line = words.lines().rev().find(|line| !line.trim().is_empty())?;
        Some(format!("it said: {}", line.trim()))
    }

    fn noise(&self) -> Option<String> {
        let line = self.noise.as_ref()?.chars().take(100).collect::<String>();
        Some(format!("its standard output is for messages alone, and began with `{line}`"))
    }

    /// Waits for its end; nothing where it does not come.
    fn wait(&mut self, limit: Duration) -> Option<ExitStatus> {
        until(limit, || self.child.try_wait().ok().flatten())
    }
}

/// Asks now and then, until there is an answer or the time is over.
fn until<T>(limit: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let end = Instant::now() + limit;
    loop {
        match ask() {
            Some(answer) => return Some(answer),
            None if Instant::now() >= end => return None,
            None => thread::sleep(Duration::from_millis(5)),
        }
    }
}

/// Its input ends, and that is the sign to leave. Whoever stays is asked once more, and then ended.
impl Drop for Server {
    fn drop(&mut self) {
        self.input = None;
        let has_left = self.wait(FAREWELL).is_some();
        self.end_group(has_left);
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Ends the server together with everything that it started. If it has not left, it is asked first.
    #[cfg(unix)]
    fn end_group(&mut self, has_left: bool) {
        use rustix::process::{Pid, Signal, kill_process_group};
        let group = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        // It is not an error if the group has ended already.
        let end = |signal| group.map(|group| kill_process_group(group, signal));
        if !has_left {
            let _ = end(Signal::TERM);
            self.wait(FAREWELL);
        }
        let _ = end(Signal::KILL);
    }

    /// Windows has no process groups to signal.
    #[cfg(not(unix))]
    fn end_group(&mut self, _has_left: bool) {}
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

/// A line of bounded length; nothing at the end.
fn line(stdout: &mut impl BufRead) -> Option<Line> {
    let mut bytes = Vec::new();
    let read = stdout.by_ref().take(MAX_FILE_BYTES + 1).read_until(b'\n', &mut bytes).ok()?;
    match read {
        0 => None,
        _ if bytes.len() as u64 > MAX_FILE_BYTES => Some(Line::TooLong),
        _ => Some(Line::Text(String::from_utf8_lossy(&bytes).trim_end().to_owned())),
    }
}

/// Keeps the end of what is said.
fn listen(mut stderr: impl Read, words: &Mutex<Vec<u8>>) {
    let mut buffer = [0; 1_024];
    while let Ok(length @ 1..) = stderr.read(&mut buffer) {
        let mut words = words.lock().unwrap_or_else(PoisonError::into_inner);
        words.extend(buffer.iter().take(length));
        let excess = words.len().saturating_sub(LAST_WORDS);
        words.drain(..excess);
    }
}
