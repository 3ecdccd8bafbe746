//! The tree of a `.pl` file: what was written, with the place of every word, and nothing that
//! follows from it. Names are not resolved, numbers not checked, rules not put in their place.

mod conditions;
mod test_items;
mod values;

pub use conditions::*;
pub use test_items::*;
pub use values::*;

use crate::source::Span;
use crate::vocab::{Category, NamePattern, Window};

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
    /// All of it.
    pub span: Span,
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
