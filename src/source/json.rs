//! JSON text as a tree in which every key and value has its place. Catalogs and policies are read this way,
//! so that a message can underline the line that it is about.
//!
//! A byte order mark at the start is skipped. Nesting is bounded by [`MAX_DEPTH`].

use std::fmt;

use jiter::{Jiter, JiterError, JiterErrorType, JsonErrorType, Peek};

use super::{Source, Span};
use crate::vocab::{Kind, Number};

/// How deep lists and objects may nest.
pub const MAX_DEPTH: usize = 128;

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Json {
    /// From the first character of the value to the end of its last.
    pub span: Span,
    /// The value.
    pub kind: JsonKind,
}

/// The six kinds of JSON values.
#[derive(Debug, Clone, PartialEq)]
pub enum JsonKind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number; `None` is one that is too large for a double.
    Number(Option<Number>),
    /// A string, decoded.
    Text(String),
    /// `[…]`
    List(Vec<Json>),
    /// `{…}`, in the order of the text. A duplicate key is here twice.
    Object(Vec<Member>),
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The key, decoded.
    pub key: String,
    /// The key's place, with its quotes.
    pub key_span: Span,
    /// The value.
    pub value: Json,
}

/// Why a text is not JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonError {
    /// What is wrong, in lower case.
    pub message: String,
    /// The offset of the first byte that can't be read.
    pub offset: u32,
}

impl Json {
    /// Reads the whole text of a source as one JSON value.
    pub fn parse(source: &Source) -> Result<Self, JsonError> {
        if let Some(undecodable) = source.undecodable {
            let message = if undecodable.looks_like_utf16 {
                "this is UTF-16, not UTF-8"
            } else {
                "these bytes are not valid UTF-8"
            };
            return Err(JsonError { message: message.to_owned(), offset: undecodable.offset });
        }
        let body = source.text.get(source.body_start()..).unwrap_or_default();
        Reader::new(body, source.body_start()).whole()
    }

    /// Reads the whole of a text as one JSON value.
    pub fn parse_text(text: &str) -> Result<Self, JsonError> {
        Reader::new(text, 0).whole()
    }

    /// Reads the value at an offset, or after the white space there. What follows it is ignored.
    pub fn parse_at(text: &str, offset: usize) -> Result<Self, JsonError> {
        let mut reader = Reader::new(text.get(offset..).unwrap_or_default(), offset);
        reader.peek().and_then(|peek| reader.value(peek, MAX_DEPTH))
    }

    /// Reads as much as possible of a value whose end may be missing or invalid; `None` if not even its first
    /// character is valid.
    pub fn parse_beginning(text: &str) -> Option<Self> {
        let mut reader = Reader { complete: false, ..Reader::new(text, 0) };
        reader.peek().and_then(|peek| reader.value(peek, MAX_DEPTH)).ok()
    }

    /// The members, if this is an object.
    pub fn members(&self) -> Option<&[Member]> {
        if let JsonKind::Object(members) = &self.kind { Some(members) } else { None }
    }

    /// The elements, if this is a list.
    pub fn elements(&self) -> Option<&[Json]> {
        if let JsonKind::List(elements) = &self.kind { Some(elements) } else { None }
    }

    /// The text, if this is a string.
    pub fn text(&self) -> Option<&str> {
        if let JsonKind::Text(text) = &self.kind { Some(text) } else { None }
    }

    /// The member with this key, if this is an object that has it. The last of two counts, as for most JSON
    /// readers.
    pub fn member(&self, key: &str) -> Option<&Member> {
        self.members()?.iter().rev().find(|member| member.key == key)
    }

    /// The value of this key, found like [`Json::member`].
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.member(key).map(|member| &member.value)
    }

    /// The kind of the value.
    pub fn value_kind(&self) -> Kind {
        match &self.kind {
            JsonKind::Null => Kind::Null,
            JsonKind::Boolean(_) => Kind::Boolean,
            JsonKind::Number(_) => Kind::Number,
            JsonKind::Text(_) => Kind::String,
            JsonKind::List(_) => Kind::List,
            JsonKind::Object(_) => Kind::Object,
        }
    }

    /// What kind of value this is, for messages: `a string`.
    pub fn describe(&self) -> &'static str {
        self.value_kind().with_article()
    }
}

