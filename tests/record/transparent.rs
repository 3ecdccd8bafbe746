//! Without a policy to enforce, nothing changes.

use std::io::{Read, Write};

use proptest::prelude::*;
use serde_json::json;

use jamb::record::passing::{End, pass};

use super::client::{Client, call, trace};
use crate::support::run::{folder, jamb};

/// Gives bytes in the pieces that they are cut into.
struct Pieces(std::vec::IntoIter<Vec<u8>>);

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let piece = self.0.find(|piece| !piece.is_empty()).unwrap_or_default();
        buffer[..piece.len()].copy_from_slice(&piece);
        Ok(piece.len())
    }
}

/// Takes a few bytes at a time.
struct Slow(Vec<u8>);

impl Write for Slow {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let count = bytes.len().min(7);
        self.0.extend_from_slice(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn pieces() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let odd = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..40),
        prop_oneof![
            Just("\n"),
            Just("\r\n"),
            Just("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\"}}\n"),
            Just("{\"id\":1,\"result\":{\"tools\":[]}}\n"),
            Just("{\"method\":\"tools/list\",\"id\":1}\n"),
            Just("[{\"id\":1,\"method\":\"tools/"),
            Just("\0\u{2028}"),
        ]
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    proptest::collection::vec(odd, 0..30)
}

proptest! {
    #[test]
    fn any_bytes_in_any_pieces_pass_unchanged(pieces in pieces()) {
        let (mut to, mut copy) = (Slow(Vec::new()), Vec::new());
        let end = pass(&mut Pieces(pieces.clone().into_iter()), &mut to, |bytes| copy.extend_from_slice(bytes));
        prop_assert_eq!(end, End::Source);
        prop_assert_eq!(&to.0, &pieces.concat());
        prop_assert_eq!(&copy, &pieces.concat());
    }
}

#[cfg(unix)]
proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn a_server_that_sends_everything_back_gets_and_sends_the_same_bytes(pieces in pieces()) {
        let folder = folder(&[]);
        let mut client = Client::start(folder.path(), &["--", "cat"]);
        for piece in &pieces {
            client.send(piece);
            prop_assert_eq!(&client.bytes(piece.len()), piece, "nothing is held back, not even half a line");
        }
        let (code, rest, _) = client.end();
        prop_assert_eq!((code, rest.as_str()), (0, ""));
        trace(folder.path());
    }
}

const SERVER: &str = r#"
while read -r line; do
  case $line in
    *'"id":1,'*) echo '{"jsonrpc":"2.0","id":1,"result":{"content":[]}}' ;;
    *'"id":"b"'*) echo '{"id":"b","result":{"isError":true,"content":[]},"jsonrpc":"2.0"}' ;;
    *'"id":3,'*) echo '[{"jsonrpc":"2.0","method":"notifications/x"},{"jsonrpc":"2.0","id":3,"error":{"code":1,"message":"no"}}]' ;;
    *'"id":8,'*) echo '{"jsonrpc":"2.0","id":8,"result":{"tools":[{"name":"a"}],"nextCursor":"n"}}' ;;
    *'"id":9,'*) echo '{"jsonrpc":"2.0","id":9,"result":{"tools":[{"name":"TOOL"}]}}' ;;
  esac
done
echo its own words >&2
exit 7
"#;

#[cfg(unix)]
#[test]
fn calls_are_recorded_when_they_are_answered() {
    let folder = folder(&[("server.sh", SERVER.as_bytes())]);
    let mut client = Client::start(folder.path(), &["--server", "shop", "--grant", "bot", "--", "sh", "server.sh"]);
    let calls = [
        r#"{"jsonrpc":"2.0","id":"b","method":"tools/call","params":{"name":"pay","arguments":{"to" : "é"}}}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get"}}"#,
        r#"[{"jsonrpc":"2.0","id":3,"method":"tools\/call","params":{"arguments":{},"name":"get"}}]"#,
        r#"{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"slow","arguments":[1]}}"#,
        r#"{"jsonrpc":"2.0","method":"tools/call","params":{"name":"told","arguments":{}}}"#,
        r#"{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"odd","arguments":{"x":"\ud800"}}}"#,
        r#"{"jsonrpc":"2.0","id":6,"method":"ping"}"#,
    ];
    for (call, is_answered) in calls.iter().zip([true, true, true, false, false, false, false]) {
        client.send(format!("{call}\n").as_bytes());
        if is_answered {
            client.message();
        }
    }
    let (code, rest, stderr) = client.end();
    assert_eq!((code, rest.as_str()), (7, ""), "the exit is the server's");
    let lines = trace(folder.path());
    let seen: Vec<_> = lines
        .iter()
        .map(|line| (line["id"].clone(), line["tool"].clone(), line["args"].clone(), line["outcome"].clone()))
        .collect();
    assert_eq!(
        seen,
        [
            (json!("b"), json!("pay"), json!({"to": "é"}), json!("error")),
            (json!(1), json!("get"), json!({}), json!("ok")),
            (json!(3), json!("get"), json!({}), json!("error")),
            (json!(null), json!("told"), json!({}), json!("none")),
            (json!(4), json!("slow"), json!(null), json!("none")),
            (json!(5), json!("odd"), json!(null), json!("none")),
        ]
    );
    assert!(lines.iter().all(|line| line["server"] == "shop" && line["grant"] == "bot"));
    assert!(lines.iter().all(|line| line["ts"].as_str().is_some_and(|time| time.ends_with('Z'))));
    assert!(stderr.contains("its own words\n"), "{stderr}");
    assert!(stderr.contains("a call to `odd` was passed on without being read"), "{stderr}");
    assert!(stderr.contains("recorded 6 calls in `calls.jsonl`; next: run `jamb simulate POLICY --trace calls.jsonl`"));
    assert!(
        lines[0]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .eq(["ts", "server", "grant", "session", "id", "tool", "args", "outcome"])
    );
}

