//! What an agent may try to get past `--enforce`: messages that jamb and a server could read differently. Each goes
//! through to three servers, which read as Python, Node and Go do, and none may carry out what the policy denies.

use std::process::Command;

use serde_json::{Value as Json, json};

use super::client::{Client, trace};
use crate::support::run::folder;

/// At most 5 may be paid, and not to `evil`; everything but `pay` and `free` is denied.
const POLICY: &str = "default deny
hide drop
tool pay {
  require args.amount <= 5
  deny if args.to == \"evil\"
}
allow free
";

/// What the client has to get.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Gets {
    /// A JSON-RPC error.
    Error,
    /// A denied call.
    Denied,
    /// The server's answer.
    Done,
    /// Nothing: the message is a notification, or empty.
    Nothing,
}

use Gets::{Denied, Done, Error, Nothing};

/// A message with this id, so that its answer is known; `ID` is replaced.
type Attack = (&'static str, &'static [u8], Gets);

#[rustfmt::skip]
const ATTACKS: &[Attack] = &[
    ("a plain call", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"pay","arguments":{"amount":5}}}"#, Done),
    ("a denied call", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"pay","arguments":{"amount":6}}}"#, Denied),
    ("a tool that is not named", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"wipe","arguments":{}}}"#, Denied),
    ("a hidden tool", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"drop"}}"#, Denied),
    ("an argument twice", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"pay","arguments":{"amount":99,"amount":5}}}"#, Error),
    ("an argument twice, the other way", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"pay","arguments":{"amount":5,"amount":99}}}"#, Error),
    ("an argument twice, once escaped", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"pay","arguments":{"amount":5,"amoun\u0074":99}}}"#, Error),
    ("an argument in two cases", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"pay","arguments":{"amount":5,"Amount":99}}}"#, Error),
    ("an argument in another case", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"pay","arguments":{"amount":5,"To":"evil"}}}"#, Error),
    ("the arguments twice", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"pay","arguments":{"amount":99},"arguments":{"amount":5}}}"#, Error),
    ("the arguments in two cases", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"pay","arguments":{"amount":5},"Arguments":{"amount":99}}}"#, Error),
    ("the arguments in another case", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"free","ARGUMENTS":{"amount":99}}}"#, Error),
    ("a long s", "{\"jsonrpc\":\"2.0\",\"id\":ID,\"method\":\"tools/call\",\"params\":{\"name\":\"pay\",\"arguments\":{\"amount\":5}},\"param\u{17f}\":{\"name\":\"wipe\"}}".as_bytes(), Error),
    ("the tool twice", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"wipe","name":"free"}}"#, Error),
    ("the tool in two cases", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"free","NAME":"wipe"}}"#, Error),
    ("the parameters twice", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"wipe"},"params":{"name":"free"}}"#, Error),
    ("the parameters in two cases", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"free"},"Params":{"name":"wipe"}}"#, Error),
    ("the method twice", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","method":"ping","params":{"name":"wipe"}}"#, Error),
    ("the method in two cases", br#"{"jsonrpc":"2.0","id":ID,"method":"ping","Method":"tools/call","params":{"name":"wipe"}}"#, Error),
    ("the method in another case", br#"{"jsonrpc":"2.0","id":ID,"METHOD":"tools/call","params":{"name":"wipe"}}"#, Error),
    ("a method that looks like it", br#"{"jsonrpc":"2.0","id":ID,"method":"Tools/Call","params":{"name":"wipe"}}"#, Error),
    ("a method with a blank", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call ","params":{"name":"wipe"}}"#, Error),
    ("a method with a NUL", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call\u0000","params":{"name":"wipe"}}"#, Error),
    ("an escaped method", br#"{"jsonrpc":"2.0","id":ID,"m\u0065thod":"tools\/call","params":{"name":"wipe"}}"#, Denied),
    ("a result beside a method", br#"{"jsonrpc":"2.0","id":ID,"result":{},"method":"tools/call","params":{"name":"wipe"}}"#, Denied),
    ("a call in an unknown member", br#"{"jsonrpc":"2.0","id":ID,"method":"ping","call":{"method":"tools/call","params":{"name":"wipe"}}}"#, Done),
    ("a batch", br#"[{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"wipe"}}]"#, Denied),
    ("a batch in a batch", br#"[[{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"wipe"}}]]"#, Error),
    ("an empty batch", b"[]", Error),
    ("a lone carriage return", b"{\"jsonrpc\":\"2.0\",\"id\":ID,\"method\":\"ping\"}\r{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"tools/call\",\"params\":{\"name\":\"wipe\"}}", Error),
    ("a carriage return as a blank", b"{\"jsonrpc\":\"2.0\",\"id\":ID,\"method\":\"ping\",\"params\":{\"x\":\r{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"tools/call\",\"params\":{\"name\":\"wipe\"}}\r}}", Error),
    ("two carriage returns at the end", b"{\"jsonrpc\":\"2.0\",\"id\":ID,\"method\":\"ping\"}\r\r", Error),
    ("a line separator", "{\"jsonrpc\":\"2.0\",\"id\":ID,\"method\":\"ping\",\"params\":{\"x\":\"\u{2028}{\\\"jsonrpc\\\":\\\"2.0\\\"}\u{2029}\"}}".as_bytes(), Done),
    ("a line separator between messages", "{\"jsonrpc\":\"2.0\",\"id\":ID,\"method\":\"ping\"}\u{2028}{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"tools/call\",\"params\":{\"name\":\"wipe\"}}".as_bytes(), Error),
    ("a vertical tab between messages", b"{\"jsonrpc\":\"2.0\",\"id\":ID,\"method\":\"ping\"}\x0b{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"tools/call\",\"params\":{\"name\":\"wipe\"}}", Error),
    ("two messages on a line", br#"{"jsonrpc":"2.0","id":ID,"method":"ping"}{"jsonrpc":"2.0","id":0,"method":"tools/call","params":{"name":"wipe"}}"#, Error),
    ("a NUL byte", b"{\"jsonrpc\":\"2.0\",\"id\":ID,\"method\":\"ping\"}\0", Error),
    ("a NUL in an argument", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"pay","arguments":{"amount":5,"to":"evil\u0000x"}}}"#, Error),
    ("a NUL in a name", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"free\u0000x","arguments":{}}}"#, Error),
    ("a lone surrogate", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"pay","arguments":{"amount":5,"to":"evil\ud800"}}}"#, Error),
    ("a lone surrogate in a key", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"pay","arguments":{"amount":5,"\udfff":1}}}"#, Error),
    ("bytes that are not UTF-8", b"{\"jsonrpc\":\"2.0\",\"id\":ID,\"method\":\"tools/call\",\"params\":{\"name\":\"pay\",\"arguments\":{\"amount\":5,\"to\":\"\xff\"}}}", Error),
    ("a number for Python alone", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"pay","arguments":{"amount":NaN}}}"#, Error),
    ("a number that is too large", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"pay","arguments":{"amount":-1e999}}}"#, Error),
    ("a number that doubles round", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"pay","arguments":{"amount":5,"account":9007199254740993}}}"#, Error),
    ("a comment", br#"{"jsonrpc":"2.0","id":ID,"method":"ping"/*,"method":"tools/call"*/}"#, Error),
    ("a comma at the end", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"free"},}"#, Error),
    ("a byte order mark", "\u{feff}{\"jsonrpc\":\"2.0\",\"id\":ID,\"method\":\"tools/call\",\"params\":{\"name\":\"wipe\"}}".as_bytes(), Error),
    ("half a message", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"free""#, Error),
    ("parameters as a list", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":["wipe",{}]}"#, Error),
    ("parameters as a text", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":"{\"name\":\"wipe\"}"}"#, Error),
    ("arguments as a text", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"pay","arguments":"{\"amount\":99}"}}"#, Error),
    ("arguments as a list", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"pay","arguments":[99]}}"#, Error),
    ("no arguments", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"free","arguments":null}}"#, Done),
    ("no parameters", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call"}"#, Error),
    ("a tool that is no text", br#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":["wipe"]}}"#, Error),
    ("an id that is an object", br#"{"jsonrpc":"2.0","id":{"a":1},"method":"tools/call","params":{"name":"free"}}"#, Error),
    ("an id that is true", br#"{"jsonrpc":"2.0","id":true,"method":"tools/call","params":{"name":"free"}}"#, Error),
    ("another protocol", br#"{"jsonrpc":"1.0","id":ID,"method":"tools/call","params":{"name":"wipe"}}"#, Error),
    ("no protocol", br#"{"id":ID,"method":"tools/call","params":{"name":"wipe"}}"#, Error),
    ("neither request nor answer", br#"{"jsonrpc":"2.0","id":ID,"params":{"name":"wipe"}}"#, Error),
    ("a text", br#""tools/call""#, Error),
    ("a notification", br#"{"jsonrpc":"2.0","method":"tools/call","params":{"name":"wipe"}}"#, Nothing),
    ("an empty line", b"", Nothing),
];

/// An id that is too long, a level of nesting that no reader here follows, and a message that is too long.
fn long_attacks() -> Vec<(&'static str, Vec<u8>, Gets)> {
    let deep = "[".repeat(200) + &"]".repeat(200);
    let call = |args: &str| {
        let head = r#"{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"free","arguments":"#;
        format!("{head}{args}}}}}").into_bytes()
    };
    let long = call(&format!("{{\"x\":\"{}\"}}", "x".repeat(16 << 20)));
    let id = format!(r#"{{"jsonrpc":"2.0","id":"{}","method":"ping"}}"#, "x".repeat(5_000)).into_bytes();
    vec![
        ("a long id", id, Error),
        ("deep nesting", call(&format!("{{\"x\":{deep}}}")), Error),
        ("a long message", long, Error),
    ]
}

/// The servers that are installed here, each with the way in which it reads.
fn servers() -> Vec<(&'static str, Vec<&'static str>)> {
    let is_there = |program: &str| Command::new(program).arg("--version").output().is_ok();
    let mut servers = Vec::new();
    if is_there("python3") {
        servers.push(("Python", vec!["python3", "server.py", "plain", "arrived.jsonl"]));
        servers.push(("Go", vec!["python3", "server.py", "fold", "arrived.jsonl"]));
    }
    if is_there("node") {
        servers.push(("Node", vec!["node", "server.js", "-", "arrived.jsonl"]));
    }
    servers
}

#[test]
fn no_message_gets_past_the_policy() {
    for (name, command) in servers() {
        let folder = folder(&[
            ("p.pl", POLICY.as_bytes()),
            ("server.py", include_bytes!("../cases/record/server.py")),
            ("server.js", include_bytes!("../cases/record/server.js")),
        ]);
        let arguments = [&["--policy", "p.pl", "--enforce", "--"][..], &command].concat();
        let mut client = Client::start(folder.path(), &arguments);
        let fixed = ATTACKS.iter().map(|(what, bytes, gets)| (*what, bytes.to_vec(), *gets));
        for ((what, bytes, gets), id) in fixed.chain(long_attacks()).zip(1000_u64..) {
            let line = replaced(&bytes, id);
            client.send(&[&line[..], b"\n"].concat());
            // The stream goes on as if nothing had been.
            client.send(format!("{{\"jsonrpc\":\"2.0\",\"id\":\"after {id}\",\"method\":\"ping\"}}\n").as_bytes());
            let mut answers = Vec::new();
            loop {
                let answer = client.message();
                if answer["id"] == format!("after {id}") {
                    break;
                }
                answers.push(answer);
            }
            // An error may come before an earlier answer of the server.
            let got: Vec<Gets> = answers.iter().map(kind).collect();
            let expected = if gets == Nothing { vec![] } else { vec![gets] };
            assert_eq!(got, expected, "{name}: {what}: {answers:?}");
            let is_known = bytes.windows(7).any(|part| part == b"\"id\":ID") && !bytes.starts_with(b"[[");
            let expected = if is_known { json!(id) } else { json!(null) };
            assert!(answers.iter().all(|answer| answer["id"] == expected), "{what}: {answers:?}");
        }
        client.end();
        for (what, value) in arrived(folder.path()) {
            match what.as_str() {
                "call" => assert!(is_allowed(&value), "{name} has carried out {value}"),
                _ => assert!(is_plain(value.as_str().unwrap()), "{name} has got {value}"),
            }
        }
        // What arrived is what was recorded as allowed.
        let allowed = trace(folder.path()).into_iter().filter(|line| line["decision"] == "allow");
        let allowed: Vec<Json> = allowed.map(|line| line["tool"].clone()).collect();
        assert_eq!(allowed, ["pay", "free"]);
    }
}

fn replaced(bytes: &[u8], id: u64) -> Vec<u8> {
    let at = bytes.windows(2).position(|part| part == b"ID");
    match at {
        Some(at) => [&bytes[..at], id.to_string().as_bytes(), &bytes[at + 2..]].concat(),
        None => bytes.to_vec(),
    }
}

fn kind(answer: &Json) -> Gets {
    let is_denied = |result: &Json| {
        result["isError"] == true && result["content"][0]["text"].as_str().unwrap().starts_with("[POLICY DENIED] ")
    };
    match (answer.get("error"), answer.get("result")) {
        (Some(_), None) => Error,
        (None, Some(result)) if is_denied(result) => Denied,
        _ => Done,
    }
}

fn arrived(folder: &std::path::Path) -> Vec<(String, Json)> {
    let text = std::fs::read_to_string(folder.join("arrived.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What a server may carry out.
fn is_allowed(call: &Json) -> bool {
    let args = &call[1];
    call[0] == "free" || call[0] == "pay" && args["amount"].as_f64().is_some_and(|it| it <= 5.0) && args["to"] != "evil"
}

/// Every line that arrives is one message in ASCII.
fn is_plain(line: &str) -> bool {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.chars().all(|character| (' '..='~').contains(&character))
        && serde_json::from_str::<Json>(line).is_ok_and(|message| message["jsonrpc"] == "2.0")
}
