//! However a session ends, the other side sees it, nothing is left running, and the trace is whole.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use super::client::{Client, call, trace, until};
use crate::support::run::folder;

const STUBBORN: &str = "trap '' TERM HUP INT\necho $$ > server\nsleep 300 &\necho $! > child\nread line\necho \"$line\"\n\
    while true; do sleep 300; done\n";

fn is_gone(folder: &std::path::Path, name: &str) -> Option<()> {
    let id = fs::read_to_string(folder.join(name)).unwrap();
    let status = fs::read_to_string(format!("/proc/{}/status", id.trim())).unwrap_or_default();
    (status.is_empty() || status.contains("State:\tZ")).then_some(())
}

fn signal(client: &Client, signal: &str) {
    assert!(Command::new("kill").args([signal, &client.child.id().to_string()]).status().unwrap().success());
}

#[test]
fn the_exit_is_the_servers() {
    for (script, code) in [("exit 0", 0), ("exit 3", 3), ("kill -9 $$", 137), ("kill -TERM $$", 143)] {
        let folder = folder(&[]);
        let client = Client::start(folder.path(), &["--", "sh", "-c", script]);
        assert_eq!(client.end().0, code, "{script}");
    }
}

#[test]
fn a_client_that_is_killed_ends_even_a_stubborn_server() {
    let folder = folder(&[("server.sh", STUBBORN.as_bytes())]);
    let mut client = Client::start(folder.path(), &["--", "sh", "server.sh"]);
    client.send(call("1", "slow", "{}").as_bytes());
    client.line();
    drop((client.stdin.take(), client.stdout.take()));
    assert_eq!(client.code(), 137);
    until(|| is_gone(folder.path(), "server"));
    until(|| is_gone(folder.path(), "child"));
    let [line] = &trace(folder.path())[..] else { panic!() };
    assert_eq!(line["outcome"], "none");
}

#[test]
fn a_client_that_only_has_no_more_to_say_gets_its_answer() {
    let folder = folder(&[]);
    let slow = "read line; sleep 2; echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}'";
    let mut client = Client::start(folder.path(), &["--", "sh", "-c", slow]);
    client.send(call("1", "slow", "{}").as_bytes());
    let (code, rest, _) = client.end();
    assert_eq!((code, rest.as_str()), (0, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n"));
    assert_eq!(trace(folder.path())[0]["outcome"], "ok");
}

#[test]
fn a_server_that_is_killed_is_the_end_for_the_client() {
    let folder = folder(&[]);
    let mut client = Client::start(folder.path(), &["--", "sh", "-c", "read line; echo half; kill -9 $$"]);
    client.send(call("1", "slow", "{}").as_bytes());
    // The client's own input stays open.
    assert_eq!((client.line().as_str(), client.line().as_str()), ("half\n", ""));
    assert_eq!(client.code(), 137);
    assert_eq!(trace(folder.path())[0]["outcome"], "none");
}

#[test]
fn a_server_that_closes_its_output_is_seen_while_it_runs() {
    let folder = folder(&[]);
    let mut client = Client::start(folder.path(), &["--", "sh", "-c", "exec >&-; read line; sleep 300"]);
    assert_eq!(client.line(), "");
    assert!(client.child.try_wait().unwrap().is_none());
}

#[test]
fn a_client_that_is_done_and_sends_a_signal_ends_even_a_stubborn_server() {
    let folder = folder(&[("server.sh", STUBBORN.as_bytes())]);
    let mut client = Client::start(folder.path(), &["--", "sh", "server.sh"]);
    client.send(b"{}\n");
    client.line();
    drop(client.stdin.take());
    std::thread::sleep(Duration::from_millis(300));
    // The client still reads, and would kill the recorder next.
    signal(&client, "-TERM");
    assert_eq!(client.code(), 137);
    until(|| is_gone(folder.path(), "server"));
    until(|| is_gone(folder.path(), "child"));
}

#[test]
fn an_answer_is_waited_for_although_the_client_says_nothing_more() {
    let folder = folder(&[]);
    let slow = "read line; sleep 6; echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}'";
    let mut client = Client::start(folder.path(), &["--", "sh", "-c", slow]);
    client.send(b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}\n");
    assert_eq!(client.end().1, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n");
}

#[test]
fn signals_are_passed_on() {
    for (name, number) in [("TERM", 4), ("INT", 5), ("HUP", 6)] {
        let script = format!("trap 'exit {number}' {name}; echo ready; while true; do sleep 0.05; done");
        let folder = folder(&[]);
        let mut client = Client::start(folder.path(), &["--", "sh", "-c", &script]);
        assert_eq!(client.line(), "ready\n");
        client.send(call("1", "slow", "{}").as_bytes());
        // The call has to arrive before the signal does.
        std::thread::sleep(Duration::from_millis(300));
        signal(&client, &format!("-{name}"));
        assert_eq!(client.code(), number, "{name}");
        assert_eq!(trace(folder.path()).len(), 1);
    }
}

#[test]
fn a_recorder_that_is_killed_leaves_whole_lines_and_no_server() {
    let folder = folder(&[]);
    let script = "echo $$ > server; exec cat";
    let mut client = Client::start(folder.path(), &["--", "sh", "-c", script]);
    for id in 0..50 {
        client.send(call(&id.to_string(), "get", "{}").as_bytes());
        client.line();
        client.send(format!("{{\"jsonrpc\":\"2.0\",\"id\":{id},\"result\":{{}}}}\n").as_bytes());
        client.line();
    }
    // Lines are written by a thread of its own.
    until(|| (trace(folder.path()).len() == 50).then_some(()));
    client.child.kill().unwrap();
    client.code();
    until(|| is_gone(folder.path(), "server"));
    assert_eq!(trace(folder.path()).len(), 50);
}

#[test]
fn a_flood_is_passed_on_whole() {
    let folder = folder(&[]);
    let count = 40 << 20;
    let flood = format!("head -c {count} /dev/zero; echo; echo '{{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{{}}}}'");
    let mut client = Client::start(folder.path(), &["--", "sh", "-c", &format!("read line; {flood}; read line")]);
    client.send(call("1", "get", "{}").as_bytes());
    let started = Instant::now();
    assert!(client.bytes(count).iter().all(|byte| *byte == 0));
    client.bytes(1);
    assert!(client.line().contains("result"));
    assert!(started.elapsed() < Duration::from_secs(60));
    client.end();
    assert_eq!(trace(folder.path())[0]["outcome"], "ok");
}

#[test]
fn nothing_waits_for_standard_error() {
    let folder = folder(&[("p.json", br#"{"version": "1", "default": "allow"}"#)]);
    // Nothing reads this pipe, so it is full after a few hundred messages.
    let (reader, writer) = std::io::pipe().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_jamb"))
        .args(["record", "-o", "calls.jsonl", "--policy", "p.json", "--", "cat"])
        .current_dir(folder.path())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(writer)
        .spawn()
        .unwrap();
    let requests: String = (0..5_000).map(|id| call(&id.to_string(), "get", "{}")).collect();
    let mut stdin = child.stdin.take().unwrap();
    let expected = requests.clone();
    let sent = std::thread::spawn(move || std::io::Write::write_all(&mut stdin, requests.as_bytes()).unwrap());
    let mut got = String::new();
    std::io::Read::read_to_string(&mut child.stdout.take().unwrap(), &mut got).unwrap();
    sent.join().unwrap();
    assert!(got == expected);
    assert!(until(|| child.try_wait().unwrap()).success());
    drop(reader);
    assert_eq!(trace(folder.path()).len(), 5_000);
}
