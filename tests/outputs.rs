//! What commands write: never over their inputs, never half, never without a word, and never as a success if it is lost.

use std::fs;
use std::path::Path;

use crate::support::run::{Run, folder, jamb, jamb_with};

const POLICY: &str = "default deny\ncatalog \"c.json\"\ninclude \"part.pl\"\nallow a: read\n";
const CATALOG: &str = r#"{"tools": [{"name": "a", "inputSchema": {"type": "object", "properties": {}}}]}"#;
const FILES: [(&str, &[u8]); 6] = [
    ("p.pl", POLICY.as_bytes()),
    ("c.json", CATALOG.as_bytes()),
    ("part.pl", b"let cap = 5\n"),
    ("jamb.toml", b"[lint]\n"),
    ("other.pl", b"default deny\n"),
    ("p.json", br#"{"version": "1", "default": "deny"}"#),
];

/// Runs a command that has to be refused, and checks that no file has changed and none is new.
fn refused(folder: &Path, arguments: &[&str]) -> Run {
    let before = contents(folder);
    let run = jamb(folder, arguments);
    assert_eq!(run.code, 2, "{arguments:?}: {}{}", run.stdout, run.stderr);
    assert_eq!(contents(folder), before, "{arguments:?}");
    assert!(!run.stderr.contains(".jamb-"), "{}", run.stderr);
    run
}

fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let content = |path: std::path::PathBuf| {
        let bytes = fs::read(&path).unwrap_or_default();
        (path.file_name().unwrap().to_string_lossy().into_owned(), bytes)
    };
    let mut all: Vec<_> = entries.map(content).collect();
    all.sort();
    all
}

#[test]
fn an_output_replaces_no_input_and_no_other_output() {
    let folder = folder(&FILES);
    for arguments in [
        &["compile", "p.pl", "-o", "p.pl"][..],
        &["compile", "p.pl", "-o", "./c.json"],
        &["compile", "p.pl", "-o", "part.pl"],
        &["compile", "p.pl", "-o", "jamb.toml"],
        &["compile", "p.pl", "-o", "other.pl"],
        &["compile", "p.pl", "--source-map", "c.json"],
        &["compile", "p.pl", "-o", "new.json", "--source-map", "p.pl"],
        &["compile", "p.pl", "-o", "new.json", "--source-map", "./new.json"],
        &["compile", "p.pl", "--source-map", "-"],
        &["compile", "p.pl", "--out-dir", "-"],
        &["lint", "p.pl", "--write-baseline", "p.pl"],
        &["lint", "p.pl", "--write-baseline", "c.json"],
        &["lint", "p.pl", "--write-baseline", "jamb.toml"],
        &["lint", "p.pl", "--write-baseline", "other.pl"],
        &["lint", "p.pl", "--write-baseline", "p.json"],
        &["lint", "p.pl", "--write-baseline", "-"],
        &["import", "p.json", "-o", "p.json", "--force"],
        &["init", "c.json", "-o", "c.json", "--force"],
    ] {
        refused(folder.path(), arguments);
    }
}

#[cfg(unix)]
#[test]
fn links_lead_to_the_file_that_they_name() {
    use std::os::unix::fs::symlink;
    let folder = folder(&FILES);
    let path = folder.path();
    symlink("p.pl", path.join("policy-link")).unwrap();
    symlink("c.json", path.join("catalog-link")).unwrap();
    symlink("new.json", path.join("one")).unwrap();
    symlink("new.json", path.join("two")).unwrap();
    fs::hard_link(path.join("p.pl"), path.join("hard")).unwrap();
    for arguments in [
        &["compile", "p.pl", "-o", "policy-link"][..],
        &["compile", "p.pl", "-o", "catalog-link"],
        &["compile", "policy-link", "-o", "p.pl"],
        &["compile", "p.pl", "-o", "hard"],
        &["compile", "p.pl", "-o", "one", "--source-map", "two"],
    ] {
        refused(path, arguments);
    }
    assert_eq!(jamb(path, &["compile", "p.pl", "-o", "one"]).code, 0);
    assert!(path.join("one").is_symlink() && path.join("new.json").is_file(), "a dangling link is followed");
}

