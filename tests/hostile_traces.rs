//! Damaged, hostile and huge traces: readable calls are decided and counted, unreadable lines are reported, and memory
//! stays small.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value as Json;

use crate::support::run::{Run, folder, jamb};

const POLICY: &[u8] =
    b"default deny\nallow get: read\ntool pay: financial { deny if args.amount > 100 because \"Too much.\" }\n";
const SMALL: &[u8] = b"{\"tool\": \"pay\", \"args\": {\"amount\": 5}}\n";
const LARGE: &[u8] = b"{\"tool\": \"pay\", \"args\": {\"amount\": 500}}\n";

fn replayed(files: &[(&str, &[u8])], traces: &[&str]) -> Run {
    let folder = folder(&[&[("policy.pl", POLICY)], files].concat());
    replayed_in(folder.path(), traces)
}

fn replayed_in(folder: &Path, traces: &[&str]) -> Run {
    jamb(folder, &[&["simulate", "policy.pl", "--format", "json", "--trace"], traces].concat())
}

/// The number of allowed calls, denied calls and unreadable lines.
fn counts(run: &Run) -> (u64, u64, u64) {
    let json: Json = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    let of = |name: &str| json["summary"][name].as_u64().unwrap();
    assert_eq!(of("calls"), of("allowed") + of("denied") + of("undetermined"));
    (of("allowed"), of("denied"), of("unreadable"))
}

/// The exit code, and the counts of one trace.
fn counted(trace: &[u8]) -> (i32, (u64, u64, u64)) {
    let run = replayed(&[("t.jsonl", trace)], &["t.jsonl"]);
    (run.code, counts(&run))
}

