//! Comparisons in the words of the language, as a person would write them.

use super::{Operand, Operator, Path, Value};

/// `args.amount > 5`, `args.path matches r"^\d$"`. A regular expression is written raw where JSON would
/// double its backslashes.
pub fn comparison_words(path: &Path, operator: Operator, operand: &Operand) -> String {
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

/// A regular expression as a string: raw where JSON would double its backslashes.
pub fn regular_expression(pattern: &str) -> String {
    if !pattern.contains(['\\', '"']) || pattern.contains(char::is_control) {
        return Value::Text(pattern.to_owned()).to_string();
    }
    let hashes = "#".repeat(hashes_needed(pattern));
    format!("r{hashes}\"{pattern}\"{hashes}")
}

/// How many `#` a raw string needs so that no quote inside it closes it.
fn hashes_needed(text: &str) -> usize {
    let behind_quotes = text.split('"').skip(1);
    behind_quotes.map(|rest| 1 + rest.bytes().take_while(|byte| *byte == b'#').count()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::regular_expression;

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
