//! Where a tool says which arguments it has: in its `inputSchema`, or in what other formats have in its place.

use super::schema::Schema;
use crate::source::Span;
use crate::source::json::{Json, JsonKind, Member};

/// What other formats call an `inputSchema`: the APIs of models, and lists of tools for people.
const OTHER_NAMES: [&str; 3] = ["input_schema", "parameters", "arguments"];

/// The types of a tool's arguments, if it has any.
pub fn schema(members: &mut Vec<Member>) -> Option<Schema> {
    let own = take(members, |member| member.key == "inputSchema" && Schema::is_schema(&member.value));
    if let Some(Member { key_span, value, .. }) = own {
        return object_schema(key_span, value);
    }
    let other = OTHER_NAMES.into_iter().find_map(|name| {
        take(members, |member| member.key == name && Schema::is_schema(&member.value))
            .or_else(|| take(members, |member| member.key == name && is_list_of_arguments(&member.value)))
    })?;
    let key = other.key_span;
    let list_or_object = other.value;
    if list_or_object.elements().is_some() {
        return Schema::new(key, of_list(key, list_or_object));
    }
    object_schema(key, list_or_object)
}

/// A schema, also inside what some clients put around it, or without the object around its properties.
fn object_schema(key: Span, mut value: Json) -> Option<Schema> {
    if let JsonKind::Object(members) = &mut value.kind
        && !members.iter().any(|member| matches!(member.key.as_str(), "type" | "properties"))
        && let Some(inner) =
            take(members, |member| matches!(member.key.as_str(), "jsonSchema" | "json") && is_of_object(&member.value))
    {
        return Schema::new(key, inner.value);
    }
    if value.members().is_some_and(are_properties) {
        let span = key.to(value.span);
        return Schema::new(key, object(span, vec![member("properties", key, value)]));
    }
    Schema::new(key, value)
}

fn is_of_object(schema: &Json) -> bool {
    schema.get("properties").is_some() || schema.get("type").and_then(Json::text) == Some("object")
}

/// Takes a member out. If there are two, the last one counts, as in [`Json::member`].
pub fn take(members: &mut Vec<Member>, wanted: impl Fn(&Member) -> bool) -> Option<Member> {
    members.iter().rposition(wanted).map(|index| members.swap_remove(index))
}

/// `[{"name": "amount", "type": "integer"}]`, as in Docker's lists of servers.
fn is_list_of_arguments(value: &Json) -> bool {
    let is_argument = |argument: &Json| argument.get("name").and_then(Json::text).is_some();
    value.elements().is_some_and(|arguments| !arguments.is_empty() && arguments.iter().all(is_argument))
}

/// Whether these are arguments with their schemas, without the object around them.
fn are_properties(members: &[Member]) -> bool {
    let is_keyword = |key: &str| {
        key.starts_with('$')
            || matches!(key, "properties" | "patternProperties" | "additionalProperties" | "unevaluatedProperties")
            || matches!(key, "definitions" | "propertyNames" | "items" | "contains" | "not" | "if" | "then" | "else")
    };
    let is_schema = |value: &Json| {
        ["type", "enum", "const", "anyOf", "oneOf", "allOf", "$ref"].iter().any(|key| value.get(key).is_some())
    };
    let is_property = |member: &Member| is_schema(&member.value) && !is_keyword(&member.key);
    !members.is_empty() && members.iter().all(is_property)
}

/// The schema of an object with the arguments of a list. Each part has a place of its own.
fn of_list(key: Span, list: Json) -> Json {
    let span = key.to(list.span);
    let JsonKind::List(arguments) = list.kind else { return object(span, Vec::new()) };
    let required =
        arguments.iter().filter(|argument| is_required(argument)).filter_map(|argument| argument.get("name"));
    let required = Json { span: key, kind: JsonKind::List(required.cloned().collect()) };
    let properties = arguments.into_iter().filter_map(property).collect();
    let properties = Json { span: list.span, kind: JsonKind::Object(properties) };
    object(span, vec![member("properties", key, properties), member("required", key, required)])
}

fn property(mut argument: Json) -> Option<Member> {
    let name = argument.get("name")?;
    let (key, key_span) = (name.text()?.to_owned(), name.span);
    // In OpenAPI, the type is one level deeper.
    let schema = match &mut argument.kind {
        JsonKind::Object(members) => take(members, |member| member.key == "schema" && Schema::is_schema(&member.value)),
        JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) | JsonKind::Text(_) | JsonKind::List(_) => None,
    };
    Some(Member { key, key_span, value: schema.map_or(argument, |schema| schema.value) })
}

/// An argument of such a list is required unless it says that it is optional.
fn is_required(argument: &Json) -> bool {
    let says = |key: &str, value: bool| argument.get(key).is_some_and(|it| it.kind == JsonKind::Boolean(value));
    !says("optional", true) && !says("required", false)
}

fn object(span: Span, members: Vec<Member>) -> Json {
    Json { span, kind: JsonKind::Object(members) }
}

fn member(key: &str, key_span: Span, value: Json) -> Member {
    Member { key: key.to_owned(), key_span, value }
}
