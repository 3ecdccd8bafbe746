//! Calls that are left out on request.

use serde_json::json;

use super::shop::{GRANTS, by, shop, trace, work};
use crate::support::run::{folder, jamb};

#[test]
fn excluded_calls_do_not_teach() {
    let calls =
        [by(&GRANTS, &work()), by(&GRANTS, &[("create_label", json!({"color": "evil", "title": "x"}))])].concat();
    let all = trace(&calls);
    let incident: String = all.lines().filter(|line| line.contains("evil")).map(|line| format!("{line}\n")).collect();
    let untimed =
        r#"{"grant": "ann", "tool": "create_label", "args": {"title": "x", "color": "evil"}}"#.to_owned() + "\n";
    let stranger = r#"{"ts": "2026-03-02T00:00:00Z", "tool": "create_label", "args": {"color": "pink", "title": "x"}}"#;
    let tools = shop().to_string();
    let folder = folder(&[
        ("shop.tools.json", tools.as_bytes()),
        ("t.jsonl", all.as_bytes()),
        ("incident.jsonl", incident.as_bytes()),
        ("untimed.jsonl", untimed.as_bytes()),
        ("stranger.jsonl", stranger.as_bytes()),
        ("broken.jsonl", b"{\"tool\": \"create_label\"}\n{\"tool\": \n"),
    ]);
    let run = |exclude: &[&str]| {
        jamb(folder.path(), &[&["learn", "shop.tools.json", "--trace", "t.jsonl"], exclude].concat())
    };
    assert!(run(&[]).stdout.contains("\"evil\""));
    let clean = run(&["--exclude", "incident.jsonl"]);
    assert!(!clean.stdout.contains("evil"), "{}", clean.stdout);
    assert!(
        clean.stderr.contains("3 excluded") && clean.stderr.contains("would have refused 3 of 3 excluded calls"),
        "{}",
        clean.stderr
    );
    // Without a time, the grant says which call it is.
    let one = run(&["--exclude", "untimed.jsonl"]);
    assert!(one.stderr.contains("taught nothing: 1 excluded"), "{}", one.stderr);
    let none = run(&["--exclude", "stranger.jsonl"]);
    assert!(
        none.stdout.contains("\"evil\"")
            && none.stderr.contains("warning: no call in `stranger.jsonl` is in the traces"),
        "{}",
        none.stderr
    );
    for wrong in ["nowhere.jsonl", "broken.jsonl"] {
        let run = run(&["--exclude", wrong]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{wrong}: {}", run.stderr);
    }
}

#[test]
fn an_exclusion_that_takes_nothing_out_is_a_warning() {
    let calls = trace(&by(&GRANTS, &work()));
    let other = r#"{"ts": "2025-03-02T00:00:00Z", "tool": "get_order", "args": {"id": "o-9"}}"#;
    let of = |server: &str| -> String {
        let line = |line: &str| format!("{{\"server\": \"{server}\", {}\n", &line[1..]);
        calls.lines().map(line).collect()
    };
    let partly = format!("{}\n{other}\n", calls.lines().next().unwrap());
    let tools = shop().to_string();
    let folder = folder(&[
        ("shop.tools.json", tools.as_bytes()),
        ("t.jsonl", calls.as_bytes()),
        ("empty.jsonl", b""),
        ("desk.jsonl", of("desk").as_bytes()),
        ("shop.jsonl", of("shop").as_bytes()),
        ("other.jsonl", other.as_bytes()),
        ("partly.jsonl", partly.as_bytes()),
        ("all.jsonl", calls.lines().next().unwrap().as_bytes()),
    ]);
    let run = |files: &[&str]| {
        let usual = ["learn", "shop.tools.json", "--trace", "t.jsonl", "--exclude"];
        let run = jamb(folder.path(), &[&usual, files].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        (run.stdout, run.stderr)
    };
    let of_desk = ["learn", "shop.tools.json", "--trace", "desk.jsonl", "--server", "desk", "--exclude", "shop.jsonl"];
    let other_server = jamb(folder.path(), &of_desk);
    let says = "warning: `shop.jsonl` has no calls of the chosen server, so it excludes nothing\n";
    assert!(other_server.code == 0 && other_server.stderr.contains(says), "{}", other_server.stderr);
    let empty = "`empty.jsonl` has no calls, so it excludes nothing";
    let other = "no call in `other.jsonl` is in the traces, so it excludes nothing";
    let partly = "1 of the 2 calls in `partly.jsonl` is not in the traces";
    for (files, says) in [
        (&["empty.jsonl"][..], &[empty][..]),
        (&["other.jsonl"], &[other]),
        (&["partly.jsonl"], &[partly]),
        (&["all.jsonl"], &[]),
        (&["all.jsonl", "empty.jsonl", "partly.jsonl", "other.jsonl"], &[empty, partly, other]),
    ] {
        let (policy, notes) = run(files);
        let warnings: Vec<_> = notes.lines().filter_map(|line| line.strip_prefix("warning: ")).collect();
        assert_eq!(warnings, says, "{notes}");
        let comments: Vec<_> = policy.lines().filter_map(|line| line.strip_prefix("# Warning: ")).collect();
        assert_eq!(comments, says.iter().map(|says| format!("{says}.")).collect::<Vec<_>>(), "{policy}");
    }
}
