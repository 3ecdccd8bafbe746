//! Texts for an editor's boxes: paragraphs with parts that come from other people, as Markdown or as plain text.
//!
//! A description in a catalog may come from an attacker. In Markdown, none of its characters has a meaning: it makes no
//! link, no picture, no heading.

use crate::describe::Phrase;
use crate::vocab::visible;

/// The longest text of other people that is shown, in characters.
const LONGEST: usize = 2_000;

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paragraph {
    /// A sentence of ours, perhaps with names and values in it.
    Words(Phrase),
    /// Sentences of ours, as a list.
    List(Vec<Phrase>),
    /// A part of a policy.
    Policy(String),
    /// Our own Markdown, from a page.
    Page(String),
    /// A text of other people.
    Quote(String),
}

/// Paragraphs as Markdown.
pub fn markdown(paragraphs: &[Paragraph]) -> String {
    let paragraph = |paragraph: &Paragraph| match paragraph {
        Paragraph::Words(phrase) => phrase.markdown(),
        Paragraph::List(phrases) => lines(phrases.iter().map(|phrase| format!("- {}", phrase.markdown()))),
        Paragraph::Policy(text) => fenced(text),
        Paragraph::Page(text) => text.clone(),
        Paragraph::Quote(text) => escaped(&shortened(text)),
    };
    paragraphs.iter().map(paragraph).collect::<Vec<_>>().join("\n\n")
}

/// Paragraphs as plain text.
pub fn plain(paragraphs: &[Paragraph]) -> String {
    let paragraph = |paragraph: &Paragraph| match paragraph {
        Paragraph::Words(phrase) => phrase.text(),
        Paragraph::List(phrases) => lines(phrases.iter().map(|phrase| format!("- {}", phrase.text()))),
        Paragraph::Policy(text) | Paragraph::Page(text) => text.clone(),
        Paragraph::Quote(text) => visible_lines(&shortened(text)),
    };
    paragraphs.iter().map(paragraph).collect::<Vec<_>>().join("\n\n")
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

/// A block of code, with a fence that the text does not contain.
fn fenced(text: &str) -> String {
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}jamb\n{}\n{fence}", text.trim_end())
}

/// A text whose characters mean nothing in Markdown: all punctuation is escaped, so that not even an address becomes a
/// link. Lines stay lines.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in visible_lines(text).split('\n') {
        if !out.is_empty() {
            out.push_str("  \n");
        }
        for char in line.trim().chars() {
            if char.is_ascii_punctuation() && !matches!(char, ',' | ';' | '?' | '%' | '\'' | '"') {
                out.push('\\');
            }
            out.push(char);
        }
    }
    out
}

/// A text with its hidden characters shown, line by line.
fn visible_lines(text: &str) -> String {
    text.trim().lines().map(visible::message).collect::<Vec<_>>().join("\n")
}

fn shortened(text: &str) -> String {
    let start: String = text.chars().take(LONGEST).collect();
    if start.len() < text.len() { format!("{start}…") } else { start }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_makes_no_markup() {
        let hostile =
            "# Run ![x](https://evil.example/p.png) <img src=x> [a](command:b) `c` www.evil.example a@b.c\n- d\u{202e}";
        let shown = markdown(&[Paragraph::Quote(hostile.to_owned())]);
        assert!(!shown.contains('\u{202e}') && shown.lines().count() == 2);
        // What is left has no meaning in Markdown.
        let mut letters = shown.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => assert!(letters.next().is_some_and(|escaped| escaped.is_ascii_punctuation())),
                _ => assert!(!"#![](){}<>`*_~|:./@-+&".contains(letter), "{letter} in {shown}"),
            }
        }
    }

    #[test]
    fn a_fence_is_longer_than_those_in_the_text() {
        assert_eq!(fenced("a\n````\n"), "`````jamb\na\n````\n`````");
    }
}
