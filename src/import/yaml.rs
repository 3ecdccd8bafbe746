//! Reads YAML into the same tree as JSON, with the place of each key and value, and with its comments.

mod comments;
mod offsets;
mod scalar;
mod tree;

use std::collections::HashSet;

use saphyr_parser::Parser;

pub use self::comments::Comments;
use self::offsets::Offsets;
use self::tree::{Builder, Result};
use super::errors;
use crate::source::json::{Json, JsonKind};
use crate::source::{Source, SourceId, Span};

/// A document.
#[derive(Debug)]
pub(super) struct Yaml {
    /// Its tree.
    pub root: Json,
    /// Its comments.
    pub comments: Comments,
    ambiguous: HashSet<u32>,
}

impl Yaml {
    /// Whether YAML readers disagree about a value, or about one in it.
    pub fn is_ambiguous(&self, value: &Json) -> bool {
        match value.elements() {
            Some(elements) => elements.iter().any(|element| self.is_ambiguous(element)),
            None => self.ambiguous.contains(&value.span.start),
        }
    }
}

/// JSON is YAML without comments.
impl From<Json> for Yaml {
    fn from(root: Json) -> Self {
        Self { root, comments: Comments::default(), ambiguous: HashSet::new() }
    }
}

/// Reads a source that contains one document.
pub(super) fn read(id: SourceId, source: &Source) -> Result<Yaml> {
    if let Some(undecodable) = source.undecodable {
        let place = Span::at(undecodable.offset as usize).of(id);
        return Err(errors::not_yaml(place, "these bytes are not valid UTF-8"));
    }
    let base = source.body_start();
    let body = source.text.get(base..).unwrap_or_default();
    let offsets = Offsets::new(body, base);
    let mut builder = Builder::new(id);
    for event in Parser::new_from_str(body) {
        match event {
            Ok((event, span)) => {
                let span = without_tail(source, offsets.span(span));
                builder.event(event, span, source.text.as_bytes().get(span.start as usize).copied())?;
            }
            Err(error) => {
                let place = offsets.span(saphyr_parser::Span::empty(*error.marker())).of(id);
                return Err(errors::not_yaml(place, error.info()));
            }
        }
    }
    let scalars: Vec<_> = builder.scalars.into_iter().map(|scalar| without_header(source, scalar)).collect();
    let comments = Comments::of(body, base, &scalars, &builder.tokens);
    let root = builder.root.unwrap_or(Json { span: Span::at(base), kind: JsonKind::Null });
    Ok(Yaml { root, comments, ambiguous: builder.ambiguous })
}

/// The parser counts what follows a closing quote on its line as part of the string.
fn without_tail(source: &Source, span: Span) -> Span {
    let text = source.slice(span);
    let Some(quote) = text.chars().next().filter(|first| matches!(first, '"' | '\'')) else { return span };
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        let is_escape = character == '\\' && quote == '"';
        let is_doubled =
            character == quote && quote == '\'' && characters.peek().is_some_and(|(_, next)| *next == quote);
        if is_escape || is_doubled {
            characters.next();
        } else if character == quote {
            return Span::new(span.start as usize, span.start as usize + at + 1);
        }
    }
    span
}

/// The lines of a block scalar. A comment may follow its `|` or `>`.
fn without_header(source: &Source, scalar: Span) -> Span {
    let text = source.slice(scalar);
    let header = if text.starts_with(['|', '>']) { text.find('\n').unwrap_or(text.len()) } else { 0 };
    Span::new(scalar.start as usize + header, scalar.end as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Number;

    fn parse(text: &str) -> Result<Json> {
        read(SourceId(0), &Source::from_text("p.yaml", text)).map(|yaml| yaml.root)
    }

    fn error(text: &str) -> (String, u32) {
        let error = parse(text).expect_err(text);
        (error.message.clone(), error.primary.place.span.start)
    }

    #[test]
    fn yaml_gives_the_json_tree_with_byte_positions() {
        let text = "\u{feff}é: # ü\n  - 1.50\n  - 'x'\n  - [true, ~, 0x1f, .inf]\nb: &a {c: d}\ne: *a\n";
        let source = Source::from_text("p.yaml", text);
        let json = read(SourceId(0), &source).unwrap().root;
        let list = json.get("é").unwrap();
        assert_eq!(source.slice(json.member("é").unwrap().key_span), "é");
        assert_eq!(source.slice(list.span), "- 1.50\n  - 'x'\n  - [true, ~, 0x1f, .inf]");
        assert_eq!(source.slice(list.elements().unwrap()[1].span), "'x'");
        let kinds: Vec<_> = list.elements().unwrap()[2].elements().unwrap().iter().map(|value| &value.kind).collect();
        let number = |text| JsonKind::Number(Number::parse(text));
        assert_eq!(kinds, [&JsonKind::Boolean(true), &JsonKind::Null, &number("31"), &JsonKind::Number(None)]);
        assert_eq!(json.get("e").unwrap().get("c").unwrap().text(), Some("d"));
        assert_eq!(source.slice(json.get("b").unwrap().span), "&a {c: d}");
    }

    #[test]
    fn excessive_input_is_refused_at_its_place() {
        assert_eq!(error("a: 1\nb: 2\na: 3\n"), ("duplicate key `a`".to_owned(), 10));
        assert_eq!(error("a: 1\n---\nb: 2\n").0, "this file contains more than one document");
        assert_eq!(error("? [a]\n: b\n").0, "a key must be a string");
        assert_eq!(error(&"- ".repeat(100_000)).0, "this YAML is nested too deeply");
        assert_eq!(error(&format!("{}{}", "[".repeat(200), "]".repeat(200))).0, "this YAML is nested too deeply");
        assert!(parse(&"[".repeat(100_000)).is_err());
        let bomb: String = (1..30).map(|n| format!("a{n}: &a{n} [*a{}, *a{}]\n", n - 1, n - 1)).collect();
        assert_eq!(error(&format!("a0: &a0 x\n{bomb}")).0, "this YAML is too large");
        assert_eq!(error("a: &a [*a]\n").0, "this can't be read as JSON or as YAML");
    }

    #[test]
    fn merged_members_come_after_those_of_the_object_and_never_replace_them() {
        let json = parse("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: {<<: [*a, {x: 5, z: 4}]}\n").unwrap();
        assert_eq!(json.get("b").unwrap().to_string(), r#"{"y": 3, "x": 1}"#);
        assert_eq!(json.get("c").unwrap().to_string(), r#"{"x": 1, "y": 2, "z": 4}"#);
        assert_eq!(error("a: {<<: 5}\n").0, "`<<` needs an object");
    }

    #[test]
    fn a_comment_belongs_to_the_token_that_it_is_about() {
        let text = "# one\na: \"1\\\"#\" # two\n## three\n\n# four\nb: 'x # y'\nc: | # five\n  # text\nd:\n  # six\n  - e#f # seven\n  - [g, # eight\n     h]\n#   nine\n";
        let mut comments = read(SourceId(0), &Source::from_text("p.yaml", text)).unwrap().comments;
        let mut of = |from: &str, to: &str| {
            let at = |word| text.find(word).unwrap();
            comments.take(at(from)..at(to)).join("|")
        };
        assert_eq!(of("a:", "b:"), "one|two");
        assert_eq!(of("b:", "c:"), "three||four");
        assert_eq!(of("c:", "d:"), "five");
        assert_eq!(of("e#f", "[g"), "six|seven");
        assert_eq!(of("[g", "h]"), "eight");
        assert_eq!(comments.take(0..usize::MAX), ["  nine"]);
    }
}
