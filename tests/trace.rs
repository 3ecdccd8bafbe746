//! The calls that trace readers find, and their places.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::PathBuf;

use jamb::source::Span;
use jamb::trace::{Calls, FORMATS, Found, From, Names, Opened, Options, Run, Unfit, open};
use proptest::prelude::*;

use crate::support::run::root;
use crate::support::said::snapshots;

fn opened(bytes: &[u8], options: &Options) -> Opened {
    attempt(bytes, options).unwrap()
}

fn attempt(bytes: &[u8], options: &Options) -> std::io::Result<Opened> {
    open("t.log", Box::new(Cursor::new(bytes.to_vec())), &Run::new(options.clone()))
}

fn calls(bytes: &[u8], options: &Options) -> Option<Calls> {
    match opened(bytes, options) {
        Opened::Own(_) => None,
        Opened::Calls(calls) => Some(calls),
    }
}

fn from(from: From) -> Options {
    Options { from, ..Options::default() }
}

/// The result in the form of the snapshots.
fn shown(bytes: &[u8], options: &Options) -> String {
    shown_of(bytes, bytes, options)
}

/// The same for encoded bytes, such as compressed ones.
fn shown_of(bytes: &[u8], written: &[u8], options: &Options) -> String {
    let Some(calls) = calls(written, options) else { return "the own format\n".to_owned() };
    calls.map(|found| found.map_or_else(|error| format!("! {error}\n"), |found| one(bytes, &found))).collect()
}

fn one(bytes: &[u8], found: &Found) -> String {
    let (excerpt, span) = match found {
        Found::Call(call) => (&call.excerpt, call.span),
        Found::Unreadable(excerpt, unreadable) => (excerpt, unreadable.span),
        Found::PassedOver => return "passed over\n".to_owned(),
        Found::Rejected => return "rejected\n".to_owned(),
        Found::Repeated => return "repeated\n".to_owned(),
    };
    let text = &excerpt.text;
    let before = text.get(..span.start as usize).unwrap();
    let line = excerpt.first_line + before.matches('\n').count() as u64;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    // The excerpt is the text of the file at this place.
    let start = usize::try_from(excerpt.offset).unwrap();
    let there = bytes.get(start..start + text.len()).map(String::from_utf8_lossy);
    assert!(text.contains('\u{fffd}') || there.as_deref() == Some(&**text), "{excerpt:?}");
    let first = bytes[..start].iter().filter(|&&byte| byte == b'\n').count() as u64 + 1;
    assert_eq!(excerpt.first_line, first);
    let mut out = format!("{line}:{column} ");
    match found {
        Found::PassedOver | Found::Rejected | Found::Repeated => {}
        Found::Unreadable(_, unreadable) => {
            let rest: String = text.get(span.range()).unwrap().chars().take(40).collect();
            out += &format!("unreadable: {} <- `{rest}`\n", unreadable.message);
            out += &unreadable.help.as_ref().map(|help| format!("    help: {help}\n")).unwrap_or_default();
        }
        Found::Call(call) => {
            let of = |name: &str, value: &Option<String>| value.as_ref().map(|value| format!(" {name} {value}"));
            out += &call.tool;
            out += &of("server", &call.server).unwrap_or_default();
            out += &call
                .time
                .map(|stamp| format!(" at {}{}", stamp.time, if stamp.zoneless { " (no zone)" } else { "" }))
                .unwrap_or_default();
            out += &of("id", &call.id).unwrap_or_default();
            out += &of("session", &call.session).unwrap_or_default();
            out += &of("grant", &call.grant).unwrap_or_default();
            let args = call.args.as_ref();
            let end = args.map(|args| Span { start: 0, end: args.json.len() as u32 });
            let place = args.and_then(|args| args.place_of(end.unwrap(), text));
            let args_shown = args.map_or("not recorded", |args| args.json.as_str()).replace('\n', "⏎");
            let kind = text.get(span.range()).unwrap();
            let ends: String = kind.chars().take(24).chain("…".chars()).collect::<String>().replace('\n', "⏎");
            out += &format!("\n    {args_shown}\n    {ends}\n");
            if let Some(place) = place {
                let written = text.get(place.range()).unwrap().replace('\n', "⏎");
                out += &format!("    written {written}\n");
                assert!(kind.contains(text.get(place.range()).unwrap()));
            }
        }
    }
    out
}

