//! The formatter: its laws, the examples, and a snapshot for each case.

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
pub fn meaning(file: &tree::File) -> String {
    let dump = format!("{:?}", file.items);
    let mut parts = dump.split("Span { start: ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    out
}

pub fn comments(source: &Source, file: &tree::File) -> Vec<String> {
    file.comments.iter().map(|comment| source.slice(comment.span).to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn formatting_is_idempotent(text in policy_text()) {
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
fn the_examples_are_formatted() {
    insta::glob!("../examples", "**/*.pl", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        assert!(format(&text) == text, "{} is not as the formatter writes it", path.display());
    });
}

#[test]
fn the_page_about_the_layout_is_formatted() {
    let page = include_str!("../docs/layout.md");
    let example = page.split("```\n").nth(1).unwrap();
    assert_eq!(format(example), example);
}

#[test]
fn line_ends_and_the_byte_order_mark() {
    assert_eq!(format(""), "");
    assert_eq!(format("\u{feff}\r\n \t"), "");
    assert_eq!(format("\u{feff}\r\n\r\n# a \t\r\n\r\n\r\nallow\tx\r\n#b"), "# a\n\nallow x\n#b\n");
    assert_eq!(format("allow x # a\r\r\nallow y#b"), "allow x  # a\nallow y  #b\n");
}

#[test]
fn a_large_file_takes_linear_time() {
    let statements: String =
        (0..100_000).map(|n| format!("tool t{n}: write {{ limit {n} per hour }} # {n}\n")).collect();
    let (source, file) = parse(&statements);
    let start = std::time::Instant::now();
    assert_eq!(jamb::format::format(&source, &file).lines().count(), 100_000);
    // Without optimization it takes a second; a quadratic step would take hours.
    assert!(start.elapsed().as_secs() < 30);
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
