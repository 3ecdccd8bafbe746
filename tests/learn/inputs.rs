//! Which inputs are read, and which files are written.

use std::fs;

use serde_json::json;

use super::shop::{GRANTS, by, clauses, learn, line, shop, trace, work};
use crate::support::run::{folder, jamb, jamb_with};

/// A call to a server, or to none.
fn of_server(grant: &str, server: Option<&str>, color: &str) -> String {
    let mut call = line(0, grant, "create_label", json!({"color": color, "title": "x"}));
    if let Some(server) = server {
        call["server"] = json!(server);
    }
    format!("{call}\n")
}

#[test]
fn calls_of_several_servers_are_not_mixed() {
    let both = |server: Option<&str>, color: &str| of_server("ann", server, color) + &of_server("ben", server, color);
    let trace = both(Some("my shop"), "red") + &both(Some("desk"), "black") + &both(None, "white");
    let mixed = learn(&trace, &["-o", "p.pl"]);
    let says = "error: the traces have calls of several servers: `desk`, `my shop`\n  help: choose the server that has \
                these tools with `--server NAME`\n";
    assert_eq!((mixed.code, mixed.stdout.as_str(), mixed.stderr.as_str()), (2, "", says));
    for (server, color) in [("my shop", "red"), ("desk", "black")] {
        let one = learn(&trace, &["--server", server]);
        assert_eq!(clauses(&one.stdout, "create_label"), [format!("require args.color == \"{color}\"")]);
    }
    let none = learn(&trace, &["--server", "nope"]);
    let says = "no call names the server `nope`; the traces have calls of `desk`, `my shop`";
    assert!(none.code == 3 && none.stderr.contains(says), "{}", none.stderr);
    // A client writes a blank as `_`.
    let spellings = learn(&(both(Some("my shop"), "red") + &both(Some("my_shop"), "red")), &[]);
    assert_eq!(clauses(&spellings.stdout, "create_label"), ["require args.color == \"red\""], "{}", spellings.stderr);
    let unnamed = learn(&both(None, "red"), &["--server", "shop"]);
    let says = "warning: no call names a server, so `--server shop` has no effect\n";
    assert!(unnamed.code == 0 && unnamed.stderr.contains(says), "{}", unnamed.stderr);
}

#[cfg(unix)]
#[test]
fn no_link_leads_the_output_to_an_input() {
    use std::os::unix::fs::symlink;
    let (tools, calls) = (shop().to_string(), trace(&by(&GRANTS, &work())));
    let incident = calls.lines().next().unwrap().to_owned() + "\n";
    let folder = folder(&[
        ("shop.tools.json", tools.as_bytes()),
        ("t.jsonl", calls.as_bytes()),
        ("incident.jsonl", incident.as_bytes()),
    ]);
    let run = |output: &str| {
        let usual = ["learn", "shop.tools.json", "--trace", "t.jsonl", "--exclude", "incident.jsonl", "--force", "-o"];
        jamb(folder.path(), &[&usual, &[output][..]].concat())
    };
    for (link, target, text) in
        [("a.pl", "t.jsonl", &calls), ("b.pl", "incident.jsonl", &incident), ("c.pl", "shop.tools.json", &tools)]
    {
        symlink(target, folder.path().join(link)).unwrap();
        fs::hard_link(folder.path().join(target), folder.path().join(format!("hard-{link}"))).unwrap();
        for output in [target, link, &format!("hard-{link}"), &format!("./{target}")] {
            let run = run(output);
            assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{output}: {}", run.stderr);
            assert_eq!(&fs::read_to_string(folder.path().join(target)).unwrap(), text, "{output}");
        }
    }
}

#[test]
fn the_trace_can_be_in_any_format() {
    let calls = |name: &str| {
        let block = |grant: &str| json!({"user": grant, "log": [{"do": name, "with": {"color": "red", "title": "x"}}]});
        json!([block("ann"), block("ben")]).to_string()
    };
    let tools = shop().to_string();
    let (mapped, served) = (calls("create_label"), calls("mcp__shop__create_label"));
    let folder =
        folder(&[("shop.tools.json", tools.as_bytes()), ("m.json", mapped.as_bytes()), ("s.json", served.as_bytes())]);
    let map = "each=.log[], tool=.do, args=.with, grant=^.user";
    for (file, more) in [("m.json", &[][..]), ("s.json", &[]), ("s.json", &["--server", "shop"])] {
        let run = jamb(folder.path(), &[&["learn", "shop.tools.json", "--trace", file, "--map", map], more].concat());
        assert_eq!(clauses(&run.stdout, "create_label"), ["require args.color == \"red\""], "{file}: {}", run.stderr);
    }
    let other =
        jamb(folder.path(), &["learn", "shop.tools.json", "--trace", "s.json", "--map", map, "--server", "desk"]);
    assert_eq!((other.code, other.stdout.as_str()), (3, ""), "{}", other.stderr);
}

#[test]
fn what_can_not_be_read_is_said_and_nothing_is_written() {
    let tools = shop().to_string();
    let calls = trace(&by(&GRANTS, &work()));
    let folder = folder(&[("shop.tools.json", tools.as_bytes()), ("t.jsonl", calls.as_bytes()), ("no.jsonl", b"")]);
    let run = |arguments: &[&str]| jamb(folder.path(), &[&["learn"], arguments].concat());
    for wrong in [
        &["shop.tools.json"][..],
        &["shop.tools.json", "--trace", "nowhere.jsonl", "-o", "p.pl"],
        &["shop.tools.json", "--trace", "t.jsonl", "nowhere.jsonl", "-o", "p.pl"],
        &["t.jsonl", "--trace", "t.jsonl", "-o", "p.pl"],
        &["-", "--trace", "-", "-o", "p.pl"],
        &["shop.tools.json", "--trace", "t.jsonl", "-o", "shop.tools.json", "--force"],
        &["shop.tools.json", "--trace", "t.jsonl", "-o", "t.jsonl", "--force"],
        &["shop.tools.json", "--trace", "t.jsonl", "--exclude", "no.jsonl", "-o", "no.jsonl", "--force"],
        &["shop.tools.json", "--trace", "t.jsonl", "--from", "nothing", "-o", "p.pl"],
        &["shop.tools.json", "--trace", "t.jsonl", "--format", "sarif"],
    ] {
        let run = run(wrong);
        assert_eq!((run.code, folder.path().join("p.pl").exists()), (2, false), "{wrong:?}: {}", run.stderr);
    }
    assert_eq!(fs::read_to_string(folder.path().join("t.jsonl")).unwrap(), calls);
    assert_eq!(run(&["shop.tools.json", "--trace", "no.jsonl", "-o", "p.pl"]).code, 3);
    assert_eq!(run(&["shop.tools.json", "--trace", "t.jsonl", "-o", "p.pl"]).code, 0);
    assert_eq!(run(&["shop.tools.json", "--trace", "t.jsonl", "-o", "p.pl"]).code, 2, "it exists");
    let piped = jamb_with(folder.path(), &["learn", "shop.tools.json", "--trace", "-"], calls.as_bytes());
    assert_eq!((piped.code, piped.stdout.contains("tool update_stock")), (0, true), "{}", piped.stderr);
}
