//! The law that no text is read in two ways: the grammar and the coarse reading of `lexeme` find the same words,
//! strings and comments. The formatter keeps the comments that the one finds between the words of the other.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;

use super::grammar::{self, Rule};
use super::lexeme::{LexemeKind, lexemes};
use crate::source::Span;

/// Names, segments and strings that could be read in more than one way.
const TRICKY: &[&str] = &[
    "r",
    "r1",
    "args.r",
    "args.a.r",
    "b.r",
    "a.r",
    "args",
    r#""r""#,
    r#"r"c""#,
    r##"r#"c"#"##,
    r###"r##"c"#d"##"###,
    r##""#c""##,
    r#""a\"b""#,
    "x/r",
    "r.r",
];
const PATHS: &[&str] = &[
    "args.r",
    r#"args.r"c""#,
    r##"args.r#"c"#"##,
    r##"args.a.r#"c"#"##,
    r##"args."a".b.r#"c"#"##,
    r##"args.r#"a"#.r#"b"#"##,
    r##"args[0].r#"c"#"##,
    r##"args.0.r#"c"#"##,
    r##"args."a".0.r#"c"#"##,
    r#"args."r""#,
    r##"args[*].b."c".r"d""##,
];
/// What is written between two words. A comment needs its line end.
const GAPS: &[&str] = &["", " ", "\n", " #\"c\"#\n", "#\"\n", "# r#\"c\n", "\t"];

fn words() -> impl Strategy<Value = Vec<&'static str>> {
    let name = || select(TRICKY);
    let path = || select(PATHS);
    let string = || select(&TRICKY[7..13]);
    let comparison = prop_oneof![
        (path(), string()).prop_map(|(path, text)| vec![path, "==", text]),
        (path(), string()).prop_map(|(path, text)| vec![path, "in", "[", text, ",", text, "]"]),
        (path(), name()).prop_map(|(path, name)| vec![path, "matches", name]),
        path().prop_map(|path| vec![path, "exists"]),
    ];
    let condition = (comparison.clone(), select(&["and", "or", "and not"][..]), comparison).prop_map(|(a, word, b)| {
        [&["("], a.as_slice(), &[")"], word.split(' ').collect::<Vec<_>>().as_slice(), b.as_slice()].concat()
    });
    let because = string().prop_map(|text| vec!["because", text]);
    let clause = prop_oneof![
        (condition.clone(), because).prop_map(|(condition, because)| [&["require"], &condition[..], &because].concat()),
        condition.prop_map(|condition| [&["deny", "if"], &condition[..]].concat()),
        name().prop_map(|name| vec!["limit", "5", "per", "minute", "as", name]),
    ];
    let block = prop::collection::vec(clause, 0..3).prop_map(|clauses| clauses.concat());
    prop_oneof![
        (name(), name()).prop_map(|(one, other)| vec!["allow", one, ",", other]),
        name().prop_map(|name| vec!["hide", name]),
        string().prop_map(|text| vec!["let", "r", "=", text]),
        (name(), block.clone()).prop_map(|(name, block)| [&["tool", name, "{"], &block[..], &["}"]].concat()),
        (name(), block.clone()).prop_map(|(name, block)| [&["guard", name, "{"], &block[..], &["}"]].concat()),
        block.prop_map(|block| [&["rule", "r", "{"], &block[..], &["}"]].concat()),
        (string(), name()).prop_map(|(title, name)| {
            vec!["test", title, "{", "call", name, "{", "a", ":", "1", "}", "=>", "deny", "}"]
        }),
    ]
}

fn text() -> impl Strategy<Value = String> {
    let gapped = words().prop_flat_map(|words| {
        let gaps = prop::collection::vec(select(GAPS), words.len());
        gaps.prop_map(move |gaps| words.iter().zip(gaps).map(|(word, gap)| format!("{word}{gap}")).collect::<String>())
    });
    prop::collection::vec(gapped, 1..4).prop_map(|items| items.concat())
}

/// The words of a text as the grammar takes them: none where it can't read it.
fn grammar_words(text: &str) -> Option<Vec<Span>> {
    let file = grammar::read(Rule::file, text).ok()?;
    let leaves = file.into_inner().flatten().filter(|pair| pair.clone().into_inner().next().is_none());
    Some(
        leaves
            .map(|pair| Span::new(pair.as_span().start(), pair.as_span().end()))
            .filter(|span| span.start < span.end)
            .collect(),
    )
}

proptest! {
    #[test]
    fn comments_and_strings_are_the_same_to_both(text in text()) {
        let Some(words) = grammar_words(&text) else { return Ok(()) };
        for lexeme in lexemes(&text, 0) {
            let within = |word: &&Span| word.start < lexeme.span.end && lexeme.span.start < word.end;
            let overlapping: Vec<&Span> = words.iter().filter(within).collect();
            match lexeme.kind {
                LexemeKind::Comment => prop_assert!(overlapping.is_empty(), "{text:?}: a comment at {:?}", lexeme.span),
                LexemeKind::String => prop_assert_eq!(overlapping, vec![&lexeme.span], "{:?}", text),
                LexemeKind::OpenString => prop_assert!(false, "{text:?}: an open string at {:?}", lexeme.span),
                LexemeKind::Word | LexemeKind::Number | LexemeKind::Sign(_) => {
                    prop_assert!(!overlapping.is_empty(), "{text:?}: nothing at {:?}", lexeme.span);
                }
            }
        }
    }
}

#[test]
fn most_texts_of_the_law_can_be_read() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let text = |runner: &mut _| text().new_tree(runner).unwrap().current();
    let read = (0..500).filter(|_| grammar_words(&text(&mut runner)).is_some()).count();
    assert!(read > 100, "{read} of 500");
}
