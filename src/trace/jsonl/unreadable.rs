//! Why a line is not a call.

use std::borrow::Cow;

use crate::source::Span;
use crate::source::scan::{Malformed, Raw, Scanner, Stop};
use crate::trace::call::Unreadable;
use crate::trace::errors;

/// A value of the wrong type.
pub fn unreadable(message: &'static str, span: Span) -> Unreadable {
    Unreadable { message: message.into(), span, help: None }
}

/// A line that is not UTF-8.
pub fn no_utf8(error: std::str::Utf8Error) -> Unreadable {
    no_json(Malformed { offset: error.valid_up_to() as u32, message: "these bytes are not valid UTF-8" })
}

pub fn no_json(malformed: Malformed) -> Unreadable {
    let message = errors::no_json(malformed.message);
    Unreadable { message: message.into(), span: Span::at(malformed.offset as usize), help: None }
}

/// A line that is JSON but not an object, or not JSON at all.
pub fn no_object(mut scanner: Scanner<'_>) -> Unreadable {
    match scanner.value().and_then(|value| scanner.end().map(|()| value)) {
        Ok(value) => unreadable("a call is an object: `{\"tool\": …, \"args\": {…}}`", value.span()),
        Err(Stop) => no_json(scanner.malformed()),
    }
}

pub fn no_tool(line: &[u8]) -> Unreadable {
    let start = line.iter().position(|&byte| byte == b'{').unwrap_or(0);
    unreadable("this object has no `tool`", Span::new(start, start + 1))
}

pub fn no_arguments(args: Raw) -> Unreadable {
    let help = "write `{}` if there were none, and omit `args` if they were not recorded";
    Unreadable { help: Some(help.into()), ..unreadable("`args` must be an object", args.span()) }
}

/// The help for a trace that is one document over many lines, or a list of calls.
pub fn laid_out(line: &str) -> Option<Cow<'static, str>> {
    match line.trim_ascii().as_bytes() {
        [b'['] | [b'[', .., b']'] => Some("write one call per line: `jq -c '.[]'` does this for a list".into()),
        [b'{'] => Some("write each call on one line: `jq -c .` does this".into()),
        _ => None,
    }
}
