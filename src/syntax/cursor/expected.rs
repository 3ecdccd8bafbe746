//! What can be written at a cursor, as an editor proposes it.

// These are the rules of the grammar, a hundred and thirty of them: most are signs, which an editor does not propose.
#![allow(clippy::wildcard_enum_match_arm)]

use super::region::{Region, column};
use super::surroundings::{self, Comparison};
use super::word::Word;
use crate::syntax::grammar::Rule;
use crate::syntax::lexeme::LexemeKind;

/// What can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// An item.
    Item,
    /// A clause.
    Clause,
    /// A step of a test.
    Step,
    /// A word of the language.
    Keyword(&'static str),
    /// A tool, a pattern, or `every` and a category.
    Target,
    /// The tool that a test calls.
    CalledTool,
    /// A category.
    Category,
    /// A window.
    Window,
    /// What `after` counts: one of it, or several.
    TimeUnit {
        /// Whether the number is 1.
        is_one: bool,
    },
    /// A type.
    Type,
    /// What a test expects of a call.
    Outcome,
    /// An argument, from `args` on.
    Argument,
    /// A step of a path, after these.
    StepOf(Vec<String>),
    /// An operator for the argument at a path; `None` if the path leads into a list.
    Operator(Option<Vec<String>>),
    /// A value.
    Value {
        /// What it is for.
        of: ValueOf,
        /// Which form it has.
        form: Form,
        /// The values before it in the same list, as they are written.
        listed: Vec<String>,
    },
    /// The name of a rule.
    Rule,
    /// The name of a counter.
    Counter,
    /// A key in the arguments of a call.
    Key {
        /// The keys that lead to its object; `None` for an element of a list.
        keys: Vec<Option<String>>,
        /// The keys that the object has.
        given: Vec<String>,
    },
    /// The code of a finding, in a suppression that names these.
    Code(Vec<String>),
}

/// What a value is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueOf {
    /// A comparison of the argument at a path.
    Comparison {
        /// The path; `None` if it leads into a list.
        keys: Option<Vec<String>>,
        /// The operator, in its own words.
        operator: String,
    },
    /// A let.
    Let,
    /// A limit.
    Limit,
    /// A parameter of a rule.
    Parameter {
        /// The rule.
        rule: String,
        /// Which parameter, from 0.
        number: usize,
    },
    /// What these keys of a call lead to; `None` for an element of a list.
    Member(Vec<Option<String>>),
}

/// The form of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A value.
    One,
    /// A list.
    List,
    /// A value or a list.
    Either,
    /// A regular expression.
    Pattern,
}

/// What some rules of the grammar mean at a cursor.
pub(super) fn of(rules: &[Rule], text: &str, region: &Region, word: &Word) -> Vec<Expected> {
    let site = Site { text, region, word };
    let mut all = Vec::new();
    for &rule in rules {
        for expected in site.of_rule(rule) {
            if !all.contains(&expected) {
                all.push(expected);
            }
        }
    }
    if region.block.is_some() && site.is_after_missing_brace() {
        all.insert(0, Expected::Item);
    }
    all
}

/// What can be written after something that can't be read: a step of a path, or the next part at the start of a line.
pub(super) fn after_mistake(text: &str, region: &Region, word: &Word) -> Vec<Expected> {
    let site = Site { text, region, word };
    match &word.path {
        Some(keys) if region.item.is_some() => vec![Expected::StepOf(keys.clone())],
        _ if !site.starts_line() => Vec::new(),
        _ if region.block.is_none() || site.is_after_missing_brace() => vec![Expected::Item],
        _ if region.steps => vec![Expected::Step],
        _ => vec![Expected::Clause],
    }
}

struct Site<'s> {
    text: &'s str,
    region: &'s Region,
    word: &'s Word,
}