fn zstandard(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Calls that do not compress well, so that a cut falls between them.
fn many(calls: usize) -> Vec<u8> {
    let call = |id: usize| {
        format!("{{\"tool\": \"get\", \"args\": {{\"id\": \"{:x}\"}}}}\n", id.wrapping_mul(0x9e37_79b9_7f4a))
    };
    (0..calls).map(call).collect::<String>().into_bytes()
}

#[test]
fn calls_around_unreadable_lines_are_decided() {
    let deep = |open: &str, close: &str| open.repeat(10_000) + "1" + &close.repeat(10_000);
    let lines = [
        ("no json".to_owned(), "this is not valid JSON: expected a value"),
        ("{\"args\": {}}".to_owned(), "this object has no `tool`"),
        ("{\"tool\": \"pay\", \"args\": [1]}".to_owned(), "`args` must be an object"),
        ("{\"tool\": \"pay\", \"ts\": \"noon\"}".to_owned(), "this is not a time"),
        (format!("{{\"tool\": \"pay\", \"args\": {{\"amount\": {}}}}}", deep("[", "]")), "this is nested deeper"),
        (format!("{{\"tool\": \"pay\", \"args\": {}}}", deep("{\"a\":", "}")), "this is nested deeper"),
        (format!("{{\"tool\": \"pay\", \"other\": {}}}", deep("[", "]")), "this is nested deeper"),
        (deep("[", "]"), "this is nested deeper than 128 levels"),
        (
            "{\"tool\": \"pay\", \"args\": {\"amount\": \"\\ud800\"}}".to_owned(),
            "half of a surrogate pair is not a character",
        ),
        ("\0".to_owned(), "this is not valid JSON: expected a value"),
    ];
    for (line, words) in lines {
        let trace = [SMALL, line.as_bytes(), b"\n", LARGE].concat();
        assert_eq!(counted(&trace), (0, (1, 1, 1)), "{}", &line[..line.len().min(60)]);
        let folder = folder(&[("policy.pl", POLICY), ("t.jsonl", &trace)]);
        let run = jamb(folder.path(), &["simulate", "policy.pl", "--trace", "t.jsonl", "--format", "github"]);
        assert!(run.stdout.contains("line 2 can't be read%0A") && run.stdout.contains(words), "{}", run.stdout);
    }
    assert_eq!(counted(&[SMALL, b"{\"tool\": \"pay\xff\"}\n", LARGE].concat()), (0, (1, 1, 1)));
}

#[test]
fn odd_calls_are_calls() {
    for line in [
        &b"{\"tool\": \"get\", \"other\": {\"a\": [1, null]}, \"args\": {}}\n"[..],
        b"{\"to\\u006fl\": \"\\u0067et\", \"args\": {}}\r\n",
        b"\xef\xbb\xbf{\"tool\": \"get\", \"args\": {}}\r\n\r\n",
        b"  {\"tool\": \"get\", \"args\": {}}  ",
        b"{\"ts\": \"9999-12-31T23:59:59Z\", \"tool\": \"get\", \"args\": {}}\n",
        b"{\"ts\": \"0000-01-01T00:00:00Z\", \"tool\": \"get\", \"args\": {}}\n",
    ] {
        assert_eq!(counted(line), (0, (1, 0, 0)), "{}", String::from_utf8_lossy(line));
    }
}

#[test]
fn a_byte_order_mark_moves_no_place() {
    let folder = folder(&[("policy.pl", POLICY), ("t.jsonl", &[b"\xef\xbb\xbf", LARGE, SMALL].concat())]);
    let run = jamb(folder.path(), &["simulate", "policy.pl", "--trace", "t.jsonl"]);
    assert!(run.stdout.contains("─[t.jsonl:1:36]"), "{}", run.stdout);
}

#[test]
fn a_duplicate_key_is_reported_once_and_the_last_one_counts() {
    let twice = b"{\"tool\": \"pay\", \"args\": {\"amount\": 500, \"amount\": 5}}\n".repeat(3);
    let run = replayed(&[("t.jsonl", &twice)], &["t.jsonl"]);
    assert_eq!(counts(&run), (3, 0, 0));
    assert_eq!(run.stderr, "note: 3 calls with a repeated key, first at t.jsonl:1: the last value counts\n");
}

#[test]
fn a_distant_time_does_not_stop_limits() {
    let policy = b"default deny\ntool get: read { limit 2 per minute }\n";
    let call = |ts: &str| format!("{{\"ts\": \"{ts}\", \"tool\": \"get\", \"args\": {{}}}}\n");
    let times = |strange: &str| {
        let times = ["2026-03-01T12:00:00Z", strange, "2026-03-01T12:00:01Z", "2026-03-01T12:00:02Z"];
        times.map(call).concat()
    };
    for (strange, note) in [
        (
            "9999-12-31T23:59:59Z",
            "note: 1 call more than a day ahead of the others, first at t.jsonl:2: limits count it separately\n",
        ),
        // It counts in its own window, which is still open.
        ("0000-01-01T00:00:00Z", ""),
    ] {
        let folder = folder(&[("policy.pl", policy), ("t.jsonl", times(strange).as_bytes())]);
        let run = replayed_in(folder.path(), &["t.jsonl"]);
        assert_eq!((run.code, counts(&run)), (0, (3, 1, 0)), "{strange}");
        assert_eq!(run.stderr, note);
    }
}

#[test]
fn only_a_few_lines_of_an_unreadable_trace_are_shown() {
    let folder = folder(&[("policy.pl", POLICY), ("t.jsonl", &b"{\"a\": 1}\n".repeat(1_000))]);
    let run = jamb(folder.path(), &["simulate", "policy.pl", "--trace", "t.jsonl", "--from", "jsonl"]);
    assert_eq!((run.code, run.stdout.matches("this object has no `tool`").count()), (1, 3));
    assert!(run.stdout.contains("… and 997 more lines that can't be read"), "{}", run.stdout);
    assert!(!run.stdout.contains("never called"), "{}", run.stdout);
}

#[test]
fn a_document_on_many_lines_is_one_mistake() {
    let laid_out = b"{\n  \"tool\": \"get\",\n  \"args\": {}\n}\n";
    let folder = folder(&[("policy.pl", POLICY), ("t.jsonl", laid_out)]);
    let run = jamb(folder.path(), &["simulate", "policy.pl", "--trace", "t.jsonl"]);
    assert_eq!((run.code, run.stdout.matches("can't be read\n   ╭").count()), (1, 1), "{}", run.stdout);
    for words in ["`jq -c .` does this", "… and 3 more lines that can't be read"] {
        assert!(run.stdout.contains(words), "{}", run.stdout);
    }
}

#[test]
fn a_missing_trace_gives_only_an_error() {
    let folder = folder(&[("policy.pl", POLICY), ("empty.jsonl", b"")]);
    let run = jamb(folder.path(), &["simulate", "policy.pl", "--trace", "t.jsonl"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("can't read `t.jsonl`"), "{}", run.stderr);
    let run = jamb(folder.path(), &["simulate", "policy.pl", "--trace", "empty.jsonl"]);
    assert_eq!((run.code, run.stdout.as_str()), (3, "read 1 file (jsonl)\n\nno calls in `empty.jsonl`\n"));
    let run = jamb(folder.path(), &["simulate", "policy.pl", "--trace", "empty.jsonl", "t.jsonl"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, "read 1 file (jsonl)\n\nno calls in 2 traces\n"));
}

#[test]
fn no_line_counts_twice_if_the_next_trace_cannot_be_opened() {
    let message = br#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get","arguments":{}}}"#;
    let long = SMALL.repeat(60_000);
    let folder = folder(&[("policy.pl", POLICY), ("long.jsonl", &long), ("m.jsonl", message)]);
    let run =
        replayed_in(folder.path(), &["long.jsonl", "m.jsonl", "no1", "no2", "long.jsonl", "no3", "--threads", "4"]);
    assert_eq!((run.code, counts(&run)), (2, (120_001, 0, 0)));
}

#[test]
fn a_compressed_trace_is_read_up_to_where_it_is_cut_off() {
    let all = many(100_000);
    let (gz, zst) = (gzip(&all), zstandard(&all));
    for (name, whole) in [("t.jsonl.gz", gz), ("t.jsonl.zst", zst)] {
        let run = replayed(&[(name, &whole), ("u.jsonl", SMALL)], &[name, "u.jsonl"]);
        assert_eq!((run.code, counts(&run)), (0, (100_001, 0, 0)), "{name}");
        let run = replayed(&[(name, &whole.repeat(2)), ("u.jsonl", SMALL)], &[name, "u.jsonl"]);
        assert_eq!((run.code, counts(&run)), (0, (200_001, 0, 0)), "{name} of two members");
        let run = replayed(&[(name, &whole[..whole.len() * 3 / 4]), ("u.jsonl", SMALL)], &[name, "u.jsonl"]);
        let (allowed, denied, unreadable) = counts(&run);
        assert_eq!((run.code, denied, unreadable), (2, 0, 0), "{name}");
        assert!((50_000..90_000).contains(&allowed), "{name}: {allowed}");
        let words = "the compressed file is truncated; everything before the cut was read";
        assert_eq!(run.stderr, format!("error: can't read `{name}`: {words}\n"));
    }
}

#[test]
fn utf_16_is_reported_as_such() {
    let text = String::from_utf8_lossy(SMALL).into_owned();
    let marked: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [marked, little, big] {
        let run = replayed(&[("t.jsonl", &bytes)], &["t.jsonl"]);
        assert_eq!((run.code, counts(&run)), (2, (0, 0, 0)));
        assert_eq!(run.stderr, "error: can't read `t.jsonl`: this is UTF-16, not UTF-8\n");
    }
}

#[test]
fn directories() {
    let names: Vec<String> = (0..1_000).map(|file| format!("traces/{file:04}.jsonl")).collect();
    let mut files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), SMALL)).collect();
    files.extend([("policy.pl", POLICY), ("other/notes.txt", b"no trace\n")]);
    let folder = folder(&files);
    fs::create_dir(folder.path().join("empty")).unwrap();
    let run = jamb(folder.path(), &["simulate", "policy.pl", "--trace", "traces", "--format", "jsonl"]);
    let traces: Vec<String> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<Json>(line).unwrap()["trace"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(traces, names);
    for name in ["empty", "other"] {
        let run = replayed_in(folder.path(), &[name]);
        let endings = "`.jsonl`, `.ndjson`, `.json`, `.log` or `.har`, and may have `.gz` or `.zst` after that";
        assert_eq!(
            (run.code, run.stderr.as_str()),
            (3, format!("note: no traces in `{name}`: their names end in {endings}\n").as_str())
        );
    }
    let run = replayed_in(folder.path(), &["other", "traces/0000.jsonl"]);
    assert!(run.code == 0 && run.stderr.starts_with("note: no traces in `other`"), "{run:?}");
}

