//! `under`, `on` and `at` against independent readings: whatever passes is a place in the folder, an address on the host
//! for a browser, or one mail address of the domain. The texts are put together from pieces that attacks are made of.
//!
//! `PROPTEST_CASES=300000 cargo test text_operators` tries about a million texts.

use std::path::{Component, Path, PathBuf};

use jamb::vocab::{Regex, TextOperator};
use proptest::prelude::*;
use url::Url;

fn regex(operator: TextOperator, operand: &str) -> Regex {
    Regex::new(&operator.regex(operand).unwrap()).unwrap()
}

/// A text of pieces, most of them at the start of one that passes.
fn text(starts: &'static [&'static str], pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(pieces).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    let start = prop_oneof![4 => prop::sample::select(starts).prop_map(str::to_owned), 1 => Just(String::new())];
    (start, prop::collection::vec(piece, 0..7)).prop_map(|(start, pieces)| start + &pieces.concat())
}

const PATH_PIECES: &[&str] = &[
    "/",
    "/",
    "/",
    "..",
    ".",
    "a",
    "docs",
    "srv",
    "x.md",
    " ",
    "\\",
    "%2e",
    "%2f",
    "%5c",
    "%00",
    "\0",
    "\n",
    "~",
    "-rf",
    "c:",
    "://",
    "é",
    "\u{2024}",
    "\u{ff0e}",
    "\u{2215}",
    ". ",
    " .",
    "...",
    "*",
    "?",
    "$HOME",
    "`id`",
    "etc/passwd",
];
const URL_PIECES: &[&str] = &[
    "/",
    "/",
    "a",
    "acme",
    "..",
    ".",
    "%2e",
    "%2E",
    "%2f",
    "%5c",
    "\\",
    "@",
    ":",
    ":443",
    ":80",
    ":8443",
    "?",
    "#",
    ";",
    "user",
    "evil.example",
    ".evil.example",
    "docs.example.com",
    "https://",
    "//",
    "\t",
    "\n",
    " ",
    "\0",
    "é",
    "\u{3002}",
    "\u{ff0f}",
    "%00",
    "%c0%af",
    "[::1]",
    "&b=c",
    "DOCS.EXAMPLE.COM",
    "\u{212a}",
    "xn--",
    "\u{2028}",
    "*",
];
const MAIL_PIECES: &[&str] = &[
    "ann",
    "@",
    "acme.example",
    "@acme.example",
    ",",
    ";",
    " ",
    "<",
    ">",
    "\"",
    "(x)",
    "\n",
    "\r\n",
    "evil.example",
    ".",
    "+tag",
    "%",
    "!",
    ":",
    "\\",
    "é",
    "\0",
    "\u{ff20}",
    "ACME.EXAMPLE",
    "'",
    "-",
    "bcc:",
    "\t",
    "=?utf-8?q?a?=",
];

/// Where a path leads, if steps up are followed. `None` if it leads out of where it starts.
fn normalized(text: &str) -> Option<PathBuf> {
    let mut path = PathBuf::new();
    for component in Path::new(text).components() {
        match component {
            Component::ParentDir if !path.pop() => return None,
            Component::ParentDir | Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => path.push(component),
        }
    }
    Some(path)
}

/// The readings of a path by servers that decode it, use backslashes, or drop blanks and dots at the end of a step.
fn readings(text: &str) -> Vec<String> {
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let backslashes = decoded.replace('\\', "/");
    let steps: Vec<_> = backslashes
        .split('/')
        .map(|step| match step {
            "." | ".." => step,
            _ if step.trim_matches([' ', '.']).is_empty() && step.contains('.') => "..",
            _ => step.trim_end_matches([' ', '.']),
        })
        .collect();
    vec![text.to_owned(), decoded.clone(), backslashes.clone(), steps.join("/")]
}

