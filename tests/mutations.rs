//! Programs with one token changed. The compiler and the formatter must read each of them alike: nothing that one
//! takes for a comment is a token for the other, and both refuse what neither can read.
//!
//! `JAMB_MUTATIONS=20000 cargo test mutations` tries more of them than a usual run.

use jamb::document::Job;
use jamb::model::canonical::{self, Layout};
use jamb::source::{Source, SourceId};
use jamb::syntax::lexeme::{Lexeme, LexemeKind, lexemes};
use jamb::syntax::{self, tree};

use crate::format::{comments, meaning};
use crate::support::judged::judged;
use crate::support::run::{files, root};

/// Tokens that open, close or separate something, and the beginnings of strings and comments.
const INSERTED: &[&str] = &[
    "{", "}", "(", ")", "[", "]", ",", ":", "=", "\"", "r\"", "r#\"", "\"#", "#", "r", "r#", "args.r", ".", "?", "|",
    "=>", "and", "or", "not", "deny", "allow", "tool", "guard", "if", "because", "let", "limit", "x", "5",
];

struct Program {
    source: Source,
    file: tree::File,
    syntax_errors: usize,
}

fn read(text: &str) -> Program {
    let source = Source::from_text("policy.pl", text);
    let (file, diagnostics) = syntax::parse(SourceId(0), &source);
    Program { source, file, syntax_errors: diagnostics.len() }
}

/// Every policy of the tests and the examples.
fn programs() -> Vec<String> {
    let folders = ["tests/cases/conformance/seeds", "tests/cases/conformance/language", "tests/cases/format"];
    let examples = ["filesystem", "github", "mitmproxy", "payments"].map(|name| format!("examples/{name}"));
    let folders = folders.into_iter().map(str::to_owned).chain(examples);
    let paths = folders.flat_map(|folder| files(&root().join(folder), "pl"));
    let texts: Vec<_> = paths.map(|path| std::fs::read_to_string(path).unwrap()).collect();
    assert!(texts.len() > 30);
    texts
}

/// Removes, replaces, doubles or inserts one token.
fn mutated(text: &str, random: &mut fastrand::Rng) -> String {
    let tokens = tokens(text);
    let Some(token) = random.choice(&tokens) else { return text.to_owned() };
    let (before, after) = (&text[..token.span.start as usize], &text[token.span.end as usize..]);
    let word = &text[token.span.range()];
    let other = random.choice(INSERTED).unwrap();
    // With and without a space, since that decides where a raw string begins.
    let space = random.choice(["", " "]).unwrap();
    match random.u8(..4) {
        0 => format!("{before}{after}"),
        1 => format!("{before}{other}{after}"),
        2 => format!("{before}{word}{space}{word}{after}"),
        _ => format!("{before}{word}{space}{other}{after}"),
    }
}

fn tokens(text: &str) -> Vec<Lexeme> {
    lexemes(text, 0).filter(|lexeme| lexeme.kind != LexemeKind::Comment).collect()
}

fn without_comments(text: &str) -> String {
    let mut blank = text.to_owned();
    for comment in lexemes(text, 0).filter(|lexeme| lexeme.kind == LexemeKind::Comment) {
        blank.replace_range(comment.span.range(), &" ".repeat(comment.span.range().len()));
    }
    blank
}

fn canonical_bytes(text: &str) -> Option<String> {
    judged(text, Job::COMPILE).1.policy.map(|policy| canonical::write(&policy, Layout::Pretty))
}

fn formatted(text: &str) -> Option<String> {
    let (sources, judgement) = judged(text, Job::FMT);
    judgement.formatted(&sources)
}

fn is_read_alike(text: &str, random: &mut fastrand::Rng) {
    let program = read(text);
    if program.syntax_errors > 0 {
        assert_eq!((formatted(text), canonical_bytes(text)), (None, None), "{text}");
        return;
    }
    assert_eq!(meaning(&read(&without_comments(text)).file), meaning(&program.file), "a comment has a meaning\n{text}");
    if let Some(token) = random.choice(tokens(text)) {
        let mut spoiled = text.to_owned();
        spoiled.replace_range(token.span.range(), "@");
        assert!(read(&spoiled).syntax_errors > 0, "`{}` has no meaning\n{text}", &text[token.span.range()]);
    }
    let formatted_text = formatted(text).unwrap_or_else(|| panic!("not formatted\n{text}"));
    let again = read(&formatted_text);
    assert_eq!(again.syntax_errors, 0, "{text}\n{formatted_text}");
    assert_eq!(meaning(&again.file), meaning(&program.file), "{text}\n{formatted_text}");
    assert_eq!(comments(&again.source, &again.file), comments(&program.source, &program.file), "{text}");
    assert_eq!(formatted(&formatted_text).as_deref(), Some(formatted_text.as_str()), "{text}");
    assert_eq!(canonical_bytes(&formatted_text), canonical_bytes(text), "{text}\n{formatted_text}");
}

#[test]
fn a_changed_token_is_read_alike_and_is_one_mistake() {
    let count = std::env::var("JAMB_MUTATIONS").map_or(1_000, |count| count.parse().unwrap());
    let programs = programs();
    let mut random = fastrand::Rng::with_seed(13);
    let (mut wrong, mut with_several) = (0, Vec::new());
    for _ in 0..count {
        let text = mutated(random.choice(&programs).unwrap(), &mut random);
        is_read_alike(&text, &mut random);
        let errors = read(&text).syntax_errors;
        wrong += usize::from(errors > 0);
        if errors > 1 {
            with_several.push(text);
        }
    }
    assert!(wrong * 2 > count, "only {wrong} of {count} are wrong");
    let first = with_several.first();
    assert!(with_several.len() * 100 <= count, "{} of {count} have several errors: {first:?}", with_several.len());
}
