//! Names that want to be something else: whatever they hold, JUnit is XML, Markdown has no markup of theirs, and every
//! other format can be read. A real XML parser and a real CommonMark parser read the output.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::{Value as Json, json};

use jamb::diagnostic::{Code, Diagnostic};
use jamb::report::{Bar, Case, Chart, Column, End, Format, Look, Part, Report, Suite, Table};
use jamb::source::{Source, Sources, Span};

use crate::support::run::{folder, jamb};

const NAMES: &[&str] = &[
    "b`![i](http://e.example/p.png)",
    "x` approve `y",
    "`` <b>x</b> ``",
    "get_x` ![i](http://evil.example/t.png) <img src=x> **@acme/security** approve `y",
    "@acme/security",
    "see #1 and www.evil.example",
    "a|b",
    "a\\|b`|`",
    "ends with a backslash\\",
    "\n\n# heading\n- item",
    "<script>alert(1)</script>",
    "]]><failure/>",
    "&amp;&#0;",
    "\u{0}\u{1}\u{8}\u{b}\u{1f}\u{7f}\u{85}\u{2028}\u{202e}",
    "\u{fffe}\u{ffff}\u{1ffff}\u{feff}",
    "",
    " ",
    "` ",
    "::error file=x::y",
    "%0A::error::z",
    ":tada: ~~gone~~ $x$",
    "[x]: http://evil.example",
];

/// A report that has a text at every place where a report has one.
fn rendered(text: &str, format: Format) -> String {
    let mut sources = Sources::default();
    let id = sources.add(Source::from_text(text, format!("default deny # {text}\n")));
    let place = Span::new(0, 7).of(id);
    let diagnostic = Diagnostic::error(Code::SYNTAX, place, format!("`{text}` is {text}"), text)
        .with_label(Span::new(8, 12).of(id), format!("see `{text}`"))
        .with_help(text);
    let diagnostics = [diagnostic];
    let failed = End::Failed { message: text.to_owned(), diagnostics: vec![0] };
    let cases = [failed, End::Skipped(text.to_owned()), End::Passed];
    let cases = cases.map(|end| Case { name: text.to_owned(), end }).to_vec();
    let cells = vec![text.to_owned(), format!("`{text}` changed"), text.to_owned()];
    let columns = vec![Column::name("tool"), Column::text("what"), Column::number("calls")];
    let table = Table { columns, rows: vec![cells.clone()], total: Some(cells) };
    let body = vec![
        Part::Heading(format!("about {text}")),
        Part::Text(text.to_owned()),
        Part::Table(table),
        Part::Chart(Chart {
            series: vec!["denied"],
            ends: [text.to_owned(), text.to_owned()],
            bars: vec![Bar { label: text.to_owned(), counts: vec![1] }],
        }),
        Part::Diagnostics(0..1),
    ];
    let suites = vec![Suite { name: text.to_owned(), cases }];
    let report = Report { body, suites, ..Report::new(&sources, &diagnostics) };
    report.render(format, Look::plain(80))
}

fn assert_safe(text: &str) {
    assert_xml(&rendered(text, Format::Junit));
    assert_inert(&rendered(text, Format::Markdown));
    assert_page(&rendered(text, Format::Html));
    serde_json::from_str::<Json>(&rendered(text, Format::Json)).unwrap();
    let sarif: Json = serde_json::from_str(&rendered(text, Format::Sarif)).unwrap();
    let message = sarif["runs"][0]["results"][0]["message"]["text"].as_str().unwrap();
    assert!(message.match_indices("](").all(|(at, _)| message[..at].ends_with('\\')), "a link: {message}");
    let github = rendered(text, Format::Github);
    assert!(github.lines().count() == 1 && github.starts_with("::error file="), "{github}");
    assert_eq!(rendered(text, Format::Short).lines().count(), 1);
}

fn assert_xml(xml: &str) {
    let document = roxmltree::Document::parse(xml).unwrap_or_else(|error| panic!("{error}: {xml}"));
    let count = |name: &str| document.descendants().filter(|node| node.has_tag_name(name)).count();
    assert_eq!((count("testcase"), count("failure"), count("skipped")), (3, 1, 1), "{xml}");
}

/// A page has the elements and attributes of the template, and none from a name. The template is also XML, so a real
/// parser can read it.
fn assert_page(page: &str) {
    let (start, rest) = page.split_once("<style>").unwrap();
    let (_, rest) = rest.split_once("</style>").unwrap();
    let (middle, rest) = rest.rsplit_once("<script>").unwrap();
    let (script, end) = rest.split_once("</script>").unwrap();
    assert!(script.starts_with("\"use strict\";") && !script.contains("alert"), "{script}");
    // XML has no way to write these, HTML does not mind them.
    let text = [start, middle, end].concat().replace(['\u{fffe}', '\u{ffff}'], "?");
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    let document =
        roxmltree::Document::parse_with_options(&text, options).unwrap_or_else(|error| panic!("{error}: {text}"));
    let elements = "html head meta title body h1 h2 p code div table thead tbody tfoot tr th td svg rect line span figure \
        figcaption pre mark";
    let attributes = "lang charset http-equiv content name class scope viewBox preserveAspectRatio role aria-label x y \
        width height x1 y1 x2 y2 aria-hidden";
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        assert!(elements.split_whitespace().any(|name| node.has_tag_name(name)), "{node:?}: {page}");
        for attribute in node.attributes() {
            assert!(attributes.split_whitespace().any(|name| name == attribute.name()), "{attribute:?}: {page}");
        }
    }
    let count = |name: &str| document.descendants().filter(|node| node.has_tag_name(name)).count();
    assert_eq!((count("figure"), count("table"), count("figcaption"), count("td")), (1, 1, 1, 6), "{page}");
}

