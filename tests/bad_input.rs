//! Bad input gives a clear error and the right exit code, quickly, and nothing is written.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value as Json;

use crate::support::run::{folder, jamb, jamb_with};

/// A time that only a hang exceeds. It is not a measurement: the tests run without optimization, on busy machines.
const SOON: Duration = Duration::from_secs(300);

/// The errors of `check`, as `code line:column`.
fn errors(folder: &Path, file: &str) -> Vec<String> {
    let start = Instant::now();
    let run = jamb(folder, &["check", file, "--format", "json"]);
    assert!(start.elapsed() < SOON, "{file} took {:?}", start.elapsed());
    let report: Json =
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}{}", run.stdout, run.stderr));
    let errors: Vec<_> =
        report["diagnostics"].as_array().unwrap().iter().filter(|found| found["severity"] == "error").collect();
    assert_eq!(run.code, i32::from(!errors.is_empty()), "{file}");
    let place = |error: &&Json| {
        let start = &error["range"]["start"];
        format!("{} {}:{}", error["code"].as_str().unwrap(), start["line"], start["column"])
    };
    errors.iter().map(place).collect()
}

/// The errors of one policy; compiling it to a file writes nothing.
fn errors_of(policy: &[u8]) -> Vec<String> {
    let folder = folder(&[("p.pl", policy)]);
    let errors = errors(folder.path(), "p.pl");
    let compile = jamb(folder.path(), &["compile", "p.pl", "-o", "p.json"]);
    assert_eq!(compile.code, i32::from(!errors.is_empty()), "{}", compile.stderr);
    assert_eq!(folder.path().join("p.json").exists(), errors.is_empty());
    assert_eq!(fs::read(folder.path().join("p.pl")).unwrap(), policy);
    errors
}

#[test]
fn texts_that_are_not_policies() {
    for (policy, expected) in [
        (&b""[..], &[][..]),
        (b"\xef\xbb\xbf", &[]),
        (b"\xef\xbb\xbfdefault deny\r\nalow x\r\n", &["syntax 2:1"]),
        (b"\xef\xbb\xbfalow x", &["syntax 1:1"]),
        (b"\x7fELF\x02\x01\x01\x00\x00", &["syntax 1:1"]),
        (b"default deny\nallow a\xff\xfe", &["syntax 2:8"]),
        (b"\xff\xfed\x00e\x00f\x00", &["syntax 1:1"]),
        (b"default deny\ndeny x because \"\\ud800\"\n", &["syntax 2:17"]),
        (b"default deny\ndeny x because \"a\\q\"\n", &["syntax 2:18"]),
        (b"default deny\ndeny x because \"not closed\nallow y: read\n", &["syntax 2:16"]),
        (b"default deny\ndeny x because \"a\tb\"\n", &["syntax 2:18"]),
        ("default deny\ndeny é\n".as_bytes(), &["syntax 2:6"]),
        ("default deny\nallow a # 漢字\ndeny b because \"漢字\" x\n".as_bytes(), &["syntax 3:21"]),
        (b"default deny\nlet x = 1e999\n", &["syntax 2:9"]),
        (b"default deny\0\n", &["syntax 1:13"]),
    ] {
        assert_eq!(errors_of(policy), expected, "{}", String::from_utf8_lossy(policy));
    }
}

#[test]
fn endless_brackets() {
    const MANY: usize = 16 * 1024 * 1024 - 100;
    assert_eq!(errors_of(&b"(".repeat(MANY)), ["syntax 1:1"]);
    assert_eq!(errors_of(&[b"tool a { deny if ".as_slice(), &b"(".repeat(MANY)].concat()), ["too-large 1:82"]);
    assert_eq!(errors_of(&[b"test \"t\" { call a { x: ".as_slice(), &b"[".repeat(MANY)].concat()), ["too-large 1:87"]);
    assert_eq!(errors_of(&[b"assert never a if ".as_slice(), &b"not ".repeat(MANY / 4)].concat()), ["too-large 1:275"]);
}