#[test]
fn a_run_that_failed_writes_nothing() {
    let folder = folder(&[
        ("p.pl", b"default  deny\nallow a\n"),
        ("wrong.pl", b"default deny\nalow a\n"),
        ("b.json", br#"{"version": 1, "findings": []}"#),
    ]);
    let path = folder.path();
    for arguments in [
        &["lint", "p.pl", "nowhere.pl", "--write-baseline", "b.json"][..],
        &["lint", "nowhere", "--write-baseline", "b.json"],
        &["lint", "p.pl", "nowhere.pl", "--fix"],
        &["fmt", "p.pl", "nowhere.pl"],
        &["compile", "p.pl", "-o", "nowhere/x.json"],
        &["compile", "p.pl", "-o", "new.json", "--source-map", "nowhere/x.json"],
    ] {
        refused(path, arguments);
    }
    let before = contents(path);
    let run = jamb(path, &["lint", "p.pl", "wrong.pl", "--write-baseline", "b.json"]);
    assert!(run.code == 1 && run.stderr.contains("`b.json` was not written"), "{}", run.stderr);
    assert_eq!(contents(path), before);
}

#[test]
fn every_command_says_what_it_wrote_and_what_comes_next() {
    let folder = folder(&FILES);
    let path = folder.path();
    let said = |arguments: &[&str]| jamb(path, arguments).stderr;
    for (arguments, parts) in [
        (&["compile", "p.pl", "-o", "x.json"][..], &["wrote `x.json`", "`jamb compile --check p.pl -o x.json`"][..]),
        (&["compile", "p.pl", "other.pl", "--out-dir", "out"], &["wrote 2 policies to `out`"]),
        (&["compile", "p.pl", "--source-map", "x.map"], &["wrote its source map to `x.map`"]),
        (&["import", "p.json", "-o", "new.pl"], &["wrote `new.pl`", "`jamb check new.pl`"]),
        (&["init", "c.json", "-o", "first.pl"], &["wrote `first.pl`", "`jamb check first.pl`"]),
        (&["man", "--out-dir", "man"], &["`man`"]),
        (
            &["compile", "--check", "p.pl"],
            &["`p.json` is not what `p.pl` compiles to", "`jamb compile p.pl -o p.json`"],
        ),
        (&["compile", "--check", "other.pl"], &["there is no `other.json`", "`jamb compile other.pl -o other.json`"]),
        (
            &["lint", "p.pl", "--write-baseline", "b.json"],
            &["written to `b.json`", "`jamb lint p.pl --baseline b.json`"],
        ),
    ] {
        let said = said(arguments);
        assert!(parts.iter().all(|part| said.contains(part)), "{arguments:?}: {said}");
    }
    fs::write(path.join("ugly.pl"), "default   deny\n").unwrap();
    assert!(said(&["fmt", "ugly.pl", "--check"]).contains("`jamb fmt` without `--check` formats 1 file"));
    assert!(said(&["fmt", "ugly.pl"]).contains("formatted 1 file"));
    assert_eq!(
        jamb(path, &["compile", "other.pl", "-o", "-"]).stdout,
        "{\n  \"version\": \"1\",\n  \"default\": \"deny\"\n}\n"
    );
    assert!(!path.join("-").exists());
}

#[test]
fn compile_check_takes_the_compiled_file_of_a_commit_hook() {
    let folder = folder(&[("p.pl", b"default deny\n"), ("p.json", b"{}\n"), ("alone.json", b"{}\n")]);
    let path = folder.path();
    assert_eq!(jamb(path, &["compile", "--check", "p.json"]).code, 1);
    jamb(path, &["compile", "p.pl", "-o", "p.json"]);
    assert_eq!(jamb(path, &["compile", "--check", "p.json", "p.pl", "./p.pl"]).code, 0);
    let alone = jamb(path, &["compile", "--check", "alone.json"]);
    assert!(alone.code == 2 && alone.stderr.contains("there is no `alone.pl`"), "{}", alone.stderr);
}

#[test]
fn a_baseline_covers_a_finding_in_its_tool_only() {
    let one = "default deny\ntool refund: financial {\n  deny if args.amount > 100\n}\ndeny payout: financial\n";
    let folder = folder(&[("p.pl", one.as_bytes())]);
    let path = folder.path();
    let new = |text: &str| {
        fs::write(path.join("p.pl"), text).unwrap();
        jamb(path, &["lint", "p.pl", "--baseline", "b.json", "--format", "short"])
    };
    let written = jamb(path, &["lint", "p.pl", "--write-baseline", "b.json"]);
    assert_eq!((written.code, written.stdout.as_str()), (0, "nothing new in 1 file; 2 in the baseline\n"));
    assert_eq!(new(one).code, 0);
    assert_eq!(new(&one.replace("  deny if", "\n# Why.\n      deny   if")).code, 0, "it may move within its tool");
    let swapped = one.replace("refund", "@").replace("payout", "refund").replace('@', "payout");
    assert_eq!(new(&swapped).code, 1);
    let second = one.replace("deny payout: financial", "tool payout: financial {\n  deny if args.amount > 100\n}");
    assert_eq!(new(&second).stdout.lines().count(), 2);
    let shared = "default deny\nrule cap {\n  deny if args.amount > 100\n}\ntool refund: financial { apply cap }\n";
    new(shared);
    jamb(path, &["lint", "p.pl", "--write-baseline", "b.json"]);
    assert_eq!(new(shared).code, 0);
    assert_eq!(new(&shared.replace("tool refund:", "tool payout, refund:")).code, 1, "a rule with one more tool");
}

#[test]
fn a_baseline_of_another_version_is_refused() {
    let folder = folder(&[("p.pl", b"default deny\n"), ("b.json", br#"{"version": 2, "findings": []}"#)]);
    let run = refused(folder.path(), &["lint", "p.pl", "--baseline", "b.json"]);
    assert!(run.stderr.contains("`b.json` is a baseline of version 2"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_policy_is_walked_like_the_policy() {
    use std::os::unix::fs::symlink;
    let wrong: &[u8] = b"default deny\nalow a\n";
    let folder = folder(&[("elsewhere/wrong.pl", wrong), ("p/good.pl", b"default deny\n")]);
    let path = folder.path();
    symlink("good.pl", path.join("p/again.pl")).unwrap();
    assert_eq!(jamb(path, &["check", "p"]).stdout, "nothing found in 1 file\n");
    // As Kubernetes mounts a configuration.
    symlink("../elsewhere/wrong.pl", path.join("p/linked.pl")).unwrap();
    let run = jamb(path, &["check", "p", "--format", "short"]);
    assert!(run.code == 1 && run.stdout.starts_with("p/linked.pl:2:1"), "{}", run.stdout);
    symlink("nowhere.pl", path.join("p/dangling.pl")).unwrap();
    let run = jamb(path, &["check", "p"]);
    assert!(run.code == 2 && run.stderr.contains("`p/dangling.pl`"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_configuration_that_cannot_be_read_is_an_error() {
    for make in [
        (|path: &Path| fs::create_dir(path).unwrap()) as fn(&Path),
        |path| std::os::unix::fs::symlink("none", path).unwrap(),
        |path| std::os::unix::fs::symlink("/dev/null", path).unwrap(),
        |path| std::os::unix::fs::symlink(path, path).unwrap(),
    ] {
        let folder = folder(&[("sub/p.pl", b"default deny\n")]);
        make(&folder.path().join("jamb.toml"));
        let run = jamb(folder.path(), &["lint", "sub/p.pl"]);
        assert!(run.code == 2 && run.stderr.contains("jamb.toml"), "{}", run.stderr);
    }
}

#[cfg(unix)]
mod streams {
    use super::*;
    use std::process::{Command, Stdio};

    /// The exit code of a command that a shell starts.
    fn shell(folder: &Path, line: &str) -> i32 {
        let mut command = Command::new("sh");
        command.args(["-c", line]).env("JAMB", env!("CARGO_BIN_EXE_jamb")).current_dir(folder);
        command.stdin(Stdio::null()).stderr(Stdio::null()).status().unwrap().code().unwrap()
    }

    #[test]
    fn a_result_that_is_lost_is_no_success() {
        let folder = folder(&[("p.pl", b"default deny\n"), ("wrong.pl", b"alow\n")]);
        let path = folder.path();
        for arguments in ["compile p.pl", "check p.pl", "explain", "--help", "man", "completions bash"] {
            assert_eq!(shell(path, &format!("exec \"$JAMB\" {arguments} >&-")), 2, "{arguments}");
            assert_eq!(shell(path, &format!("exec \"$JAMB\" {arguments} > /dev/null")), 0, "{arguments}");
            // Python and Node open `/dev/null` like this; it is not closed.
            assert_eq!(shell(path, &format!("exec \"$JAMB\" {arguments} 1<> /dev/null")), 0, "{arguments}");
        }
        assert_eq!(shell(path, "exec \"$JAMB\" check wrong.pl >&-"), 1, "its findings are known");
        assert_eq!(shell(path, "exec \"$JAMB\" compile p.pl -o x.json >&-"), 0, "nothing is printed");
        assert_eq!(shell(path, "exec \"$JAMB\" compile p.pl --source-map x.map >&-"), 2);
        assert!(!path.join("x.map").exists());
    }

    #[test]
    fn the_mode_of_a_file_stays_and_its_limit_is_kept() {
        use std::os::unix::fs::PermissionsExt;
        let text = "allow   tool: read\n".repeat(4_000);
        let folder = folder(&[("p.pl", format!("default deny\n{text}").as_bytes())]);
        let path = folder.path();
        let before = contents(path);
        assert_eq!(shell(path, "ulimit -f 8; exec \"$JAMB\" fmt p.pl"), 2);
        assert_eq!(shell(path, "ulimit -f 8; exec \"$JAMB\" fmt - < p.pl > out"), 2);
        fs::remove_file(path.join("out")).unwrap();
        assert_eq!(contents(path), before);
        fs::set_permissions(path.join("p.pl"), fs::Permissions::from_mode(0o640)).unwrap();
        assert_eq!(shell(path, "exec \"$JAMB\" fmt p.pl > /dev/null"), 0);
        assert_eq!(fs::metadata(path.join("p.pl")).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[test]
    fn a_simple_terminal_gets_ascii() {
        let folder = folder(&[
            ("p.pl", b"default deny\ntool pay: write {\n  require args.to == 5 because \"No.\"\n}\ntest \"t\" { call pay {} => allow }\n"),
            ("t.jsonl", b"{\"tool\": \"pay\", \"args\": {}}\n"),
        ]);
        for variable in [("LC_ALL", "C"), ("TERM", "dumb")] {
            for arguments in [
                &["lint", "p.pl"][..],
                &["test", "p.pl", "-v", "--coverage", "--mutants"],
                &["eval", "p.pl", "pay", "{}", "--explain"],
                &["simulate", "p.pl", "--trace", "t.jsonl", "--suggest-limits"],
                &["explain", "open-range"],
            ] {
                let run = Command::new(env!("CARGO_BIN_EXE_jamb"))
                    .args(arguments)
                    .env_remove("LC_ALL")
                    .env_remove("TERM")
                    .env(variable.0, variable.1)
                    .current_dir(folder.path())
                    .output()
                    .unwrap();
                let text = String::from_utf8([run.stdout, run.stderr].concat()).unwrap();
                assert!(text.is_ascii() && !text.is_empty(), "{arguments:?}: {text}");
            }
        }
    }
}

#[test]
fn tables_are_whole_in_a_pipe() {
    let condition = format!(
        "args.reason in [{}]",
        (0..20).map(|n| format!("\"reason number {n}\"")).collect::<Vec<_>>().join(", ")
    );
    let policy = format!("default deny\ntool pay: write {{ require {condition} because \"No.\" }}\n");
    let folder = folder(&[("p.pl", policy.as_bytes())]);
    let run = jamb(folder.path(), &["eval", "p.pl", "pay", r#"{"reason": "reason number 19"}"#, "--explain"]);
    assert!(run.stdout.contains("reason number 12") && !run.stdout.contains('…'), "{}", run.stdout);
}

#[test]
fn test_lists_names_if_asked() {
    let policy = "default deny\nallow a: read\ntest \"good\" { call a {} => allow }\ntest \"bad\" { call b {} => allow }\nassert never b\n";
    let folder = folder(&[("p.pl", policy.as_bytes())]);
    let run = jamb(folder.path(), &["test", "-v", "p.pl"]);
    for line in [
        "  passed   good             p.pl:3\n",
        "  failed   bad              p.pl:4\n",
        "  holds    assert never b   p.pl:5\n",
    ] {
        assert!(run.stdout.contains(line), "{}", run.stdout);
    }
    assert!(!jamb(folder.path(), &["test", "p.pl"]).stdout.contains("passed"));
}

#[test]
fn words_of_other_programs_lead_to_the_command() {
    let folder = folder(&[("p.pl", b"default deny\n")]);
    for (word, command) in [
        ("validate", "jamb check"),
        ("format", "jamb fmt"),
        ("Build", "jamb compile"),
        ("replay", "jamb simulate"),
        ("chekc", "`check`"),
        ("bulid", "jamb compile"),
        ("p.pl", "`jamb check p.pl`"),
        ("xyzzy", "jamb --help"),
    ] {
        let run = jamb(folder.path(), &[word]);
        assert!(run.code == 2 && run.stderr.contains(command), "{word}: {}", run.stderr);
    }
    let address = jamb(folder.path(), &["init", "https://mcp.example/v1"]);
    assert!(address.code == 2 && address.stderr.contains("tools/list"), "{}", address.stderr);
}

#[test]
fn standard_input_is_not_overwritten_either() {
    let folder = folder(&[]);
    assert_eq!(jamb_with(folder.path(), &["fmt", "-"], b"default   deny\n").stdout, "default deny\n");
    assert!(contents(folder.path()).is_empty());
}
