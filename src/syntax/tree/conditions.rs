//! Conditions: comparisons of arguments with values, joined by `and`, `or` and `not`.

use super::values::{List, Name, OneOrList, Text, Value};
use crate::source::Span;
use crate::vocab::{Operator, TextOperator};

/// A condition and its place, including brackets around it.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Its place.
    pub span: Span,
    /// What it tests.
    pub kind: ConditionKind,
}

/// The kinds of conditions.
#[derive(Debug, Clone)]
pub enum ConditionKind {
    /// `A or B or C`: two or more.
    Or(Vec<Condition>),
    /// `A and B and C`: two or more.
    And(Vec<Condition>),
    /// `not A`
    Not(Box<Condition>),
    /// `(A)`: kept for the formatter.
    Group(Box<Condition>),
    /// `args.amount > 100`
    Comparison(Comparison),
}

/// One comparison: `args.currency in ["usd", "eur"]`.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The argument.
    pub path: Path,
    /// The operator; [`Operator::Exists`] for both `exists` and `missing`, [`Operator::Regex`] for those that compile
    /// to it.
    pub operator: Operator,
    /// What it is compared with.
    pub operand: Operand,
}

/// The right side of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// Of `==`, `!=`, an order or `contains`.
    Value(Value),
    /// Of `in` and `not in`.
    List(List),
    /// Of `matches`: a string, or the name of one.
    Pattern(Pattern),
    /// Of `under`, `on`, `at`, `starts with` and `ends with`.
    Texts(TextOperator, OneOrList),
    /// `exists` is `true`, `missing` is `false`.
    Presence(bool),
}

/// A regular expression: a string, or the name of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// `r"^[a-z]+$"`
    Text(Text),
    /// A let or a parameter.
    Name(Name),
}

/// The path of an argument: `args.meta."ticket-id"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// From `args` on.
    pub span: Span,
    /// The steps after `args`, at least one.
    pub steps: Vec<Step>,
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The place of the segment; for an index in brackets, from its `[`.
    pub span: Span,
    /// Where it leads.
    pub kind: StepKind,
}

/// Where a step leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepKind {
    /// Into a member of an object.
    Member(String),
    /// Into a list, by `.0` or `[0]`, which the gateway can't follow.
    Index,
}
