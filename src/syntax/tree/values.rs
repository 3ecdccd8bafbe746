//! Strings, names, literals and lists, and the types of a signature.

use crate::source::Span;
use crate::vocab::{self, Number};

/// A string, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// What it says.
    pub value: String,
    /// Its place, including quotes.
    pub span: Span,
    /// Where the text between the quotes starts, and whether it is raw. This is needed to find a place inside
    /// it.
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

/// A name: a bare word or a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Its place, including quotes if there are any.
    pub span: Span,
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

impl From<&Literal> for vocab::Value {
    fn from(literal: &Literal) -> Self {
        match literal {
            Literal::Text(text) => vocab::Value::Text(text.value.clone()),
            Literal::Number(number) => vocab::Value::Number(number.value),
            Literal::Boolean(boolean, _) => vocab::Value::Boolean(*boolean),
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

/// A value or a list, where either may be written.
#[derive(Debug, Clone, PartialEq)]
pub enum OneOrList {
    /// `10`, or a name: of a value or of a list.
    Value(Value),
    /// `["eur"]`
    List(Vec<Value>, Span),
}

/// The arguments of a tool: `(amount: integer, note?: string)`.
#[derive(Debug, Clone)]
pub struct Signature {
    /// The arguments.
    pub fields: Vec<Field>,
    /// From `(` to `)`.
    pub span: Span,
}

/// One argument, or one member of an object: `note?: string`.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub key: Name,
    /// Whether it is optional.
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