proptest! {
    #[test]
    fn under_a_folder_is_in_it(text in text(&["/srv/docs", "/srv/docs/", "/srv"], PATH_PIECES)) {
        if regex(TextOperator::Under, "/srv/docs").is_match(&text) {
            for reading in readings(&text) {
                let leads_to = normalized(&reading);
                prop_assert!(leads_to.is_some_and(|path| path.starts_with("/srv/docs")), "{:?} as {:?}", text, reading);
            }
            prop_assert!(!text.contains(|letter: char| letter.is_ascii_control()));
        }
    }

    #[test]
    fn a_relative_path_does_not_climb(text in text(&["", "./", "docs/"], PATH_PIECES)) {
        for folder in [".", "docs"] {
            if regex(TextOperator::Under, folder).is_match(&text) {
                for reading in readings(&text) {
                    let Some(path) = normalized(&reading) else { return Err(TestCaseError::fail(format!("{text:?}"))) };
                    prop_assert!(path.is_relative(), "{:?} as {:?}", text, reading);
                    prop_assert!(folder == "." || path.starts_with(folder), "{:?} as {:?}", text, reading);
                }
                prop_assert!(!text.starts_with(['~', '-']) && !text.split('/').next().unwrap_or("").contains(':') || folder != ".");
            }
        }
    }

    #[test]
    fn on_a_host_is_on_it_for_a_browser(text in text(&["https://docs.example.com", "HTTPS://docs.example.com/", "https://docs.example.com/acme"], URL_PIECES)) {
        for (address, prefix) in [("docs.example.com", None), ("docs.example.com/acme", Some("/acme"))] {
            if regex(TextOperator::On, address).is_match(&text) {
                let Ok(url) = Url::parse(&text) else { return Err(TestCaseError::fail(format!("{text:?}"))) };
                prop_assert_eq!((url.scheme(), url.host_str(), url.port()), ("https", Some("docs.example.com"), None), "{:?}", &text);
                prop_assert_eq!((url.username(), url.password()), ("", None), "{:?}", &text);
                let decoded = percent_encoding::percent_decode_str(url.path()).decode_utf8_lossy().into_owned();
                let path = normalized(&decoded);
                if let Some(prefix) = prefix {
                    prop_assert!(path.is_some_and(|path| path.starts_with(prefix)), "{:?} {:?}", text, url.path());
                }
            }
        }
    }

    #[test]
    fn below_a_host_is_below_it_for_a_browser(text in text(&["http://a.example.com:8080", "http://a.b.example.com:8080/", "http://"], URL_PIECES)) {
        if regex(TextOperator::On, "http://*.example.com:8080").is_match(&text) {
            let Ok(url) = Url::parse(&text) else { return Err(TestCaseError::fail(format!("{text:?}"))) };
            prop_assert!(url.host_str().is_some_and(|host| host.ends_with(".example.com")), "{:?}", text);
            prop_assert_eq!((url.scheme(), url.port(), url.username()), ("http", Some(8080), ""), "{:?}", &text);
        }
    }

    #[test]
    fn at_a_domain_is_one_address_of_it(text in text(&["ann@acme.example", "ann@", "ann+x@acme.example"], MAIL_PIECES)) {
        if regex(TextOperator::At, "acme.example").is_match(&text) {
            let parts: Vec<_> = text.split('@').collect();
            prop_assert_eq!(parts.len(), 2, "{:?}", &text);
            prop_assert!(parts[1].eq_ignore_ascii_case("acme.example"), "{:?}", text);
            prop_assert!(!parts[0].is_empty() && !parts[0].starts_with('-'), "{:?}", text);
            let is_plain = |character: char| character.is_ascii_graphic() && !"\"(),:;<>[\\]%!@".contains(character);
            prop_assert!(text.replace('@', "").chars().all(is_plain), "{:?}", text);
        }
    }
}

#[test]
fn many_of_the_texts_pass() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let texts = text(&["/srv/docs", "/srv/docs/", "/srv"], PATH_PIECES);
    let under = regex(TextOperator::Under, "/srv/docs");
    let passing = (0..2_000).filter(|_| under.is_match(&texts.new_tree(&mut runner).unwrap().current())).count();
    assert!(passing > 100, "{passing} of 2,000");
}
