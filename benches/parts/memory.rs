//! The peak memory of a replay from a pipe: this benchmark starts itself, and tells itself how much
//! it took. Only Linux says so.

use std::fs;
use std::io::{self, BufWriter, Read};
use std::process::{Command, Stdio};

use super::generated::{self, Shape};
use super::subject::Subject;

/// The argument that makes this the process that is measured.
pub const REPLAY: &str = "--replay-stdin";

/// The peak of a process that replays so long a trace, in KiB.
pub fn peak(shape: Shape) -> u64 {
    let program = std::env::current_exe().expect("the benchmark's own path");
    let mut child = Command::new(program)
        .args([REPLAY, "--tools", &shape.tools.to_string(), "--grants", &shape.grants.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a process");
    let pipe = child.stdin.take().expect("its input");
    generated::write_trace(shape, &mut BufWriter::with_capacity(1 << 16, pipe)).expect("a reader at the other end");
    let mut answer = String::new();
    child.stdout.take().expect("its output").read_to_string(&mut answer).expect("a text");
    assert!(child.wait().expect("its end").success());
    let (calls, peak) = answer.trim().split_once(' ').expect("two numbers");
    assert_eq!(calls.parse(), Ok(shape.calls), "calls were lost");
    peak.parse().expect("KiB")
}

/// Replays what comes in, on two threads, and prints the number of calls and this process's peak.
pub fn replay_stdin(shape: Shape) {
    let subject = Subject::new(&generated::policy(shape));
    let outcome = subject.replay(Box::new(io::stdin()), 2, None);
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    println!("{} {}", outcome.summary.decided.calls(), peak.trim().trim_end_matches(" kB"));
}