fn cases(folder: &str) -> Vec<PathBuf> {
    let folder = root().join("tests/cases/trace").join(folder);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

fn name(path: &std::path::Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn each_format_is_read() {
    for format in FORMATS.iter().filter(|format| format.from != From::Jsonl) {
        let all = cases(format.name)
            .into_iter()
            .map(|path| format!("--- {}\n{}", name(&path), shown(&fs::read(&path).unwrap(), &from(format.from))));
        snapshots("trace").bind(|| insta::assert_snapshot!(format.name, all.collect::<Vec<_>>().join("\n")));
    }
}

#[test]
fn the_page_has_a_row_for_each_format() {
    let page = fs::read_to_string(root().join("docs/traces.md")).unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let mut documented: Vec<&str> =
        rows.filter(|(name, rest)| *name != "--from" && rest.matches('|').count() == 8).map(|(name, _)| name).collect();
    let mut formats: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    documented.sort_unstable();
    formats.sort_unstable();
    assert_eq!(documented, formats);
}

#[test]
fn calls_after_many_other_lines_are_found() {
    let text = r#"{"event":"login"}"#.to_owned() + "\n";
    for (call, format) in
        [(r#"{"tool":"pay"}"#, "jsonl"), (r#"{"jsonrpc":"2.0","id":1,"method":"tools/call"}"#, "jsonrpc")]
    {
        let text = text.repeat(5_000) + call;
        assert_eq!(opened(text.as_bytes(), &Options::default()).format(), format);
    }
}

#[test]
fn lines_of_other_programs_are_not_taken_for_a_format() {
    for (text, format) in [
        (
            r#"{"trace_id":"1","span_id":"2","name":"app","timestamp":"2026-03-01T12:00:00Z","message":{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"pay"}}}"#,
            Some("jsonrpc"),
        ),
        (r#"{"type":"user.created","data":{"id":"u1"}}"#, None),
        (r#"{"type":"charge.refunded","data":{"object":{}}}"#, None),
        (r#"{"record_type":"invoice","id":1}"#, None),
        (
            r#"{"event":"response.output_item.done","data":{"type":"response.output_item.done","item":{"type":"function_call","call_id":"c","name":"pay","arguments":"{}"}}}"#,
            Some("openai"),
        ),
    ] {
        let opened = attempt(text.as_bytes(), &Options::default());
        assert_eq!(opened.ok().map(|opened| opened.format()), format, "{text}");
    }
}

#[test]
fn formats_are_detected() {
    for format in &FORMATS {
        for path in cases(format.name) {
            let bytes = fs::read(&path).unwrap();
            let (auto, named) = (shown(&bytes, &Options::default()), shown(&bytes, &from(format.from)));
            assert_eq!(auto, named, "{}", path.display());
        }
    }
}

#[test]
fn a_slight_resemblance_to_a_format_is_not_enough() {
    for text in [
        r#"{"suite":"bank","model":"claude-3-5-sonnet","calls":[{"tool":"pay","args":{}}]}"#,
        r#"{"user":{"role":"admin"},"args":{}}"#,
        r#"{"type":"call","args":{}}"#,
        r#"{"method":"POST","id":1}"#,
        r#"{"log":{"level":"info"}}"#,
        "{",
        "words",
    ] {
        let error = attempt(text.as_bytes(), &Options::default()).err().unwrap();
        assert!(Unfit::of(&error).is_some(), "{text}: {error}");
    }
}

#[test]
fn a_file_without_records_is_an_empty_trace() {
    for text in ["", "\n \n", "[]", "\u{feff}[ ]\n"] {
        assert_eq!(shown(text.as_bytes(), &Options::default()), "the own format\n", "{text}");
    }
}

#[test]
fn the_own_format_is_passed_on_unchanged() {
    let bytes = fs::read(root().join("tests/cases/trace/jsonl/extra-members.jsonl")).unwrap();
    for written in [bytes.clone(), gzip(&bytes), zstandard(&bytes)] {
        let Opened::Own(mut input) = opened(&written, &Options::default()) else { panic!() };
        let mut read = Vec::new();
        input.read_to_end(&mut read).unwrap();
        assert_eq!(read, bytes);
    }
}

#[test]
fn what_the_zstd_command_writes_is_read_and_its_checksum_verified() {
    let folder = root().join("tests/cases/trace");
    let bytes = fs::read(folder.join("jsonl/extra-members.jsonl")).unwrap();
    // Two frames, of levels 19 and 3, each with a checksum.
    let mut written = fs::read(folder.join("compressed/extra-members.jsonl.zst")).unwrap();
    let read = |written: &[u8]| {
        let Opened::Own(mut input) = opened(written, &Options::default()) else { panic!() };
        let mut read = Vec::new();
        let error = input.read_to_end(&mut read).err().map(|error| error.to_string());
        (read, error)
    };
    assert_eq!(read(&written), (bytes.clone(), None));
    *written.last_mut().unwrap() ^= 1;
    let damaged = "the compressed file is damaged: its checksum does not match";
    assert_eq!(read(&written), (bytes, Some(damaged.to_owned())));
}

fn zstandard(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn one_server_of_several() {
    let bytes = fs::read(root().join("tests/cases/trace/claude/session.jsonl")).unwrap();
    let tools = |server: &str| -> Vec<String> {
        let options = Options { server: Some(server.to_owned()), ..Options::default() };
        let names = Names::new([server]);
        let found = calls(&bytes, &options).unwrap().filter_map(|found| call(found.unwrap()));
        found
            .filter(|call| call.server.as_deref().is_some_and(|server| names.wants(server.as_bytes())))
            .map(|call| call.tool)
            .collect()
    };
    assert_eq!(tools("helpdesk"), ["list_tickets", "ticket__close", "list_tickets"]);
    assert_eq!(tools("plugin.chat chat"), ["post"]);
    assert_eq!(tools("help"), [""; 0]);
    let bytes = fs::read(root().join("tests/cases/trace/anthropic/requests.jsonl")).unwrap();
    let found = calls(&bytes, &Options::default()).unwrap().filter_map(|found| call(found.unwrap()));
    let servers: Vec<_> = found.filter_map(|call| call.server).collect();
    assert_eq!(servers, ["crm"]);
}

fn call(found: Found) -> Option<jamb::trace::Call> {
    match found {
        Found::Call(call) => Some(call),
        Found::Unreadable(..) | Found::PassedOver | Found::Rejected | Found::Repeated => None,
    }
}

const LINE: &str = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","arguments":{"x":1}}}"#;

#[test]
fn an_endless_line_does_not_end_the_trace() {
    let long =
        format!(r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{"name":"{}"}}}}"#, "x".repeat(17 << 20));
    for (text, first) in [(format!("{LINE}\n{long}\n{LINE}\n"), 1), (format!("{long}\n\n{LINE}\n{LINE}\n"), 3)] {
        let found: Vec<_> = calls(text.as_bytes(), &from(From::Jsonrpc)).unwrap().map(Result::unwrap).collect();
        let lines: Vec<_> =
            found.iter().filter_map(|found| call(found.clone())).map(|call| call.excerpt.first_line).collect();
        assert_eq!(lines[0], first);
        let unreadable = found.iter().find_map(|found| match found {
            Found::Call(_) | Found::PassedOver | Found::Rejected | Found::Repeated => None,
            Found::Unreadable(excerpt, unreadable) => Some((excerpt.text.len(), unreadable.message.to_string())),
        });
        assert_eq!(unreadable, Some((4096, "this line is longer than 16 MiB".to_owned())));
    }
}

#[test]
fn a_document_on_one_long_line_is_read() {
    let filler = "x".repeat(17 << 20);
    let text = format!(r#"[{LINE},{{"jsonrpc":"2.0","id":2,"result":{{"text":"{filler}"}}}},{LINE}]"#);
    let shown = shown(text.as_bytes(), &Options::default());
    assert_eq!(shown.matches("written {\"x\":1}").count(), 1, "{shown}");
    assert!(shown.contains("this value is larger than 16 MiB"), "{shown}");
    let text = format!("{{\"log\": {{\"comment\": \"{filler}\", \"entries\": []}}}}");
    assert_eq!(self::shown(text.as_bytes(), &from(From::Har)), "");
}

#[test]
fn a_truncated_trace_is_read_up_to_the_cut() {
    let text: String = (0..5_000).map(|id| LINE.replacen("1,", &format!("{id},"), 1) + "\n").collect();
    for whole in [gzip(text.as_bytes()), zstandard(text.as_bytes())] {
        let mut found: Vec<_> = calls(&whole[..whole.len() * 3 / 4], &from(From::Jsonrpc)).unwrap().collect();
        let error = found.pop().unwrap().unwrap_err();
        assert_eq!(error.to_string(), "the compressed file is truncated; everything before the cut was read");
        assert!(found.len() > 10 && found.iter().all(|found| matches!(found, Ok(Found::Call(_)))));
    }
    let document = fs::read(root().join("tests/cases/trace/har/browser.har")).unwrap();
    let archive = gzip(&document);
    let cut = shown_of(&document, &archive[..archive.len() * 3 / 4], &from(From::Har));
    assert!(cut.contains("set_title") && cut.ends_with("was read\n"), "{cut}");
}

#[test]
fn endless_nesting_is_reported() {
    let deep = format!("{LINE}\n{}\n{LINE}\n", "[".repeat(1_000_000));
    assert_eq!(shown(deep.as_bytes(), &Options::default()).matches("nested deeper than 128 levels").count(), 1);
    let arguments = format!("{}{}", "{\"a\":".repeat(127), "1");
    let line = LINE.replace("{\"x\":1}", &(arguments + &"}".repeat(127)));
    assert!(shown(line.as_bytes(), &from(From::Jsonrpc)).contains("nested deeper"));
    for format in &FORMATS {
        let closed = format!("{}1{}", "{\"messages\":[{\"role\":\"user\",\"content\":".repeat(40), "}]}".repeat(40));
        shown(closed.as_bytes(), &from(format.from));
        shown("{\"a\":[".repeat(200_000).as_bytes(), &from(format.from));
    }
}

#[test]
fn calls_may_be_read_on_another_thread() {
    let calls = calls(LINE.as_bytes(), &Options::default()).unwrap();
    assert_eq!(std::thread::spawn(move || calls.count()).join().unwrap(), 1);
}

#[test]
fn utf_16_is_not_a_trace() {
    let bytes: Vec<u8> = format!("\u{feff}{LINE}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let error = open("t", Box::new(Cursor::new(bytes)), &Run::new(Options::default())).err().unwrap();
    assert_eq!(error.to_string(), "this is UTF-16, not UTF-8");
}

/// Spans of `count` calls, one per line: the client's span of each call and, `later` lines below, the agent's.
fn spans(count: usize, later: usize) -> String {
    let span = |id: usize, kind: &str, parent: &str, attributes: &str| {
        let start = 1_772_366_400_000_000_000_u64 + id as u64 * 1_000_000;
        format!(
            r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{{"traceId":"t","spanId":"{kind}{id}",{parent}"name":"x","startTimeUnixNano":"{start}","attributes":[{{"key":"gen_ai.tool.name","value":{{"stringValue":"pay"}}}},{attributes}]}}]}}]}}]}}"#
        ) + "\n"
    };
    let client = |id: usize| {
        let method = r#"{"key":"mcp.method.name","value":{"stringValue":"tools/call"}}"#;
        span(id, "c", &format!(r#""parentSpanId":"a{id}","#), method)
    };
    let agent = |id: usize| {
        let args = format!(
            r#"{{"key":"gen_ai.operation.name","value":{{"stringValue":"execute_tool"}}}},{{"key":"gen_ai.tool.call.arguments","value":{{"stringValue":"{{\"n\":{id}}}"}}}}"#
        );
        span(id, "a", "", &args)
    };
    let line = |at: usize| {
        let client = if at < count { client(at) } else { String::new() };
        client + &at.checked_sub(later).map(agent).unwrap_or_default()
    };
    (0..count + later).map(line).collect()
}

#[test]
fn spans_of_one_call_count_once_however_far_apart() {
    for (count, later, with_args) in [(2_000, 0, 2_000), (2_000, 1_000, 2_000), (12_000, 12_000, 0)] {
        let found: Vec<_> = calls(spans(count, later).as_bytes(), &Options::default()).unwrap().collect();
        let calls: Vec<_> = found.into_iter().filter_map(|found| call(found.unwrap())).collect();
        assert_eq!(calls.len(), count, "{count} {later}");
        assert!(calls.is_sorted_by_key(|call| call.time.map(|stamp| stamp.time)));
        let known = calls.iter().filter(|call| call.args.is_some()).count();
        assert!(known >= with_args, "{known}");
    }
}

/// A conversation of one user, whose calls have these ids and arguments.
fn conversation(user: &str, calls: &[(&str, u32)]) -> String {
    let messages = calls.iter().map(|(id, n)| {
        format!(
            r#"{{"role":"assistant","content":null,"tool_calls":[{{"id":"{id}","type":"function","function":{{"name":"pay","arguments":"{{\"n\":{n}}}"}}}}]}},{{"role":"tool","tool_call_id":"{id}","content":"ok"}}"#
        )
    });
    let messages: Vec<_> =
        std::iter::once(format!(r#"{{"role":"user","content":"{user}"}}"#)).chain(messages).collect();
    format!("[{}]", messages.join(","))
}

#[test]
fn repeated_ids_do_not_identify_calls() {
    let count = |lines: &[String]| {
        let found = calls(lines.join("\n").as_bytes(), &from(From::Openai)).unwrap();
        found.filter_map(|found| call(found.unwrap())).count()
    };
    let of = |user: &str, calls: &[(&str, u32)]| conversation(user, calls);
    // Histories, some without their beginning, and a request that was sent twice.
    let grown = [of("a", &[("1", 1)]), of("a", &[("1", 1), ("2", 2)]), of("later", &[("2", 2), ("3", 3)])];
    assert_eq!(count(&grown), 3);
    assert_eq!(count(&[grown[1].clone(), grown[1].clone()]), 2);
    // Ids that count from the start of each conversation.
    assert_eq!(count(&[of("a", &[("0", 1), ("1", 2)]), of("b", &[("0", 3), ("1", 2)])]), 4);
    assert_eq!(count(&[of("a", &[("0", 1), ("0", 1)]), of("b", &[("0", 1)])]), 3);
    // And in histories.
    let grown = [of("a", &[("0", 1)]), of("a", &[("0", 1), ("0", 2)]), of("a", &[("0", 1), ("0", 2), ("0", 1)])];
    assert_eq!(count(&grown), 3);
}

proptest! {
    /// No bytes make a reader panic, and every place is inside the text.
    #[test]
    fn any_bytes_are_read_to_their_end(
        bytes in prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..200),
            "[\\[\\]{}\",:0-9a-z \n\\\\]{0,200}".prop_map(String::into_bytes),
        ],
        format in 0..FORMATS.len(),
    ) {
        let options = from(FORMATS[format].from);
        if open("t", Box::new(Cursor::new(bytes.clone())), &Run::new(options.clone())).is_ok() {
            shown(&bytes, &options);
        }
    }

    /// A trace with changed or missing bytes is read to its end.
    #[test]
    fn damaged_traces_are_read_to_their_end(
        (file, at, byte, cut) in (0..64_usize, any::<prop::sample::Index>(), any::<u8>(), any::<bool>())
    ) {
        let all: Vec<_> = FORMATS.iter().flat_map(|format| cases(format.name).into_iter().map(|path| (format.from, path))).collect();
        let (format, path) = &all[file % all.len()];
        let mut bytes = fs::read(path).unwrap();
        if !bytes.is_empty() {
            let at = at.index(bytes.len());
            bytes[at] = byte;
            if cut { bytes.truncate(at) }
        }
        for options in [from(*format), Options::default()] {
            // Two bytes may make it look like UTF-16, which is refused.
            if open("t", Box::new(Cursor::new(bytes.clone())), &Run::new(options.clone())).is_ok() {
                shown(&bytes, &options);
            }
        }
    }
}
