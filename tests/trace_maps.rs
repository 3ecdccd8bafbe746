//! Traces that are read by a map, and the maps that are proposed for files in no known format.

use std::fs;
use std::io::Cursor;

use jamb::source::{Source, Sources};
use jamb::trace::map::Map;
use jamb::trace::{Found, Opened, Options, Run, Unfit, open};

use crate::support::run::{Run as Ran, folder, jamb, root};
use crate::support::said::snapshots;

fn case(name: &str) -> Vec<u8> {
    fs::read(root().join("tests/cases/trace").join(name)).unwrap()
}

/// What a map finds, one line for each record.
fn read(bytes: &[u8], map: &str) -> Vec<String> {
    let options = Options { map: Some(Map::parse(map).unwrap()), ..Options::default() };
    let Opened::Calls(calls) = open("t", Box::new(Cursor::new(bytes.to_vec())), &Run::new(options)).unwrap() else {
        panic!()
    };
    calls.map(|found| found.map_or_else(|error| format!("! {error}"), |found| shown(&found))).collect()
}

fn shown(found: &Found) -> String {
    match found {
        Found::PassedOver => "passed over".to_owned(),
        Found::Rejected => "rejected".to_owned(),
        Found::Repeated => "repeated".to_owned(),
        Found::Unreadable(_, unreadable) => format!("unreadable: {}", unreadable.message),
        Found::Call(call) => {
            let args = call.args.as_ref().map_or("not recorded", |args| args.json.as_str());
            let more = [
                ("at", call.time.map(|stamp| stamp.time.to_string())),
                ("grant", call.grant.clone()),
                ("server", call.server.clone()),
                ("session", call.session.clone()),
                ("id", call.id.clone()),
                ("expect", call.expect.map(|expect| format!("{expect:?}"))),
            ];
            let more = more.into_iter().filter_map(|(name, value)| Some(format!(" {name} {}", value?)));
            format!("{} {args}{}", call.tool, more.collect::<String>())
        }
    }
}

#[test]
fn a_map_goes_through_nested_lists_and_out_of_them() {
    let map = "each=.results[].callHistory.ToolCalls[], tool=.name, args=.request.Params.arguments, ts=.timestamp, \
               grant=^.user, server=.serverName, session=^^.summary.agent";
    assert_eq!(
        read(&case("map/results.json"), map),
        [
            r#"pay {"amount": 5} at 2026-03-01T12:00:00.5Z grant ann@example.com server bank session "a""#,
            r#"pay {"amount": 6} at 2026-03-01T12:01:00Z grant ann@example.com server bank session "a""#,
            "passed over",
        ]
    );
}

#[test]
fn a_map_reads_each_line_and_passes_over_others() {
    let map = r#"tool=.call."op.name",args=.call.params,ts=.at,grant=.who,session=.run,id=.nr,expect=.want"#;
    insta_lines("audit", &read(&case("map/audit.jsonl"), map));
}

fn insta_lines(name: &str, lines: &[String]) {
    snapshots("trace").bind(|| insta::assert_snapshot!(format!("map-{name}"), lines.join("\n")));
}

