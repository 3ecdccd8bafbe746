//! A client of a recorded server.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value as Json;

/// How long anything may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A running `jamb record`.
pub struct Client {
    pub child: Child,
    pub stdin: Option<ChildStdin>,
    pub stdout: Option<BufReader<ChildStdout>>,
    stderr: Receiver<String>,
}

impl Client {
    /// Starts `jamb record -o calls.jsonl …` in a folder.
    pub fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_jamb"))
            .args(["record", "-o", "calls.jsonl"])
            .args(arguments)
            .current_dir(folder)
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take().map(BufReader::new));
        let stderr = collected(child.stderr.take().unwrap());
        Self { child, stdin, stdout, stderr }
    }

    pub fn send(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().unwrap();
        stdin.write_all(bytes).and_then(|()| stdin.flush()).unwrap();
    }

    /// The next line of the server.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.as_mut().unwrap().read_line(&mut line).unwrap();
        line
    }

    /// The next message of the server.
    pub fn message(&mut self) -> Json {
        let line = self.line();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: `{line}`"))
    }

    /// The next bytes of the server.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        self.stdout.as_mut().unwrap().read_exact(&mut bytes).unwrap();
        bytes
    }

    /// Sends nothing more, reads the rest, and waits for the end. Returns the exit code, the rest and standard error.
    pub fn end(mut self) -> (i32, String, String) {
        drop(self.stdin.take());
        let mut rest = Vec::new();
        self.stdout.take().unwrap().read_to_end(&mut rest).unwrap();
        let code = self.code();
        (code, String::from_utf8_lossy(&rest).into_owned(), self.stderr())
    }

    /// Waits for the end.
    pub fn code(&mut self) -> i32 {
        until(|| self.child.try_wait().unwrap()).code().unwrap_or(-1)
    }

    /// What it said on standard error, after its end.
    pub fn stderr(&self) -> String {
        self.stderr.recv_timeout(PATIENCE).unwrap()
    }
}

/// No test leaves a process behind.
impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn collected(mut stderr: ChildStderr) -> Receiver<String> {
    let (send, receive) = channel();
    std::thread::spawn(move || {
        let mut text = Vec::new();
        let _ = stderr.read_to_end(&mut text);
        send.send(String::from_utf8_lossy(&text).into_owned())
    });
    receive
}

/// Asks until there is an answer.
pub fn until<T>(mut ask: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(started.elapsed() < PATIENCE, "it takes too long");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The lines of the trace.
pub fn trace(folder: &Path) -> Vec<Json> {
    let text = std::fs::read_to_string(folder.join("calls.jsonl")).unwrap_or_default();
    assert!(text.is_empty() || text.ends_with('\n'), "{text}");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A request for a call, as a line.
pub fn call(id: &str, tool: &str, args: &str) -> String {
    let params = format!(r#"{{"name":"{tool}","arguments":{args}}}"#);
    format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"tools/call","params":{params}}}"#) + "\n"
}
