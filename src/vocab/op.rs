//! The table of operators. What the compiler, the rules and the messages need to know about an operator is
//! a column; the fast form is in the engine, and the form as a set of calls in `analyze`.

use super::holds::{self, Compared, Given};
use super::order::Order;
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
    /// `exists`; with the value `false`, `missing`
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

/// The kinds of arguments that an operator is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wants {
    /// Any kind.
    Anything,
    /// The kinds of the values it compares with.
    SameKind,
    /// Numbers.
    Numbers,
    /// Strings.
    Strings,
    /// Lists, and strings if it compares with a string.
    Containers,
}

/// What holds for exactly the calls that a comparison does not hold for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opposite {
    /// The same operator with the other presence.
    OtherPresence,
    /// This operator, or `missing`: a comparison with a missing argument does not hold.
    OrMissing(Operator),
    /// For an argument of numbers only: this operator, any text, or `missing`.
    OfNumbers(Operator),
    /// For an argument of texts only: `matches` with the complement of the expression, or `missing`.
    OfTexts,
    /// For an argument of numbers or texts only that is never `null`: this operator, or `missing`.
    WithoutNull(Operator),
    /// Nothing that `policy.json` can say.
    Inexpressible,
}

/// One operator: all that is known about it.
#[derive(Debug, Clone, Copy)]
pub struct OperatorRow {
    /// The operator.
    pub operator: Operator,
    /// Its name in `policy.json`.
    pub json: &'static str,
    /// Its word in the language.
    pub word: &'static str,
    /// The kind of its right side.
    pub operand: OperandKind,
    /// Which arguments it is meant for.
    pub wants: Wants,
    /// The order, if the operator is one.
    pub order: Option<Order>,
    /// It holds for everything except the values on its right, so for `null` too.
    pub negative: bool,
    /// Its opposite.
    pub opposite: Opposite,
    /// The operator that compares with a list the way this one compares with one value.
    pub of_list: Option<Operator>,
    /// The operators that mutants replace it with. They take the same operands.
    pub mutants: &'static [Operator],
    /// Whether it holds.
    pub holds: fn(&Given<'_>, &Compared<'_>) -> bool,
}

/// All operators, in the order in which the gateway's documentation lists them.
pub const OPERATORS: [OperatorRow; 11] = [
    OperatorRow {
        operator: Operator::Eq,
        json: "eq",
        word: "==",
        opposite: Opposite::OrMissing(Operator::Neq),
        of_list: Some(Operator::In),
        mutants: &[Operator::Neq],
        ..EQUALITY
    },
    OperatorRow {
        operator: Operator::Neq,
        json: "neq",
        word: "!=",
        negative: true,
        opposite: Opposite::WithoutNull(Operator::Eq),
        of_list: Some(Operator::NotIn),
        mutants: &[Operator::Eq],
        holds: holds::equals_none,
        ..EQUALITY
    },
    OperatorRow {
        operator: Operator::Lt,
        json: "lt",
        word: "<",
        order: Some(Order::Less),
        opposite: Opposite::OfNumbers(Operator::Gte),
        mutants: &[Operator::Lte, Operator::Gt],
        holds: |given, compared| holds::ordered(given, Order::Less, compared),
        ..ORDER
    },
    OperatorRow {
        operator: Operator::Lte,
        json: "lte",
        word: "<=",
        order: Some(Order::LessOrEqual),
        opposite: Opposite::OfNumbers(Operator::Gt),
        mutants: &[Operator::Lt, Operator::Gte],
        holds: |given, compared| holds::ordered(given, Order::LessOrEqual, compared),
        ..ORDER
    },
    OperatorRow {
        operator: Operator::Gt,
        json: "gt",
        word: ">",
        order: Some(Order::Greater),
        opposite: Opposite::OfNumbers(Operator::Lte),
        mutants: &[Operator::Gte, Operator::Lt],
        holds: |given, compared| holds::ordered(given, Order::Greater, compared),
        ..ORDER
    },
    OperatorRow {
        operator: Operator::Gte,
        json: "gte",
        word: ">=",
        order: Some(Order::GreaterOrEqual),
        opposite: Opposite::OfNumbers(Operator::Lt),
        mutants: &[Operator::Gt, Operator::Lte],
        holds: |given, compared| holds::ordered(given, Order::GreaterOrEqual, compared),
        ..ORDER
    },
    OperatorRow {
        operator: Operator::In,
        json: "in",
        word: "in",
        operand: OperandKind::List,
        opposite: Opposite::OrMissing(Operator::NotIn),
        mutants: &[Operator::NotIn],
        ..EQUALITY
    },
    OperatorRow {
        operator: Operator::NotIn,
        json: "not_in",
        word: "not in",
        operand: OperandKind::List,
        negative: true,
        opposite: Opposite::WithoutNull(Operator::In),
        mutants: &[Operator::In],
        holds: holds::equals_none,
        ..EQUALITY
    },
    OperatorRow {
        operator: Operator::Exists,
        json: "exists",
        word: "exists",
        operand: OperandKind::Presence,
        wants: Wants::Anything,
        opposite: Opposite::OtherPresence,
        holds: holds::is_present,
        ..EQUALITY
    },
    OperatorRow {
        operator: Operator::Regex,
        json: "regex",
        word: "matches",
        operand: OperandKind::Pattern,
        wants: Wants::Strings,
        opposite: Opposite::OfTexts,
        holds: holds::matches,
        ..EQUALITY
    },
    OperatorRow {
        operator: Operator::Contains,
        json: "contains",
        word: "contains",
        wants: Wants::Containers,
        holds: holds::contains,
        ..EQUALITY
    },
];

