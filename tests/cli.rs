//! The command line: exit codes, the two output streams, and the files that are written.

use std::fs;

use serde_json::Value as Json;

use crate::support::run::{folder, jamb, jamb_with};

const GOOD: &[u8] = b"default deny\nallow a: read\n";
const BAD: &[u8] = b"default deny\nalow a\n";
const PART: &[u8] = b"let cap = 5\n";

#[test]
fn check_reports_nothing_about_a_valid_policy() {
    let folder = folder(&[("good.pl", GOOD)]);
    let run = jamb(folder.path(), &["check", "good.pl"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    let json: Json =
        serde_json::from_str(&jamb(folder.path(), &["check", "good.pl", "--format", "json"]).stdout).unwrap();
    assert_eq!(json, serde_json::json!({"version": 1, "diagnostics": [], "arguments": {"typed": 0, "unknown": 0}}));
}

#[test]
fn exit_codes_of_check() {
    let folder = folder(&[
        ("good.pl", GOOD),
        ("bad.pl", BAD),
        ("perl.pl", b"#!/usr/bin/perl\n"),
        ("none/x.txt", b""),
        ("p.json", b"{}"),
    ]);
    for (arguments, code) in [
        (&["good.pl"][..], 0),
        (&["bad.pl"], 1),
        (&["bad.pl", "good.pl"], 1),
        (&["none"], 3),
        (&["none", "bad.pl"], 1),
        (&["nowhere.pl"], 2),
        (&["nowhere.pl", "bad.pl"], 2),
        (&["perl.pl"], 2),
        (&["p.json"], 1),
        (&[], 2),
        (&["--format", "xml", "good.pl"], 2),
    ] {
        let run = jamb(folder.path(), &[&["check"], arguments].concat());
        assert_eq!(run.code, code, "{arguments:?}: {}{}", run.stdout, run.stderr);
    }
}

#[test]
fn a_bad_path_does_not_stop_the_others() {
    let folder = folder(&[("bad.pl", BAD)]);
    let run = jamb(folder.path(), &["check", "nowhere.pl", "bad.pl", "--format", "short"]);
    assert!(run.stdout.starts_with("bad.pl:2:1: error[syntax]: "), "{}", run.stdout);
    assert!(run.stderr.contains("`nowhere.pl`"), "{}", run.stderr);
}

#[test]
fn a_walk_skips_ignored_files_and_perl() {
    let folder = folder(&[
        ("a/good.pl", GOOD),
        ("a/script.pl", b"use strict;\nprint 1;\n"),
        (".gitignore", b"build\n"),
        ("build/bad.pl", BAD),
        ("b/bad.pl", BAD),
    ]);
    let run = jamb(folder.path(), &["check", ".", "--format", "short"]);
    assert_eq!(run.stdout.lines().filter(|line| line.contains("error")).count(), 1, "{}", run.stdout);
    assert!(run.stdout.contains("b/bad.pl:2:1"), "{}", run.stdout);
    assert!(run.stderr.contains("a/script.pl") && run.stderr.contains("Perl"), "{}", run.stderr);
}

#[test]
fn one_mistake_in_a_shared_part_is_one_message() {
    let folder = folder(&[
        ("part.pl", b"rule r { deny if args.x > nowhere }\n"),
        ("a.pl", b"default deny\ninclude \"part.pl\"\ntool t: write { apply r }\n"),
        ("b.pl", b"default deny\ninclude \"part.pl\"\ntool u: write { apply r }\n"),
    ]);
    let json: Json = serde_json::from_str(&jamb(folder.path(), &["check", ".", "--format", "json"]).stdout).unwrap();
    assert_eq!(json["diagnostics"].as_array().unwrap().len(), 1, "{json:#}");
}

#[test]
fn compile_writes_to_the_given_path() {
    let folder = folder(&[("p/a.pl", GOOD), ("p/q/b.pl", GOOD), ("p/part.pl", PART)]);
    let path = folder.path();
    let expected = "{\n  \"version\": \"1\",\n  \"default\": \"deny\",\n  \"tools\": {\n    \"a\": {}\n  }\n}\n";
    assert_eq!(jamb(path, &["compile", "p/a.pl"]).stdout, expected);
    assert_eq!(
        jamb(path, &["compile", "p/a.pl", "--minify"]).stdout,
        "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"a\":{}}}\n"
    );
    assert_eq!(jamb(path, &["compile", "p/a.pl", "-o", "a.json"]).stdout, "");
    assert_eq!(fs::read_to_string(path.join("a.json")).unwrap(), expected);
    assert_eq!(jamb(path, &["compile", "p"]).code, 2);
    let run = jamb(path, &["compile", "p", "--out-dir", "out"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("p/part.pl"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(path.join("out/a.json")).unwrap(), expected);
    assert_eq!(fs::read_to_string(path.join("out/q/b.json")).unwrap(), expected);
    assert!(!path.join("out/part.json").exists());
    assert_eq!(jamb(path, &["compile", "a.json"]).code, 2);
}

#[test]
fn compile_writes_nothing_if_one_of_several_is_wrong() {
    let folder = folder(&[("p/a.pl", GOOD), ("p/b.pl", BAD)]);
    let run = jamb(folder.path(), &["compile", "p", "--out-dir", "out"]);
    assert_eq!(run.code, 1);
    assert!(!folder.path().join("out").exists());
}

#[test]
fn two_policies_with_the_same_name_are_a_problem() {
    let folder = folder(&[("p/a.pl", GOOD), ("q/a.pl", GOOD)]);
    assert_eq!(jamb(folder.path(), &["compile", "p/a.pl", "q/a.pl", "--out-dir", "out"]).code, 2);
    assert!(!folder.path().join("out").exists());
}

#[test]
fn compile_check_compares() {
    let folder = folder(&[("a.pl", GOOD)]);
    let path = folder.path();
    let missing = jamb(path, &["compile", "--check", "a.pl"]);
    assert_eq!(missing.code, 1);
    assert!(missing.stdout.contains("+    \"a\": {}"), "{}", missing.stdout);
    assert!(!path.join("a.json").exists());
    jamb(path, &["compile", "a.pl", "-o", "a.json"]);
    let same = jamb(path, &["compile", "--check", "a.pl"]);
    assert_eq!((same.code, same.stdout.as_str()), (0, ""));
    fs::write(path.join("a.json"), "{}\n").unwrap();
    assert_eq!(jamb(path, &["compile", "--check", "."]).code, 1);
}

#[test]
fn the_source_map_names_the_line_of_each_entry() {
    let folder =
        folder(&[("a.pl", b"default deny\ntool t: write {\n  require args.x exists\n  limit 5 per minute\n}\n")]);
    jamb(folder.path(), &["compile", "a.pl", "-o", "a.json", "--source-map", "a.map"]);
    let map: Json = serde_json::from_str(&fs::read_to_string(folder.path().join("a.map")).unwrap()).unwrap();
    assert_eq!(map["version"], 1);
    let entry = |pointer: &str| {
        map["entries"].as_array().unwrap().iter().find(|entry| entry["pointer"] == pointer).unwrap().clone()
    };
    assert_eq!(entry("/tools/t/require/0")["file"], "a.pl");
    assert_eq!(
        entry("/tools/t/require/0")["range"]["start"],
        serde_json::json!({"line": 3, "column": 3, "offset": 31})
    );
    assert_eq!(entry("/tools/t/limits/0")["range"]["start"]["line"], 4);
}

#[test]
fn fmt_writes_lists_and_shows_differences() {
    let folder =
        folder(&[("a.pl", b"\xef\xbb\xbfdefault   deny\r\nallow a:read\r\n"), ("good.pl", GOOD), ("bad.pl", BAD)]);
    let path = folder.path();
    let check = jamb(path, &["fmt", "--check", "a.pl", "good.pl"]);
    assert_eq!((check.code, check.stdout.as_str()), (1, "a.pl\n"));
    let diff = jamb(path, &["fmt", "--diff", "a.pl"]);
    assert_eq!(diff.code, 1);
    assert!(diff.stdout.contains("+allow a: read"), "{}", diff.stdout);
    let write = jamb(path, &["fmt", "a.pl", "good.pl"]);
    assert_eq!((write.code, write.stdout.as_str()), (0, "a.pl\n"));
    assert_eq!(fs::read(path.join("a.pl")).unwrap(), GOOD);
    let bad = jamb(path, &["fmt", "bad.pl"]);
    assert_eq!(bad.code, 1);
    assert_eq!(fs::read(path.join("bad.pl")).unwrap(), BAD);
    assert_eq!(jamb_with(path, &["fmt", "-"], b"allow   a").stdout, "allow a\n");
    assert_eq!(jamb_with(path, &["fmt", "-"], b"allow a\n").stdout, "allow a\n");
    // Only syntax errors stop the formatter.
    assert_eq!(jamb_with(path, &["fmt", "-"], b"allow a\ndeny a\n").code, 0);
}

#[test]
fn import_does_not_overwrite() {
    let folder = folder(&[
        ("p.json", b"{\"version\":\"1\",\"default\":\"deny\"}"),
        ("p.pl", b"# mine\n"),
        ("bad.json", b"{\"version\":\"1\",\"default\":\"deny\",\"tols\":{}}"),
    ]);
    let path = folder.path();
    assert_eq!(jamb(path, &["import", "p.json", "-o", "p.pl"]).code, 2);
    assert_eq!(fs::read(path.join("p.pl")).unwrap(), b"# mine\n");
    assert_eq!(jamb(path, &["import", "p.json", "-o", "p.pl", "--force"]).code, 0);
    assert_eq!(fs::read(path.join("p.pl")).unwrap(), b"default deny\n");
    let bad = jamb(path, &["import", "bad.json", "-o", "new.pl"]);
    assert_eq!(bad.code, 1);
    assert!(bad.stderr.contains("tools"), "{}", bad.stderr);
    assert!(!path.join("new.pl").exists());
}

#[test]
fn quiet_keeps_only_errors() {
    let folder = folder(&[("day.pl", b"default deny\nlimit 5 per day\n"), ("bad.pl", BAD)]);
    assert_ne!(jamb(folder.path(), &["compile", "day.pl"]).stderr, "");
    assert_eq!(jamb(folder.path(), &["compile", "day.pl", "--quiet"]).stderr, "");
    assert_ne!(jamb(folder.path(), &["compile", "bad.pl", "--quiet"]).stderr, "");
}

#[test]
fn diagnostics_of_compile_go_to_standard_error_in_each_format() {
    let folder = folder(&[("bad.pl", BAD)]);
    for (format, start) in
        [("short", "bad.pl:2:1: error[syntax]"), ("json", "{"), ("github", "::error "), ("sarif", "{")]
    {
        let run = jamb(folder.path(), &["compile", "bad.pl", "--format", format]);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{format}");
        assert!(run.stderr.starts_with(start), "{format}: {}", run.stderr);
    }
}

#[test]
fn color_is_optional() {
    let folder = folder(&[("bad.pl", BAD)]);
    assert!(!jamb(folder.path(), &["check", "bad.pl"]).stdout.contains('\u{1b}'));
    assert!(jamb(folder.path(), &["check", "bad.pl", "--color", "always"]).stdout.contains('\u{1b}'));
}

#[test]
fn completions_and_man_pages() {
    let folder = folder(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = jamb(folder.path(), &["completions", shell]);
        assert!(run.code == 0 && run.stdout.contains("compile"), "{shell}");
    }
    assert!(jamb(folder.path(), &["man"]).stdout.starts_with(".ie"));
    assert_eq!(jamb(folder.path(), &["man", "--out-dir", "man"]).code, 0);
    assert!(folder.path().join("man/jamb-compile.1").is_file() && folder.path().join("man/jamb.1").is_file());
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_or_written() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("a.pl", GOOD), ("sub/x", b"")]);
    let path = folder.path();
    assert_eq!(jamb(path, &["check", "sub/x/y.pl"]).code, 2);
    assert_eq!(jamb(path, &["compile", "a.pl", "-o", "sub"]).code, 2);
    assert_eq!(jamb(path, &["compile", "a.pl", "-o", "nowhere/a.json"]).code, 2);
    jamb(path, &["compile", "a.pl", "-o", "a.json"]);
    assert_ne!(fs::metadata(path.join("a.json")).unwrap().permissions().mode() & 0o044, 0, "others can read it");
    std::os::unix::fs::symlink("a.json", path.join("link.json")).unwrap();
    fs::write(path.join("a.json"), "old").unwrap();
    jamb(path, &["compile", "a.pl", "-o", "link.json"]);
    assert!(path.join("link.json").symlink_metadata().unwrap().is_symlink());
    assert_ne!(fs::read_to_string(path.join("a.json")).unwrap(), "old");
}