/// JSON on one line. Numbers have their canonical form; one that is too large for a double is written as it
/// is.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &str| serde_json::to_string(text).map_err(|_| fmt::Error);
        match &self.kind {
            JsonKind::Null => f.write_str("null"),
            JsonKind::Boolean(boolean) => boolean.fmt(f),
            JsonKind::Number(Some(number)) => number.fmt(f),
            JsonKind::Number(None) => f.write_str("1e999"),
            JsonKind::Text(text) => f.write_str(&quoted(text)?),
            JsonKind::List(elements) => {
                f.write_str("[")?;
                for (index, element) in elements.iter().enumerate() {
                    write!(f, "{}{element}", if index > 0 { ", " } else { "" })?;
                }
                f.write_str("]")
            }
            JsonKind::Object(members) => {
                f.write_str("{")?;
                for (index, member) in members.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    write!(f, "{comma}{}: {}", quoted(&member.key)?, member.value)?;
                }
                f.write_str("}")
            }
        }
    }
}

/// Whether a text starts like a JSON object or a list of objects.
pub fn starts_like_json(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with('{') || text.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{'))
}

/// The place of the value at an offset, or after the white space there, without loading it into memory.
pub fn value_at(text: &str, offset: usize) -> Result<Span, JsonError> {
    let mut reader = Reader::new(text.get(offset..).unwrap_or_default(), offset);
    let peek = reader.peek()?;
    let start = reader.jiter.current_index();
    reader.read(|jiter| jiter.known_skip(peek))?;
    Ok(reader.span(start, reader.jiter.current_index()))
}

/// The offset of the value that these keys lead to, one object inside the other.
pub fn find(text: &str, keys: &[&str]) -> Result<Option<usize>, JsonError> {
    let mut reader = Reader::new(text, 0);
    for wanted in keys {
        if reader.peek()? != Peek::Object || !reader.go_to(wanted)? {
            return Ok(None);
        }
    }
    reader.peek().map(|_| Some(reader.jiter.current_index()))
}

struct Reader<'t> {
    text: &'t str,
    base: usize,
    jiter: Jiter<'t>,
    /// Whether it is an error if something is not closed or can't be read.
    complete: bool,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, base: usize) -> Self {
        Self { text, base, jiter: Jiter::new(text.as_bytes()), complete: true }
    }

    fn whole(mut self) -> Result<Json, JsonError> {
        let value = self.peek().and_then(|peek| self.value(peek, MAX_DEPTH))?;
        match self.jiter.finish() {
            Ok(()) => Ok(value),
            Err(error) => Err(self.error(error)),
        }
    }

    /// Goes to the value of a key in the next object, and returns whether there is one.
    fn go_to(&mut self, wanted: &str) -> Result<bool, JsonError> {
        let mut found = self.read(|jiter| jiter.known_object().map(|key| key.map(|key| key == wanted)))?;
        while found == Some(false) {
            self.read(|jiter| jiter.next_skip())?;
            found = self.read(|jiter| jiter.next_key().map(|key| key.map(|key| key == wanted)))?;
        }
        Ok(found == Some(true))
    }

    fn value(&mut self, peek: Peek, depth: usize) -> Result<Json, JsonError> {
        let start = self.jiter.current_index();
        if depth == 0 {
            let message = format!("nested deeper than {MAX_DEPTH} levels");
            return Err(JsonError { message, offset: (self.base + start) as u32 });
        }
        let kind = match peek {
            Peek::Null => self.read(|jiter| jiter.known_null()).map(|()| JsonKind::Null)?,
            Peek::True | Peek::False => JsonKind::Boolean(self.read(|jiter| jiter.known_bool(peek))?),
            Peek::String => JsonKind::Text(self.read(|jiter| jiter.known_str().map(str::to_owned))?),
            Peek::Array => JsonKind::List(self.elements(depth)?),
            Peek::Object => JsonKind::Object(self.members(depth)?),
            _ if peek.is_num() => {
                let digits = self.read(|jiter| jiter.known_number_bytes(peek).map(<[u8]>::to_vec))?;
                let digits = std::str::from_utf8(&digits).unwrap_or_default();
                if !Number::is_json(digits) {
                    return Err(JsonError {
                        message: "expected a value".to_owned(),
                        offset: (self.base + start) as u32,
                    });
                }
                JsonKind::Number(Number::parse(digits))
            }
            _ => return Err(JsonError { message: "expected a value".to_owned(), offset: (self.base + start) as u32 }),
        };
        Ok(Json { span: self.span(start, self.jiter.current_index()), kind })
    }

    fn elements(&mut self, depth: usize) -> Result<Vec<Json>, JsonError> {
        let mut elements = Vec::new();
        let first = self.read(|jiter| jiter.known_array());
        let mut next = self.if_complete(first)?.flatten();
        while let Some(peek) = next {
            let element = self.value(peek, depth - 1);
            let Some(element) = self.if_complete(element)? else { break };
            elements.push(element);
            let step = self.read(|jiter| jiter.array_step());
            next = self.if_complete(step)?.flatten();
        }
        // Schemas are full of lists and objects with one element, and a vector would reserve room for four.
        elements.shrink_to_fit();
        Ok(elements)
    }

    fn members(&mut self, depth: usize) -> Result<Vec<Member>, JsonError> {
        let mut members = Vec::new();
        let mut before = self.jiter.current_index();
        let first = self.read(|jiter| jiter.known_object().map(|key| key.map(str::to_owned)));
        let mut next = self.if_complete(first)?.flatten();
        while let Some(key) = next {
            let key_span = self.key_span(before);
            let value = self.peek().and_then(|peek| self.value(peek, depth - 1));
            let Some(value) = self.if_complete(value)? else { break };
            members.push(Member { key, key_span, value });
            before = self.jiter.current_index();
            let step = self.read(|jiter| jiter.next_key().map(|key| key.map(str::to_owned)));
            next = self.if_complete(step)?.flatten();
        }
        members.shrink_to_fit();
        Ok(members)
    }

    /// What was read so far, if the value ends too early and may be incomplete.
    fn if_complete<T>(&self, read: Result<T, JsonError>) -> Result<Option<T>, JsonError> {
        match read {
            Ok(value) => Ok(Some(value)),
            Err(error) if self.complete => Err(error),
            Err(_) => Ok(None),
        }
    }

    /// The place of the key that was just read: `jiter` is after its colon.
    fn key_span(&self, before: usize) -> Span {
        let read = self.text.get(before..self.jiter.current_index()).unwrap_or_default();
        match (read.find('"'), read.rfind('"')) {
            (Some(start), Some(end)) => self.span(before + start, before + end + 1),
            _ => self.span(before, before),
        }
    }

    fn peek(&mut self) -> Result<Peek, JsonError> {
        self.read(|jiter| jiter.peek())
    }

    fn read<T>(&mut self, step: impl FnOnce(&mut Jiter<'_>) -> Result<T, JiterError>) -> Result<T, JsonError> {
        let result = step(&mut self.jiter);
        result.map_err(|error| self.error(error))
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.base + start, self.base + end)
    }

    fn error(&self, error: JiterError) -> JsonError {
        let message = match error.error_type {
            JiterErrorType::JsonError(kind) => words(&kind),
            JiterErrorType::WrongType { .. } => "expected a value",
        };
        // `jiter` may point into a character; messages point to its start.
        let mut offset = error.index.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        JsonError { message: message.to_owned(), offset: (self.base + offset) as u32 }
    }
}

