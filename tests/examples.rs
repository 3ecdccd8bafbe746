//! The examples are valid and formatted, their compiled form is up to date, and `import` round-trips.

use crate::support::run::{jamb, jamb_with, stories};

#[test]
fn every_example_is_valid() {
    for story in stories() {
        let check = jamb(&story, &["check", "."]);
        assert_eq!(check.code, 0, "{}: {}", story.display(), check.stdout);
        let format = jamb(&story, &["fmt", "--check", "."]);
        assert_eq!(format.code, 0, "{}: {}", story.display(), format.stdout);
        let compile = jamb(&story, &["compile", "--check", "policy.pl", "-o", "policy.json"]);
        assert_eq!(compile.code, 0, "{}: {}{}", story.display(), compile.stdout, compile.stderr);
        assert!(story.join("README.md").is_file(), "{}", story.display());
    }
}

#[test]
fn every_compiled_example_survives_an_import() {
    for story in stories() {
        let compiled = std::fs::read_to_string(story.join("policy.json")).unwrap();
        let import = jamb(&story, &["import", "policy.json"]);
        assert_eq!(import.code, 0, "{}: {}", story.display(), import.stderr);
        let again = jamb_with(&story, &["compile", "-"], import.stdout.as_bytes());
        assert_eq!(again.stdout, compiled, "{}: {}", story.display(), again.stderr);
    }
}
