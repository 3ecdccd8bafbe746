//! Whether a tool's `inputSchema` refuses arguments because of the value at one path, as far as it can be read.

use serde_json::Value as Json;

use crate::catalog::argument::Verdict;
use crate::catalog::schema::Reader;
use crate::catalog::{Argument, InputSchema, Lookup};
use crate::vocab::{Kind, Kinds, Number, Path, Value};

/// Whether a schema certainly refuses the value at a path of these arguments.
pub fn refuses(schema: InputSchema<'_>, path: &Path, args: &Json) -> bool {
    let reader = schema.reader();
    let value = path.segments().iter().try_fold(args, |at, key| at.get(key));
    match (reader.lookup(path), value) {
        (Lookup::Found(argument), None) => is_required(&reader, path, &argument),
        (Lookup::Found(argument), Some(value)) => !suits(&argument, value),
        (Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. }, value) => value.is_some(),
        (Lookup::Unknown, _) => false,
    }
}

/// Whether every call must have an argument.
pub fn is_required(reader: &Reader<'_>, path: &Path, argument: &Argument) -> bool {
    argument.always_there || matches!(path.segments(), [only] if reader.required_in(&[]).contains(only))
}

fn suits(argument: &Argument, value: &Json) -> bool {
    match value {
        Json::Null => argument.kinds().has(Kind::Null),
        Json::Object(_) => argument.kinds().has(Kind::Object),
        Json::Array(elements) => {
            let kinds = argument.elements();
            argument.kinds().has(Kind::List) && elements.iter().all(|element| is_of(kinds, element))
        }
        Json::String(_) | Json::Number(_) | Json::Bool(_) => {
            scalar(value).is_some_and(|value| argument.verdict(&value) == Verdict::Allowed)
        }
    }
}

fn is_of(kinds: Kinds, value: &Json) -> bool {
    kinds.has(match value {
        Json::Null => Kind::Null,
        Json::Bool(_) => Kind::Boolean,
        Json::Number(_) => Kind::Number,
        Json::String(_) => Kind::String,
        Json::Array(_) => Kind::List,
        Json::Object(_) => Kind::Object,
    })
}

/// The value of a string, a number or a boolean.
pub fn scalar(value: &Json) -> Option<Value> {
    match value {
        Json::String(text) => Some(Value::Text(text.clone())),
        Json::Number(number) => Number::parse(&number.to_string()).map(Value::Number),
        Json::Bool(boolean) => Some(Value::Boolean(*boolean)),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}
