//! OTLP attributes and values, which are written in JSON with their types: `{"intValue": "5"}`.

use crate::source::json::{Json, JsonKind, Member};
use crate::vocab::Number;

/// The attributes of a span.
pub(super) struct Attributes<'j> {
    list: &'j [Json],
}

impl<'j> Attributes<'j> {
    pub fn of(span: &'j Json) -> Self {
        Self { list: span.get("attributes").and_then(Json::elements).unwrap_or_default() }
    }

    /// The value of an attribute, wrapped in its type.
    pub fn get(&self, key: &str) -> Option<&'j Json> {
        let named = |attribute: &&Json| attribute.get("key").and_then(Json::text) == Some(key);
        self.list.iter().find(named).and_then(|attribute| attribute.get("value"))
    }

    pub fn text(&self, key: &str) -> Option<&'j str> {
        self.get(key)?.get("stringValue")?.text()
    }
}

/// The string or number in a value.
pub(super) fn scalar(value: &Json) -> Option<&Json> {
    let inner = ["stringValue", "intValue"].iter().find_map(|kind| value.get(kind))?;
    matches!(inner.kind, JsonKind::Text(_) | JsonKind::Number(_)).then_some(inner)
}

/// A structure, as the JSON text of an object; `None` if the value is not a structure or is not valid OTLP.
pub(super) fn object(value: &Json) -> Option<String> {
    value.get("kvlistValue")?;
    serde_json::to_string(&plain(value)?).ok()
}

/// The value without its types. The JSON reader bounds the depth.
fn plain(value: &Json) -> Option<serde_json::Value> {
    let Some(Member { key, value, .. }) = value.members()?.first() else { return Some(serde_json::Value::Null) };
    match key.as_str() {
        "stringValue" | "bytesValue" => value.text().map(Into::into),
        "boolValue" => match value.kind {
            JsonKind::Boolean(is) => Some(is.into()),
            JsonKind::Null | JsonKind::Number(_) | JsonKind::Text(_) | JsonKind::List(_) | JsonKind::Object(_) => None,
        },
        "intValue" | "doubleValue" => number(value),
        "arrayValue" => match value.get("values") {
            Some(values) => values.elements()?.iter().map(plain).collect(),
            None => Some(serde_json::Value::Array(Vec::new())),
        },
        "kvlistValue" => match value.get("values") {
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
