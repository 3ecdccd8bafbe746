//! English with the texts of other people in it: names, values and messages. A format decides how it marks them.

use std::borrow::Cow;

use crate::diagnostic::between_backticks;
use crate::vocab::Value;
use crate::vocab::visible::{self, code_span, visible};

/// A part of a sentence, or all of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Phrase {
    pieces: Vec<Piece>,
}

/// A piece of a phrase.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Piece {
    /// Our own words.
    Words(String),
    /// A name or a value.
    Code(String),
    /// A denial message.
    Quote(String),
}

impl Phrase {
    /// Our own words.
    pub fn words(words: impl Into<String>) -> Self {
        Self { pieces: vec![Piece::Words(words.into())] }
    }

    /// A name.
    pub fn name(name: &str) -> Self {
        Self { pieces: vec![Piece::Code(bare_or_quoted(name))] }
    }

    /// A tool. `*` is the name of one tool, although it looks like a pattern for all.
    pub fn tool(name: &str) -> Self {
        match name {
            "*" => Self::words("the one tool named ").then(Self::name(name)),
            _ => Self::name(name),
        }
    }

    /// A text from a policy as it is written, such as a regular expression.
    pub fn code(text: impl Into<String>) -> Self {
        Self { pieces: vec![Piece::Code(text.into())] }
    }

    /// A regular expression. Its hidden characters are written as it could write them: `\x{202e}`.
    pub fn pattern(pattern: &str) -> Self {
        let shown = |letter: char| match visible::is_hidden(letter) {
            true => format!("\\x{{{:x}}}", u32::from(letter)),
            false => letter.to_string(),
        };
        Self::code(pattern.chars().map(shown).collect::<String>())
    }

    /// A value. Numbers and booleans are words, texts are code.
    pub fn value(value: &Value) -> Self {
        match value {
            Value::Text(text) => Self::name(text),
            Value::Number(_) | Value::Boolean(_) => Self::words(value.to_string()),
        }
    }

    /// A denial message.
    pub fn quote(message: &str) -> Self {
        Self { pieces: vec![Piece::Quote(message.to_owned())] }
    }

    /// This phrase and another one after it.
    pub fn then(mut self, next: Phrase) -> Self {
        for piece in next.pieces {
            match (self.pieces.last_mut(), piece) {
                (Some(Piece::Words(words)), Piece::Words(more)) => words.push_str(&more),
                (_, piece) => self.pieces.push(piece),
            }
        }
        self
    }

    /// This phrase and more words.
    pub fn say(self, words: &str) -> Self {
        self.then(Self::words(words))
    }

    /// The phrases with these words between them, and others before the last.
    pub fn joined(phrases: impl IntoIterator<Item = Phrase>, between: &str, before_last: &str) -> Self {
        let mut phrases: Vec<Phrase> = phrases.into_iter().collect();
        let last = phrases.pop().unwrap_or_default();
        let Some((first, others)) = phrases.split_first() else { return last };
        let start = others.iter().fold(first.clone(), |all, phrase| all.say(between).then(phrase.clone()));
        start.say(before_last).then(last)
    }

    /// `a`, `b` or `c`
    pub fn listed(phrases: impl IntoIterator<Item = Phrase>, word: &str) -> Self {
        Self::joined(phrases, ", ", &format!(" {word} "))
    }

    /// The pieces, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// On one line: names and values between backticks, more of them than the text has in a row, and messages as
    /// strings. It has no hidden characters.
    pub fn text(&self) -> String {
        self.text_with(|code| code)
    }

    /// The same with another form of the names and values between backticks.
    pub fn text_with(&self, form: impl Fn(String) -> String) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Code(code) => form(code_span(&visible::message(code))),
            Piece::Quote(message) => visible::message(&Value::Text(message.clone()).to_string()),
        };
        self.pieces.iter().map(piece).collect()
    }

    /// The same as Markdown: everything from other people is a code span, which has no markup.
    pub fn markdown(&self) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Code(text) => code_span(&visible::message(text)),
            Piece::Quote(message) => code_span(&visible::message(&plain_or_quoted(message))),
        };
        self.pieces.iter().map(piece).collect()
    }

    /// The same for the messages of diagnostics: everything from other people is between single backticks.
    pub fn in_backticks(&self) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Code(text) => format!("`{}`", between_backticks(&visible::message(text))),
            Piece::Quote(message) => {
                format!("`{}`", between_backticks(&visible::message(&plain_or_quoted(message))))
            }
        };
        self.pieces.iter().map(piece).collect()
    }
}

/// A message as it is, or as a string if it has hidden characters, so that they look the same in every format.
fn plain_or_quoted(message: &str) -> Cow<'_, str> {
    let is_visible = visible(message) == message;
    if is_visible { message.into() } else { Value::Text(message.to_owned()).to_string().into() }
}

/// A text that can be mistaken for nothing else is shown as it is, any other as a string.
fn bare_or_quoted(text: &str) -> String {
    let is_bare = !text.is_empty() && text.trim() == text && !text.contains(['"', '\\']);
    // What is hidden is spelled out, which looks like an escape in a string.
    let is_visible = visible(text) == text;
    if is_bare && is_visible { text.to_owned() } else { Value::Text(text.to_owned()).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_others_stay_inside_their_marks() {
        for (name, text) in [
            ("usd", "`usd`"),
            ("two words", "`two words`"),
            ("", "`\"\"`"),
            (" a", "`\" a\"`"),
            ("a\"b\\", "`\"a\\\"b\\\\\"`"),
            ("a`b``", "``` a`b`` ```"),
            ("a\nb\u{1b}", "`\"a\\nb\\u001b\"`"),
            ("\u{202e}x", "`\"\\u{202e}x\"`"),
        ] {
            assert_eq!(Phrase::name(name).text(), text);
        }
        assert_eq!(Phrase::quote("say `why` \"now\"\u{7}").text(), "\"say `why` \\\"now\\\"\\u0007\"");
        let lines = Phrase::quote("a\nb");
        let texts = [lines.text(), lines.markdown(), lines.in_backticks()];
        assert_eq!(texts, ["\"a\\nb\"", "`\"a\\nb\"`", "`\"a\\nb\"`"]);
        assert_eq!(Phrase::quote("say `why`").in_backticks(), "`say \\u{60}why\\u{60}`");
    }

    #[test]
    fn words_next_to_each_other_are_one_piece() {
        let phrase = Phrase::words("is ").then(Phrase::words("5")).say(" or ").then(Phrase::name("x"));
        assert_eq!(phrase.pieces(), [Piece::Words("is 5 or ".to_owned()), Piece::Code("x".to_owned())]);
        assert_eq!(Phrase::listed(["a", "b", "c"].map(Phrase::name), "or").text(), "`a`, `b` or `c`");
    }
}
