//! What holds of completion in every policy.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jamb::document::{Document, Job, Judged, OpenDocuments, Workspace};
use jamb::editor::arguments;
use jamb::editor::completion::{self, Candidate, CandidateKind};
use jamb::file_system::RealDisk;
use jamb::source::disk::MemoryDisk;
use jamb::source::{Source, SourceId};
use jamb::syntax;
use jamb::syntax::lexeme::{Lexeme, LexemeKind, lexemes};
use jamb::syntax::mentions::{MentionKind, mentions};

fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let walk = ignore_files(&folder);
    let mut policies: Vec<_> =
        walk.into_iter().filter(|path| path.extension().is_some_and(|end| end == "pl")).collect();
    policies.sort();
    assert!(policies.len() >= 5, "{policies:?}");
    policies
}

fn ignore_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { ignore_files(&path) } else { vec![path] }).collect()
}

fn judged(path: &Path, text: &str) -> Arc<Judged> {
    let mut documents = OpenDocuments::new(Workspace::new(RealDisk), Job::EDIT);
    let source = Source::from_bytes("p.pl", Some(path), text.as_bytes().to_vec());
    let id = documents.open(Document::new(source));
    documents.judged(id).unwrap()
}

fn candidates(judged: &Judged, text: &str, at: usize) -> Vec<Candidate> {
    let source = Source::from_text("p.pl", text);
    completion::at(judged, &source, at as u32).map(|found| found.candidates).unwrap_or_default()
}

/// The words of a text that completion has to know, with their places: all but new names, patterns, strings, and keys that
/// no schema lists. Of a path, each step is a word.
fn words(text: &str, is_known: impl Fn(&str, &[&str]) -> bool) -> Vec<(usize, String)> {
    let (tree, mistakes) = syntax::parse(SourceId(0), &Source::from_text("p.pl", text));
    assert!(mistakes.is_empty());
    let mentions = mentions(text, &tree);
    let new: Vec<_> = mentions
        .iter()
        .filter(|mention| match &mention.kind {
            MentionKind::LetDefinition(_)
            | MentionKind::RuleDefinition(_)
            | MentionKind::ParameterDefinition(..)
            | MentionKind::Field(_)
            | MentionKind::Counter(_) => true,
            MentionKind::Key(call, keys) => !is_known(&call.tool.text, keys),
            _ => false,
        })
        .map(|mention| mention.span)
        .collect();
    // A key inside a list is not mentioned.
    let is_inner_key = |lexeme: &Lexeme| {
        text[lexeme.span.end as usize..].trim_start().starts_with(':')
            && !mentions.iter().any(|mention| mention.span == lexeme.span)
    };
    let mut all = Vec::new();
    for lexeme in lexemes(text, 0).filter(|lexeme| lexeme.kind == LexemeKind::Word && !new.contains(&lexeme.span)) {
        if !is_inner_key(&lexeme) {
            all.extend(steps(text, &lexeme));
        }
    }
    all
}

fn steps(text: &str, lexeme: &Lexeme) -> Vec<(usize, String)> {
    let word = &text[lexeme.span.range()];
    let (start, end) = (lexeme.span.start as usize, lexeme.span.end as usize);
    if text[end..].starts_with(['*', '?']) || text[..start].ends_with(['*', '?']) {
        return Vec::new();
    }
    let Some(path) = word.strip_prefix("args.") else { return vec![(start, word.to_owned())] };
    let first = path.split('.').next().unwrap();
    let mut all = vec![(start, format!("args.{first}"))];
    let mut at = start + "args.".len();
    for step in path.split('.') {
        all.push((at, step.to_owned()));
        at += step.len() + 1;
    }
    all
}

fn offers(all: &[Candidate], word: &str) -> bool {
    all.iter().any(|candidate| {
        let text = candidate.text.trim_start();
        text.strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_'))
    })
}

