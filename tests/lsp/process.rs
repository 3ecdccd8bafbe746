//! The server as a process: what it does with a client that is broken, or gone.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

fn start() -> Child {
    Command::new(env!("CARGO_BIN_EXE_jamb"))
        .args(["lsp", "--stdio"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn send(server: &mut Child, body: &str) {
    write!(server.stdin.as_mut().unwrap(), "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    server.stdin.as_mut().unwrap().flush().unwrap();
}

fn receive(server: &mut Child) -> Value {
    let output = server.stdout.as_mut().unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        output.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let length: usize = head.lines().find_map(|line| line.strip_prefix("Content-Length: ")).unwrap().parse().unwrap();
    let mut body = vec![0; length];
    output.read_exact(&mut body).unwrap();
    serde_json::from_slice(&body).unwrap()
}

fn end(mut server: Child) -> (Option<i32>, String) {
    drop(server.stdin.take());
    let deadline = Instant::now() + Duration::from_secs(20);
    let status = loop {
        match server.try_wait().unwrap() {
            Some(status) => break status,
            None => assert!(Instant::now() < deadline, "the server goes on without a client"),
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let mut errors = String::new();
    server.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    (status.code(), errors)
}

const INITIALIZE: &str = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#;

#[test]
fn a_proper_goodbye_is_exit_code_0() {
    let mut server = start();
    send(&mut server, INITIALIZE);
    assert_eq!(receive(&mut server)["result"]["serverInfo"]["name"], "jamb");
    send(&mut server, r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#);
    send(&mut server, r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#);
    assert_eq!(receive(&mut server)["result"], Value::Null);
    send(&mut server, r#"{"jsonrpc":"2.0","id":3,"method":"textDocument/hover","params":{}}"#);
    assert_eq!(receive(&mut server)["error"]["code"], -32600);
    send(&mut server, r#"{"jsonrpc":"2.0","method":"exit"}"#);
    assert_eq!(end(server), (Some(0), String::new()));
}

#[test]
fn a_client_that_is_gone_is_exit_code_1() {
    let mut server = start();
    send(&mut server, INITIALIZE);
    receive(&mut server);
    assert_eq!(end(server), (Some(1), String::new()));
    assert_eq!(end(start()), (Some(1), String::new()));
    let mut server = start();
    send(&mut server, r#"{"jsonrpc":"2.0","method":"exit"}"#);
    assert_eq!(end(server), (Some(1), String::new()));
}

#[test]
fn malformed_messages_are_passed_over() {
    let mut server = start();
    for body in ["{", "[]", "null", "\"x\"", "{\"jsonrpc\":\"2.0\"}", "{\"id\":{},\"method\":1}", "\u{0}\u{1}é"] {
        send(&mut server, body);
    }
    send(&mut server, INITIALIZE);
    assert_eq!(receive(&mut server)["id"], 1);
    for (method, params) in [
        ("textDocument/didOpen", json!(null)),
        ("textDocument/didOpen", json!({ "textDocument": { "uri": 5 } })),
        (
            "textDocument/didChange",
            json!({ "textDocument": { "uri": "file:///none", "version": 2 }, "contentChanges": [{ "text": "x" }] }),
        ),
        ("textDocument/didClose", json!([])),
        ("$/cancelRequest", json!({})),
        ("workspace/didChangeWatchedFiles", json!({ "changes": 1 })),
        ("x/y", json!({})),
    ] {
        send(&mut server, &json!({ "jsonrpc": "2.0", "method": method, "params": params }).to_string());
    }
    // Addresses that are no files.
    for uri in
        ["", "untitled:Untitled-1", "http://x/y.pl", "file:///%ff%fe", "file://server/share/p.pl", "file:relative", "%"]
    {
        let document = json!({ "uri": uri, "languageId": "jamb", "version": 1, "text": "catalog \"//server/share/t.json\"\nallow a\n" });
        send(
            &mut server,
            &json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } })
                .to_string(),
        );
    }
    send(&mut server, r#"{"jsonrpc":"2.0","id":"last","method":"shutdown"}"#);
    loop {
        let message = receive(&mut server);
        if message["id"] == "last" {
            break;
        }
    }
    send(&mut server, r#"{"jsonrpc":"2.0","method":"exit"}"#);
    assert_eq!(end(server), (Some(0), String::new()));
}

#[test]
fn a_stream_that_is_no_protocol_ends_the_server() {
    let mut server = start();
    let _ = server.stdin.as_mut().unwrap().write_all(&b"GET / HTTP/1.1\r\n\r\n".repeat(1_000));
    assert_eq!(end(server).0, Some(1));
}

#[cfg(unix)]
#[test]
fn a_pipe_and_a_device_are_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("tools.json");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut server = start();
    send(&mut server, INITIALIZE);
    receive(&mut server);
    for (name, catalog) in [("p.pl", "tools.json"), ("q.pl", "/dev/zero")] {
        let uri: String = url::Url::from_file_path(folder.path().join(name)).unwrap().into();
        let text = format!("catalog \"{catalog}\"\ndefault deny\n");
        let document = json!({ "uri": uri, "languageId": "jamb", "version": 1, "text": text });
        send(
            &mut server,
            &json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } })
                .to_string(),
        );
        let shown = receive(&mut server);
        assert_eq!(shown["params"]["diagnostics"][0]["code"], "file-not-found", "{shown}");
    }
    assert_eq!(end(server).0, Some(1));
}

/// The picture in the README shows what the server answers. Without Python, there is nothing to compare.
#[test]
fn the_picture_of_the_readme_is_what_the_server_answers() {
    let script = crate::support::run::root().join("tools/walkthrough.py");
    let Ok(output) = Command::new("python3").arg(script).args([env!("CARGO_BIN_EXE_jamb"), "--check"]).output() else {
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
