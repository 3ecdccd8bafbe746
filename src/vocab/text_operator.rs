//! Operators that ask for a text by its meaning: a folder, a site, a mail domain, a beginning, an end. They compile to
//! regular expressions that no other spelling of a path, a URL or an address gets past.

mod mistake;
mod literal;
mod host;
mod under;
mod on;
mod at;

pub use mistake::{HostMistake, OperandMistake};

use super::Regex;

/// An operator that compiles to a regular expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextOperator {
    /// `args.path under "/srv/docs"`: this folder and what is in it.
    Under,
    /// `args.url on "docs.example.com"`: an address on this host, or at or below this path.
    On,
    /// `args.to at "acme.example"`: one mail address of this domain.
    At,
    /// `args.name starts with "draft-"`
    StartsWith,
    /// `args.name ends with ".md"`
    EndsWith,
}

/// The operators, each with its words.
pub const TEXT_OPERATORS: [TextOperator; 5] =
    [TextOperator::Under, TextOperator::On, TextOperator::At, TextOperator::StartsWith, TextOperator::EndsWith];

impl TextOperator {
    /// How the operator is written in the language.
    pub fn word(self) -> &'static str {
        match self {
            Self::Under => "under",
            Self::On => "on",
            Self::At => "at",
            Self::StartsWith => "starts with",
            Self::EndsWith => "ends with",
        }
    }

    /// The regular expression for a value. It matches exactly the texts for which the operator holds.
    pub fn regex(self, operand: &str) -> Result<String, OperandMistake> {
        if operand.is_empty() {
            return Err(OperandMistake::Empty);
        }
        match self {
            Self::Under => under::regex(operand),
            Self::On => on::regex(operand),
            Self::At => at::regex(operand),
            Self::StartsWith => Ok(format!("^{}", literal::quoted(operand))),
            Self::EndsWith => Ok(format!("{}$", literal::quoted(operand))),
        }
    }

    /// The regular expression for a list: one of its values has to fit.
    pub fn regex_of_list<'t>(self, operands: impl IntoIterator<Item = &'t str>) -> Result<String, OperandMistake> {
        let parts: Result<Vec<_>, _> = operands.into_iter().map(|operand| self.regex(operand)).collect();
        Ok(parts?.join("|"))
    }

    /// The operator and the values that a regular expression comes from, in their shortest spelling. `None` if compiling
    /// them would not give the same bytes.
    pub fn of_regex(pattern: &str) -> Option<(Self, Vec<String>)> {
        TEXT_OPERATORS.into_iter().find_map(|operator| Some((operator, operator.operands(pattern)?)))
    }

    fn operands(self, pattern: &str) -> Option<Vec<String>> {
        let operands: Vec<_> = literal::alternatives(pattern).map(|part| self.operand(part)).collect::<Option<_>>()?;
        let same = self.regex_of_list(operands.iter().map(String::as_str)).is_ok_and(|again| again == pattern);
        (same && Regex::new(pattern).is_ok()).then_some(operands)
    }

    fn operand(self, part: &str) -> Option<String> {
        match self {
            Self::Under => under::operand(part),
            Self::On => on::operand(part),
            Self::At => at::operand(part),
            Self::StartsWith => literal::unquoted(part.strip_prefix('^')?),
            Self::EndsWith => literal::unquoted(part.strip_suffix('$')?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regular_expression_is_read_back() {
        for (operator, operands) in [
            (TextOperator::Under, &["/srv/docs", "/", ".", "a b/c.d"][..]),
            (TextOperator::On, &["docs.example.com", "http://localhost:3000", "x.example/a/b", "*.x.example"]),
            (TextOperator::On, &["ftp://10.0.0.1", "http://[::1]/a"]),
            (TextOperator::At, &["acme.example", "*.acme.example"]),
            (TextOperator::StartsWith, &["a|b^$", "\\"]),
            (TextOperator::EndsWith, &[".md"]),
        ] {
            let regex = operator.regex_of_list(operands.iter().copied()).unwrap();
            let (read, values) = TextOperator::of_regex(&regex).unwrap();
            assert_eq!((read, values.iter().map(String::as_str).collect::<Vec<_>>()), (operator, operands.to_vec()));
        }
    }

    #[test]
    fn the_spelling_that_is_read_back_is_the_shortest() {
        let back = |operator: TextOperator, operand| {
            TextOperator::of_regex(&operator.regex(operand).unwrap()).unwrap().1.remove(0)
        };
        assert_eq!(back(TextOperator::On, "HTTPS://Docs.Example.com:443/"), "docs.example.com");
        assert_eq!(back(TextOperator::On, "https://docs.example.com/a/"), "docs.example.com/a");
        assert_eq!(back(TextOperator::On, "http://x.example:80"), "http://x.example");
        assert_eq!(back(TextOperator::Under, "/srv/"), "/srv");
    }

    #[test]
    fn other_regular_expressions_are_not_read_as_an_operator() {
        for pattern in
            ["", "^", "$", "^a.b", "a\\d$", "^a$", "^a|b$", "^a\\", "^/srv/docs(?:/.*)?$", "^(?i:a)", "^é\\-"]
        {
            assert_eq!(TextOperator::of_regex(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn an_empty_text_is_a_mistake() {
        for operator in TEXT_OPERATORS {
            assert_eq!(operator.regex(""), Err(OperandMistake::Empty));
        }
    }
}
