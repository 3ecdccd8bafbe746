//! The parser that pest generates from `grammar/policy.pest`. It returns [`Pair`]s.

use pest::Parser as _;
use pest::error::{ErrorVariant, InputLocation};

#[allow(missing_docs)]
mod generated {
    /// The parser of `grammar/policy.pest`.
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/policy.pest"]
    pub struct PolicyParser;
}

pub use generated::Rule;

/// A part of the text that matched a rule.
pub type Pair<'t> = pest::iterators::Pair<'t, Rule>;

/// Where reading failed.
#[derive(Debug)]
pub struct Failure {
    /// The offset of the first thing that can't be read.
    pub offset: usize,
    /// The rules that could have matched there.
    pub expected: Vec<Rule>,
}

/// Reads one rule from the start of a text, and ignores what follows it.
pub fn read(rule: Rule, text: &str) -> Result<Pair<'_>, Failure> {
    let failure = |offset, expected| Failure { offset, expected };
    match generated::PolicyParser::parse(rule, text) {
        Ok(mut pairs) => pairs.next().ok_or_else(|| failure(0, Vec::new())),
        Err(error) => {
            let offset = match error.location {
                InputLocation::Pos(offset) | InputLocation::Span((offset, _)) => offset,
            };
            match error.variant {
                ErrorVariant::ParsingError { positives, .. } => Err(failure(offset, positives)),
                ErrorVariant::CustomError { .. } => Err(failure(offset, Vec::new())),
            }
        }
    }
}
