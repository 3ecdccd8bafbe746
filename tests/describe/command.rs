//! The command: several policies, errors, formats, and texts of other people.

use serde_json::{Value as Json, json};

use crate::support::run::{folder, jamb, jamb_with, root};
use crate::support::said::snapshots;

const HOSTILE: &str = r#"{"version": "1", "default": "allow",
  "hide": ["x\u001b[31m"],
  "all_tools": {"limits": [{"counter": "c", "window": "day", "max": 3, "scope": "grant"}]},
  "tools": {
    "a|b`c``": {"require": [{"conditions": [{"path": "args.a`|", "op": "eq", "value": "![x](http://evil.example)|`"}],
      "on_deny": "line\nbreak <img src=x> @team `code` | \u202e\u001b]0;"}]},
    "": {"deny_if": [{"conditions": [{"path": "args.x", "op": "in", "value": [null, []]}]}, {"conditions": []}],
      "limits": [{"counter": "c", "window": "day", "max": 2, "scope": "grant"}]},
    "m": {"limits": [{"counter": "n", "window": "hour", "max": 2, "scope": "grant"}]},
    "n": {"limits": [{"counter": "n", "window": "hour", "max": 0, "scope": "grant"},
      {"counter": "c", "window": "day", "max": 1, "scope": "grant"}]},
    "o": {"require": [{"conditions": []}], "deny_if": [{"conditions": [
      {"path": "args.p", "op": "neq", "value": null}, {"path": "args.q", "op": "contains", "value": null},
      {"path": "args.r", "op": "eq", "value": [1]}, {"path": "args.s", "op": "not_in", "value": []}]}]},
    "zero\u200bwidth": {}, "p\u0430y": {}, "*": {"deny_if": [{"conditions": [{"path": "args.x", "op": "exists", "value": true}]}]}
  }}"#;

#[test]
fn hostile_texts_stay_texts() {
    let folder = folder(&[("p.json", HOSTILE.as_bytes())]);
    let mut out = String::new();
    for arguments in [&["p.json"][..], &["p.json", "--format", "markdown"], &["p.json", "--for", "agent"]] {
        let run = jamb(folder.path(), &[&["describe"], arguments].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(!run.stdout.contains(['\u{1b}', '\u{202e}', '\u{200b}']));
        out += &format!("$ jamb describe {}\n{}{}\n", arguments.join(" "), run.stdout, run.stderr);
    }
    snapshots("describe").bind(|| insta::assert_snapshot!("hostile", out));
}

#[test]
fn json_has_each_sentence_with_its_place() {
    let policy = "default deny\ntool pay(amount: number): financial {\n  require args.amount <= 5\n}\n";
    let folder = folder(&[("p.pl", policy.as_bytes())]);
    let run = jamb(folder.path(), &["describe", "p.pl", "--format", "json"]);
    assert_eq!(run.code, 0);
    let json: Json = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["tools"][0]["tool"], "pay");
    assert_eq!(json["tools"][0]["category"], "financial");
    let sentence = &json["tools"][0]["sentences"][0];
    assert_eq!(sentence["text"], "Allowed only if `amount` is at most 5.");
    assert_eq!((&sentence["file"], &sentence["range"]["start"]["line"]), (&json!("p.pl"), &json!(3)));
    assert_eq!(json["tools"][0]["about"], "tool");
    let others = &json["tools"][1];
    assert_eq!(others["about"], "others");
    assert_eq!((&others["tool"], &others["category"]), (&json!("*"), &Json::Null));
    assert_eq!(others["sentences"][0]["text"], "All other tools are denied.");
}

