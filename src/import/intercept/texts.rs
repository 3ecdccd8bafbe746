//! Texts as Intercept reads them: where it wants a string, any scalar is one.

use std::borrow::Cow;

use crate::source::json::{Json, JsonKind, Member};
use crate::source::{Source, Span};

/// The text of a scalar, as it is written; nothing for `null`, and `None` for a list or an object.
pub(super) fn scalar<'j>(source: &'j Source, json: &'j Json) -> Option<Cow<'j, str>> {
    match &json.kind {
        JsonKind::Text(text) => Some(Cow::Borrowed(text)),
        JsonKind::Number(_) | JsonKind::Boolean(_) => Some(Cow::Borrowed(source.slice(json.span))),
        JsonKind::Null => Some(Cow::Borrowed("")),
        JsonKind::List(_) | JsonKind::Object(_) => None,
    }
}

/// Names in a list, with their places; one name needs no list.
pub(super) fn names(source: &Source, json: &Json) -> Option<Vec<(String, Span)>> {
    let name = |json: &Json| Some((scalar(source, json)?.into_owned(), json.span));
    match json.elements() {
        Some(elements) => elements.iter().map(name).collect(),
        None if json.kind == JsonKind::Null => Some(Vec::new()),
        None => json.text().map(|name| vec![(name.to_owned(), json.span)]),
    }
}

/// The member with this key, unless its value is left out or `null`.
pub(super) fn given<'j>(object: &'j Json, key: &str) -> Option<&'j Member> {
    object.member(key).filter(|member| member.value.kind != JsonKind::Null)
}

/// A text that says something.
pub(super) fn some<'j>(source: &'j Source, object: &'j Json, key: &str) -> Option<Cow<'j, str>> {
    scalar(source, object.get(key)?).filter(|text| !text.trim().is_empty())
}
