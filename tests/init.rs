//! `jamb init`: snapshots, laws for every list of tools, and servers that behave in every way.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use jamb::catalog;
use jamb::diagnostic::{Diagnostic, has_errors};
use jamb::document::Job;
use jamb::init::{self, Naming};
use jamb::lint::Options;
use jamb::source::disk::MemoryDisk;
use jamb::source::{Source, Sources};
use jamb::{format, syntax};

use crate::lint::judged;
use crate::support::judged::judged_with;
use crate::support::run::{files, folder, jamb, jamb_with, root, stories};
use crate::support::said::snapshots;

/// The policy for a list of tools, with a catalog beside it.
fn policy(tools: &str) -> String {
    let mut sources = Sources::default();
    let id = sources.add(Source::from_text("shop.tools.json", tools));
    let (catalog, odd) = catalog::read_closely(id, sources.get(id)).unwrap();
    let (judged, _) = init::judge(&catalog, &odd);
    init::policy(&judged, &Naming { catalog: Some("shop.tools.json".to_owned()) })
}

/// The errors of a policy with its catalog.
fn mistakes(policy: &str, tools: &str) -> Vec<String> {
    let mut disk = MemoryDisk::default();
    disk.files.insert("shop.tools.json".into(), tools.as_bytes().to_vec());
    let (_, compiled) = judged_with(disk, "shop.pl", policy, Job::COMPILE);
    assert!(!has_errors(&compiled.diagnostics) || compiled.policy.is_none());
    compiled.diagnostics.iter().map(|found| format!("{}: {}", found.code, found.message)).collect()
}

/// The policy with all suggested clauses uncommented.
fn decided(policy: &str) -> String {
    policy.lines().map(|line| line.replacen("# require ", "require ", 1) + "\n").collect()
}

/// The policy with all suggested clauses uncommented, and each tool denied for which that is suggested.
fn refused(policy: &str) -> String {
    let mut lines = policy.lines();
    let mut out = String::new();
    while let Some(line) = lines.next() {
        match line.strip_prefix("# deny ") {
            Some(rest) => {
                out += &format!("deny {rest}\n");
                let statement = lines.next().unwrap();
                if statement.ends_with('{') {
                    lines.find(|line| *line == "}").unwrap();
                }
            }
            None => out += &format!("{line}\n"),
        }
    }
    decided(&out)
}

/// The laws of every policy that `init` writes.
fn assert_good(tools: &str) {
    let text = policy(tools);
    let source = Source::from_text("shop.pl", text.clone());
    let (file, wrong) = syntax::parse(jamb::source::SourceId(0), &source);
    assert!(wrong.is_empty(), "{text}");
    assert_eq!(format::format(&source, &file), text, "it is not laid out");
    assert_eq!(mistakes(&text, tools), [""; 0], "{text}");
    assert_eq!(mistakes(&decided(&text), tools), [""; 0], "{}", decided(&text));
    assert_eq!(mistakes(&refused(&text), tools), [""; 0], "{}", refused(&text));
}

/// The findings that only the owner of a tool can resolve.
const TO_DECIDE: [&str; 5] =
    ["execute-without-condition", "unconstrained-code-argument", "open-recipient", "secret-read", "unguarded-tool"];

/// The linter's findings, and whether a comment beside each says what to decide.
fn findings(policy: &str, tools: &str) -> Vec<(&'static str, bool)> {
    let folder = folder(&[("shop.tools.json", tools.as_bytes()), ("shop.pl", policy.as_bytes())]);
    let (sources, found) = judged(&folder.path().join("shop.pl"), Options::default());
    let is_asked = |found: &Diagnostic| {
        let line = sources.start(found.primary.place).line as usize;
        let lines: Vec<_> = policy.lines().collect();
        let (above, below) = lines.split_at(line - 1);
        let above = above.iter().rev().take_while(|line| !line.is_empty());
        above.chain(below.iter().take_while(|line| !line.is_empty())).any(|line| line.contains("# Decide "))
    };
    found.iter().map(|found| (found.code.name(), is_asked(found))).collect()
}

#[test]
fn the_policy_has_only_findings_that_its_comments_mention() {
    let mut lists =
        vec![root().join("tests/cases/init/shop.tools.json"), root().join("tests/cases/init/odd.tools.json")];
    lists.extend(
        stories()
            .iter()
            .flat_map(|story| files(story, "json"))
            .filter(|path| path.to_string_lossy().ends_with(".tools.json")),
    );
    assert!(lists.len() >= 6, "{lists:?}");
    let mut asked = 0;
    for path in lists {
        let tools = std::fs::read_to_string(&path).unwrap();
        for (code, is_asked) in findings(&policy(&tools), &tools) {
            assert!(TO_DECIDE.contains(&code) && is_asked, "{}: {code}", path.display());
            asked += 1;
        }
        for (code, _) in findings(&decided(&policy(&tools)), &tools) {
            assert!(TO_DECIDE.contains(&code), "a suggested line is not good: {}: {code}", path.display());
        }
        let left = findings(&refused(&policy(&tools)), &tools);
        assert_eq!(left, [], "everything is decided in {}: {}", path.display(), refused(&policy(&tools)));
        assert_good(&tools);
    }
    assert!(asked >= 10, "{asked}");
}

