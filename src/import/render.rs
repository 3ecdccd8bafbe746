//! Writes parts of a `.pl` file the way a person would: names without quotes if possible.

use crate::model::Limit;
use crate::syntax::is_bare_name;
use crate::vocab::{Operand, Operator, Path, Value, shortest_comparison_words};

/// A comparison that the language can express.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Comparison {
    pub path: Path,
    pub operator: Operator,
    pub operand: Operand,
}

impl Comparison {
    fn text(&self) -> String {
        shortest_comparison_words(&self.path, self.operator, &self.operand)
    }
}

/// A tool's or counter's name, bare or quoted.
pub(super) fn name(text: &str) -> String {
    if is_bare_name(text) { text.to_owned() } else { string(text) }
}

/// A string, with JSON's escapes.
pub(super) fn string(text: &str) -> String {
    Value::Text(text.to_owned()).to_string()
}

/// `args.amount > 5 and args.currency in ["usd"]`
pub(super) fn condition(comparisons: &[Comparison]) -> String {
    comparisons.iter().map(Comparison::text).collect::<Vec<_>>().join(" and ")
}

/// ` because "…"`, or nothing.
pub(super) fn because(message: Option<&str>) -> String {
    message.map(|message| format!(" because {}", string(message))).unwrap_or_default()
}

/// `limit 5 per hour`, with the counter if it must be named.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_bare_if_the_language_can_read_them() {
        for bare in ["a", "send-email", "fs/read.file", "_x9", "default", "tool"] {
            assert_eq!(name(bare), bare);
        }
        for quoted in ["send email", "9a", "get_*", "every", "if", "é", "a\n"] {
            assert_eq!(name(quoted), serde_json::to_string(quoted).unwrap());
        }
    }
}