/// Nothing but lists, tables, headings, paragraphs and our bold messages; and in plain text nothing that GitHub would
/// turn into a link or a mention.
fn assert_inert(markdown: &str) {
    let mut tables = 0;
    for event in Parser::new_ext(markdown, Options::all()) {
        match &event {
            Event::Text(text) => {
                let live = ["http", "www.", "@", "#", "<", "[", "!", "evil"];
                assert!(!live.iter().any(|part| text.contains(part)), "{text:?} in {markdown}");
            }
            Event::Start(Tag::Table(columns)) => {
                tables += 1;
                assert_eq!(columns.len(), 3, "{markdown}");
            }
            Event::Start(tag) => assert!(
                matches!(
                    tag,
                    Tag::List(None)
                        | Tag::Item
                        | Tag::Paragraph
                        | Tag::Strong
                        | Tag::Heading { .. }
                        | Tag::TableHead
                        | Tag::TableRow
                        | Tag::TableCell
                ),
                "{tag:?} in {markdown}"
            ),
            Event::End(_) | Event::Code(_) | Event::SoftBreak => {}
            other => panic!("{other:?} in {markdown}"),
        }
    }
    assert_eq!(tables, 1, "{markdown}");
    let cells = markdown.lines().filter(|line| line.starts_with("| ")).map(cells).collect::<Vec<_>>();
    assert!(cells.iter().all(|count| *count == 3), "{cells:?} in {markdown}");
}

/// The cells of a row as GitHub counts them: a backslash takes the next character with it, in a code span as well.
fn cells(line: &str) -> usize {
    let mut letters = line.chars();
    let mut count = 0;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => drop(letters.next()),
            '|' => count += 1,
            _ => {}
        }
    }
    count - 1
}

#[test]
fn hostile_names_stay_names_in_every_format() {
    NAMES.iter().for_each(|name| assert_safe(name));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]
    #[test]
    fn any_text_stays_a_text_in_every_format(text in "([`|\\\\<>&@#!\\[\\]()*_~:/ \n\u{0}-\u{1f}\u{fffd}-\u{ffff}a-c]|https?://|www\\.|\\PC){0,24}") {
        assert_safe(&text);
    }
}

#[test]
fn hostile_names_stay_names_in_every_command() {
    for name in NAMES.iter().filter(|name| !name.trim().is_empty()) {
        let tool = |name: &str| json!({"name": name, "inputSchema": {"type": "object", "properties": {(name): {"type": "string"}}}});
        let policy = |tools: Json| json!({"version": "1", "default": "allow", "tools": tools}).to_string();
        let entry =
            json!({"deny_if": [{"conditions": [{"path": "args.a", "op": "eq", "value": name}], "on_deny": name}]});
        let call = json!({"tool": name, "args": {"a": name}, "expect": "deny"}).to_string();
        let files = folder(&[
            ("old.json", policy(json!({})).as_bytes()),
            ("new.json", policy(json!({(*name): entry})).as_bytes()),
            ("one.json", json!({"tools": [tool("a")]}).to_string().as_bytes()),
            ("two.json", json!({"tools": [tool("a"), tool(name)]}).to_string().as_bytes()),
            ("t.jsonl", format!("{call}\n").as_bytes()),
        ]);
        let run = |arguments: &[&str], format: &str| {
            let run = jamb(files.path(), &[arguments, &["--format", format]].concat());
            assert!(run.code < 2, "{arguments:?} {name:?}: {}", run.stderr);
            run.stdout
        };
        for arguments in
            [&["lint", "new.json"][..], &["check", "new.json"], &["simulate", "old.json", "--trace", "t.jsonl"]]
        {
            let xml = run(arguments, "junit");
            roxmltree::Document::parse(&xml).unwrap_or_else(|error| panic!("{error}: {xml}"));
        }
        for arguments in
            [&["diff", "old.json", "new.json"][..], &["drift", "one.json", "two.json", "--policy", "old.json"]]
        {
            let markdown = run(arguments, "markdown");
            let is_live = |event: &Event<'_>| match event {
                Event::Start(tag) => matches!(tag, Tag::Link { .. } | Tag::Image { .. }),
                Event::Html(_) | Event::InlineHtml(_) => true,
                Event::Text(text) => text.contains("://") || text.contains('@'),
                _ => false,
            };
            let live = Parser::new_ext(&markdown, Options::all()).find(is_live);
            assert!(live.is_none(), "{live:?} in {markdown}");
        }
    }
}
