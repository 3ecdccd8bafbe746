//! One entry of a list of tools, read as far as it can be.

use super::described;
use super::list::{Annotations, ListedTool};
use super::schema::Schema;
use crate::source::json::{Json, JsonKind};

/// The tool of an entry; `None` if it has no name.
pub(super) fn tool(mut element: Json) -> Option<ListedTool> {
    let name = name_of(&element)?;
    let (name, name_span) = (name.text()?.to_owned(), name.span);
    let description = element.get("description").and_then(Json::text).map(str::to_owned);
    let annotations = element.get("annotations").map(annotations).unwrap_or_default();
    Some(ListedTool { name, name_span, description, annotations, schema: schema(&mut element) })
}

/// A name that a policy could write: a string that is not empty.
pub(super) fn name_of(element: &Json) -> Option<&Json> {
    element.get("name").filter(|name| name.text().is_some_and(|text| !text.is_empty()))
}

fn annotations(json: &Json) -> Annotations {
    let hint = |key| match json.get(key).map(|value| &value.kind) {
        Some(JsonKind::Boolean(hint)) => Some(*hint),
        Some(JsonKind::Null | JsonKind::Number(_) | JsonKind::Text(_) | JsonKind::List(_) | JsonKind::Object(_))
        | None => None,
    };
    Annotations {
        read_only: hint("readOnlyHint"),
        destructive: hint("destructiveHint"),
        idempotent: hint("idempotentHint"),
        open_world: hint("openWorldHint"),
    }
}

fn schema(element: &mut Json) -> Option<Schema> {
    let JsonKind::Object(members) = &mut element.kind else { return None };
    described::schema(members)
}
