//! What an editor shows is what the command line says, for all policies of the tests, and after any edits.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jamb::document::{Document, Job, Kind, Workspace, once};
use jamb::file_system::RealDisk;
use jamb::source::{Source, Sources};
use serde_json::{Value, json};

use super::client::Client;
use super::fixture::{PART, POLICY, TOOLS};
use crate::support::run::root;

/// A diagnostic, as far as both sides have it: file, code, and where it starts and ends.
type Shown = (String, String, (u64, u64), (u64, u64));

/// What `check` and `lint` say of a text.
fn said(path: &Path, text: &str, disk: impl jamb::source::disk::Disk) -> BTreeSet<Shown> {
    let workspace = Workspace::new(disk);
    let document = Document::new(Source::from_bytes(path.to_string_lossy(), Some(path), text.as_bytes().to_vec()));
    let mut all = BTreeSet::new();
    for job in [Job::CHECK, Job::LINT] {
        let mut sources = Sources::default();
        let judgement = workspace.judge(&mut sources, &document, job);
        for diagnostic in once(&sources, judgement.all_diagnostics()) {
            let place = diagnostic.primary.place;
            let source = sources.get(place.source);
            let name = source.path.as_ref().unwrap().file_name().unwrap().to_string_lossy().into_owned();
            let at = |offset: u32| {
                let before = &source.text[..offset as usize];
                let line = before.matches('\n').count();
                let start = before.rfind('\n').map_or(0, |at| at + 1);
                (line as u64, before[start..].encode_utf16().count() as u64)
            };
            all.insert((name, diagnostic.code.name().to_owned(), at(place.span.start), at(place.span.end)));
        }
    }
    all
}

fn published(client: &Client) -> BTreeSet<Shown> {
    let mut all = BTreeSet::new();
    for (uri, diagnostics) in client.all_published() {
        for diagnostic in diagnostics {
            let at = |end: &str| {
                let position = &diagnostic["range"][end];
                (position["line"].as_u64().unwrap(), position["character"].as_u64().unwrap())
            };
            let name = uri.rsplit('/').next().unwrap().to_owned();
            all.insert((name, diagnostic["code"].as_str().unwrap().to_owned(), at("start"), at("end")));
        }
    }
    all
}

fn policies(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            policies(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "pl") {
            found.push(path);
        }
    }
}

#[test]
fn an_open_text_has_the_diagnostics_of_check_and_lint() {
    let mut paths = Vec::new();
    policies(&root().join("examples"), &mut paths);
    policies(&root().join("tests"), &mut paths);
    paths.sort();
    assert!(paths.len() > 100, "{}", paths.len());
    let mut client = Client::on_disk();
    for path in paths {
        let bytes = fs::read(&path).unwrap();
        // A client has decoded the text; a lone CR ends a line for it, and none for us.
        let Ok(text) = String::from_utf8(bytes) else { continue };
        if text.replace("\r\n", "").contains('\r') || Kind::of(&text) != Kind::Policy {
            continue;
        }
        client.open_path(&path, &text);
        client.settled(&path);
        assert_eq!(published(&client), said(&path, &text, RealDisk), "{}", path.display());
        client.close_path(&path);
    }
}

/// Edits that people and machines make: a character, a word, a line, a bracket, a part of another policy.
fn edit(random: &mut fastrand::Rng, text: &str) -> (usize, usize, String) {
    let mut boundary = |text: &str| {
        let mut at = random.usize(..=text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (one, other) = (boundary(text), boundary(text));
    let near = |at: usize, length: usize| {
        let mut end = (at + length).min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        end
    };
    let words = [
        "{",
        "}",
        "\"",
        "#",
        "\n",
        "\r\n",
        " ",
        "é😀",
        "args.",
        "require ",
        "allow x\n",
        "in [",
        "]",
        "apply careful(",
        "(",
        "\u{feff}",
        "let cap = 1\n",
    ];
    match random.u8(..8) {
        0 => (one, near(one, random.usize(1..20)), String::new()),
        1 => (one, one, POLICY[..].get(random.usize(..200)..random.usize(200..400)).unwrap_or_default().to_owned()),
        2 if random.u8(..20) == 0 => (one.min(other), one.max(other), String::new()),
        3 => (0, text.len(), POLICY.to_owned()),
        _ => (one, near(one, random.usize(..3)), words[random.usize(..words.len())].to_owned()),
    }
}

/// Set `JAMB_EDIT_SECONDS` to try it for longer.
#[test]
fn after_any_edit_the_diagnostics_are_those_of_a_fresh_reading() {
    let seconds = std::env::var("JAMB_EDIT_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(2);
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut random = fastrand::Rng::with_seed(if seconds > 2 { fastrand::u64(..) } else { 17 });
    let mut client = Client::new(&[("tools.json", TOOLS), ("part.pl", PART)]);
    client.open("p.pl", POLICY);
    let mut text = POLICY.to_owned();
    let mut edits = 0;
    while Instant::now() < end {
        let (start, stop, new) = edit(&mut random, &text);
        let range = json!({ "start": client.position("p.pl", start), "end": client.position("p.pl", stop) });
        let mut next = text.clone();
        next.replace_range(start..stop, &new);
        // A lone CR, or half of a CR LF, ends a line for the protocol and none for the policy.
        if next.replace("\r\n", "").contains('\r') || text[..start].ends_with('\r') || text[..stop].ends_with('\r') {
            continue;
        }
        text = next;
        client.set_text("p.pl", &text);
        client.changes("p.pl", json!([{ "range": range, "text": new }]));
        edits += 1;
        client.diagnostics("p.pl");
        client.settled_uri("p.pl");
        let expected = said(Path::new("/w/p.pl"), &text, client.disk());
        assert_eq!(published(&client), expected, "after {edits} edits:\n{text}");
        for method in [
            "textDocument/hover",
            "textDocument/definition",
            "textDocument/completion",
            "textDocument/documentHighlight",
        ] {
            client.ask_at(method, "p.pl", start.min(text.len()), json!({}));
        }
        for method in [
            "textDocument/semanticTokens/full",
            "textDocument/codeLens",
            "textDocument/foldingRange",
            "textDocument/documentSymbol",
        ] {
            client.ask(method, json!({ "textDocument": { "uri": super::client::uri("p.pl") } }));
        }
        let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9999, "character": 0 } });
        let document = json!({ "uri": super::client::uri("p.pl") });
        client.ask("textDocument/inlayHint", json!({ "textDocument": document, "range": whole }));
        client.ask(
            "textDocument/codeAction",
            json!({ "textDocument": document, "range": whole, "context": { "diagnostics": [] } }),
        );
        let errors: Vec<&(String, Value)> =
            client.heard.iter().filter(|(method, _)| method == "window/logMessage").collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
    assert!(edits > 5, "{edits}");
    if seconds > 2 {
        println!("{edits} edits");
    }
}
