//! Reads the sentences of `jamb describe` as a person does, to find out whether they say what they are meant to say. It
//! shares nothing with the code that writes them.

mod sequence;

use jamb::vocab::{Operator, Path, Regex, TextOperator};
use serde_json::{Value as Json, json};

use super::meaning::holds;

/// What a sentence claims of a call.
#[derive(Debug, Clone)]
pub enum Claim {
    All(Vec<Claim>),
    Any(Vec<Claim>),
    /// Of an argument.
    Is(Path, Test),
}

#[derive(Debug, Clone)]
pub enum Test {
    Not(Box<Test>),
    Both(Box<Test>, Box<Test>),
    Either(Box<Test>, Box<Test>),
    /// A comparison of the gateway.
    Compares(Operator, Json),
    Nothing,
    Present,
}

impl Claim {
    /// The claim of a sentence that begins with "Allowed only if" or "Denied if". Panics if it can't be read in one way
    /// only.
    pub fn read(sentence: &str) -> Self {
        let tokens = tokens(sentence);
        let start = tokens.iter().position(|token| token.is("if")).unwrap() + 1;
        let end = tokens.iter().position(|token| token.is(".")).unwrap();
        let mut reader = Reader { tokens: &tokens[start..end], at: 0, text: sentence };
        let claim = reader.alternatives();
        reader.done();
        claim
    }

    /// Whether it holds for a call.
    pub fn holds(&self, args: &Json) -> bool {
        match self {
            Claim::All(parts) => parts.iter().all(|part| part.holds(args)),
            Claim::Any(parts) => parts.iter().any(|part| part.holds(args)),
            Claim::Is(path, test) => test.holds(path, args),
        }
    }
}

impl Test {
    fn holds(&self, path: &Path, args: &Json) -> bool {
        match self {
            Test::Not(test) => !test.holds(path, args),
            Test::Both(one, other) => one.holds(path, args) && other.holds(path, args),
            Test::Either(one, other) => one.holds(path, args) || other.holds(path, args),
            Test::Compares(operator, operand) => holds(path, *operator, operand, args),
            Test::Nothing => false,
            // `null` too.
            Test::Present => holds(path, Operator::NotIn, &json!([]), args),
        }
    }

    fn negated(self, is_negated: bool) -> Self {
        if is_negated { Test::Not(Box::new(self)) } else { self }
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Code(String),
    Word(String),
}

impl Token {
    fn is(&self, word: &str) -> bool {
        matches!(self, Token::Word(text) if text == word)
    }
}

/// Words, punctuation and code spans.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first == ' ' {
            rest = &rest[1..];
        } else if first == '`' {
            let marks = &rest[..rest.len() - rest.trim_start_matches('`').len()];
            let inner = &rest[marks.len()..];
            let end = closing(inner, marks.len());
            let code = &inner[..end];
            let is_padded = code.starts_with(' ') && code.ends_with(' ') && !code.trim().is_empty();
            let code = if is_padded { &code[1..code.len() - 1] } else { code };
            tokens.push(Token::Code(code.to_owned()));
            rest = &inner[end + marks.len()..];
        } else if ",;.()\"".contains(first) {
            tokens.push(Token::Word(first.to_string()));
            rest = &rest[1..];
        } else {
            let end = rest.find([' ', '`', ',', ';', '(', ')']).unwrap_or(rest.len());
            let word = rest[..end].trim_end_matches('.');
            tokens.push(Token::Word(word.to_owned()));
            rest = &rest[word.len()..];
        }
    }
    tokens
}

/// Where exactly so many backticks follow each other.
fn closing(text: &str, marks: usize) -> usize {
    let mut at = 0;
    loop {
        at += text[at..].find('`').unwrap();
        let run = text[at..].len() - text[at..].trim_start_matches('`').len();
        if run == marks {
            return at;
        }
        at += run;
    }
}

struct Reader<'t> {
    tokens: &'t [Token],
    at: usize,
    text: &'t str,
}

