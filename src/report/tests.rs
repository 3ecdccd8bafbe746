//! Each format as its readers see it, kept in `snapshots/report`.

use super::samples::{Sample, assert_picture, payments};
use super::{FORMATS, Format, Look, Report};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Sources, Span};
use crate::vocab::visible::is_hidden;

#[test]
fn every_format_of_one_report() {
    let sample = payments();
    // The replay writes `jsonl` itself.
    for row in FORMATS.iter().filter(|row| row.format != Format::Jsonl) {
        assert_picture(row.name, &sample.render(row.format, 80));
    }
    assert_picture("pretty-wide", &sample.render(Format::Pretty, 120));
    assert_picture("pretty-narrow", &sample.render(Format::Pretty, 50));
}

#[test]
fn colours_are_escape_sequences_and_nothing_else_is() {
    let sample = payments();
    for row in FORMATS {
        let report = Report::new(&sample.sources, &sample.diagnostics);
        let plain = report.render(row.format, Look::plain(80));
        let painted = report.render(row.format, Look { color: true, ..Look::plain(80) });
        assert!(!plain.contains('\u{1b}'), "{}", row.name);
        assert_eq!(without_colours(&painted), plain, "{}", row.name);
    }
}

#[test]
fn what_a_terminal_would_act_on_is_spelled_out() {
    let mut sample = Sample::default();
    let policy =
        sample.file("e\u{1b}[2Jvil\n::error::x.pl", "allow a\u{1b}[31m\u{202e}b, \"\u{9b}c\r\u{200b}\" # \u{2066}\0\n");
    let place = sample.find(policy, "\u{9b}c", "c\r");
    let hostile = "unknown tool `\u{1b}]0;x\u{7}\n::stop-commands::y\u{202e}`";
    sample.diagnostics = vec![
        Diagnostic::error(Code::UNKNOWN_TOOL, place, hostile, hostile)
            .with_label(sample.find(policy, "b", "b"), "\u{85}b")
            .with_help("did you mean `\u{9b}2J`?"),
    ];
    for row in FORMATS {
        let text = sample.render(row.format, 80);
        assert!(!text.chars().any(|character| character != '\n' && is_hidden(character)), "{text:?}");
        assert!(!text.contains("\n::stop"), "{text:?}");
    }
    assert_picture(
        "hostile",
        &[Format::Pretty, Format::Short, Format::Github].map(|format| sample.render(format, 80)).join("\n"),
    );
}

#[test]
fn labels_inside_others_and_over_many_lines_are_at_their_places() {
    let mut sample = Sample::default();
    let policy = sample.file("a.pl", "tool x {\n  require args.n matches \"a(?!b)c\"\n}\n");
    let body = (0..20).map(|line| format!("  \"{line}\": 0,\n")).collect::<String>();
    let catalog = sample.file("a.tools.json", &format!("{{\n{body}  \"end\": 0\n}}\n"));
    let pattern = sample.find(policy, "matches", "\"a(?!b)c\"");
    let whole = Span::new(0, sample.sources.get(catalog).text.len()).of(catalog);
    let invalid = Diagnostic::error(Code::INVALID_REGEX, pattern, "RE2 can't read this pattern", "this pattern");
    sample.diagnostics = vec![
        invalid.with_label(sample.find(policy, "matches", "(?!"), "RE2 has no look-around"),
        Diagnostic::error(Code::NOT_A_CATALOG, whole, "not a tools/list response", "an object without `tools`"),
        Diagnostic::error(Code::TYPE_MISMATCH, pattern, "two places in one", "first").with_label(pattern, "second"),
    ];
    assert_picture("labels", &sample.render(Format::Pretty, 80));
}

