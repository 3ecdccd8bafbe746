//! Writes messages anew, in characters that every reader takes the same way, and says which can't be: those that two
//! readers would read differently.
//!
//! | in a message | who reads it differently |
//! | --- | --- |
//! | a member that is there twice | Python and JavaScript take the last, others the first |
//! | `Arguments` beside or in place of `arguments` | Go takes it for `arguments`, also with a long `ſ` |
//! | U+0000 in a string | C ends the string there |
//! | `9007199254740993` | Python keeps it, a double is one less |

use std::collections::HashSet;
use std::fmt::Write;

use super::answer::{INVALID_PARAMS, INVALID_REQUEST};
use crate::source::json::{Json, JsonKind};
use crate::vocab::Path;
use crate::vocab::visible::message as shown;

/// Why a message is not passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The JSON-RPC code.
    pub code: i64,
    /// What is wrong.
    pub message: String,
}

impl Refusal {
    /// A message that is not a request, or can't be read as one.
    pub fn request(message: impl Into<String>) -> Self {
        Self { code: INVALID_REQUEST, message: message.into() }
    }

    /// A call with parameters that are not those of a call, or can't be read without doubt.
    pub fn params(message: impl Into<String>) -> Self {
        Self { code: INVALID_PARAMS, message: message.into() }
    }
}

/// A value of a text, on one line, in ASCII. Numbers are written as they were.
pub fn written(text: &str, json: &Json) -> String {
    let mut out = String::new();
    write(text, json, &mut out);
    out
}

/// A string, in ASCII.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            ' '..='~' => out.push(character),
            _ => character.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
                let _ = write!(out, "\\u{unit:04x}");
            }),
        }
    }
    out.push('"');
    out
}

/// Refuses objects that have a member twice, or two members that differ in case alone.
pub fn check_members(json: &Json) -> Result<(), Refusal> {
    match &json.kind {
        JsonKind::List(elements) => elements.iter().try_for_each(check_members),
        JsonKind::Object(members) => {
            let mut seen = HashSet::new();
            if let Some(twin) = members.iter().find(|member| !seen.insert(folded(&member.key))) {
                return Err(Refusal::request(format!("the member `{}` is there twice", shown(&twin.key))));
            }
            members.iter().try_for_each(|member| check_members(&member.value))
        }
        JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) | JsonKind::Text(_) => Ok(()),
    }
}

/// Refuses members of an object that differ in case alone from one that is known.
pub fn check_names<'n>(object: &Json, known: impl IntoIterator<Item = &'n str>) -> Result<(), Refusal> {
    for known in known {
        let expected = folded(known);
        let stray = |member: &&str| *member != known && folded(member) == expected;
        let keys = object.members().unwrap_or_default().iter().map(|member| member.key.as_str());
        if let Some(key) = keys.into_iter().find(stray) {
            return Err(Refusal::request(format!(
                "the member `{}` differs in case alone from `{}`",
                shown(key),
                shown(known)
            )));
        }
    }
    Ok(())
}

/// Refuses arguments that differ in case alone from one that the policy asks about.
pub fn check_paths<'p>(args: &Json, paths: impl IntoIterator<Item = &'p Path>) -> Result<(), Refusal> {
    for path in paths {
        let mut object = args;
        for segment in path.segments() {
            check_names(object, [segment.as_str()])?;
            let Some(value) = object.get(segment) else { break };
            object = value;
        }
    }
    Ok(())
}

/// Refuses values of a call that readers take for different ones.
pub fn check_values(text: &str, json: &Json) -> Result<(), Refusal> {
    match &json.kind {
        JsonKind::Null | JsonKind::Boolean(_) => Ok(()),
        JsonKind::Text(text) => check_text(text),
        JsonKind::Number(_) => check_number(text.get(json.span.range()).unwrap_or_default(), json),
        JsonKind::List(elements) => elements.iter().try_for_each(|element| check_values(text, element)),
        JsonKind::Object(members) => members.iter().try_for_each(|member| {
            check_text(&member.key)?;
            check_values(text, &member.value)
        }),
    }
}

fn check_text(text: &str) -> Result<(), Refusal> {
    if text.contains('\0') { Err(Refusal::params("a string contains U+0000")) } else { Ok(()) }
}

