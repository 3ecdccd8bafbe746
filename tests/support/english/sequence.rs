//! Texts in words: "`SUP-` followed by one to eight digits".

use jamb::vocab::Operator;
use serde_json::json;

use super::{Reader, Test, Token, VERBS, text_of};

const NUMBERS: [&str; 10] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/// Kinds of characters, as what they are in the brackets of a class.
const KINDS: [(&str, &str, &str); 12] = [
    ("letter", "letters", "A-Za-z"),
    ("upper-case letter", "upper-case letters", "A-Z"),
    ("lower-case letter", "lower-case letters", "a-z"),
    ("digit", "digits", "0-9"),
    ("white-space character", "white-space characters", "\\t\\n\\f\\r "),
    ("white space", "white space", "\\t\\n\\f\\r "),
    ("line break", "line breaks", "\\n\\r"),
    ("line feed", "line feeds", "\\n"),
    ("space", "spaces", " "),
    ("dot", "dots", "\\."),
    ("hyphen", "hyphens", "\\-"),
    ("underscore", "underscores", "_"),
];

impl Reader<'_> {
    /// What follows "is", if it is a sequence. A list of values alone is none.
    pub(super) fn sequence(&mut self) -> Option<Test> {
        let before = self.at;
        let regex = |regex: String| Some(Test::Compares(Operator::Regex, json!(regex)));
        if self.takes("text with") {
            let inside = self.steps().unwrap_or_else(|| panic!("{}", self.text));
            assert!(self.takes("in it"), "{}", self.text);
            return regex(inside);
        }
        let is_text = self.takes("text of");
        let steps = self.steps();
        let is_plain = |token: &Token| matches!(token, Token::Code(_)) || token.is(",") || token.is("or");
        match steps {
            Some(steps) if is_text || !self.tokens[before..self.at].iter().all(is_plain) => {
                regex(format!("^(?:{steps})$"))
            }
            _ => {
                self.at = before;
                None
            }
        }
    }

    /// "A followed by B"; "A, then B, then C"
    pub(super) fn steps(&mut self) -> Option<String> {
        let mut all = self.step()?;
        if self.takes(", followed by") || self.takes("followed by") {
            return Some(all + &self.step().unwrap_or_else(|| panic!("{}", self.text)));
        }
        while self.takes(", then") {
            all += &self.step().unwrap_or_else(|| panic!("{}", self.text));
        }
        Some(all)
    }

    fn step(&mut self) -> Option<String> {
        if let Some(Token::Code(_)) = self.tokens.get(self.at) {
            return Some(self.texts());
        }
        let before = self.at;
        let step = self.count().and_then(|count| Some(format!("{}{count}", self.class()?)));
        if step.is_none() {
            self.at = before;
        }
        step
    }

    fn count(&mut self) -> Option<String> {
        if self.takes("a") || self.takes("an") {
            return Some(String::new());
        }
        if self.takes("any number of") {
            return Some("*".to_owned());
        }
        if self.takes("up to") {
            return Some(format!("{{0,{}}}", self.number()?));
        }
        let least = self.number()?;
        Some(if self.takes("or more") {
            format!("{{{least},}}")
        } else if self.takes("to") {
            format!("{{{least},{}}}", self.number()?)
        } else if self.takes("or") {
            // "is 0 or 5" lists values.
            let most = self.number().filter(|most| *most == least + 1)?;
            format!("{{{least},{most}}}")
        } else {
            format!("{{{least}}}")
        })
    }

    fn number(&mut self) -> Option<usize> {
        let Some(Token::Word(word)) = self.tokens.get(self.at) else { return None };
        let number = NUMBERS.iter().position(|number| number == word).or_else(|| word.parse().ok())?;
        self.at += 1;
        Some(number)
    }

    /// "letters, digits or `@`", "characters other than line breaks"
    fn class(&mut self) -> Option<String> {
        if self.takes("characters") || self.takes("character") {
            if !self.takes("other than") {
                return Some("(?s:.)".to_owned());
            }
            return Some(format!("[^{}]", self.kinds("and")));
        }
        let before = self.at;
        self.kind().filter(|_| !matches!(self.tokens[before], Token::Code(_)))?;
        self.at = before;
        Some(format!("[{}]", self.kinds("or")))
    }

    fn kinds(&mut self, word: &str) -> String {
        let mut kinds = self.kind().unwrap_or_else(|| panic!("{}", self.text));
        loop {
            let before = self.at;
            let is_next = self.takes(",") || self.takes(word);
            match self.kind().filter(|_| is_next) {
                Some(kind) => kinds += &kind,
                None => {
                    self.at = before;
                    return kinds;
                }
            }
        }
    }

    fn kind(&mut self) -> Option<String> {
        if let Some(Token::Code(code)) = self.tokens.get(self.at) {
            if VERBS.iter().any(|verb| self.tokens.get(self.at + 1).is_some_and(|next| next.is(verb))) {
                return None;
            }
            let characters = text_of(code);
            assert_eq!(characters.chars().count(), 1, "{}", self.text);
            self.at += 1;
            return Some(escaped(&characters));
        }
        if self.takes("slash") || self.takes("slashes") {
            return Some("/".to_owned());
        }
        let (_, many, class) = KINDS.into_iter().find(|(one, many, _)| self.takes(one) || self.takes(many))?;
        if many == "letters" && self.takes("( in upper or lower case )") {
            return Some("A-Za-z\u{17f}\u{212a}".to_owned());
        }
        // "letters `a` to `f`"
        match self.tokens.get(self.at..self.at + 3) {
            Some([Token::Code(first), to, Token::Code(last)]) if to.is("to") => {
                assert!(["letters", "digits"].contains(&many), "{}", self.text);
                self.at += 3;
                Some(format!("{first}-{last}"))
            }
            _ => Some(class.to_owned()),
        }
    }

    /// "`a`, `b` or nothing (in upper or lower case)"
    fn texts(&mut self) -> String {
        let mut texts = Vec::new();
        loop {
            texts.push(escaped(&text_of(&self.code())));
            let before = self.at;
            let is_next = self.takes(",") || self.takes("or");
            if is_next && self.takes("nothing") {
                texts.push(String::new());
                break;
            }
            let begins_part = VERBS.iter().any(|verb| self.tokens.get(self.at + 1).is_some_and(|next| next.is(verb)));
            if !is_next || begins_part || !matches!(self.tokens.get(self.at), Some(Token::Code(_))) {
                self.at = before;
                break;
            }
        }
        let flag = if self.takes("( in upper or lower case )") { "i" } else { "" };
        format!("(?{flag}:{})", texts.join("|"))
    }
}

/// Each character by its number.
fn escaped(text: &str) -> String {
    text.chars().map(|one| format!("\\x{{{:x}}}", u32::from(one))).collect()
}