#[test]
fn columns_are_right_with_tabs_wide_letters_line_ends_and_a_byte_order_mark() {
    let mut sample = Sample::default();
    let policy = sample.file("t.pl", "\u{feff}allow 漢字, b\r\n\tdeny é, tool\r\n");
    for (after, text) in [("allow", "allow"), ("漢", "b"), ("deny", "deny"), ("é", "tool")] {
        let place = sample.find(policy, after, text);
        sample.diagnostics.push(Diagnostic::error(Code::UNKNOWN_TOOL, place, format!("see `{text}`"), "here"));
    }
    let end = sample.sources.get(policy).text.len();
    let line_end = Span::new(end - 2, end).of(policy);
    sample.diagnostics.push(Diagnostic::error(Code::SYNTAX, line_end, "the line ends", "here"));
    assert_picture("columns", &[Format::Pretty, Format::Short].map(|format| sample.render(format, 80)).join("\n"));
}

#[test]
fn a_catalog_in_one_line_is_cut_around_its_labels() {
    let mut sample = payments();
    let tool = |name: &str| {
        format!(r#"{{"name":"{name}","inputSchema":{{"properties":{{"amount":{{"type":"string","maxLength":10}}}}}}}}"#)
    };
    let tools: Vec<String> = (0..10_000).map(|index| tool(&format!("tool_{index}"))).collect();
    let catalog = sample.file("min.tools.json", &format!("{{\"tools\":[{}]}}", tools.join(",")));
    let schema = sample.find(catalog, "tool_7777", "{\"type\":\"string\",\"maxLength\":10}");
    let first = sample.find(catalog, "tool_0", "\"string\"");
    let policy = sample.diagnostics[0].primary.place;
    sample.diagnostics = vec![
        Diagnostic::error(Code::TYPE_MISMATCH, policy, "`>` does not apply to a string", "`>` needs a number")
            .with_label(
                schema,
                "the catalog says that it is a string, on its only line, which is longer than a megabyte",
            )
            .with_label(first, "another place, far before"),
        Diagnostic::error(Code::NOT_A_CATALOG, schema, "the catalog's own line", "here"),
    ];
    for width in [60, 100] {
        let text = sample.render(Format::Pretty, width);
        assert!(text.len() < 6_000);
        assert_picture(&format!("one-line-{width}"), &text);
    }
}

#[test]
fn places_that_lie_outside_are_drawn_all_the_same() {
    let mut sample = Sample::default();
    let empty = sample.file("empty.pl", "");
    let letters = sample.file("é.pl", "é\n漢\n");
    for (file, start, end) in [
        (empty, 0, 0),
        (empty, 5, 9),
        (letters, 1, 2),
        (letters, 2, 5),
        (letters, 0, 99),
        (letters, 6, 2),
        (letters, 7, 7),
    ] {
        let place = crate::source::Place { source: file, span: Span { start, end } };
        sample.diagnostics.push(Diagnostic::error(Code::SYNTAX, place, "m", "l").with_label(place, "again"));
    }
    for row in FORMATS {
        let text = sample.render(row.format, 0);
        assert!(!text.contains("Failed to read"), "{text}");
    }
}

#[test]
fn many_diagnostics_in_a_large_file_take_linear_time() {
    for line_end in ["\n", " "] {
        let mut sample = Sample::default();
        let text = format!("allow tool_of_the_server{line_end}").repeat(16 * 1024 * 1024 / 25);
        let file = sample.file("large.pl", &text);
        for index in 0..1_000 {
            let place = Span::new(index * 16_000, index * 16_000 + 7).of(file);
            sample.diagnostics.push(Diagnostic::error(Code::SYNTAX, place, "m", "l").with_label(place, "again"));
        }
        for row in FORMATS {
            let start = std::time::Instant::now();
            sample.render(row.format, 80);
            assert!(start.elapsed().as_secs() < 10, "{} took {:?}", row.name, start.elapsed());
        }
    }
}

#[test]
fn sarif_is_valid_against_its_schema() {
    let schema = include_str!("../../tests/schema/sarif-2.1.0.schema.json");
    let mut schema: serde_json::Value = serde_json::from_str(schema).unwrap();
    for holder in ["run", "toolComponent"] {
        // The published pattern has one bracket too many, so the validator rejects it.
        schema["definitions"][holder]["properties"]["language"].as_object_mut().unwrap().remove("pattern");
    }
    let validator = jsonschema::draft7::new(&schema).unwrap();
    for sample in [payments(), Sample::default()] {
        let document = serde_json::from_str(&sample.render(Format::Sarif, 80)).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&document).map(|error| format!("{error} at {}", error.instance_path())).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

#[test]
fn a_fingerprint_stays_where_its_line_moves() {
    let fingerprints = |text: &str| {
        let mut sample = Sample::default();
        let file = sample.file("a.pl", text);
        for (start, part) in text.match_indices("allow") {
            let place = Span::new(start, start + part.len()).of(file);
            sample.diagnostics.push(Diagnostic::error(Code::UNKNOWN_TOOL, place, "m", "l"));
        }
        let document: serde_json::Value = serde_json::from_str(&sample.render(Format::Sarif, 80)).unwrap();
        let results = document["runs"][0]["results"].as_array().unwrap().clone();
        results.iter().map(|result| result["partialFingerprints"].to_string()).collect::<Vec<_>>()
    };
    let before = fingerprints("allow x\nallow y\nallow y\n");
    assert_eq!(fingerprints("# new\n\n  allow   x\nallow y\n# more\nallow y\n"), before);
    assert!(before[0] != before[1] && before[1] != before[2]);
    assert_ne!(fingerprints("allow z\n"), fingerprints("allow x\n"));
}

#[test]
fn every_format_has_one_row() {
    for (index, row) in FORMATS.iter().enumerate() {
        assert!(FORMATS.iter().skip(index + 1).all(|other| other.format != row.format && other.name != row.name));
    }
}

#[test]
fn a_format_is_found_by_its_name() {
    assert_eq!(Format::named("sarif"), Some(Format::Sarif));
    assert_eq!(Format::named("jsno"), None);
}

#[test]
fn nothing_found_is_said_in_every_format() {
    let sources = Sources::default();
    let report = Report { files: Some(2), ..Report::new(&sources, &[]) };
    let look = Look::plain(80);
    assert_eq!(report.render(Format::Pretty, look), "nothing found in 2 files\n");
    assert_eq!(report.render(Format::Short, look), "");
    assert_eq!(report.render(Format::Github, look), "");
    assert_eq!(report.render(Format::Json, look), "{\n  \"version\": 1,\n  \"diagnostics\": []\n}\n");
    assert!(report.render(Format::Sarif, look).contains("\"results\": []"));
}

/// The text without `ESC [ … m`.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + part.split_once('m').unwrap().1)
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]
    #[test]
    fn any_labels_in_any_texts_are_drawn(
        texts in proptest::collection::vec("[a漢é\t\r\n\u{1b}\u{301} ]{0,120}", 2),
        spans in proptest::collection::vec((0u32..2, 0u32..200, 0u32..40), 1..6),
        width in 0usize..120,
    ) {
        let mut sample = Sample::default();
        let files = [sample.file("a", &texts[0]), sample.file("b", &texts[1])];
        let place = |(file, start, length): (u32, u32, u32)| Span { start, end: start + length }.of(files[file as usize]);
        let mut diagnostic = Diagnostic::error(Code::SYNTAX, place(spans[0]), "m", "primary");
        for (index, span) in spans.iter().enumerate().skip(1) {
            diagnostic = diagnostic.with_label(place(*span), format!("label {index}"));
        }
        sample.diagnostics = vec![diagnostic];
        let pretty = sample.render(Format::Pretty, width);
        proptest::prop_assert!(!pretty.contains("Failed to read"), "{}", pretty);
        for index in 1..spans.len() {
            proptest::prop_assert!(pretty.contains(&format!("label {index}")), "{}", pretty);
        }
        for row in FORMATS {
            sample.render(row.format, width);
        }
    }
}