#[cfg(unix)]
#[test]
fn links_in_a_directory() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("policy.pl", POLICY), ("elsewhere.jsonl", LARGE), ("traces/a.jsonl", SMALL)]);
    let traces = folder.path().join("traces");
    symlink("../elsewhere.jsonl", traces.join("b.jsonl")).unwrap();
    symlink(".", traces.join("round.jsonl")).unwrap();
    let run = replayed_in(folder.path(), &["traces"]);
    assert_eq!((run.code, counts(&run)), (0, (1, 1, 0)), "{run:?}");
    symlink("nowhere", traces.join("c.jsonl")).unwrap();
    let run = replayed_in(folder.path(), &["traces"]);
    assert_eq!((run.code, counts(&run)), (2, (1, 1, 0)), "{run:?}");
    assert!(run.stderr.contains("c.jsonl") && run.stderr.contains("there is no such file"), "{run:?}");
}

#[test]
fn the_wrong_file_in_the_wrong_place() {
    let policy_json = b"{\n  \"version\": \"1\",\n  \"default\": \"deny\"\n}\n";
    let folder = folder(&[("policy.pl", POLICY), ("policy.json", policy_json), ("t.jsonl", &SMALL.repeat(2))]);
    let said = |arguments: &[&str]| {
        let run = jamb(folder.path(), &[&["simulate"], arguments].concat());
        (run.code, run.stderr)
    };
    for name in ["policy.pl", "policy.json"] {
        let words = format!("error: `{name}` is a policy, not a trace\n");
        assert_eq!(said(&["policy.pl", "--trace", name]), (2, words));
    }
    let words = "error: `t.jsonl` is a trace, not a policy\n";
    assert_eq!(said(&["t.jsonl", "--trace", "policy.pl"]), (2, words.to_owned()));
    let run = jamb(folder.path(), &["eval", "t.jsonl", "pay"]);
    assert_eq!((run.code, run.stderr.as_str()), (2, words));
    let words = "error: standard input is named more than once, but can be read only once\n  help: write all but one of them to a file\n";
    assert_eq!(said(&["policy.pl", "--trace", "-", "-"]), (2, words.to_owned()));
    let run = replayed_in(folder.path(), &["t.jsonl", "t.jsonl"]);
    assert_eq!((run.code, counts(&run)), (0, (4, 0, 0)), "a trace that is named twice counts twice");
}