#[test]
fn files_that_are_too_large() {
    let large = b"# x\n".repeat(4 * 1024 * 1024 + 1);
    assert_eq!(errors_of(&large), ["too-large 1:1"]);
    let folder = folder(&[
        ("p.pl", b"default deny\ninclude \"large.pl\"\ncatalog \"large.json\"\n"),
        ("large.pl", &large),
        ("large.json", &large),
    ]);
    assert_eq!(errors(folder.path(), "p.pl"), ["too-large 2:9", "too-large 3:9"]);
}

#[test]
fn includes_and_catalogs_that_cannot_be_read() {
    let files: &[(&str, &[u8])] = &[
        ("self.pl", b"default deny\ninclude \"self.pl\"\n"),
        ("folder.pl", b"default deny\ninclude \"sub\"\n"),
        ("device.pl", b"default deny\ninclude \"/dev/zero\"\n"),
        ("sub/x.pl", b"let a = 1\n"),
        ("catalog.pl", b"default deny\ncatalog \"c.json\"\nallow get_*: read\n"),
    ];
    let folder = folder(files);
    assert_eq!(errors(folder.path(), "self.pl"), ["include-cycle 2:9"]);
    assert_eq!(errors(folder.path(), "folder.pl"), ["file-not-found 2:9"]);
    assert_eq!(errors(folder.path(), "device.pl"), ["file-not-found 2:9"]);
    assert_eq!(errors(folder.path(), "catalog.pl"), ["file-not-found 2:9"]);
    let deep = "[".repeat(1_000_000);
    let wrong: &[&[u8]] = &[
        b"",
        b"{",
        b"{}",
        b"[1]",
        b"null",
        b"{\"tools\": 5}",
        b"\xff\xfe{",
        b"{\"tools\": [\"\\ud800\"]}",
        deep.as_bytes(),
    ];
    for catalog in wrong {
        fs::write(folder.path().join("c.json"), catalog).unwrap();
        assert_eq!(
            errors(folder.path(), "catalog.pl"),
            ["not-a-catalog 2:9"],
            "{}",
            String::from_utf8_lossy(&catalog[..catalog.len().min(40)])
        );
    }
    fs::write(folder.path().join("c.json"), b"{\"tools\": []}").unwrap();
    assert_eq!(errors(folder.path(), "catalog.pl"), ["pattern-matches-nothing 3:7"]);
}

#[test]
fn a_hundred_thousand_tools_and_statements() {
    let tools: Vec<_> = (0..100_000).map(|tool| format!("{{\"name\": \"tool_{tool}\", \"inputSchema\": {{\"type\": \"object\", \"properties\": {{\"a\": {{\"type\": \"string\"}}}}}}}}")).collect();
    let statements: String = (0..100_000).map(|tool| format!("allow tool_{tool}: read\n")).collect();
    let catalog = format!("[{}]", tools.join(","));
    let folder = folder(&[
        ("c.json", catalog.as_bytes()),
        ("p.pl", format!("default deny\ncatalog \"c.json\"\n{statements}").as_bytes()),
        ("q.pl", b"default deny\ncatalog \"c.json\"\ntool tool_*: read { deny if args.b exists }\n"),
    ]);
    assert_eq!(errors(folder.path(), "p.pl"), [""; 0]);
    // One mistake gives one message, however many tools it affects.
    assert_eq!(errors(folder.path(), "q.pl"), ["unknown-argument 3:34"]);
    let catalog = format!("[{},{}]", tools.join(","), tools[0]);
    fs::write(folder.path().join("c.json"), catalog).unwrap();
    assert_eq!(errors(folder.path(), "p.pl"), ["not-a-catalog 2:9"]);
}