/// A whole number must be the same as a double and with all its digits.
fn check_number(written: &str, json: &Json) -> Result<(), Refusal> {
    let JsonKind::Number(Some(number)) = &json.kind else {
        return Err(Refusal::params("a number is too large"));
    };
    let is_exact = match number.as_whole() {
        Some(whole) => whole == number.as_f64() as i128,
        // From 1e21 on, only an exponent says that a number was meant as a double.
        None => !number.is_whole() || written.contains(['e', 'E']),
    };
    let message = || format!("the number {} can't be read exactly: write it as a string", shown(written));
    if is_exact { Ok(()) } else { Err(Refusal::params(message())) }
}

/// A name without the differences that Go's `encoding/json` overlooks, and a few more.
pub fn folded(name: &str) -> String {
    let plain = |character: char| match character {
        // The long s, and the sign for Kelvin.
        'ſ' => 's',
        '\u{212a}' => 'k',
        _ => character,
    };
    name.chars().map(plain).flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}

fn write(text: &str, json: &Json, out: &mut String) {
    match &json.kind {
        JsonKind::Text(text) => out.push_str(&quoted(text)),
        JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) => {
            out.push_str(text.get(json.span.range()).unwrap_or("null"));
        }
        JsonKind::List(elements) => {
            out.push('[');
            for (index, element) in elements.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write(text, element, out);
            }
            out.push(']');
        }
        JsonKind::Object(members) => {
            out.push('{');
            for (index, member) in members.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                out.push_str(&quoted(&member.key));
                out.push(':');
                write(text, &member.value, out);
            }
            out.push('}');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(text: &str) -> Result<String, String> {
        let json = Json::parse_text(text).map_err(|error| error.message)?;
        check_members(&json).and_then(|()| check_values(text, &json)).map_err(|refusal| refusal.message)?;
        Ok(written(text, &json))
    }

    #[test]
    fn values_are_written_in_ascii_and_numbers_as_they_were() {
        for (text, expected) in [
            ("{ \"a\" : [1, -0.50, 1E5, true , null, {}] }", r#"{"a":[1,-0.50,1E5,true,null,{}]}"#),
            ("\"a\u{2028}\u{85}😀\\u00e9\\n\\/\u{7f}\"", r#""a\u2028\u0085\ud83d\ude00\u00e9\u000a/\u007f""#),
            ("{\"\\\"\\\\\": \"\"}", r#"{"\"\\":""}"#),
            ("9007199254740992", "9007199254740992"),
            ("100000000000000000000", "100000000000000000000"),
            ("1.5e300", "1.5e300"),
        ] {
            assert_eq!(checked(text).as_deref(), Ok(expected), "{text}");
            assert_eq!(
                serde_json::from_str::<serde_json::Value>(text).unwrap(),
                serde_json::from_str::<serde_json::Value>(expected).unwrap()
            );
        }
    }

    #[test]
    fn what_two_readers_take_differently_is_refused() {
        for text in [
            r#"{"a": 1, "a": 1}"#,
            r#"{"a": 1, "\u0061": 1}"#,
            r#"{"x": [{"a": 1, "A": 1}]}"#,
            r#"{"params": 1, "paramſ": 1}"#,
            "{\"k\": 1, \"\u{212a}\": 1}",
            r#""a\u0000b""#,
            r#"{"a\u0000": 1}"#,
            r#""\ud800""#,
            r#""\udc00\ud800""#,
            "9007199254740993",
            "-9007199254740993.0",
            "1000000000000000000001",
            "1e400",
            "[\u{2028}]",
            "[\u{b}]",
            "\"\t\"",
        ] {
            assert!(checked(text).is_err(), "{text}: {:?}", checked(text));
        }
        let json = Json::parse_text(r#"{"amount": {"Cents": 1}}"#).unwrap();
        for (path, is_refused) in
            [("amount.cents", true), ("AMOUNT", true), ("amount.Cents", false), ("other.cents", false)]
        {
            let path = Path::new(path.split('.').map(str::to_owned).collect()).unwrap();
            assert_eq!(check_paths(&json, [&path]).is_err(), is_refused, "{path:?}");
        }
    }
}