const VERBS: [&str; 6] = ["is", "contains", "matches", "starts", "ends", "does"];
const ORDERS: [(&str, Operator); 6] = [
    ("below", Operator::Lt),
    ("above", Operator::Gt),
    ("of at most", Operator::Lte),
    ("of at least", Operator::Gte),
    ("at most", Operator::Lte),
    ("at least", Operator::Gte),
];

impl Reader<'_> {
    /// "A, or if B"
    fn alternatives(&mut self) -> Claim {
        let mut parts = vec![self.requirements()];
        while self.takes(", or if") {
            parts.push(self.requirements());
        }
        one_or(parts, Claim::Any)
    }

    /// "A; either B or C; and D"
    fn requirements(&mut self) -> Claim {
        let mut parts = vec![self.requirement()];
        while self.takes(";") {
            self.takes("and");
            parts.push(self.requirement());
        }
        one_or(parts, Claim::All)
    }

    fn requirement(&mut self) -> Claim {
        self.takes("either");
        self.joined()
    }

    /// "A, B and C", "A, or B"; "A, and either B or C". One list has one word.
    fn joined(&mut self) -> Claim {
        let mut parts = vec![self.part()];
        let mut word: Option<&str> = None;
        loop {
            if self.peeks(", or if") {
                break;
            }
            if self.takes(", and either") {
                let rest = self.joined();
                assert!(word != Some("or"), "{}", self.text);
                parts.push(rest);
                word = Some("and");
                break;
            }
            let next = ["and", "or"].into_iter().find(|word| self.takes(&format!(", {word}")) || self.takes(word));
            if next.is_some() {
                assert!(word.is_none() || word == next, "`and` or `or`? {}", self.text);
                word = next;
            } else if !self.takes(",") {
                break;
            }
            parts.push(self.part());
        }
        assert!(parts.len() == 1 || word.is_some(), "{}", self.text);
        one_or(parts, if word == Some("or") { Claim::Any } else { Claim::All })
    }

    fn part(&mut self) -> Claim {
        if self.takes("(") {
            let inner = self.joined();
            assert!(self.takes(")"), "{}", self.text);
            return inner;
        }
        let mut paths = vec![path(&self.code())];
        while !VERBS.iter().any(|verb| self.peeks(verb)) {
            assert!(self.takes(",") || self.takes("or"), "{}", self.text);
            paths.push(path(&self.code()));
        }
        let mut test = self.test();
        for (word, both) in [("and", true), ("or", false)] {
            if self.peeks(word) && self.is_test(self.at + 1) {
                self.takes(word);
                let (one, other) = (Box::new(test), Box::new(self.test()));
                test = if both { Test::Both(one, other) } else { Test::Either(one, other) };
            }
        }
        one_or(paths.into_iter().map(|path| Claim::Is(path, test.clone())).collect(), Claim::Any)
    }

    fn is_test(&self, at: usize) -> bool {
        let words: Vec<&str> = VERBS.into_iter().chain(["below", "above", "at"]).collect();
        self.tokens.get(at).is_some_and(|token| words.iter().any(|word| token.is(word)))
    }

    fn test(&mut self) -> Test {
        if let Some(order) = self.order() {
            return order;
        }
        if self.takes("is") {
            return self.is();
        }
        let is_negated = self.takes("does not");
        for (words, anchor) in [("starts with", "^"), ("start with", "^"), ("ends with", "$"), ("end with", "$")] {
            let before = self.at;
            if self.takes(words)
                && let Some(regex) = self.steps()
            {
                let regex = if anchor == "^" { format!("^(?:{regex})") } else { format!("(?:{regex})$") };
                return Test::Compares(Operator::Regex, json!(regex)).negated(is_negated);
            }
            self.at = before;
        }
        let test = if self.takes("contains a match for the pattern") || self.takes("contain a match for the pattern") {
            self.pattern()
        } else if self.takes("contains") || self.takes("contain") {
            Test::Compares(Operator::Contains, self.value())
        } else if self.takes("matches the pattern") || self.takes("match the pattern") {
            self.pattern()
        } else {
            panic!("not a test: {} {:?}", self.text, &self.tokens[self.at..]);
        };
        test.negated(is_negated)
    }

    /// What follows "is".
    fn is(&mut self) -> Test {
        if let Some(order) = self.order() {
            return order;
        }
        for (words, test) in [
            ("given", Test::Compares(Operator::Exists, json!(true))),
            ("left out", Test::Compares(Operator::Exists, json!(false))),
            ("set to anything", Test::Present),
            ("anything", Test::Not(Box::new(Test::Nothing))),
            ("one of no values", Test::Nothing),
        ] {
            if self.takes(words) {
                return test;
            }
        }
        if self.takes("not set to anything other than") {
            return Test::Compares(Operator::NotIn, Json::Array(self.values())).negated(true);
        }
        if self.takes("not set to anything") {
            return Test::Present.negated(true);
        }
        if self.takes("set to something other than") {
            return Test::Compares(Operator::NotIn, Json::Array(self.values()));
        }
        if self.takes("neither") || self.takes("none of") {
            return Test::Compares(Operator::In, Json::Array(self.values())).negated(true);
        }
        let is_negated = self.takes("not");
        self.noun().negated(is_negated)
    }

    fn noun(&mut self) -> Test {
        let text = |operator: TextOperator, values: &[&str]| {
            Test::Compares(Operator::Regex, json!(operator.regex_of_list(values.iter().copied()).unwrap()))
        };
        if let Some(test) = self.sequence() {
            return test;
        }
        let operators = [
            ("a plain path to or below", TextOperator::Under),
            ("a plain address on", TextOperator::On),
            ("a plain address at or below", TextOperator::On),
            ("a plain mail address at", TextOperator::At),
        ];
        for (words, operator) in operators {
            if self.takes(words) {
                let values = self.values();
                let values = values.iter().map(|value| value.as_str().unwrap());
                return text(operator, &values.chain(self.kinds_of_paths()).collect::<Vec<_>>());
            }
        }
        if self.takes("a plain absolute path") {
            text(TextOperator::Under, &["/"].into_iter().chain(self.kinds_of_paths()).collect::<Vec<_>>())
        } else if self.takes("a plain relative path") {
            text(TextOperator::Under, &["."])
        } else if self.takes("a number") {
            self.order().unwrap()
        } else if self.takes("a list that contains") {
            let value = self.value();
            let is_text = Test::Compares(Operator::Regex, json!(""));
            Test::Both(Box::new(is_text.negated(true)), Box::new(Test::Compares(Operator::Contains, value)))
        } else if self.takes("text") {
            Test::Compares(Operator::Regex, json!(""))
        } else if self.takes("the text") {
            let is_text = Test::Compares(Operator::Regex, json!(""));
            let values = Test::Compares(Operator::In, Json::Array(self.values()));
            Test::Both(Box::new(is_text), Box::new(values))
        } else {
            Test::Compares(Operator::In, Json::Array(self.values()))
        }
    }

    /// ", a plain absolute path or a plain relative path"
    fn kinds_of_paths(&mut self) -> Vec<&'static str> {
        let mut kinds = Vec::new();
        for (word, path) in [("absolute", "/"), ("relative", ".")] {
            if [",", "or"].into_iter().any(|before| self.takes(&format!("{before} a plain {word} path"))) {
                kinds.push(path);
            }
        }
        kinds
    }

    fn order(&mut self) -> Option<Test> {
        let (_, operator) = ORDERS.into_iter().find(|(words, _)| self.takes(words))?;
        Some(Test::Compares(operator, self.value()))
    }

    fn pattern(&mut self) -> Test {
        let pattern = self.code();
        if self.takes("( such as") {
            let example = text_of(&self.code());
            assert!(Regex::new(&pattern).unwrap().is_match(&example), "{}", self.text);
            assert!(self.takes(")"));
        }
        Test::Compares(Operator::Regex, json!(pattern))
    }

    /// "`a`, `b` or `c`". A name that a verb follows begins the next part.
    fn values(&mut self) -> Vec<Json> {
        let mut values = vec![self.value()];
        loop {
            // It says what the operator means.
            if self.takes("( without") {
                self.code();
                assert!(self.takes("itself )"), "{}", self.text);
            }
            let before = self.at;
            let is_next = !self.peeks(", and")
                && !self.peeks(", or")
                && (self.takes(",") || self.takes("or") || self.takes("nor"));
            let begins_part = VERBS.iter().any(|verb| self.tokens.get(self.at + 1).is_some_and(|token| token.is(verb)));
            if !is_next || begins_part || !self.is_value() {
                self.at = before;
                return values;
            }
            values.push(self.value());
        }
    }

    fn is_value(&self) -> bool {
        match self.tokens.get(self.at) {
            Some(Token::Code(_)) => true,
            Some(Token::Word(word)) => serde_json::from_str::<Json>(word).is_ok_and(|value| !value.is_string()),
            None => false,
        }
    }

    fn value(&mut self) -> Json {
        match self.next() {
            Token::Code(code) => json!(text_of(&code)),
            Token::Word(word) => serde_json::from_str(&word).unwrap_or_else(|_| panic!("{word}: {}", self.text)),
        }
    }

    fn code(&mut self) -> String {
        match self.next() {
            Token::Code(code) => code,
            Token::Word(word) => panic!("`{word}` is not a name: {}", self.text),
        }
    }

    fn next(&mut self) -> Token {
        self.at += 1;
        self.tokens.get(self.at - 1).unwrap_or_else(|| panic!("{}", self.text)).clone()
    }

    fn peeks(&self, words: &str) -> bool {
        words
            .split(' ')
            .enumerate()
            .all(|(index, word)| self.tokens.get(self.at + index).is_some_and(|token| token.is(word)))
    }

    fn takes(&mut self, words: &str) -> bool {
        let is_there = self.peeks(words);
        if is_there {
            self.at += words.split(' ').count();
        }
        is_there
    }

    fn done(&self) {
        assert!(self.at == self.tokens.len(), "{:?} is left of {}", &self.tokens[self.at..], self.text);
    }
}