/// Replays what is written into a pipe, and returns the output and the peak memory in KiB.
#[cfg(target_os = "linux")]
fn through_a_pipe(write: impl FnOnce(&mut dyn Write) + Send) -> (String, u64) {
    let folder = folder(&[("policy.pl", POLICY)]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_jamb"))
        .args(["simulate", "policy.pl", "--trace", "-", "--format", "json", "--threads", "2"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    write(&mut input);
    input.flush().unwrap();
    // Everything except the contents of the pipe has been read; the input has not ended yet.
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak = peak.trim().trim_end_matches(" kB").parse().unwrap();
    drop(input);
    (String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap(), peak)
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_trace() {
    let peak = |calls: usize| {
        let (said, peak) = through_a_pipe(|input| {
            let block = SMALL.repeat(1_000);
            (0..calls / 1_000).for_each(|_| input.write_all(&block).unwrap());
        });
        assert!(said.contains(&format!("\"calls\": {calls}")), "{said}");
        peak
    };
    let (short, long) = (peak(200_000), peak(800_000));
    // Both are long enough to fill all buffers.
    assert!(long < short + short / 10 + 4_096, "{short} KiB, {long} KiB");
}

#[cfg(target_os = "linux")]
#[test]
fn a_line_of_a_hundred_mebibytes_is_skipped() {
    let (said, peak) = through_a_pipe(|input| {
        input.write_all(SMALL).unwrap();
        input.write_all(b"{\"tool\": \"pay\", \"args\": {\"note\": \"").unwrap();
        let part = vec![b'x'; 1 << 20];
        (0..100).for_each(|_| input.write_all(&part).unwrap());
        input.write_all(b"\"}}\n").unwrap();
        input.write_all(LARGE).unwrap();
    });
    let json: Json = serde_json::from_str(&said).unwrap();
    let summary = &json["summary"];
    assert_eq!((&summary["allowed"], &summary["denied"], &summary["unreadable"]), (&1.into(), &1.into(), &1.into()));
    assert!(said.contains("line 2 can't be read"), "{said}");
    assert!(peak < 96 * 1024, "{peak} KiB");
}

#[test]
fn a_closed_pipe_ends_silently_and_is_no_success() {
    let folder = folder(&[("policy.pl", POLICY), ("t.jsonl", &SMALL.repeat(20_000))]);
    for format in ["jsonl", "json", "pretty"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_jamb"))
            .args(["simulate", "policy.pl", "--trace", "t.jsonl", "--format", format])
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{format}");
        assert_eq!(output.status.code(), Some(2), "{format}");
    }
}
