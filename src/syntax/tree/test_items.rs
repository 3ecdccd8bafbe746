//! Tests and asserts.

use super::clauses::{Because, Block};
use super::conditions::Condition;
use super::targets::Target;
use super::values::{Literal, Name, Text};
use crate::source::Span;

/// `test "a refund above the cap is denied" { … }`
#[derive(Debug, Clone)]
pub struct Test {
    /// What it shows.
    pub name: Text,
    /// Its steps.
    pub block: Block<TestStep>,
}

/// A step of a test.
#[derive(Debug, Clone)]
pub struct TestStep {
    /// Its place.
    pub span: Span,
    /// What happens.
    pub kind: TestStepKind,
}

/// The kinds of steps.
#[derive(Debug, Clone)]
pub enum TestStepKind {
    /// `as "bot" 3 times call create_refund { amount: 5 } => deny because "…"`
    Call(Call),
    /// `at 2026-03-01T12:00:00Z`: sets the clock.
    At(Timestamp),
    /// `after 61 seconds`: moves the clock forward.
    After {
        /// How many units.
        count: u64,
        /// The place of the number.
        count_span: Span,
        /// The unit.
        unit: TimeUnit,
    },
}

/// A moment: RFC 3339, without quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timestamp {
    /// The moment.
    pub moment: jiff::Timestamp,
    /// Its place.
    pub span: Span,
}

/// What `after` counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// `second`, `seconds`
    Second,
    /// `minute`, `minutes`
    Minute,
    /// `hour`, `hours`
    Hour,
    /// `day`, `days`
    Day,
}

/// One call of a test, or several alike.
#[derive(Debug, Clone)]
pub struct Call {
    /// The grant that makes the call.
    pub grant: Option<Text>,
    /// How often it is made, with the place of the number; once if that is not given.
    pub times: Option<(u64, Span)>,
    /// The tool.
    pub tool: Name,
    /// Its arguments.
    pub args: Object,
    /// The expected outcome.
    pub outcome: Outcome,
    /// The place of the outcome, including its message.
    pub outcome_span: Span,
}

/// `{ amount: 5, meta: { ticket: "T-1" } }`
#[derive(Debug, Clone)]
pub struct Object {
    /// The members, in the order of the text.
    pub members: Vec<(Name, Json)>,
    /// From `{` to `}`.
    pub span: Span,
}

/// A JSON value of a test's call.
#[derive(Debug, Clone)]
pub enum Json {
    /// A string, number or boolean.
    Literal(Literal),
    /// `null`
    Null(Span),
    /// `[1, 2]`
    List(Vec<Json>, Span),
    /// `{ a: 1 }`
    Object(Object),
}

/// What a test expects of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// `allow`
    Allow,
    /// `deny because "…"`
    Deny(Option<Because>),
    /// `hidden`
    Hidden,
    /// `limited`
    Limited,
}

/// `assert never create_refund if args.amount > 100_00`
#[derive(Debug, Clone)]
pub struct Assert {
    /// `always` rather than `never`.
    pub always: bool,
    /// The tools.
    pub target: Target,
    /// The calls that it is about.
    pub condition: Option<Condition>,
}