#[test]
fn records_are_lines_documents_and_elements() {
    let one = r#"{"t": "pay", "a": {}}"#;
    for text in [
        format!("{one}\n{one}"),
        format!("[{one}, {one}]"),
        format!("[\n{one},\n{one}\n]"),
        format!("[{one}]\n[{one}]"),
    ] {
        assert_eq!(read(text.as_bytes(), "tool=.t,args=.a"), ["pay {}", "pay {}"], "{text}");
        assert_eq!(read(text.as_bytes(), "each=[],tool=.t,args=.a"), ["pay {}", "pay {}"], "{text}");
    }
    let text = format!(r#"[{{"user": "ann", "calls": [{one}]}}, {{"user": "ben", "calls": [{one}]}}]"#);
    for each in [".calls[]", "[].calls[]"] {
        let map = format!("each={each},tool=.t,grant=^.user");
        assert_eq!(read(text.as_bytes(), &map), ["pay not recorded grant ann", "pay not recorded grant ben"]);
    }
    let text = "{\n\"log\": {\"user\": \"ann\", \"list\": [{\"call\": {\"t\": \"pay\"}, \"by\": \"x\"}]}}";
    assert_eq!(read(text.as_bytes(), "each=.log.list[].call,tool=.t,grant=^.by"), ["pay not recorded grant x"]);
    assert_eq!(
        read(text.as_bytes(), "each=.log.list[].call,tool=.t,grant=^^^.log.user"),
        ["pay not recorded grant ann"]
    );
}

#[test]
fn a_map_is_written_as_it_is_read() {
    for text in [
        "tool=.name",
        r#"each=.a."b c"[].d[], tool=.x."y.z", args=^^.q, decision=.d"#,
        r#"each=[][], tool=."quo\"te", ts=.t"#,
    ] {
        let map = Map::parse(text).unwrap();
        assert_eq!(map.to_string(), text);
        assert_eq!(Map::parse(&map.to_string()).unwrap(), map);
    }
    let spaced = Map::parse("  tool = .name ,\n\targs=.a , ").unwrap();
    assert_eq!(spaced.to_string(), "tool=.name, args=.a");
}

#[test]
fn what_is_wrong_with_a_map_is_underlined() {
    let mut out = String::new();
    for text in [
        "",
        "args=.a",
        "tol=.name",
        "colour=.name",
        "tool=.name, tool=.x",
        "tool",
        ".name",
        "tool=",
        "tool=name",
        "tool=.",
        "tool=..a",
        "tool=.a-b",
        "tool=.\"a",
        "tool=.\"a\\q\"",
        "tool=.calls[].name",
        "each=.calls[0], tool=.name",
        "each=^.calls[], tool=.name",
        "tool=.a args=.b",
        "tool=.a; args=.b",
        "tool=^",
        "each=., tool=.é",
    ] {
        let error = Map::parse(text).unwrap_err();
        let source = Source::from_text("--map", text);
        let mut sources = Sources::default();
        let id = sources.add(source);
        let diagnostic = jamb::settings::wrong_map(id, &error);
        assert_eq!(diagnostic.primary.place.span, error.span);
        let line = format!(
            "{text}\n{}{}",
            " ".repeat(text[..error.span.start as usize].chars().count()),
            "^".repeat(text.get(error.span.range()).unwrap().chars().count().max(1))
        );
        out += &format!("{line} {}\n{}\nhelp: {}\n\n", error.label, error.message, error.help);
    }
    snapshots("trace").bind(|| insta::assert_snapshot!("map-errors", out));
}

/// The map that the error about an unknown format proposes.
fn proposed(text: &[u8]) -> Option<String> {
    let opened = open("t", Box::new(Cursor::new(text.to_vec())), &Run::new(Options::default()));
    let error = opened.err().unwrap();
    let help = &Unfit::of(&error).unwrap().help;
    Some(help.iter().find_map(|help| help.split_once("comes nearest: `--map '"))?.1.strip_suffix("'`")?.to_owned())
}

#[test]
fn the_map_that_is_proposed_finds_the_calls() {
    for (text, map, calls) in [
        (
            String::from_utf8(case("map/results.json")).unwrap(),
            "each=.results[].callHistory.ToolCalls[], tool=.name, args=.request.Params.arguments, ts=.timestamp, \
             grant=^.user, server=.serverName",
            2,
        ),
        (
            r#"{"fn": {"id": "create_ticket", "in": "{\"queue\": \"web\"}"}, "when": 1772366400000}"#.to_owned(),
            "tool=.fn.id, args=.fn.in, ts=.when",
            1,
        ),
        (
            r#"[{"op": "pay", "payload": {"amount": 5}, "user": "ann"}, {"op": "pay", "payload": {}, "user": "ben"}]"#
                .to_owned(),
            "tool=.op, args=.payload, grant=.user",
            2,
        ),
        (
            r#"{"calls": [{"which": "list_rows", "x-args": 1, "arguments": {}, "status": "done_well"}]}"#.to_owned(),
            "each=.calls[], tool=.which, args=.arguments",
            1,
        ),
        (
            r#"{"calls": [{"tool": "book", "args": {"start_time": "2026-03-01T12:00:00Z", "id": "x"}}]}"#.to_owned(),
            "each=.calls[], tool=.tool, args=.args",
            1,
        ),
        (
            "{\"user\": \"ann\", \"steps\": [{\"action\": {\"tool\": \"pay\", \"tool_input\": {}}}]}".to_owned(),
            "each=.steps[], tool=.action.tool, args=.action.tool_input, grant=^.user",
            1,
        ),
    ] {
        assert_eq!(proposed(text.as_bytes()).as_deref(), Some(map), "{text}");
        let found = read(text.as_bytes(), map);
        assert_eq!(found.iter().filter(|line| *line != "passed over").count(), calls, "{found:?}");
    }
    for text in [
        r#"{"user": "ann", "level": "info", "message": "hello world"}"#,
        "words",
        r#"{"version": 1, "entries": [{"sessionId": "s1"}]}"#,
    ] {
        assert_eq!(proposed(text.as_bytes()), None, "{text}");
    }
}

#[test]
fn names_that_would_act_in_a_shell_are_not_proposed() {
    let text = "{\"it's\": {\"tool\": \"pay\", \"args\": {}}, \"\\u001b[2J\": {\"tool\": \"pay\", \"args\": {}}}";
    assert_eq!(proposed(text.as_bytes()), None);
}

fn simulate(args: &[&str], files: &[(&str, &[u8])]) -> Ran {
    let folder = folder(&[&[("p.pl", &b"default allow\n"[..])], files].concat());
    let args: Vec<&str> = ["simulate", "p.pl"].into_iter().chain(args.iter().copied()).collect();
    jamb(folder.path(), &args)
}

fn count(ran: &Ran) -> u64 {
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    document["summary"]["calls"].as_u64().unwrap()
}

#[test]
fn the_error_about_an_unknown_format_leads_to_its_calls() {
    let results = case("map/results.json");
    let ran = simulate(&["--trace", "r.json"], &[("r.json", &results)]);
    assert_eq!(ran.code, 1);
    snapshots("trace").bind(|| insta::assert_snapshot!("unknown-format", ran.stderr));
    let map = ran.stderr.split_once("--map '").unwrap().1.split_once('\'').unwrap().0;
    let ran = simulate(&["--trace", "r.json", "--map", map, "--format", "json"], &[("r.json", &results)]);
    assert_eq!((ran.code, count(&ran)), (0, 2), "{}", ran.stderr);
}

#[test]
fn a_map_that_finds_no_tool_is_an_error_that_lists_members() {
    let results = case("map/results.json");
    for map in ["tool=.name", "each=.results[], tool=.tool", "each=.other[], tool=.name"] {
        let ran = simulate(&["--trace", "r.json", "--map", map], &[("r.json", &results)]);
        assert_eq!(ran.code, 1, "{map}");
        let member = if map.contains("results") { "`taskName`" } else { "`summary`" };
        assert!(ran.stderr.contains(member) && ran.stderr.contains("`r.json` has no tool"), "{}", ran.stderr);
    }
    let ran = simulate(&["--trace", "t.jsonl", "--map", "tool=.name"], &[("t.jsonl", b"")]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
}

#[test]
fn a_map_from_the_settings_has_a_name() {
    let audit = case("map/audit.jsonl");
    let settings = "[traces.audit]\ntool = '.call.\"op.name\"'\nargs = \".call.params\"\ngrant = \".who\"\n";
    let files: [(&str, &[u8]); 2] = [("a.jsonl", &audit), ("jamb.toml", settings.as_bytes())];
    let ran = simulate(&["--trace", "a.jsonl", "--from", "audit", "--format", "json"], &files);
    assert_eq!((ran.code, count(&ran)), (0, 4), "{}", ran.stderr);
    let ran = simulate(&["--trace", "a.jsonl", "--from", "audi"], &files);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("did you mean `audit`?"), "{}", ran.stderr);
    let wrong = settings.replace("grant =", "gant =").replace(".call.params", ".call[].params");
    let ran =
        simulate(&["--trace", "a.jsonl", "--from", "audit"], &[("a.jsonl", &audit), ("jamb.toml", wrong.as_bytes())]);
    assert_eq!(ran.code, 2);
    snapshots("trace").bind(|| insta::assert_snapshot!("map-in-settings", ran.stderr));
    let ran = simulate(&["--trace", "a.jsonl", "--map", "tool=.call..x"], &files);
    assert_eq!(ran.code, 2);
    snapshots("trace").bind(|| insta::assert_snapshot!("map-in-option", ran.stderr));
    let ran = simulate(&["--trace", "a.jsonl", "--map", "tool=.x", "--from", "codex"], &files);
    assert_eq!(ran.code, 2);
}

#[test]
fn a_file_beside_traces_that_is_none_is_a_note() {
    let index = b"{\n  \"version\": 1,\n  \"entries\": [{\"sessionId\": \"s1\"}]\n}\n";
    let call = b"{\"tool\": \"pay\", \"args\": {}}\n";
    let ran = simulate(&["--trace", "d", "--format", "json"], &[("d/a.jsonl", call), ("d/index.json", index)]);
    assert_eq!((ran.code, count(&ran)), (0, 1), "{}", ran.stderr);
    assert!(ran.stderr.starts_with("note: `d/index.json` was left out: it is not in a format"), "{}", ran.stderr);
    for args in [["--trace", "d/a.jsonl", "d/index.json"].as_slice(), &["--trace", "d/index.json"]] {
        let ran = simulate(args, &[("d/a.jsonl", call), ("d/index.json", index)]);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
    }
    let ran = simulate(&["--trace", "d"], &[("d/index.json", index)]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
}

#[test]
fn a_policy_beside_traces_is_a_note() {
    let call = b"{\"tool\": \"pay\", \"args\": {}}\n";
    let policy = b"{\"version\": \"1\", \"default\": \"allow\", \"tools\": {}}";
    let ran = simulate(&["--trace", "d", "--format", "json"], &[("d/a.jsonl", call), ("d/policy.json", policy)]);
    assert_eq!((ran.code, count(&ran)), (0, 1), "{}", ran.stderr);
    assert_eq!(ran.stderr, "note: `d/policy.json` was left out: it is a policy, not a trace\n");
    let ran = simulate(&["--trace", "d/policy.json"], &[("d/policy.json", policy)]);
    assert_eq!((ran.code, ran.stderr.as_str()), (2, "error: `d/policy.json` is a policy, not a trace\n"));
}

#[test]
fn files_that_are_not_text_are_named() {
    for (bytes, kind) in [(&b"PK\x03\x04rest"[..], "a zip archive"), (b"SQLite format 3\0", "a SQLite database")] {
        let ran = simulate(&["--trace", "run.eval"], &[("run.eval", bytes)]);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.starts_with(&format!("error: `run.eval` is {kind}, not a trace\n")), "{}", ran.stderr);
        assert_eq!(ran.stdout, "");
    }
}
