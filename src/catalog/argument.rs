//! An argument of a tool: which values it may have, and what follows for a comparison with it. It comes from
//! a schema or from a signature.

use super::order::Outcome;
use super::rule::{Rule, ValueSet};
use super::type_words;
use super::types::{Alternative, Type};
use crate::source::Place;
use crate::vocab::{Kind, Kinds, Order, Value};

/// An argument.
#[derive(Debug, Clone)]
pub struct Argument {
    /// Its key, in the catalog or the signature.
    pub place: Place,
    /// The server's description of it, shortened.
    pub description: Option<String>,
    /// The value that the server uses if it is left out, if that is a string, a number or a boolean.
    pub default: Option<Value>,
    /// The values that the server gives as examples, if they are strings, numbers or booleans.
    pub examples: Vec<Value>,
    /// The `format` of its strings.
    pub format: Option<String>,
    /// Its type.
    pub ty: Type,
    /// Whether every call has it: each step of its path is required, and none may be `null`.
    pub always_there: bool,
}

/// What a type says about one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It may be this value.
    Allowed,
    /// It is never of this value's kind.
    OtherKind,
    /// It may be of this kind, but is never this value.
    RuledOut(Reason),
}

/// What a type says about an order such as `> 100`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderVerdict {
    /// It holds for every allowed value.
    Always(Reason),
    /// It never holds.
    Never(Reason),
    /// It holds for some values, or that is unknown.
    Sometimes,
}

/// The line of the schema that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The line.
    pub place: Place,
    /// What it says: `at most 100000`.
    pub words: String,
}

/// All values of a type, if they can be listed.
#[derive(Debug, Clone)]
pub struct Finite {
    /// The strings, numbers and booleans.
    pub values: Vec<Value>,
    /// Whether `null` is among them.
    pub nullable: bool,
    /// The line that lists them.
    pub reason: Reason,
}

impl Argument {
    /// Whether its type is unknown.
    pub fn is_untyped(&self) -> bool {
        self.ty.alternatives().iter().any(Alternative::is_anything)
    }

    /// The kinds it may be of.
    pub fn kinds(&self) -> Kinds {
        self.ty.kinds()
    }

    /// The kinds of its elements, if it may be a list.
    pub fn elements(&self) -> Kinds {
        let lists = self.ty.alternatives().iter().filter(|alternative| alternative.kinds.has(Kind::List));
        lists.fold(Kinds::NONE, |all, list| all.or(list.elements))
    }

    /// Its type in the words of the schema, short: `integer, 1 to 100000`.
    pub fn words(&self) -> String {
        type_words::of_type(&self.ty)
    }

    /// Whether it may be this value.
    pub fn verdict(&self, value: &Value) -> Verdict {
        let mut refusal = None;
        for alternative in self.of_kind(value.kind()) {
            match alternative.rules.iter().find(|rule| !rule.allows(value)) {
                None => return Verdict::Allowed,
                Some(rule) => refusal = refusal.or(Some(rule)),
            }
        }
        refusal.map_or(Verdict::OtherKind, |rule| Verdict::RuledOut(self.reason(value.kind(), Some(rule))))
    }

    /// Whether it may be a value that the gateway takes for this one: `"5"` equals 5, and `"true"` equals true.
    pub fn equality(&self, value: &Value) -> Verdict {
        let verdict = self.verdict(value);
        let is_equal_to_another = || value.in_other_kinds().any(|other| self.verdict(&other) == Verdict::Allowed);
        match verdict {
            Verdict::RuledOut(_) if is_equal_to_another() => Verdict::Allowed,
            Verdict::RuledOut(_) | Verdict::Allowed | Verdict::OtherKind => verdict,
        }
    }

    /// Which of its values an order holds for. Strings, lists and the like are never greater or less.
    pub fn order(&self, order: Order, bound: f64) -> OrderVerdict {
        let mut numbers = self.of_kind(Kind::Number).map(|alternative| alternative.order(order, bound));
        let Some((first, rule)) = numbers.next() else { return OrderVerdict::Sometimes };
        let same = first != Outcome::Some && numbers.all(|(outcome, _)| outcome == first);
        match first {
            Outcome::Never if same => OrderVerdict::Never(self.reason(Kind::Number, rule)),
            Outcome::Every if same && self.kinds() == Kinds::of(Kind::Number) => {
                OrderVerdict::Always(self.reason(Kind::Number, rule))
            }
            Outcome::Never | Outcome::Every | Outcome::Some => OrderVerdict::Sometimes,
        }
    }

    /// All its values, if they can be listed and are at most this many.
    pub fn finite(&self, most: usize) -> Option<Finite> {
        let mut all = ValueSet::default();
        let mut line = None;
        for alternative in self.ty.alternatives() {
            line = line.or(alternative.add_values(&mut all, most)?);
        }
        let nullable = self.kinds().has(Kind::Null);
        let reason = match (line, self.ty.alternatives()) {
            (Some(rule), [_]) => Reason { place: rule.place, words: type_words::of_rule(rule) },
            _ => Reason { place: self.place, words: self.words() },
        };
        (!all.values.is_empty()).then_some(Finite { values: all.values, nullable, reason })
    }

    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Alternative> {
        self.ty.alternatives().iter().filter(move |alternative| alternative.kinds.has(kind))
    }

    /// If only one alternative has the kind, one of its rules is the reason; otherwise the argument as a
    /// whole is.
    fn reason(&self, kind: Kind, rule: Option<&Rule>) -> Reason {
        match (rule, self.of_kind(kind).count()) {
            (Some(rule), 1) => Reason { place: rule.place, words: type_words::of_rule(rule) },
            _ => Reason { place: self.place, words: self.words() },
        }
    }
}
