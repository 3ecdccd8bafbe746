//! `jamb review --trace`: recorded calls, and what is shown of them.

use crate::support::history::{History, branch as history, review};

const CAPPED: &str =
    "default deny\n\ntool pay(amount: number, to?: string): financial {\n  require args.amount <= 5\n}\n";
const CALLS: &str = "{\"tool\": \"pay\", \"args\": {\"amount\": 7, \"to\": \"DE02-secret\"}}\n";

fn raised() -> History {
    let mut history = history(&[("p.pl", CAPPED)]);
    history.commit(&[("p.pl", &CAPPED.replace("<= 5", "<= 9"))]);
    history.write(&[("calls.jsonl", CALLS), ("empty.jsonl", "\n")]);
    history
}

#[test]
fn values_are_redacted_where_others_read_them() {
    let history = raised();
    for (format, options, shows) in [
        ("pretty", &[][..], true),
        ("pretty", &["--redact"], false),
        ("json", &["--redact"], false),
        ("markdown", &[], false),
        ("html", &[], false),
        ("html", &["--show-values"], true),
        ("github", &["--redact"], false),
    ] {
        let run = review(&history, &[&["--trace", "calls.jsonl", "--format", format], options].concat());
        assert_eq!(run.code, 1, "{}", run.stderr);
        let text = run.stdout + &run.stderr;
        assert_eq!(text.contains("DE02-secret"), shows, "{format} {options:?}: {text}");
    }
    assert_eq!(review(&history, &["--trace", "calls.jsonl", "--redact", "--show-values"]).code, 2);
}

#[test]
fn a_trace_that_says_nothing_is_reported_in_every_format() {
    let mut history = raised();
    let note = |history: &History, format: &str| {
        let run = review(history, &["--trace", "empty.jsonl", "--format", format]);
        run.stderr.lines().filter(|line| line.contains("traces")).map(str::to_owned).collect::<Vec<_>>()
    };
    for format in ["pretty", "json", "github", "markdown", "html"] {
        assert_eq!(note(&history, format), ["note: the traces have no calls that could be decided"], "{format}");
    }
    history.commit(&[("p.pl", "default deny\nallow\n")]);
    assert_eq!(note(&history, "json"), ["note: the traces were not read, because the policies have errors"]);
    history.commit(&[("p.pl", CAPPED)]);
    let reason = "there is no policy to decide their calls by";
    assert_eq!(note(&history, "json"), [format!("note: the traces were not read, because {reason}")]);
    // A trace that has calls needs no note.
    history.commit(&[("p.pl", &CAPPED.replace("<= 5", "<= 9"))]);
    let run = review(&history, &["--trace", "calls.jsonl", "empty.jsonl", "--format", "json"]);
    assert!(!run.stderr.contains("the traces"), "{}", run.stderr);
}
