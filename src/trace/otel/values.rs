//! The attributes of spans and log records. OTLP writes a list in which each value has its type, as in
//! `{"intValue": "5"}`; exporters that write one span per line write an object of plain values.

use crate::source::json::{Json, JsonKind, Member};
use crate::trace::call::{Args, Unreadable, Written};
use crate::trace::fingerprints::Fingerprints;
use crate::trace::text::Text;
use crate::trace::{arguments, errors};
use crate::vocab::Number;

/// The members with the attributes.
const MEMBERS: [&str; 5] = ["attributes", "tags", "SpanAttributes", "LogAttributes", "span_attributes"];

/// The attributes of a span, an event or a log record.
#[derive(Clone, Copy)]
pub(super) struct Attributes<'j> {
    owner: &'j Json,
}

/// The value of an attribute.
#[derive(Clone, Copy)]
pub(super) enum Attribute<'j> {
    /// Wrapped in its type.
    Typed(&'j Json),
    /// As it is.
    Plain(&'j Json),
}

impl<'j> Attributes<'j> {
    pub fn of(owner: &'j Json) -> Self {
        Self { owner }
    }

    pub fn get(&self, key: &str) -> Option<Attribute<'j>> {
        MEMBERS.iter().filter_map(|name| self.owner.get(name)).find_map(|attributes| in_attributes(attributes, key))
    }

    /// The first of these attributes.
    pub fn any(&self, keys: &[&str]) -> Option<Attribute<'j>> {
        keys.iter().find_map(|key| self.get(key))
    }

    pub fn text(&self, key: &str) -> Option<&'j str> {
        self.get(key)?.string()?.text()
    }

    /// The first of these attributes that is a text with something in it.
    pub fn any_text(&self, keys: &[&str]) -> Option<&'j str> {
        keys.iter().filter_map(|key| self.text(key)).find(|text| !text.is_empty())
    }

    pub fn scalar(&self, keys: &[&str]) -> Option<&'j Json> {
        keys.iter().find_map(|key| self.get(key)?.scalar())
    }
}

fn in_attributes<'j>(attributes: &'j Json, key: &str) -> Option<Attribute<'j>> {
    if let Some(list) = attributes.elements() {
        let named = |attribute: &&Json| attribute.get("key").and_then(Json::text) == Some(key);
        let value = list.iter().find(named)?.get("value")?;
        return Some(if value.members().is_some() { Attribute::Typed(value) } else { Attribute::Plain(value) });
    }
    nested(attributes, key).map(Attribute::Plain)
}

/// The value of a key with dots; some dots may be for nested objects.
fn nested<'j>(json: &'j Json, key: &str) -> Option<&'j Json> {
    json.get(key)
        .or_else(|| key.match_indices('.').find_map(|(dot, _)| nested(json.get(key.get(..dot)?)?, key.get(dot + 1..)?)))
}

impl<'j> Attribute<'j> {
    /// The value, if it is a string.
    pub fn string(self) -> Option<&'j Json> {
        match self {
            Attribute::Typed(value) => of_type(value, "stringValue", "string_value"),
            Attribute::Plain(value) => value.text().map(|_| value),
        }
    }

    /// The value, if it is a string or a number.
    pub fn scalar(self) -> Option<&'j Json> {
        let inner = match self {
            Attribute::Typed(value) => self.string().or_else(|| of_type(value, "intValue", "int_value"))?,
            Attribute::Plain(value) => value,
        };
        matches!(inner.kind, JsonKind::Text(_) | JsonKind::Number(_)).then_some(inner)
    }

    pub fn json(self) -> &'j Json {
        match self {
            Attribute::Typed(value) | Attribute::Plain(value) => value,
        }
    }

    /// A list or an object as JSON text; `None` if it is not one, or is not valid OTLP.
    pub fn structure(self, text: &Text<'_>) -> Option<String> {
        match self {
            Attribute::Typed(value) if value.members().is_some_and(|members| !members.is_empty()) => {
                serde_json::to_string(&plain(value)?).ok()
            }
            Attribute::Typed(_) => None,
            Attribute::Plain(value) => Some(text.slice(value).to_owned()),
        }
    }

    /// Arguments, as the text of an object or as a structure.
    pub fn arguments(self, text: &Text<'_>, fingerprints: &Fingerprints) -> Result<arguments::Read, Unreadable> {
        if let Some(string) = self.string() {
            return arguments::quoted(text, string, fingerprints);
        }
        match self {
            Attribute::Plain(value) => arguments::object(text, value, fingerprints),
            Attribute::Typed(value) => {
                let json = object(value).ok_or_else(|| errors::no_structure(text.place(value.span)))?;
                let fingerprint = Json::parse_text(&json).map_or(0, |tree| fingerprints.of(&tree));
                Ok(arguments::Read { args: Args { json, written: Written::Nowhere }, fingerprint })
            }
        }
    }
}

fn of_type<'j>(value: &'j Json, name: &str, older: &str) -> Option<&'j Json> {
    value.get(name).or_else(|| value.get(older))
}

/// A structure, as the JSON text of an object; `None` if the value is not a structure or is not valid OTLP.
fn object(value: &Json) -> Option<String> {
    of_type(value, "kvlistValue", "kvlist_value")?;
    serde_json::to_string(&plain(value)?).ok()
}

/// The value without its types. The JSON reader bounds the depth.
fn plain(value: &Json) -> Option<serde_json::Value> {
    let Some(Member { key, value, .. }) = value.members()?.first() else { return Some(serde_json::Value::Null) };
    match key.as_str() {
        "stringValue" | "bytesValue" | "string_value" | "bytes_value" => value.text().map(Into::into),
        "boolValue" | "bool_value" => match value.kind {
            JsonKind::Boolean(is) => Some(is.into()),
            JsonKind::Null | JsonKind::Number(_) | JsonKind::Text(_) | JsonKind::List(_) | JsonKind::Object(_) => None,
        },
        "intValue" | "doubleValue" | "int_value" | "double_value" => number(value),
        "arrayValue" | "array_value" => match value.get("values") {
            Some(values) => values.elements()?.iter().map(plain).collect(),
            None => Some(serde_json::Value::Array(Vec::new())),
        },
        "kvlistValue" | "kvlist_value" => match value.get("values") {
            Some(values) => values.elements()?.iter().map(member).collect::<Option<_>>().map(serde_json::Value::Object),
            None => Some(serde_json::Value::Object(serde_json::Map::new())),
        },
        _ => None,
    }
}

fn member(pair: &Json) -> Option<(String, serde_json::Value)> {
    let value = pair.get("value").map_or(Some(serde_json::Value::Null), plain)?;
    Some((pair.get("key")?.text()?.to_owned(), value))
}

/// 64-bit whole numbers are written as strings, others as numbers.
fn number(json: &Json) -> Option<serde_json::Value> {
    let number = match &json.kind {
        JsonKind::Text(text) if Number::is_json(text) => Number::parse(text),
        JsonKind::Number(number) => *number,
        JsonKind::Text(_) | JsonKind::Null | JsonKind::Boolean(_) | JsonKind::List(_) | JsonKind::Object(_) => None,
    }?;
    match number.as_whole().map(i64::try_from) {
        Some(Ok(whole)) => Some(whole.into()),
        Some(Err(_)) | None => serde_json::Number::from_f64(number.as_f64()).map(Into::into),
    }
}