#[cfg(unix)]
#[test]
fn a_new_trace_is_private_and_an_old_one_grows() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("server.sh", SERVER.as_bytes())]);
    for count in 1..=2 {
        let mut client = Client::start(folder.path(), &["--", "sh", "server.sh"]);
        client.send(call("1", "get", "{}").as_bytes());
        client.message();
        client.end();
        assert_eq!(trace(folder.path()).len(), count);
    }
    let mode = std::fs::metadata(folder.path().join("calls.jsonl")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[cfg(unix)]
#[test]
fn a_list_of_tools_is_kept_beside_the_trace() {
    let folder = folder(&[]);
    let list = |tool: &str| {
        std::fs::write(folder.path().join("server.sh"), SERVER.replace("TOOL", tool)).unwrap();
        let mut client = Client::start(folder.path(), &["--policy", "p.json", "--", "sh", "server.sh"]);
        for request in [
            r#"{"jsonrpc":"2.0","id":8,"method":"tools/list"}"#,
            r#"{"jsonrpc":"2.0","id":9,"method":"tools/list","params":{"cursor":"n"}}"#,
        ] {
            client.send(format!("{request}\n").as_bytes());
            client.message();
        }
        client.end().2
    };
    std::fs::write(folder.path().join("p.json"), r#"{"version": "1", "default": "allow"}"#).unwrap();
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(list("b").contains("note: wrote the server's list of tools to `calls.tools.json`\n"));
    assert_eq!(read("calls.tools.json"), "{\"tools\": [\n  {\"name\":\"a\"},\n  {\"name\":\"b\"}\n]}\n");
    assert!(!list("b").contains("list"));
    let said = list("c");
    let expected = "note: the server's tools have changed: their older list is in `calls.tools.1.json`; next: run \
        `jamb drift calls.tools.1.json calls.tools.json --policy p.json`\n";
    assert!(said.contains(expected), "{said}");
    assert!(read("calls.tools.1.json").contains("\"b\"") && read("calls.tools.json").contains("\"c\""));
    assert_eq!(jamb(folder.path(), &["drift", "calls.tools.1.json", "calls.tools.json", "--policy", "p.json"]).code, 1);
}

#[cfg(unix)]
#[test]
fn what_a_policy_would_do_is_recorded_and_shown() {
    let policy = "default deny\ntool pay {\n  require args.amount <= 5\n  limit 1 per day\n}\n";
    let folder = folder(&[("server.sh", SERVER.as_bytes()), ("p.pl", policy.as_bytes())]);
    let mut client = Client::start(folder.path(), &["--policy", "p.pl", "--", "sh", "server.sh"]);
    for (tool, args) in
        [("pay", r#"{"amount":9}"#), ("pay", r#"{"amount":5}"#), ("pay", r#"{"amount":5}"#), ("get", "{}")]
    {
        client.send(call("1", tool, args).as_bytes());
        client.message();
    }
    let (_, _, stderr) = client.end();
    let lines = trace(folder.path());
    let would: Vec<_> =
        lines.iter().map(|line| (line["would"].as_str().unwrap(), line["denied_by"].as_str())).collect();
    assert_eq!(
        would,
        [
            ("deny", Some("/tools/pay/require/args.amount-lte")),
            ("allow", None),
            ("deny", Some("/tools/pay/limits/pay_per_day")),
            ("deny", Some("(default deny)")),
        ]
    );
    assert!(stderr.contains("note: would deny a call to `pay` by `/tools/pay/limits/pay_per_day`\n"), "{stderr}");
    assert!(stderr.contains("note: would allow a call to `pay`\n"), "{stderr}");
}

#[cfg(unix)]
#[test]
fn a_message_that_is_too_long_passes_and_is_recorded_without_its_arguments() {
    let folder = folder(&[]);
    let mut client = Client::start(folder.path(), &["--", "cat"]);
    let long = "x".repeat(17 << 20);
    let request = call("1", "put", &format!("{{\"text\":\"{long}\"}}"));
    let answer = format!("{{\"result\":{{\"text\":\"{long}\",\"isError\":false}},\"jsonrpc\":\"2.0\",\"id\":1}}\n");
    for message in [request, answer] {
        let mut stdin = client.stdin.take().unwrap();
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| stdin.write_all(message.as_bytes()).unwrap());
            assert!(client.bytes(message.len()) == message.as_bytes());
            writer.join().unwrap();
        });
        client.stdin = Some(stdin);
    }
    let (_, _, stderr) = client.end();
    let [line] = &trace(folder.path())[..] else { panic!() };
    assert_eq!((&line["tool"], &line["args"], &line["outcome"]), (&json!("put"), &json!(null), &json!("ok")));
    assert!(line["unread"].as_str().unwrap().starts_with("it has 178"), "{line}");
    assert!(stderr.contains("a call to `put` was passed on without being read: it has 178"), "{stderr}");
}

#[cfg(unix)]
#[test]
fn a_message_that_may_contain_calls_does_not_pass_unread_in_silence() {
    const SAID: &str = "a message of the client was passed on without being read: ";
    let request = call("1", "pay", "{}");
    let request = request.trim_end();
    for (message, reason) in [
        (format!("[{}]", request.replace("pay", "\\ud800")), Some("unknown escape")),
        (format!("{{\"id\":1,\"method\":\"ping\"}} {request}"), Some("there is something after the value")),
        ("{".to_owned(), Some("the object is not closed")),
        (format!("{{\"id\":1,\"method\":\"ping\"}}{}", " ".repeat(17 << 20)), None),
        (format!("[{}{request}]", " ".repeat(17 << 20)), Some("it has 178")),
        (r#"{"id":1,"result":{"x":"\ud800"}}"#.to_owned(), None),
        (r#"{"method":"notifications/x","params":{"x":"\ud800"}}"#.to_owned(), None),
        (" \r".to_owned(), None),
    ] {
        let folder = folder(&[]);
        let mut client = Client::start(folder.path(), &["--", "sh", "-c", "cat > /dev/null"]);
        client.send(format!("{message}\n{message}\n").as_bytes());
        let (_, _, stderr) = client.end();
        assert_eq!(stderr.matches(SAID).count(), usize::from(reason.is_some()), "{stderr}");
        let Some(reason) = reason else { continue };
        assert!(stderr.contains(reason), "{stderr}");
        assert!(stderr.contains("; if it contains calls, they are not in `calls.jsonl`\n"), "{stderr}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_trace_that_can_not_be_written_holds_nothing_back() {
    let folder = folder(&[("server.sh", SERVER.as_bytes())]);
    std::os::unix::fs::symlink("/dev/full", folder.path().join("calls.jsonl")).unwrap();
    let mut client = Client::start(folder.path(), &["--", "sh", "server.sh"]);
    for _ in 0..2 {
        client.send(call("1", "get", "{}").as_bytes());
        client.message();
    }
    let (code, _, stderr) = client.end();
    assert_eq!(code, 7);
    assert_eq!(stderr.matches("can't write `calls.jsonl`").count(), 1, "{stderr}");
    assert!(stderr.contains("error: 2 calls are not in `calls.jsonl`\n"), "{stderr}");
}

#[test]
fn what_can_not_be_run_says_why() {
    let folder = folder(&[("p.pl", b"default deny\n"), ("bad.pl", b"defalt deny\n"), ("d/x", b"")]);
    for (arguments, code, said) in [
        (&["record", "-o", "c.jsonl", "--", "no-such-server"][..], 2, "can't start `no-such-server`"),
        (&["record", "-o", "-", "--", "cat"], 2, "which the client reads"),
        (&["record", "-o", "d", "--", "cat"], 2, "can't write `d`"),
        (&["record", "-o", "no/c.jsonl", "--", "cat"], 2, "can't write `no/c.jsonl`"),
        (&["record", "-o", "p.pl", "--policy", "p.pl", "--", "cat"], 2, "this command reads it"),
        (&["record", "-o", "c.jsonl", "--enforce", "--", "cat"], 2, "--policy"),
        (&["record", "-o", "c.jsonl", "--policy", "bad.pl", "--", "cat"], 1, "bad.pl:1:1: error[syntax]"),
        (&["record", "-o", "c.jsonl"], 2, "COMMAND"),
        (&["record", "--", "cat"], 2, "--output"),
    ] {
        let run = jamb(folder.path(), arguments);
        assert_eq!((run.code, run.stdout.as_str()), (code, ""), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{arguments:?}: {}", run.stderr);
    }
}