#[test]
fn several_policies_and_what_is_none() {
    let files: [(&str, &[u8]); 4] = [
        ("a.pl", b"default deny\nallow x\n"),
        ("b.pl", b"default allow\n"),
        ("part.pl", b"rule r { limit 1 per hour }\n"),
        ("wrong.pl", b"default deny\nallow\n"),
    ];
    let folder = folder(&files);
    let run = jamb(folder.path(), &["describe", "a.pl", "b.pl", "part.pl"]);
    assert_eq!(run.code, 0);
    snapshots("describe").bind(|| insta::assert_snapshot!("several", format!("{}\n{}", run.stdout, run.stderr)));
    for (arguments, code) in [
        (&["part.pl"][..], 3),
        (&["wrong.pl"], 1),
        (&["a.pl", "wrong.pl"], 1),
        (&["none.pl"], 2),
        (&["."], 2),
        (&[], 2),
        (&["a.pl", "--format", "html"], 2),
    ] {
        assert_eq!(jamb(folder.path(), &[&["describe"], arguments].concat()).code, code, "{arguments:?}");
    }
    // Hidden tools are not among those that the agent may call.
    let run = jamb_with(folder.path(), &["describe", "-", "--for", "agent"], b"default allow\nhide x\n");
    assert!(run.stdout.contains("You may call all other tools that you can see."), "{}", run.stdout);
    let run = jamb_with(folder.path(), &["describe", "-"], b"default allow\n");
    assert!(run.stdout.contains("All other tools are allowed, with any arguments."), "{}", run.stdout);
}

#[test]
fn a_tool_without_any_possible_call_is_denied() {
    let limit = |counter: &str, max: u64| json!({"counter": counter, "window": "hour", "max": max, "scope": "grant"});
    let condition = json!({"path": "args.n", "op": "lte", "value": 5});
    let own = json!({"version": "1", "default": "deny", "tools": {
        "a": {"require": [{"conditions": [condition], "on_deny": "Less."}], "limits": [limit("a", 0)]},
        "b": {"limits": [limit("c", 0)]},
        "d": {"limits": [limit("c", 2)]},
    }});
    let of_all = json!({"version": "1", "default": "allow", "hide": ["c"],
        "all_tools": {"limits": [limit("all", 9), limit("none", 0)]},
        "tools": {"a": {}, "b": {"deny_if": [{"conditions": [], "on_deny": "Ask."}]}}});
    let (own, of_all) = (own.to_string(), of_all.to_string());
    let folder = folder(&[
        ("own.json", own.as_bytes()),
        ("all.json", of_all.as_bytes()),
        ("none.pl", b"default deny\nlimit 5 per hour\n"),
        ("denied.pl", b"default deny\nlimit 5 per hour\ndeny a\n"),
    ]);
    let mut out = String::new();
    for file in ["own.json", "all.json", "none.pl", "denied.pl"] {
        for arguments in [&[file][..], &[file, "--for", "agent"]] {
            let run = jamb(folder.path(), &[&["describe"], arguments].concat());
            out += &format!("$ jamb describe {}\n{}\n", arguments.join(" "), run.stdout);
        }
    }
    snapshots("describe").bind(|| insta::assert_snapshot!("no_calls", out));
}

#[test]
fn a_wrong_path_does_not_stop_the_others() {
    let files: [(&str, &[u8]); 3] =
        [("a.pl", b"default deny\nallow x\n"), ("b.pl", b"default allow\n"), ("wrong.pl", b"default deny\nallow\n")];
    let folder = folder(&files);
    let run = |names: &[&str]| jamb(folder.path(), &[&["describe"], names, &["--format", "json"]].concat());
    for (names, code) in [(["a.pl", "none.pl", "b.pl"], 2), (["a.pl", "wrong.pl", "b.pl"], 1)] {
        let run = run(&names);
        let json: Json = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!((run.code, json["tools"].as_array().unwrap().len()), (code, 3), "{}", run.stdout);
        assert!(run.stderr.contains(names[1]), "{}", run.stderr);
    }
    let run = run(&["none.pl", "wrong.pl"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
}

#[test]
fn a_tool_with_the_name_of_all_is_told_apart() {
    let text = r#"{"version": "1", "default": "deny", "tools": {"*": {}}}"#;
    let run = jamb_with(&root(), &["describe", "-", "--format", "json"], text.as_bytes());
    let json: Json = serde_json::from_str(&run.stdout).unwrap();
    let about = |number: usize| (&json["tools"][number]["tool"], &json["tools"][number]["about"]);
    assert_eq!(about(0), (&json!("*"), &json!("tool")));
    assert_eq!(about(1), (&json!("*"), &json!("others")));
}
