//! What a plain scalar means. YAML readers disagree about some numbers and about dates: Intercept reads `0100`
//! as 64 and `2026-01-01` as a time, other readers as 100 and as a string.

use std::borrow::Cow;

use saphyr::Scalar;
use saphyr_parser::{ScalarStyle, Tag};

use crate::source::json::JsonKind;
use crate::vocab::Number;

/// The value of a scalar by YAML's core schema; a number keeps all its digits.
pub(super) fn value(text: Cow<'_, str>, style: ScalarStyle, tag: Option<&Cow<'_, Tag>>) -> JsonKind {
    if style == ScalarStyle::Plain && tag.is_none() && Number::is_json(&text) {
        return JsonKind::Number(Number::parse(&text));
    }
    match Scalar::parse_from_cow_and_metadata(text.clone(), style, tag) {
        Some(Scalar::Null) => JsonKind::Null,
        Some(Scalar::Boolean(boolean)) => JsonKind::Boolean(boolean),
        Some(Scalar::Integer(whole)) => JsonKind::Number(Some(Number::from(whole))),
        Some(Scalar::FloatingPoint(double)) => JsonKind::Number(Number::from_f64(*double)),
        Some(Scalar::String(text)) => JsonKind::Text(text.into_owned()),
        None => JsonKind::Text(text.into_owned()),
    }
}

/// Whether YAML readers disagree about a scalar.
pub(super) fn is_ambiguous(text: &str, style: ScalarStyle, tag: Option<&Cow<'_, Tag>>) -> bool {
    match tag {
        Some(tag) => !(tag.is_yaml_core_schema() && tag.suffix == "str"),
        None => style == ScalarStyle::Plain && (is_odd_number(text) || is_date(text)),
    }
}

/// An octal number without its `0o`, a binary number, underscores between the digits.
fn is_odd_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = unsigned.replace('_', "");
    let has_underscore = digits.len() < unsigned.len();
    let (prefix, rest) = digits.split_at_checked(2).unwrap_or((&digits, ""));
    if matches!(prefix, "0x" | "0o") && is_number(rest, 16) {
        return has_underscore || unsigned.len() < text.len();
    }
    if matches!(prefix, "0X" | "0O" | "0b" | "0B") && is_number(rest, 16) {
        return true;
    }
    let has_leading_zero = digits.len() > 1 && digits.starts_with('0') && is_number(&digits, 10);
    let is_float =
        || digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') && digits.parse::<f64>().is_ok();
    has_leading_zero || has_underscore && is_float()
}

fn is_number(digits: &str, base: u32) -> bool {
    !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(base))
}

/// `2026-01-01`, perhaps with a time after it.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let (Some(year), Some(month), Some(rest)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let day = rest.split(['T', 't', ' ', '\t']).next().unwrap_or_default();
    year.len() == 4 && is_number(year, 10) && [month, day].iter().all(|part| part.len() <= 2 && is_number(part, 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_that_readers_disagree_about() {
        for text in
            ["0100", "-010", "1_000", "1_0.5", "0b11", "-0x1f", "0X1F", "0x1_f", "2026-01-01", "2026-1-1 10:00:00Z"]
        {
            assert!(is_ambiguous(text, ScalarStyle::Plain, None), "{text}");
            assert!(!is_ambiguous(text, ScalarStyle::DoubleQuoted, None), "{text}");
        }
        for text in [
            "0", "100", "-1", "+5", "1.50", "0x1f", "0o17", "1e3", ".5", "a_1", "1_a", "2026", "2026-01", "v0100", "~",
            "yes",
        ] {
            assert!(!is_ambiguous(text, ScalarStyle::Plain, None), "{text}");
        }
    }
}