#[test]
fn a_shop_and_odd_tools() {
    let settings = snapshots("init");
    for (name, tools) in
        [("shop", include_str!("cases/init/shop.tools.json")), ("odd", include_str!("cases/init/odd.tools.json"))]
    {
        let folder = folder(&[("shop.tools.json", tools.as_bytes())]);
        let run = jamb(folder.path(), &["init", "shop.tools.json", "-o", "shop.pl"]);
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
        let text = std::fs::read_to_string(folder.path().join("shop.pl")).unwrap();
        settings.bind(|| insta::assert_snapshot!(name, format!("{text}-----\n{}", run.stderr)));
        assert_good(tools);
    }
}

#[test]
fn only_the_classification() {
    let tools =
        br#"[{"name": "get_order"}, {"name": "delete_order"}, {"name": "orders", "description": "Lists orders"}]"#;
    let folder = folder(&[("shop.tools.json", tools)]);
    let run = jamb(folder.path(), &["init", "shop.tools.json", "--format", "json"]);
    let said: Json = serde_json::from_str(&run.stdout).unwrap();
    let expected = json!({"version": 1, "tools": [
        {"name": "get_order", "category": "read", "sure": true, "why": "its name says `get`"},
        {"name": "delete_order", "category": "destructive", "sure": true, "why": "its name says `delete`"},
        {"name": "orders", "category": "read", "sure": true, "why": "its description says `lists`"},
    ]});
    assert_eq!(said, expected);
}

#[test]
fn the_catalog_path_is_relative_to_the_policy() {
    let tools = br#"{"tools": [{"name": "get_order"}]}"#;
    let folder = folder(&[("lists/shop.json", tools), ("policies/x", b"")]);
    let path = folder.path();
    assert_eq!(jamb(path, &["init", "lists/shop.json", "-o", "policies/shop.pl"]).code, 0);
    let written = std::fs::read_to_string(path.join("policies/shop.pl")).unwrap();
    assert!(written.contains("catalog \"../lists/shop.json\""), "{written}");
    assert_eq!(jamb(path, &["check", "policies/shop.pl"]).code, 0);
    let again = jamb(path, &["init", "lists/shop.json", "-o", "policies/shop.pl"]);
    assert!(again.code == 2 && again.stderr.contains("--force"), "{}", again.stderr);
    assert_eq!(jamb(path, &["init", "lists/shop.json", "-o", "policies/shop.pl", "--force"]).code, 0);
    let same = jamb(path, &["init", "lists/shop.json", "-o", "lists/../lists/shop.json", "--force"]);
    assert!(same.code == 2 && std::fs::read(path.join("lists/shop.json")).unwrap() == tools, "{}", same.stderr);
    let printed = jamb(path, &["init", "lists/shop.json"]);
    assert!(printed.stdout.contains("catalog \"lists/shop.json\""), "{}", printed.stdout);
}

#[test]
fn a_list_from_standard_input_is_saved_beside_the_policy() {
    let tools = br#"[{"name": "get_order"}, {"name": "drop_order"}]"#;
    let folder = folder(&[]);
    let path = folder.path();
    assert_eq!(jamb_with(path, &["init", "-", "-o", "shop.pl"], tools).code, 0);
    assert_eq!(std::fs::read(path.join("shop.tools.json")).unwrap(), tools);
    assert!(std::fs::read_to_string(path.join("shop.pl")).unwrap().contains("catalog \"shop.tools.json\""));
    assert_eq!(jamb(path, &["check", "shop.pl"]).code, 0);
    std::fs::remove_file(path.join("shop.pl")).unwrap();
    assert_eq!(jamb_with(path, &["init", "-", "-o", "shop.pl"], tools).code, 2, "the list would be overwritten");
    let printed = jamb_with(path, &["init", "-"], tools);
    assert!(printed.code == 0 && !printed.stdout.contains("catalog"), "{}", printed.stdout);
    assert_eq!(jamb_with(path, &["check", "-"], printed.stdout.as_bytes()).code, 0, "{}", printed.stdout);
}

