//! The peak memory of `jamb simulate` for a trace from a pipe, on Linux only.

use std::fs;
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use super::generated::{self, Shape};

/// The peak memory in KiB of a process that replays a trace of this shape on two threads. The policy is in the folder.
pub fn peak(shape: Shape, folder: &Path) -> u64 {
    let mut child = Command::new(env!("CARGO_BIN_EXE_jamb"))
        .args(["simulate", "policy.json", "--trace", "-", "--threads", "2", "--format", "json"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a process");
    let mut pipe = BufWriter::with_capacity(1 << 16, child.stdin.take().expect("its input"));
    generated::write_trace(shape, &mut pipe).expect("a reader at the other end");
    pipe.flush().expect("a reader at the other end");
    // Everything except the contents of the pipe has been read; the input has not ended yet.
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("Linux");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    drop(pipe);
    let mut answer = String::new();
    child.stdout.take().expect("its output").read_to_string(&mut answer).expect("a text");
    assert!(child.wait().expect("its end").success());
    assert!(answer.contains(&format!("\"calls\": {},", shape.calls)), "calls were lost");
    peak.trim().trim_end_matches(" kB").parse().expect("KiB")
}