fn one_or(mut parts: Vec<Claim>, group: fn(Vec<Claim>) -> Claim) -> Claim {
    if parts.len() == 1 { parts.remove(0) } else { group(parts) }
}

/// A text as it is shown: a string if it begins with a quote.
fn text_of(code: &str) -> String {
    match code.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => unescaped(inner),
        None => code.to_owned(),
    }
}

fn unescaped(text: &str) -> String {
    let mut json = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character != '\\' {
            json.push(character);
            continue;
        }
        let escaped = characters.next().unwrap();
        if escaped == 'u' && characters.peek() == Some(&'{') {
            let digits: String = characters.by_ref().skip(1).take_while(|digit| *digit != '}').collect();
            json.push(char::from_u32(u32::from_str_radix(&digits, 16).unwrap()).unwrap());
        } else {
            json.extend(['\\', escaped]);
        }
    }
    // Control characters are not allowed in strings, but may have been spelled out as `\u{7f}`.
    let json: String = json
        .chars()
        .map(|one| if one.is_control() { format!("\\u{:04x}", u32::from(one)) } else { one.to_string() })
        .collect();
    serde_json::from_str(&format!("\"{json}\"")).unwrap()
}

/// `metadata."odd name"`
fn path(code: &str) -> Path {
    let mut segments = Vec::new();
    let mut rest = code;
    loop {
        let end = match rest.strip_prefix('"') {
            Some(inner) => {
                let mut is_escaped = false;
                1 + inner
                    .find(|one| {
                        let ends = one == '"' && !is_escaped;
                        is_escaped = one == '\\' && !is_escaped;
                        ends
                    })
                    .unwrap()
                    + 1
            }
            None => rest.find('.').unwrap_or(rest.len()),
        };
        segments.push(text_of(&rest[..end]));
        match rest[end..].strip_prefix('.') {
            Some(next) => rest = next,
            None => return Path::new(segments).unwrap(),
        }
    }
}