#[test]
fn rules_that_explode() {
    let mut policy = "default deny\nrule r0 { deny if args.x > 5 }\n".to_owned();
    for level in 1..30 {
        let before = level - 1;
        policy += &format!("rule r{level} {{\n{}}}\n", format!("  apply r{before}\n").repeat(10));
    }
    policy += "tool t: write { apply r29 }\n";
    assert_eq!(errors_of(policy.as_bytes()), ["too-large 351:23"]);
}

#[test]
fn conditions_that_explode() {
    let factor =
        |letter: char| (0..10).map(|part| format!("args.{letter}{part} exists")).collect::<Vec<_>>().join(" or ");
    let of =
        |factors: &str| factors.chars().map(|letter| format!("({})", factor(letter))).collect::<Vec<_>>().join(" and ");
    assert_eq!(
        errors_of(format!("default deny\ntool t: write {{\n  deny if {}\n}}\n", of("abcd")).as_bytes()),
        [""; 0]
    );
    let large = format!("default deny\ntool t: write {{\n  deny if {}\n}}\n", of("abcdefghijklmnopqrst"));
    assert_eq!(errors_of(large.as_bytes()), ["inexpressible-condition 3:11"]);
}

#[test]
fn regular_expressions_that_explode() {
    let policy = b"default deny\ntool t: write {\n  require args.x matches r\"^(\\pL{500}\\pN{500}){1}$\"\n}\n";
    assert_eq!(errors_of(policy), ["invalid-regex 3:26"]);
}

#[test]
fn endless_mistakes() {
    let policy = format!("default deny\n{}", "allow x\ndeny x\n".repeat(20_000));
    let errors = errors_of(policy.as_bytes());
    assert_eq!((errors.len(), errors[0].as_str()), (10_000, "conflicting-state 3:6"));
    let policy = format!("default deny\n{}", "allow x\nalow x\n".repeat(20_000));
    assert_eq!(errors_of(policy.as_bytes()).len(), 10_000);
}

#[test]
fn clauses_that_are_too_many_together() {
    let either = |letter: char| {
        format!("({})", (0..99).map(|part| format!("args.{letter}{part} == 1")).collect::<Vec<_>>().join(" or "))
    };
    // A long message makes each clause larger, which keeps the test fast.
    let clause =
        |length: usize| format!("  deny if {} and {} because \"{}\"\n", either('a'), either('b'), "m".repeat(length));
    let policy = format!("default deny\nrule r {{\n{}}}\ntool t {{\n  apply r\n}}\n", clause(10_000).repeat(100));
    assert_eq!(errors_of(policy.as_bytes()), ["too-large 105:9"]);
    // Each of the 9,801 entries has a copy of the message.
    assert_eq!(
        errors_of(format!("default deny\ntool t {{\n{}}}\n", clause(100_000)).as_bytes()),
        ["inexpressible-condition 3:11"]
    );
}

#[test]
fn endless_exists_conditions() {
    let asked: Vec<_> = (0..40_000).map(|part| format!("args.a{part} exists and args.b{part} missing")).collect();
    let policy = format!("default deny\ntool t {{\n  require {}\n}}\n", asked.join(" and "));
    assert_eq!(errors_of(policy.as_bytes()), [""; 0]);
}

#[test]
fn endless_paths() {
    let policy = |steps: usize| format!("default deny\ntool t {{ deny if args{} exists }}\n", ".a".repeat(steps));
    assert_eq!(errors_of(policy(1_000).as_bytes()), [""; 0]);
    assert_eq!(errors_of(policy(1_001).as_bytes()), ["too-large 2:2023"]);
}