/// The defaults of an equality.
const EQUALITY: OperatorRow = OperatorRow {
    operator: Operator::Eq,
    json: "",
    word: "",
    operand: OperandKind::Scalar,
    wants: Wants::SameKind,
    order: None,
    negative: false,
    opposite: Opposite::Inexpressible,
    of_list: None,
    mutants: &[],
    holds: holds::equals_one,
};

/// The defaults of an order.
const ORDER: OperatorRow = OperatorRow { operand: OperandKind::Number, wants: Wants::Numbers, ..EQUALITY };

impl Operator {
    /// The order, if this operator is one.
    pub fn order(self) -> Option<Order> {
        self.row().order
    }

    /// Whether it holds for everything except the values on its right: `!=` and `not in`.
    pub fn is_negative(self) -> bool {
        self.row().negative
    }

    /// The operator that compares with one value the way this one compares with a list: `==` of `in`.
    pub fn of_one(self) -> Option<Operator> {
        OPERATORS.iter().find(|row| row.of_list == Some(self)).map(|row| row.operator)
    }

    /// The kinds of arguments that a comparison with values of these kinds is meant for.
    pub fn wanted_kinds(self, of_values: Kinds) -> Kinds {
        match self.row().wants {
            Wants::Anything => Kinds::ALL,
            Wants::SameKind => of_values,
            Wants::Numbers => Kinds::of(Kind::Number),
            Wants::Strings => Kinds::of(Kind::String),
            Wants::Containers => Kinds::of(Kind::List).or(of_values.and(Kinds::of(Kind::String))),
        }
    }

    /// The operator's row in [`OPERATORS`].
    pub fn row(self) -> &'static OperatorRow {
        // The table lists the variants in the order of their declaration; a test checks that.
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

    /// The word in the language; `exists` for [`Operator::Exists`].
    pub fn word(self) -> &'static str {
        self.row().word
    }
}

/// The right side of a condition, as far as the language can express it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Operand {
    /// One value, for `==`, `!=`, an order or `contains`.
    One(Value),
    /// A list of values, for `in` and `not in`.
    Many(Vec<Value>),
    /// The text of a regular expression, for `matches`.
    Pattern(String),
    /// `exists` is `true`, `missing` is `false`.
    Presence(bool),
}

impl Operand {
    /// The values; empty for a regular expression and for `exists`.
    pub fn values(&self) -> &[Value] {
        match self {
            Operand::One(value) => std::slice::from_ref(value),
            Operand::Many(values) => values,
            Operand::Pattern(_) | Operand::Presence(_) => &[],
        }
    }

    /// The kinds of arguments that a comparison with this can be meant for.
    pub fn wanted_kinds(&self, operator: Operator) -> Kinds {
        operator.wanted_kinds(self.values().iter().map(Value::kind).collect())
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