impl Site<'_> {
    fn of_rule(&self, rule: Rule) -> Vec<Expected> {
        let in_block = self.region.block.is_some();
        let one = match rule {
            Rule::negation | Rule::args_word if self.word.path.is_some() => {
                return self.word.path.clone().map(Expected::StepOf).into_iter().collect();
            }
            // Anything else that looks like a path is none.
            _ if self.word.path.is_some() => return Vec::new(),
            Rule::negation => return vec![Expected::Argument, Expected::Keyword("not")],
            Rule::args_word => Expected::Argument,
            Rule::item | Rule::item_start if !in_block && self.starts_line() => Expected::Item,
            Rule::clause => Expected::Clause,
            Rule::clause_start if self.starts_line() || self.is_one_line() => Expected::Clause,
            Rule::test_step => Expected::Step,
            Rule::step_start if self.starts_line() || self.is_one_line() => Expected::Step,
            Rule::target => Expected::Target,
            Rule::called_tool => Expected::CalledTool,
            Rule::category => Expected::Category,
            Rule::window => Expected::Window,
            Rule::time_unit => Expected::TimeUnit { is_one: self.last() == Some("1") },
            Rule::arg_type => Expected::Type,
            Rule::outcome => Expected::Outcome,
            Rule::presence => Expected::Operator(self.comparison().keys),
            Rule::value | Rule::argument | Rule::value_name => self.value(rule),
            Rule::ident if self.last() == Some("limit") => self.value_of(ValueOf::Limit, Form::One),
            Rule::ident if self.last() == Some("apply") => Expected::Rule,
            Rule::name => Expected::Counter,
            Rule::key if self.region.steps => {
                let object = self.object();
                Expected::Key { keys: object.keys, given: object.given }
            }
            Rule::json => self.value_of(ValueOf::Member(self.object().keys), Form::One),
            other => return keyword(other).map(Expected::Keyword).into_iter().collect(),
        };
        vec![one]
    }

    fn value(&self, rule: Rule) -> Expected {
        let is_let = self.region.block.is_none() && self.keyword_is("let");
        let of = match surroundings::applied(self.text, &self.region.pieces) {
            _ if is_let => ValueOf::Let,
            Some(applied) => ValueOf::Parameter { rule: applied.rule, number: applied.number },
            None => {
                let Comparison { keys, operator } = self.comparison();
                ValueOf::Comparison { keys, operator }
            }
        };
        let form = match (rule, &of) {
            (Rule::value_name, ValueOf::Comparison { operator, .. }) if operator == "matches" => Form::Pattern,
            (Rule::value_name, _) => Form::List,
            (Rule::argument, _) => Form::Either,
            _ => Form::One,
        };
        self.value_of(of, form)
    }

    fn value_of(&self, of: ValueOf, form: Form) -> Expected {
        let listed = surroundings::listed(self.text, &self.region.pieces).unwrap_or_default();
        Expected::Value { of, form, listed }
    }

    fn comparison(&self) -> Comparison {
        surroundings::comparison(self.text, &self.region.pieces).unwrap_or_default()
    }

    fn object(&self) -> surroundings::Object {
        surroundings::object(self.text, &self.region.pieces)
    }

    fn keyword_is(&self, word: &str) -> bool {
        self.region.pieces.first().is_some_and(|first| surroundings::is_word(self.text, first, word))
    }

    /// The piece before the word.
    fn last(&self) -> Option<&str> {
        let last = self.region.pieces.last()?;
        matches!(last.kind, LexemeKind::Word | LexemeKind::Number).then(|| self.text.get(last.span.range()))?
    }

    fn starts_line(&self) -> bool {
        let before = self.text.get(..self.word.span.start as usize).unwrap_or_default();
        let before = before.trim_end_matches([' ', '\t', '\r', '\u{feff}']);
        before.is_empty() || before.ends_with('\n')
    }

    /// Whether the block starts on the line of the cursor.
    fn is_one_line(&self) -> bool {
        let between = self.region.block.and_then(|block| self.text.get(block..self.word.span.start as usize));
        between.is_some_and(|between| !between.contains('\n'))
    }

    /// Whether the cursor may be after a block whose `}` is missing: it is not indented, and no `}` follows.
    fn is_after_missing_brace(&self) -> bool {
        let start = self.word.span.start as usize;
        self.starts_line()
            && column(self.text, start) <= self.region.item_column(self.text)
            && !self.region.is_closed_after(self.text, self.word.span.end as usize)
    }
}

fn keyword(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::kw_allow => "allow",
        Rule::kw_always => "always",
        Rule::kw_and => "and",
        Rule::kw_as => "as",
        Rule::kw_because => "because",
        Rule::kw_call => "call",
        Rule::kw_deny => "deny",
        Rule::kw_if => "if",
        Rule::kw_in => "in",
        Rule::kw_never => "never",
        Rule::kw_not => "not",
        Rule::kw_or => "or",
        Rule::kw_per => "per",
        Rule::kw_times => "times",
        Rule::kw_with => "with",
        _ => return None,
    })
}
