//! Comparisons in the words of the language, as a person would write them.

use super::{Operand, Operator, Path, TextOperator, Value};

/// `args.amount > 5`, `args.path matches r"^\d$"`, `args.path under "/srv"`. A regular expression is written raw where
/// JSON would double its backslashes. A beginning or an end may be either `starts with` or `matches`: this writes
/// `matches`, which is how most are written.
pub fn comparison_words(path: &Path, operator: Operator, operand: &Operand) -> String {
    match read_back(operand) {
        Some((TextOperator::StartsWith | TextOperator::EndsWith, _)) | None => plain_words(path, operator, operand),
        Some((read, values)) => text_words(path, read, &values),
    }
}

/// The same, with `starts with` and `ends with`.
pub fn shortest_comparison_words(path: &Path, operator: Operator, operand: &Operand) -> String {
    match read_back(operand) {
        Some((read, values)) => text_words(path, read, &values),
        None => plain_words(path, operator, operand),
    }
}

fn read_back(operand: &Operand) -> Option<(TextOperator, Vec<String>)> {
    if let Operand::Pattern(pattern) = operand { TextOperator::of_regex(pattern) } else { None }
}

/// `args.path under ["/srv", "/tmp"]`
fn text_words(path: &Path, operator: TextOperator, values: &[String]) -> String {
    let values: Vec<_> = values.iter().map(|value| Value::Text(value.clone()).to_string()).collect();
    match values.as_slice() {
        [only] => format!("{path} {} {only}", operator.word()),
        all => format!("{path} {} [{}]", operator.word(), all.join(", ")),
    }
}

fn plain_words(path: &Path, operator: Operator, operand: &Operand) -> String {
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
    use super::*;

    #[test]
    fn expressions_for_folders_and_the_like_are_read_back() {
        let path = Path::new(vec!["x".to_owned()]).unwrap();
        let words = |operator: TextOperator, value| {
            let operand = Operand::Pattern(operator.regex(value).unwrap());
            let shortest = shortest_comparison_words(&path, Operator::Regex, &operand);
            (comparison_words(&path, Operator::Regex, &operand), shortest)
        };
        let under = "args.x under \"/srv\"".to_owned();
        assert_eq!(words(TextOperator::Under, "/srv/"), (under.clone(), under));
        let starts = ("args.x matches \"^a\"".to_owned(), "args.x starts with \"a\"".to_owned());
        assert_eq!(words(TextOperator::StartsWith, "a"), starts);
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
