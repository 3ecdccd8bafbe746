//! The table of operators.

use super::{Kind, Kinds, Value};

/// An operator of `policy.json`. The language's `exists` and `missing` are both [`Operator::Exists`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// `==`
    Eq,
    /// `!=`
    Neq,
    /// `<`
    Lt,
    /// `<=`
    Lte,
    /// `>`
    Gt,
    /// `>=`
    Gte,
    /// `in`
    In,
    /// `not in`
    NotIn,
    /// `exists`, and with `false` as its value `missing`
    Exists,
    /// `matches`
    Regex,
    /// `contains`
    Contains,
}

/// What an operator compares with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperandKind {
    /// One value of any kind.
    Scalar,
    /// A number.
    Number,
    /// A list of values.
    List,
    /// A regular expression.
    Pattern,
    /// `true` or `false`.
    Presence,
}

/// One operator: its names, and what stands on its right.
#[derive(Debug, Clone, Copy)]
pub struct OperatorRow {
    /// The operator.
    pub operator: Operator,
    /// Its name in `policy.json`.
    pub json: &'static str,
    /// Its word in the language.
    pub word: &'static str,
    /// What stands on its right.
    pub operand: OperandKind,
}

/// All operators, in the order in which the gateway's documentation lists them.
pub const OPERATORS: [OperatorRow; 11] = [
    row(Operator::Eq, "eq", "==", OperandKind::Scalar),
    row(Operator::Neq, "neq", "!=", OperandKind::Scalar),
    row(Operator::Lt, "lt", "<", OperandKind::Number),
    row(Operator::Lte, "lte", "<=", OperandKind::Number),
    row(Operator::Gt, "gt", ">", OperandKind::Number),
    row(Operator::Gte, "gte", ">=", OperandKind::Number),
    row(Operator::In, "in", "in", OperandKind::List),
    row(Operator::NotIn, "not_in", "not in", OperandKind::List),
    row(Operator::Exists, "exists", "exists", OperandKind::Presence),
    row(Operator::Regex, "regex", "matches", OperandKind::Pattern),
    row(Operator::Contains, "contains", "contains", OperandKind::Scalar),
];

const fn row(operator: Operator, json: &'static str, word: &'static str, operand: OperandKind) -> OperatorRow {
    OperatorRow { operator, json, word, operand }
}

/// An operator that orders numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Order {
    /// Whether the order holds between two numbers.
    pub fn holds(self, number: f64, bound: f64) -> bool {
        match self {
            Order::Less => number < bound,
            Order::LessOrEqual => number <= bound,
            Order::Greater => number > bound,
            Order::GreaterOrEqual => number >= bound,
        }
    }
}

impl Operator {
    /// The order that this is, if it is one.
    pub fn order(self) -> Option<Order> {
        match self {
            Operator::Lt => Some(Order::Less),
            Operator::Lte => Some(Order::LessOrEqual),
            Operator::Gt => Some(Order::Greater),
            Operator::Gte => Some(Order::GreaterOrEqual),
            Operator::Eq
            | Operator::Neq
            | Operator::In
            | Operator::NotIn
            | Operator::Exists
            | Operator::Regex
            | Operator::Contains => None,
        }
    }

    /// The operator's row in [`OPERATORS`].
    pub fn row(self) -> &'static OperatorRow {
        // The table lists the variants in the order of their declaration; a test holds them together.
        #[allow(clippy::indexing_slicing)]
        &OPERATORS[self as usize]
    }

    /// The operator of a name in `policy.json`.
    pub fn from_json(name: &str) -> Option<Self> {
        OPERATORS.iter().find(|row| row.json == name).map(|row| row.operator)
    }

    /// The name in `policy.json`.
    pub fn json(self) -> &'static str {
        self.row().json
    }

    /// The word in the language; of [`Operator::Exists`] `exists`.
    pub fn word(self) -> &'static str {
        self.row().word
    }
}

/// The right side of a condition as the language can say it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Operand {
    /// One value: of `==`, `!=`, an order or `contains`.
    One(Value),
    /// A list of values: of `in` and `not in`.
    Many(Vec<Value>),
    /// The text of a regular expression: of `matches`.
    Pattern(String),
    /// `exists` is `true`, `missing` is `false`.
    Presence(bool),
}

impl Operand {
    /// The values; none of a regular expression and of `exists`.
    pub fn values(&self) -> &[Value] {
        match self {
            Operand::One(value) => std::slice::from_ref(value),
            Operand::Many(values) => values,
            Operand::Pattern(_) | Operand::Presence(_) => &[],
        }
    }

    /// The kinds of arguments that a comparison with this can be meant for.
    pub fn wanted_kinds(&self, operator: Operator) -> Kinds {
        let of_values: Kinds = self.values().iter().map(Value::kind).collect();
        match operator {
            Operator::Lt | Operator::Lte | Operator::Gt | Operator::Gte => Kinds::of(Kind::Number),
            Operator::Regex => Kinds::of(Kind::String),
            Operator::Contains => Kinds::of(Kind::List).or(of_values.and(Kinds::of(Kind::String))),
            Operator::Eq | Operator::Neq | Operator::In | Operator::NotIn => of_values,
            Operator::Exists => Kinds::ALL,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_lists_the_variants_in_their_order() {
        for (index, row) in OPERATORS.iter().enumerate() {
            assert_eq!(row.operator as usize, index);
        }
    }
}
