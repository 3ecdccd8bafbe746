//! The words of a `.pl`, as a person would write them: names bare where they can be, regular
//! expressions raw where JSON would double their backslashes.

use crate::model::Limit;
use crate::vocab::{Operand, Operator, Path, Value};

/// A comparison that the language can say.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Comparison {
    pub path: Path,
    pub operator: Operator,
    pub operand: Operand,
}

/// A tool's or counter's name, bare or quoted.
pub(super) fn name(text: &str) -> String {
    if is_bare(text) { text.to_owned() } else { string(text) }
}

/// A string, with JSON's escapes.
pub(super) fn string(text: &str) -> String {
    Value::Text(text.to_owned()).to_string()
}

/// `args.amount > 5 and args.currency in ["usd"]`
pub(super) fn condition(comparisons: &[Comparison]) -> String {
    comparisons.iter().map(comparison).collect::<Vec<_>>().join(" and ")
}

/// ` because "…"`, or nothing.
pub(super) fn because(message: Option<&str>) -> String {
    message.map(|message| format!(" because {}", string(message))).unwrap_or_default()
}

/// `limit 5 per hour`, with the counter where it is to be named.
pub(super) fn limit(limit: &Limit, named: bool) -> String {
    let counter = if named { format!(" as {}", name(&limit.counter)) } else { String::new() };
    format!("limit {} per {}{counter}", limit.max, limit.window.word())
}

/// `(id?: any, "ticket-id"?: any)`
pub(super) fn signature(arguments: &[String]) -> String {
    let key = |argument: &String| if Path::is_ident(argument) { argument.clone() } else { string(argument) };
    let fields: Vec<_> = arguments.iter().map(|argument| format!("{}?: any", key(argument))).collect();
    format!("({})", fields.join(", "))
}

fn is_bare(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"_./-".contains(&byte))
        && !matches!(text, "every" | "if")
}

fn comparison(comparison: &Comparison) -> String {
    let Comparison { path, operator, operand } = comparison;
    match operand {
        Operand::Presence(true) => format!("{path} exists"),
        Operand::Presence(false) => format!("{path} missing"),
        Operand::One(value) => format!("{path} {} {value}", operator.word()),
        Operand::Pattern(pattern) => format!("{path} {} {}", operator.word(), regular_expression(pattern)),
        Operand::Many(values) => {
            let values: Vec<_> = values.iter().map(Value::to_string).collect();
            format!("{path} {} [{}]", operator.word(), values.join(", "))
        }
    }
}

fn regular_expression(pattern: &str) -> String {
    if !pattern.contains(['\\', '"']) || pattern.contains(char::is_control) {
        return string(pattern);
    }
    let hashes = "#".repeat(hashes_needed(pattern));
    format!("r{hashes}\"{pattern}\"{hashes}")
}

/// How many `#` a raw string needs so that no quote inside closes it.
fn hashes_needed(text: &str) -> usize {
    let behind_quotes = text.split('"').skip(1);
    behind_quotes.map(|rest| 1 + rest.bytes().take_while(|byte| *byte == b'#').count()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_bare_where_the_language_reads_them_so() {
        for bare in ["a", "send-email", "fs/read.file", "_x9", "default", "tool"] {
            assert_eq!(name(bare), bare);
        }
        for quoted in ["send email", "9a", "get_*", "every", "if", "é", "a\n"] {
            assert_eq!(name(quoted), serde_json::to_string(quoted).unwrap());
        }
    }

    #[test]
    fn regular_expressions_are_raw_where_that_saves_escapes() {
        for (pattern, written) in [
            ("^[a-z]+$", r#""^[a-z]+$""#),
            (r"^\d$", r#"r"^\d$""#),
            ("\"", "r#\"\"\"#"),
            ("\"#", "r##\"\"#\"##"),
            ("a\"##b\"#", "r###\"a\"##b\"#\"###"),
            ("\\d\n", "\"\\\\d\\n\""),
        ] {
            assert_eq!(regular_expression(pattern), written);
        }
    }
}
