//! The arguments of a test's call as JSON, which the engine reads.

use std::fmt::Write;

use crate::syntax::tree::{Json, Object};
use crate::vocab::Value;

/// The JSON text of a call's arguments.
pub fn json(args: &Object) -> String {
    let mut out = String::new();
    object(&mut out, args);
    out
}

/// The parser bounds the depth.
fn object(out: &mut String, object: &Object) {
    out.push('{');
    for (index, (key, member)) in object.members.iter().enumerate() {
        out.push_str(if index > 0 { ", " } else { "" });
        text(out, &Value::Text(key.text.clone()));
        out.push_str(": ");
        value(out, member);
    }
    out.push('}');
}

fn value(out: &mut String, json: &Json) {
    match json {
        Json::Literal(literal) => text(out, &Value::from(literal)),
        Json::Null(_) => out.push_str("null"),
        Json::List(elements, _) => {
            out.push('[');
            for (index, element) in elements.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                value(out, element);
            }
            out.push(']');
        }
        Json::Object(inner) => object(out, inner),
    }
}

fn text(out: &mut String, value: &Value) {
    // Writing to a string can't fail.
    let _ = write!(out, "{value}");
}
