//! What is odd in a list of tools: it can still be read, but its owner would want to know.

use std::collections::HashMap;

use super::entry::name_of;
use crate::source::json::{Json, JsonKind};
use crate::source::{Place, SourceId, Span};

/// How many arguments of a schema are checked.
const MOST_ARGUMENTS: usize = 1_000;

/// Something odd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oddity {
    /// Where.
    pub place: Place,
    /// What.
    pub kind: OddityKind,
}

/// The kinds of oddities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OddityKind {
    /// An entry that is not a tool, or has no name.
    NoTool,
    /// A second tool with the same name.
    Twice {
        /// The name.
        name: String,
        /// The first, which counts.
        first: Place,
    },
    /// An invalid schema.
    Schema {
        /// The tool.
        name: String,
        /// What is wrong with it.
        flaw: String,
    },
}

/// What is odd in the entries of a list, each kind once for each entry.
pub(super) fn oddities(id: SourceId, entries: &[Json]) -> Vec<Oddity> {
    let (mut odd, mut first) = (Vec::new(), HashMap::new());
    for entry in entries {
        let Some(name) = name_of(entry) else {
            odd.push(Oddity { place: entry.span.of(id), kind: OddityKind::NoTool });
            continue;
        };
        let (text, place) = (name.text().unwrap_or_default(), name.span.of(id));
        match first.get(text) {
            Some(&first) => odd.push(Oddity { place, kind: OddityKind::Twice { name: text.to_owned(), first } }),
            None => {
                first.insert(text, place);
                odd.extend(flaw(entry).map(|(span, flaw)| Oddity {
                    place: span.of(id),
                    kind: OddityKind::Schema { name: text.to_owned(), flaw },
                }));
            }
        }
    }
    odd
}

/// The first invalid part of a tool's `inputSchema`.
fn flaw(entry: &Json) -> Option<(Span, String)> {
    let schema = entry.get("inputSchema")?;
    let Some(members) = schema.members() else {
        let is_schema = matches!(schema.kind, JsonKind::Boolean(_));
        return (!is_schema).then(|| (schema.span, format!("`inputSchema` is {}", schema.describe())));
    };
    if let Some(ty) = schema.get("type").filter(|ty| ty.text() != Some("object")) {
        return Some((ty.span, "its arguments are not an object".to_owned()));
    }
    let properties = members.iter().find(|member| member.key == "properties")?;
    let Some(arguments) = properties.value.members() else {
        return Some((properties.value.span, format!("`properties` is {}", properties.value.describe())));
    };
    arguments.iter().take(MOST_ARGUMENTS).find_map(|argument| {
        let what = wrong_with(&argument.value)?;
        Some((argument.key_span, format!("`{}` {what}", argument.key)))
    })
}

fn wrong_with(schema: &Json) -> Option<String> {
    match &schema.kind {
        JsonKind::Boolean(_) => None,
        JsonKind::Object(_) => match schema.get("type") {
            Some(ty) => words_of(ty).find(|word| !is_type(word)).map(|word| format!("has the unknown type `{word}`")),
            None => None,
        },
        JsonKind::Null | JsonKind::Number(_) | JsonKind::Text(_) | JsonKind::List(_) => {
            Some(format!("is {} where its schema should be", schema.describe()))
        }
    }
}

/// The words of a `type`: one, or a list of them.
fn words_of(ty: &Json) -> impl Iterator<Item = &str> {
    ty.text().into_iter().chain(ty.elements().unwrap_or_default().iter().filter_map(Json::text))
}

fn is_type(word: &str) -> bool {
    matches!(word, "string" | "number" | "integer" | "boolean" | "array" | "object" | "null")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, Sources};

    fn odd(text: &str) -> Vec<(String, OddityKind)> {
        let mut sources = Sources::default();
        let id = sources.add(Source::from_text("t.json", text));
        let (_, odd) = crate::catalog::read_closely(id, sources.get(id)).unwrap();
        odd.into_iter().map(|odd| (sources.text(odd.place).to_owned(), odd.kind)).collect()
    }

    fn flaw_of(schema: &str) -> Option<(String, String)> {
        match odd(&format!(r#"[{{"name": "a", "inputSchema": {schema}}}]"#)).pop()? {
            (place, OddityKind::Schema { flaw, .. }) => Some((place, flaw)),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn entries_that_are_no_tools_and_second_ones_are_odd() {
        let found = odd(r#"[{"name": "a"}, 7, {"name": ""}, {"name": "a"}, {"name": "b", "inputSchema": true}]"#);
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!((found[0].0.as_str(), &found[0].1), ("7", &OddityKind::NoTool));
        assert!(matches!(&found[2].1, OddityKind::Twice { name, .. } if name == "a"), "{found:?}");
    }

    #[test]
    fn schemas_that_are_none_are_odd() {
        for (schema, place, flaw) in [
            (r#""no""#, r#""no""#, "`inputSchema` is a string"),
            (r#"{"type": "string"}"#, r#""string""#, "its arguments are not an object"),
            (r#"{"type": "object", "properties": []}"#, "[]", "`properties` is a list"),
            (r#"{"properties": {"n": {"type": "int"}}}"#, r#""n""#, "`n` has the unknown type `int`"),
            (r#"{"properties": {"n": "number"}}"#, r#""n""#, "`n` is a string where its schema should be"),
        ] {
            assert_eq!(flaw_of(schema), Some((place.to_owned(), flaw.to_owned())), "{schema}");
        }
        for schema in
            ["true", "{}", r#"{"type": "object", "properties": {"n": {"type": ["string", "null"]}, "m": true}}"#]
        {
            assert_eq!(flaw_of(schema), None, "{schema}");
        }
    }
}