#[test]
fn invalid_and_empty_lists() {
    let folder = folder(&[("none.json", b"{\"tools\": []}"), ("policy.json", b"{\"default\": \"deny\"}")]);
    let path = folder.path();
    let none = jamb(path, &["init", "none.json", "-o", "none.pl"]);
    assert_eq!((none.code, none.stdout.as_str(), path.join("none.pl").exists()), (3, "", false), "{}", none.stderr);
    let empty: Json = serde_json::from_str(&jamb(path, &["init", "none.json", "--format", "json"]).stdout).unwrap();
    assert_eq!(empty, json!({"version": 1, "tools": []}));
    let other = jamb(path, &["init", "policy.json"]);
    assert!(other.code == 2 && other.stderr.contains("this is a `policy.json`"), "{}", other.stderr);
    for wrong in [
        &["init"][..],
        &["init", "nowhere.json"],
        &["init", "--stdio"],
        &["init", "none.json", "--", "sh"],
        &["init", "none.json", "--stdio", "--", "sh"],
    ] {
        assert_eq!(jamb(path, wrong).code, 2, "{wrong:?}");
    }
}

/// Hostile lists of tools.
fn hostile_tools() -> impl Strategy<Value = Json> {
    let verb = prop::sample::select(vec!["get", "create", "run", "delete", "refund", "eval", "export", "list_env", ""]);
    let odd = prop::sample::select(vec!["\"", "\\", "\n", "# ", "*", "}", "\u{202e}", "é", "every", " ", "."]);
    let word = prop_oneof!["[a-zA-Z_.]{0,8}", odd.prop_map(str::to_owned)];
    let name =
        (verb, prop::collection::vec(word.clone(), 0..3)).prop_map(|(verb, words)| verb.to_owned() + &words.concat());
    let argument = prop_oneof![
        prop::sample::select(vec!["path", "sql", "code", "command", "to", "amount", "url", "state", "query"])
            .prop_map(str::to_owned),
        word,
    ];
    let schema = prop::sample::select(vec![
        json!({"type": "string"}),
        json!({"type": "string", "enum": ["a", "b\"c", "d"]}),
        json!({"type": "string", "enum": ["only"]}),
        json!({"type": "string", "pattern": "^x$"}),
        json!({"type": "string", "maxLength": 3}),
        json!({"type": "integer", "minimum": 1, "maximum": 50}),
        json!({"type": ["number", "null"]}),
        json!({"type": "boolean"}),
        json!({"type": "object", "properties": {"path": {"type": "string"}, "n": {"type": "number"}}}),
        json!({"type": "array", "items": {"type": "string"}}),
        json!({}),
        json!("string"),
    ]);
    let required = any::<bool>();
    let arguments = prop::collection::vec((argument, schema, required), 0..5).prop_map(|arguments| {
        let required: Vec<_> = arguments.iter().filter(|it| it.2).map(|it| it.0.clone()).collect();
        let properties: serde_json::Map<_, _> = arguments.into_iter().map(|it| (it.0, it.1)).collect();
        json!({"type": "object", "properties": properties, "required": required})
    });
    let tool = (name, arguments, "[ -~\n]{0,20}", prop::option::of(any::<bool>())).prop_map(
        |(name, schema, description, hint)| {
            json!({"name": name, "inputSchema": schema, "description": description,
                   "annotations": {"readOnlyHint": hint, "destructiveHint": hint}})
        },
    );
    prop::collection::vec(tool, 1..8).prop_map(|tools| json!({ "tools": tools }))
}

proptest! {
    #[test]
    fn the_policy_is_valid_for_every_list(tools in hostile_tools()) {
        let has_name = tools["tools"].as_array().unwrap().iter().any(|tool| tool["name"] != "");
        prop_assume!(has_name);
        let tools = tools.to_string();
        assert_good(&tools);
        for (code, is_asked) in findings(&policy(&tools), &tools) {
            // Names that look alike are a problem of the list, not of the policy.
            let is_of_the_list = code == "lookalike-tool";
            assert!(is_of_the_list || TO_DECIDE.contains(&code) && is_asked, "{code}: {}", policy(&tools));
        }
    }
}

#[cfg(unix)]
mod servers {
    use std::fs;
    use std::path::Path;
    use std::time::{Duration, Instant};

    use crate::support::run::{Run, folder, jamb};

    const INITIALIZED: &str = r#"{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-06-18","capabilities":{}}}"#;

    /// Asks a server that is a shell script, within four seconds.
    fn ask(folder: &Path, script: &str, more: &[&str]) -> Run {
        fs::write(folder.join("server.sh"), script).unwrap();
        let arguments = [&["init", "--stdio", "--timeout", "4"], more, &["--", "sh", "server.sh"]].concat();
        jamb(folder, &arguments)
    }

    /// The end of the message for a script that answers `initialize` and then does this.
    fn said(script: &str) -> String {
        let folder = folder(&[]);
        let started = Instant::now();
        let run = ask(folder.path(), &format!("read ask\necho '{INITIALIZED}'\nread ready\nread list\n{script}"), &[]);
        assert!(started.elapsed() < Duration::from_secs(20), "{script}");
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{script}: {}", run.stderr);
        run.stderr
    }

