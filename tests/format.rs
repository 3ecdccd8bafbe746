//! The formatter: its laws, the examples, and a snapshot of each case.

use jamb::source::{Source, SourceId};
use jamb::syntax::tree;
use proptest::prelude::*;

use crate::support::policies::policy_text;

fn parse(text: &str) -> (Source, tree::File) {
    let source = Source::from_text("t.pl", text);
    let (file, diagnostics) = jamb::syntax::parse(SourceId(0), &source);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}\n{text}");
    (source, file)
}

fn format(text: &str) -> String {
    let (source, file) = parse(text);
    jamb::format::format(&source, &file)
}

/// The tree without the places in it.
fn meaning(file: &tree::File) -> String {
    let dump = format!("{:?}", file.items);
    let mut parts = dump.split("Span { start: ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    out
}

fn comments(source: &Source, file: &tree::File) -> Vec<String> {
    file.comments.iter().map(|comment| source.slice(comment.span).to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn formatting_twice_is_formatting_once(text in policy_text()) {
        let once = format(&text);
        prop_assert_eq!(format(&once), once);
    }

    #[test]
    fn formatting_changes_no_meaning_and_loses_no_comment(text in policy_text()) {
        let (before_source, before) = parse(&text);
        let formatted = jamb::format::format(&before_source, &before);
        let (after_source, after) = parse(&formatted);
        prop_assert_eq!(meaning(&before), meaning(&after));
        prop_assert_eq!(comments(&before_source, &before), comments(&after_source, &after));
    }

    #[test]
    fn lines_end_cleanly(text in policy_text()) {
        let formatted = format(&text);
        prop_assert!(formatted.is_empty() || formatted.ends_with('\n'));
        let starts_cleanly = !formatted.starts_with(['\n', '\u{feff}']);
        prop_assert!(starts_cleanly && !formatted.ends_with("\n\n"));
        prop_assert!(!formatted.contains("\n\n\n"));
        for line in formatted.lines() {
            prop_assert_eq!(line.trim_end(), line);
            let indent = line.len() - line.trim_start_matches(' ').len();
            prop_assert!(indent % 2 == 0 && !line.trim_start_matches(' ').starts_with('\t'));
        }
    }
}

#[test]
fn the_examples_are_laid_out() {
    insta::glob!("../examples", "*/*.pl", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        assert!(format(&text) == text, "{} is not as the formatter writes it", path.display());
    });
}

#[test]
fn cases() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots/format");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        insta::glob!("cases/format/*.pl", |path| {
            let text = std::fs::read_to_string(path).unwrap();
            insta::assert_snapshot!("format", format!("{text}\n──────── formatted ────────\n{}", format(&text)));
        });
    });
}
