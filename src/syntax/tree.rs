//! The tree of a `.pl` file: what was written, with the place of every word, and nothing that
//! follows from it. Names are not resolved, numbers not checked, rules not put in their place.

use crate::source::Span;
use crate::vocab::{Category, NamePattern, Number, Operator, Window};

/// A whole file.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// The items, in the order of the text.
    pub items: Vec<Item>,
    /// The comments, in the order of the text.
    pub comments: Vec<Comment>,
    /// What could not be read, and so is not in `items`.
    pub lost: Lost,
}

/// What a file might have said in the parts that could not be read. Checks that would miss it are silent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lost {
    /// Some item could not be read: it might have brought a name, a tool or a rating.
    pub item: bool,
    /// A `catalog` could not be read.
    pub catalog: bool,
}

/// A comment, from its `#` to the end of its line, line end and a CR before it excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// Its place.
    pub span: Span,
    /// Whether it begins with `##`: it speaks of the item after it.
    pub doc: bool,
    /// Whether nothing but white space stands before it on its line.
    pub own_line: bool,
}

/// An item: `allow list_customers: read`.
#[derive(Debug, Clone)]
pub struct Item {
    /// From its keyword to its last character.
    pub span: Span,
    /// The keyword alone.
    pub keyword: Span,
    /// What it says.
    pub kind: ItemKind,
}

/// The kinds of items.
#[derive(Debug, Clone)]
pub enum ItemKind {
    /// `default deny`
    Default(DefaultItem),
    /// `catalog "stripe.tools.json"`
    Catalog(Text),
    /// `include "shared.pl"`
    Include(Text),
    /// `let cap = 100_00`
    Let(Let),
    /// `rule careful(n) { … }`
    Rule(Rule),
    /// `rate get_*: read`
    Rate(Statement),
    /// `hide delete_account`
    Hide(Statement),
    /// `deny create_payout: financial because "…"`
    Deny(Statement),
    /// `allow get_*: read`
    Allow(Statement),
    /// `tool create_refund: financial { … }`
    Tool(Tool),
    /// `limit 600 per hour`
    Limit(Limit),
    /// `test "…" { … }`
    Test(Test),
    /// `assert never create_refund if args.amount > 100_00`
    Assert(Assert),
}

/// What is done with tools that no statement names: `deny`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DefaultItem {
    /// `allow` rather than `deny`.
    pub allow: bool,
    /// The word behind `default`.
    pub span: Span,
}

/// A string, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// What it says.
    pub value: String,
    /// Its place, quotes included.
    pub span: Span,
    /// Where the text between the quotes starts, and whether it is raw: to find a place inside.
    pub quoting: Quoting,
}

/// How a string is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quoting {
    /// `"…"` with JSON's escapes.
    Json,
    /// `r"…"`, or `r#"…"#` with this many `#`.
    Raw(u32),
}

/// A bare word, or a string where a name stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Its place, with the quotes if it has some.
    pub span: Span,
}

/// A named value: `let currencies = ["usd", "eur"]`.
#[derive(Debug, Clone)]
pub struct Let {
    /// Its name.
    pub name: Name,
    /// One literal, or a list of them.
    pub value: LetValue,
}

/// What a let stands for.
#[derive(Debug, Clone)]
pub enum LetValue {
    /// `100_00`
    One(Literal),
    /// `["usd", "eur"]`, with the place of its brackets.
    Many(Vec<Literal>, Span),
}

/// A literal: a string, a number, `true` or `false`.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `"usd"`
    Text(Text),
    /// `100_00`
    Number(NumberLiteral),
    /// `true`
    Boolean(bool, Span),
}

impl Literal {
    /// Its place.
    pub fn span(&self) -> Span {
        match self {
            Literal::Text(text) => text.span,
            Literal::Number(number) => number.span,
            Literal::Boolean(_, span) => *span,
        }
    }
}

/// A number, as it was written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NumberLiteral {
    /// Its value.
    pub value: Number,
    /// Its place.
    pub span: Span,
}

/// A value: a literal, or the name of one.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `"usd"`
    Literal(Literal),
    /// A let or a parameter.
    Name(Name),
}

impl Value {
    /// Its place.
    pub fn span(&self) -> Span {
        match self {
            Value::Literal(literal) => literal.span(),
            Value::Name(name) => name.span,
        }
    }
}

/// A list: `["usd", eur]`, or the name of one.
#[derive(Debug, Clone, PartialEq)]
pub enum List {
    /// The elements, and the place of the brackets.
    Values(Vec<Value>, Span),
    /// A let or a parameter.
    Name(Name),
}

/// Clauses with a name: `rule careful(n) { … }`.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name.
    pub name: Name,
    /// Its parameters.
    pub parameters: Vec<Name>,
    /// Its clauses.
    pub block: Block<Clause>,
}

/// `rate`, `hide`, `deny`, `allow`: what is said of some tools in one line.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The tools.
    pub targets: Vec<Target>,
    /// What they are.
    pub rating: Option<Rating>,
    /// The message, of `deny` alone.
    pub because: Option<Because>,
}

/// Which tools: a name, a pattern, or all of a category.
#[derive(Debug, Clone)]
pub struct Target {
    /// Which.
    pub kind: TargetKind,
    /// Its place; of `every read` from `every` on.
    pub span: Span,
}

/// The kinds of targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetKind {
    /// `create_refund`
    Name(String),
    /// `get_*`
    Pattern(NamePattern),
    /// `every read`
    Every(Category),
}

/// What a tool is: `: read`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rating {
    /// The category.
    pub category: Category,
    /// The place of the category's word.
    pub span: Span,
    /// The place of the `:`.
    pub colon: Span,
}