    #[test]
    fn a_server_is_asked_page_by_page() {
        let folder = folder(&[]);
        let script = format!(
            "read ask\necho 'Server v1.0 started'\necho 'and its log' >&2\n\
             echo '{{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"method\":\"ping\"}}'\nread pong\necho \"$pong\" > pong\n\
             echo '{INITIALIZED}'\nread ready\nread list\n\
             echo '{{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}}'\n\
             echo '{{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"roots/list\"}}'\nread no\necho \"$no\" > no\n\
             echo '{{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{{\"tools\":[{{\"name\":\"get_order\"}}],\"nextCursor\":\"n\"}}}}'\n\
             read next\necho \"$next\" > next\n\
             echo '{{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{{\"tools\":[{{\"name\":\"drop_order\"}}]}}}}'\n\
             read rest || echo left > left\n"
        );
        let run = ask(folder.path(), &script, &["-o", "shop.pl"]);
        let note = "note: wrote `shop.pl`, and the list of tools to `shop.tools.json`; next: decide what its comments ask, \
            and run `jamb check shop.pl`\n";
        assert_eq!((run.code, run.stderr.as_str()), (0, note));
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(read("shop.pl").contains("allow get_order: read") && read("shop.pl").contains("shop.tools.json"));
        assert_eq!(
            read("shop.tools.json"),
            "{\"tools\": [\n  {\"name\":\"get_order\"},\n  {\"name\":\"drop_order\"}\n]}\n"
        );
        assert_eq!(read("pong").trim(), r#"{"jsonrpc":"2.0","id":"p","result":{}}"#);
        assert!(read("no").contains(r#""id":7,"error""#) && read("next").contains(r#""cursor":"n""#));
        assert_eq!(read("left"), "left\n", "its input ended, and it left by itself");
        assert_eq!(jamb(folder.path(), &["check", "shop.pl"]).code, 0);
    }

    #[test]
    fn each_way_of_not_answering_has_its_own_message() {
        let cases = [
            ("exit 3", "exit code 3"),
            ("echo 'no token' >&2; exit 1", "its error output ends with: no token"),
            ("echo 'Error: no token'; exit 1", "begins with `Error: no token`"),
            ("kill -9 $$", "was killed"),
            ("sleep 60", "within 4 s"),
            ("exec 1>&-; sleep 60", "closed its output"),
            (
                r#"echo '{"jsonrpc":"2.0","id":2,"error":{"code":1,"message":"log in first"}}'"#,
                "refused to list its tools: log in first",
            ),
            (r#"echo '{"jsonrpc":"2.0","id":2,"result":{"items":[]}}'"#, "has no list of tools"),
            (
                r#"while true; do echo '{"jsonrpc":"2.0","id":2,"result":{"tools":[],"nextCursor":"n"}}'; done"#,
                "keeps sending pages",
            ),
            (
                r#"while true; do echo '{"jsonrpc":"2.0","id":9,"method":"ping"}'; done"#,
                "does not list its tools, and keeps sending requests",
            ),
            ("yes noise", "begins with `noise`"),
            ("yes noise | tr -d '\\n'", "16 MiB"),
        ];
        // In parallel, since several of them time out.
        std::thread::scope(|scope| {
            let told: Vec<_> = cases.map(|(script, expected)| (script, expected, scope.spawn(|| said(script)))).into();
            for (script, expected, told) in told {
                let said = told.join().unwrap();
                assert!(said.contains(expected), "{script}: {said}");
            }
        });
        let folder = folder(&[]);
        let none = jamb(folder.path(), &["init", "--stdio", "--", "no-such-server"]);
        assert!(none.code == 2 && none.stderr.contains("can't start `no-such-server`"), "{}", none.stderr);
    }

    #[test]
    fn no_process_of_a_server_is_left_running() {
        let folder = folder(&[]);
        let script =
            "trap '' TERM HUP\nsleep 300 &\necho $! > child\necho $$ > server\nwhile true; do sleep 300; done\n";
        assert_eq!(ask(folder.path(), script, &[]).code, 2);
        for name in ["child", "server"] {
            let id = fs::read_to_string(folder.path().join(name)).unwrap();
            let status = || fs::read_to_string(format!("/proc/{}/status", id.trim())).unwrap_or_default();
            // A process that has ended but has not been waited for is a zombie.
            let is_gone = || status().is_empty() || status().contains("State:\tZ");
            let started = Instant::now();
            while !is_gone() && started.elapsed() < Duration::from_secs(5) {
                std::thread::sleep(Duration::from_millis(20));
            }
            assert!(is_gone(), "{name} still runs: {}", status());
        }
    }
}