#[test]
fn every_word_of_a_policy_is_proposed_where_it_is_written() {
    let mut missing = Vec::new();
    let mut count = 0;
    for path in examples() {
        let text = std::fs::read_to_string(&path).unwrap();
        let judged = judged(&path, &text);
        let catalog = arguments::known(&judged);
        let is_known = |tool: &str, keys: &[&str]| {
            let path = jamb::vocab::Path::new(keys.iter().map(|&key| key.to_owned()).collect()).unwrap();
            let schema = catalog.as_ref().and_then(|catalog| catalog.tool(tool)?.input_schema);
            schema.is_none_or(|schema| schema.reader().lists(&path))
        };
        for (number, (start, word)) in words(&text, is_known).into_iter().enumerate() {
            // All words at their start, and some after each of their letters, also where the text ends there.
            // After `args.`, the step alone is proposed.
            let length = if word.starts_with("args.") { "args".len() } else { word.len() };
            let last = if number % 10 == 0 { length } else { 0 };
            for typed in 0..=last {
                let at = start + typed;
                let (whole, cut) = (candidates(&judged, &text, at), candidates(&judged, &text[..at], at));
                count += 1;
                if !offers(&whole, &word) || !offers(&cut, &word) {
                    let line = text[..start].matches('\n').count() + 1;
                    missing.push(format!("{}:{line}: `{word}` after {typed} letters", path.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{} of {count}:\n{}", missing.len(), missing.join("\n"));
}

#[test]
fn every_word_that_is_proposed_can_be_read() {
    let mut wrong = Vec::new();
    for path in examples() {
        let text = std::fs::read_to_string(&path).unwrap();
        let judged = judged(&path, &text);
        for (start, _) in words(&text, |_, _| true).into_iter().step_by(7) {
            let source = Source::from_text("p.pl", &text[..start]);
            let Some(found) = completion::at(&judged, &source, start as u32) else { continue };
            for candidate in found.candidates.iter().filter(|candidate| is_of_the_language(candidate)) {
                let before = &text[..found.span.start as usize];
                let whole = format!("{before}{} ", candidate.text);
                let at = before.len() + candidate.text.len() - candidate.text.trim_start().len();
                let (_, mistakes) = syntax::parse(SourceId(0), &Source::from_text("p.pl", &whole));
                if mistakes.iter().any(|mistake| mistake.primary.place.span.start as usize == at) {
                    let line = before.matches('\n').count() + 1;
                    wrong.push(format!("{}:{line}: {}", path.display(), candidate.text));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn is_of_the_language(candidate: &Candidate) -> bool {
    match candidate.kind {
        CandidateKind::Keyword
        | CandidateKind::Operator
        | CandidateKind::Category
        | CandidateKind::Unit
        | CandidateKind::Type => true,
        CandidateKind::Tool
        | CandidateKind::Argument
        | CandidateKind::Value
        | CandidateKind::Let
        | CandidateKind::Parameter
        | CandidateKind::Rule
        | CandidateKind::Counter
        | CandidateKind::Code => false,
    }
}

#[test]
fn no_text_makes_completion_panic() {
    let text = "\u{feff}catalog \"t.json\"\ntool a(x: {y: \"u\" | 5}), \"b c\": read {\n  require not (args.\"é.\".y[0] in [\"u\", n] or args.x\n    starts with r#\"a\"#) because \"m\"\n  apply r(5, [\"a\"])\n}\ntest \"t\" {\n  as \"b\" 2 times call a { x: { \"y z\": [1, {k: null}] }, } => deny because \"q\" # jamb: ignore[a, b]\n}\n";
    let disk = MemoryDisk::default();
    let mut documents = OpenDocuments::new(Workspace::new(disk), Job::EDIT);
    let id = documents.open(Document::new(Source::from_text("p.pl", text)));
    let judged = documents.judged(id).unwrap();
    let edges: Vec<usize> = (0..=text.len()).filter(|&at| text.is_char_boundary(at)).collect();
    for &at in &edges {
        // The whole text, its start, its end, and the text without a character.
        let next = text[at..].chars().next().map_or(at, |char| at + char.len_utf8());
        let without = format!("{}{}", &text[..at], &text[next..]);
        for (text, at) in [(text, at), (&text[..at], at), (&text[at..], 0), (without.as_str(), at)] {
            candidates(&judged, text, at);
        }
        for &other in edges.iter().step_by(5).filter(|&&other| without.is_char_boundary(other.min(without.len()))) {
            candidates(&judged, &without, other.min(without.len()));
        }
    }
    // An offset that is in no text, or inside a character.
    for at in [2, text.find('é').unwrap() + 1, text.len() + 7, u32::MAX as usize] {
        candidates(&judged, text, at);
    }
}

#[test]
fn completion_takes_less_time_than_parsing() {
    let block = "tool pay_NUMBER: write {\n  require args.amount <= 5 and args.currency in [\"usd\", \"eur\"]\n    because \"Pay less.\"\n  limit 5 per minute\n}\n";
    let text: String = (0..400).map(|number| block.replace("NUMBER", &number.to_string())).collect();
    assert_eq!(text.lines().count(), 2_000);
    let mut documents = OpenDocuments::new(Workspace::new(MemoryDisk::default()), Job::EDIT);
    let id = documents.open(Document::new(Source::from_text("p.pl", text.as_str())));
    let judged = documents.judged(id).unwrap();
    let source = Source::from_text("p.pl", text.as_str());
    let parsing = least(|| drop(syntax::parse(SourceId(0), &source)));
    for word in ["amount <= 5", "write {", "pay_399", "because", "limit"] {
        let at = text.rfind(word).unwrap() as u32 + 1;
        assert!(completion::at(&judged, &source, at).is_some(), "{word}");
        let completing = least(|| drop(completion::at(&judged, &source, at)));
        println!("{word}: {completing:?} of {parsing:?}");
        assert!(completing < parsing * 2, "{word}: {completing:?}, and parsing {parsing:?}");
    }
}

/// The least time of some runs: other processes only make it longer.
fn least(run: impl Fn()) -> Duration {
    let time = |_| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..7).map(time).min().unwrap()
}