/// A message: `because "Only USD and EUR."`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Because {
    /// The message.
    pub text: Text,
    /// From `because` on.
    pub span: Span,
}

/// `tool create_refund(amount: integer): financial { … }`
#[derive(Debug, Clone)]
pub struct Tool {
    /// The tools.
    pub targets: Vec<Target>,
    /// The types of their arguments.
    pub signature: Option<Signature>,
    /// What they are.
    pub rating: Option<Rating>,
    /// The clauses.
    pub block: Block<Clause>,
}

/// What stands between braces, one after the other.
#[derive(Debug, Clone)]
pub struct Block<T> {
    /// The parts, in the order of the text.
    pub parts: Vec<T>,
    /// From `{` to `}`.
    pub span: Span,
}

/// The arguments of a tool: `(amount: integer, note?: string)`.
#[derive(Debug, Clone)]
pub struct Signature {
    /// The arguments.
    pub fields: Vec<Field>,
    /// With the brackets.
    pub span: Span,
}

/// One argument, or one member of an object: `note?: string`.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub key: Name,
    /// Whether it may be left out.
    pub optional: bool,
    /// Its type.
    pub ty: Type,
}

/// A type, and its place.
#[derive(Debug, Clone)]
pub struct Type {
    /// The type.
    pub kind: TypeKind,
    /// Its place.
    pub span: Span,
}

/// The kinds of types.
#[derive(Debug, Clone)]
pub enum TypeKind {
    /// `string`
    String,
    /// `number`
    Number,
    /// `integer`
    Integer,
    /// `boolean`
    Boolean,
    /// `any`
    Any,
    /// `[string]`
    List(Box<Type>),
    /// `{street: string, city?: string}`
    Object(Vec<Field>),
    /// `"usd" | "eur"`
    OneOf(Vec<Literal>),
}

/// A clause of a tool or a rule, from its keyword to its last character.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Its place.
    pub span: Span,
    /// What it says.
    pub kind: ClauseKind,
}

/// The kinds of clauses.
#[derive(Debug, Clone)]
pub enum ClauseKind {
    /// `require args.reason exists because "Say why."`
    Require {
        /// What has to hold.
        condition: Condition,
        /// The message.
        because: Option<Because>,
    },
    /// `deny if args.amount > cap because "…"`
    Deny {
        /// What must not hold; without one every call is denied.
        condition: Option<Condition>,
        /// The message.
        because: Option<Because>,
    },
    /// `limit 10 per minute as mails`
    Limit(Limit),
    /// `apply careful(10)`
    Apply(Apply),
}

/// A limit: `limit 10 per minute`, in a block or at the top level.
#[derive(Debug, Clone)]
pub struct Limit {
    /// The keyword.
    pub keyword: Span,
    /// How many: a number or a name; not yet checked to be whole.
    pub max: LimitMax,
    /// In which time.
    pub window: Window,
    /// The counter's name, where it is said.
    pub counter: Option<Name>,
}

/// How many calls a limit allows.
#[derive(Debug, Clone, PartialEq)]
pub enum LimitMax {
    /// `10`
    Number(NumberLiteral),
    /// A let or a parameter.
    Name(Name),
}

/// `apply careful(10, currencies)`
#[derive(Debug, Clone)]
pub struct Apply {
    /// The rule.
    pub rule: Name,
    /// What its parameters stand for.
    pub arguments: Vec<ApplyArgument>,
}

/// A value or a list that is given to a rule.
#[derive(Debug, Clone, PartialEq)]
pub enum ApplyArgument {
    /// `10`, or a name: of a value or of a list.
    Value(Value),
    /// `["eur"]`
    List(Vec<Value>, Span),
}

/// A condition, and its place; brackets around it belong to it.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Its place.
    pub span: Span,
    /// What it asks.
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
    /// `(A)`: kept, so that the formatter can write it again.
    Group(Box<Condition>),
    /// `args.amount > 100`
    Comparison(Comparison),
}

/// One comparison: `args.currency in ["usd", "eur"]`.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The argument.
    pub path: Path,
    /// The operator; of `exists` and `missing` both [`Operator::Exists`].
    pub operator: Operator,
    /// What it is compared with.
    pub operand: Operand,
}

/// The right side of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// Of `==`, `!=`, the orders and `contains`.
    Value(Value),
    /// Of `in` and `not in`.
    List(List),
    /// Of `matches`: a string, or the name of one.
    Pattern(Pattern),
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
    /// The steps behind `args`, one at least.
    pub steps: Vec<Step>,
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The place of the segment; of an index in brackets from its `[` on.
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

/// `test "a refund above the cap is refused" { … }`
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
    /// `after 61 seconds`: moves the clock on.
    After {
        /// How many.
        count: u64,
        /// The place of the number.
        count_span: Span,
        /// Of what.
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
    /// Whose call it is.
    pub grant: Option<Text>,
    /// How often it is made, with the place of the number; once where it is not said.
    pub times: Option<(u64, Span)>,
    /// The tool.
    pub tool: Name,
    /// Its arguments.
    pub args: Object,
    /// What has to come of it.
    pub outcome: Outcome,
    /// The place of the outcome, message included.
    pub outcome_span: Span,
}

/// `{ amount: 5, meta: { ticket: "T-1" } }`
#[derive(Debug, Clone)]
pub struct Object {
    /// The members, in the order of the text.
    pub members: Vec<(Name, Json)>,
    /// With the braces.
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
    /// Of which calls.
    pub condition: Option<Condition>,
}