fn words(kind: &JsonErrorType) -> &'static str {
    match kind {
        JsonErrorType::EofWhileParsingList => "the list is not closed",
        JsonErrorType::EofWhileParsingObject => "the object is not closed",
        JsonErrorType::EofWhileParsingString => "the string is not closed",
        JsonErrorType::EofWhileParsingValue => "expected a value, but the text ends here",
        JsonErrorType::ExpectedColon => "expected `:`",
        JsonErrorType::ExpectedListCommaOrEnd => "expected `,` or `]`",
        JsonErrorType::ExpectedObjectCommaOrEnd => "expected `,` or `}`",
        JsonErrorType::ExpectedSomeIdent | JsonErrorType::ExpectedSomeValue => "expected a value",
        JsonErrorType::InvalidEscape | JsonErrorType::UnexpectedEndOfHexEscape => "unknown escape",
        JsonErrorType::InvalidUnicodeCodePoint | JsonErrorType::LoneLeadingSurrogateInHexEscape => {
            "half of a surrogate pair is not a character"
        }
        JsonErrorType::ControlCharacterWhileParsingString => "a string contains a control character",
        JsonErrorType::InvalidNumber
        | JsonErrorType::NumberOutOfRange
        | JsonErrorType::FloatExpectingInt
        | JsonErrorType::InternalError(_) => "this is not a JSON number",
        JsonErrorType::KeyMustBeAString => "a key must be a string",
        JsonErrorType::DuplicateKey(_) => "this key appears twice",
        JsonErrorType::TrailingComma => "there is a comma before the closing bracket",
        JsonErrorType::TrailingCharacters => "there is something after the value",
        JsonErrorType::RecursionLimitExceeded => "nested too deeply",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Json, JsonError> {
        Json::parse(&Source::from_text("t.json", text))
    }

    #[test]
    fn keys_and_values_have_their_places() {
        let text = "\u{feff}{ \"a\\\"b\" : [1, \"é\"] , \"c\":null}";
        let source = Source::from_text("t.json", text);
        let json = Json::parse(&source).unwrap();
        let members = json.members().unwrap();
        assert_eq!(source.slice(members[0].key_span), "\"a\\\"b\"");
        assert_eq!(source.slice(members[0].value.span), "[1, \"é\"]");
        assert_eq!(source.slice(members[0].value.elements().unwrap()[1].span), "\"é\"");
        assert_eq!(source.slice(members[1].key_span), "\"c\"");
    }

    #[test]
    fn what_is_no_json_says_where() {
        for (text, offset) in [
            ("", 0),
            ("{\"a\": }", 6),
            ("[1,]", 3),
            ("[NaN]", 1),
            ("\"\\ud800\"", 7),
            ("[01]", 2),
            ("1 2", 2),
            ("[-Infinity]", 2),
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!(error.offset, offset, "{text}: {}", error.message);
        }
    }

    #[test]
    fn a_value_is_read_where_it_stands() {
        let text = "note: [1, 2] and more";
        assert_eq!(Json::parse_at(text, 5).unwrap().span, Span::new(6, 12));
        assert_eq!(value_at(text, 5).unwrap(), Span::new(6, 12));
        assert_eq!(Json::parse_at("x {]", 2).unwrap_err().offset, 3);
        let text = r#"{"a": {"b": 0}, "log": {"pages": [{}], "entries": [1]}}"#;
        assert_eq!(find(text, &["log", "entries"]).unwrap(), text.find("[1]"));
        assert_eq!(find(text, &["a", "entries"]).unwrap(), None);
        assert_eq!(find("[1", &["a"]).unwrap(), None);
    }

    #[test]
    fn of_a_value_that_is_cut_off_the_beginning_is_read() {
        for (text, read) in [
            (r#"{"a": [1, {"b": "c", "d": "cut"#, r#"{"a": [1, {"b": "c"}]}"#),
            (r#"{"a": 1, "b"#, r#"{"a": 1}"#),
            (r#"{"a": 1,, "b": 2}"#, r#"{"a": 1}"#),
            ("[", "[]"),
        ] {
            let (beginning, whole) = (Json::parse_beginning(text).unwrap(), parse(read).unwrap());
            assert_eq!(outline(&beginning), outline(&whole), "{text}");
        }
        assert_eq!(Json::parse_beginning("STDIN: {}"), None);
    }

    /// The keys and kinds of a value, without their places.
    fn outline(json: &Json) -> String {
        match &json.kind {
            JsonKind::List(elements) => format!("[{}]", elements.iter().map(outline).collect::<Vec<_>>().join(",")),
            JsonKind::Object(members) => members.iter().map(|m| format!("{}={};", m.key, outline(&m.value))).collect(),
            JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) | JsonKind::Text(_) => {
                json.describe().to_owned()
            }
        }
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "[".repeat(1_000_000);
        assert_eq!(parse(&deep).unwrap_err().offset, 128);
    }
}