#[test]
fn long_names_of_counters_for_many_tools() {
    let tools: Vec<_> = (0..50_000).map(|tool| format!("{{\"name\": \"tool_{tool}\"}}")).collect();
    let policy = format!(
        "default deny\ncatalog \"c.json\"\ntool tool_*: read {{ limit 5 per hour as {} }}\n",
        "c".repeat(1_000_000)
    );
    let folder = folder(&[("c.json", format!("[{}]", tools.join(",")).as_bytes()), ("p.pl", policy.as_bytes())]);
    assert_eq!(errors(folder.path(), "p.pl"), ["too-large 3:6"]);
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let policy = "default deny\ncatalog \"c.json\"\nallow \"a\u{1b}[31m\u{202e}b\": read\n\u{1b}]0;x\u{7}\n";
    let folder =
        folder(&[("p.pl", policy.as_bytes()), ("c.json", "{\"tools\": [{\"name\": \"a\u{9b}31m\"}]}".as_bytes())]);
    for format in ["pretty", "short", "github"] {
        let run = jamb(folder.path(), &["check", "p.pl", "--format", format]);
        assert_eq!(run.code, 1);
        let raw = run
            .stdout
            .chars()
            .find(|&letter| (letter.is_control() && letter != '\n') || ('\u{202a}'..='\u{202e}').contains(&letter));
        assert_eq!(raw, None, "{format}: {:?}", run.stdout);
    }
    let run = jamb(folder.path(), &["check", "no\u{1b}[31m.pl"]);
    assert!(!run.stderr.contains('\u{1b}'), "{:?}", run.stderr);
}

#[test]
fn standard_input_that_is_not_a_policy() {
    let folder = folder(&[]);
    for input in [&b"\xff"[..], b"(", b"\"", b"default deny\ninclude \"x.pl\"\n"] {
        let run = jamb_with(folder.path(), &["compile", "-"], input);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{}", run.stderr);
        assert!(run.stderr.contains("-:"), "{}", run.stderr);
    }
}

#[test]
fn mutants_and_drift_of_absurd_input_end_quickly() {
    let clause = |index: usize| format!("  deny if args.a{} > {index} and args.b == \"{index}\"\n", index % 50);
    let clauses: String = (0..1_500).map(clause).collect();
    let assert = |index: usize| format!("assert never t if args.a{} > {index} and args.b == \"{index}\"\n", index % 50);
    let asserts: String = (0..20).map(assert).collect();
    let test = |index: usize| format!("test \"{index}\" {{ 9_000 times call t {{ a1: {index} }} => allow }}\n");
    let tests: String = (0..120).map(test).collect();
    let policy = format!("default deny\ntool t: write {{\n{clauses}  limit 900_000 per day\n}}\n{asserts}");
    let tested = format!("default deny\ntool t: write {{ deny if args.b == 1 limit 9_000 per day }}\n{tests}");
    let tool = |name: String, ty: &str| {
        format!(r#"{{"name":"{name}","inputSchema":{{"properties":{{"x":{{"type":"{ty}"}},"{name}":{{}}}}}}}}"#)
    };
    let list = |start: usize, ty: &str| {
        let tools: Vec<_> = (start..start + 2_000).map(|index| tool(format!("t{index}"), ty)).collect();
        format!("[{}]", tools.join(","))
    };
    let folder = folder(&[
        ("clauses.pl", policy.as_bytes()),
        ("tests.pl", tested.as_bytes()),
        ("all.pl", b"default deny\ncatalog \"list.json\"\nallow *: read\n"),
        ("old.json", list(0, "string").as_bytes()),
        ("new.json", list(1_000, "integer").as_bytes()),
    ]);
    for (arguments, said) in [
        (&["test", "clauses.pl", "--mutants"][..], "more changes were not tried"),
        (&["test", "tests.pl", "--mutants"], "not tried"),
        (&["drift", "old.json", "new.json", "--policy", "all.pl"], "allows more than before"),
    ] {
        let start = Instant::now();
        let run = jamb(folder.path(), arguments);
        assert!(start.elapsed() < SOON, "{arguments:?} took {:?}", start.elapsed());
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stdout.contains(said), "{}", run.stdout);
    }
}
