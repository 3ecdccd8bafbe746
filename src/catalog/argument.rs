//! An argument of a tool: which values it may have, and how a comparison with it comes out.
//! Made from a schema or from a signature; the questions are the same.

use super::order::Outcome;
use super::rule::{Rule, RuleKind, ValueSet};
use super::words;
use crate::source::Place;
use crate::vocab::{Kind, Kinds, Order, Value};

/// How many values are looked at one by one. Nobody lists more in a condition, and a hostile schema
/// would make every comparison as slow as it is long.
pub(super) const MOST_COUNTED: usize = 1_000;

/// An argument.
#[derive(Debug, Clone)]
pub struct Argument {
    /// Its key, in the catalog or the signature.
    pub place: Place,
    /// What the server says that it means, shortened.
    pub description: Option<String>,
    /// What the server takes it to be where it is left out, if that is a text, a number or a boolean.
    pub default: Option<Value>,
    /// Its type.
    pub ty: Type,
    /// Whether every call has it: with each step of its path it is required, and none may be `null`.
    pub always_there: bool,
}

/// The values that are allowed: those of any of the alternatives.
#[derive(Debug, Clone)]
pub struct Type {
    // INVARIANT: at least one, none without a kind.
    alternatives: Vec<Alternative>,
}

/// Values of some kinds that meet all of some rules.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// The kinds.
    pub kinds: Kinds,
    /// The rules; of each the values it does not speak of pass.
    pub rules: Vec<Rule>,
    /// The kinds of its elements, where it is a list.
    pub elements: Kinds,
}

/// What a type says of one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It may be that value.
    Allowed,
    /// It never is of that value's kind.
    OtherKind,
    /// It may be of that kind, and is never that value.
    RuledOut(Reason),
}

/// What a type says of an order, as `> 100`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderVerdict {
    /// It holds for every allowed value.
    Always(Reason),
    /// It holds for none.
    Never(Reason),
    /// It holds for some, or that is not known.
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

/// All values of a type, where they can be counted.
#[derive(Debug, Clone)]
pub struct Finite {
    /// The strings, numbers and booleans.
    pub values: Vec<Value>,
    /// Whether `null` is among them.
    pub nullable: bool,
    /// The line that counts them.
    pub reason: Reason,
}

impl Argument {
    /// Whether nothing is known of its type.
    pub fn is_untyped(&self) -> bool {
        self.ty.alternatives.iter().any(Alternative::is_anything)
    }

    /// The kinds it may be of.
    pub fn kinds(&self) -> Kinds {
        self.ty.kinds()
    }

    /// The kinds of its elements, where it may be a list.
    pub fn elements(&self) -> Kinds {
        let lists = self.ty.alternatives.iter().filter(|alternative| alternative.kinds.has(Kind::List));
        lists.fold(Kinds::NONE, |all, list| all.or(list.elements))
    }

    /// The schema's own words for it, short: `integer, 1 to 100000`.
    pub fn words(&self) -> String {
        words::of_type(&self.ty)
    }

    /// Whether it may be a value.
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

    /// For which of its values an order holds. Text, lists and the like are never greater nor less.
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

    /// All its values, where they can be counted and are no more than so many.
    pub fn finite(&self, most: usize) -> Option<Finite> {
        let mut all = ValueSet::default();
        let mut line = None;
        for alternative in &self.ty.alternatives {
            line = line.or(alternative.add_values(&mut all, most)?);
        }
        let nullable = self.kinds().has(Kind::Null);
        let reason = match (line, self.ty.alternatives.as_slice()) {
            (Some(rule), [_]) => Reason { place: rule.place, words: words::of_rule(rule) },
            _ => Reason { place: self.place, words: self.words() },
        };
        (!all.values.is_empty()).then_some(Finite { values: all.values, nullable, reason })
    }

    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Alternative> {
        self.ty.alternatives.iter().filter(move |alternative| alternative.kinds.has(kind))
    }

    /// One rule decides where one alternative has the kind; else the argument as a whole does.
    fn reason(&self, kind: Kind, rule: Option<&Rule>) -> Reason {
        match (rule, self.of_kind(kind).count()) {
            (Some(rule), 1) => Reason { place: rule.place, words: words::of_rule(rule) },
            _ => Reason { place: self.place, words: self.words() },
        }
    }
}

impl Type {
    /// A type of its alternatives. Where none has a kind, nothing is known: servers contradict
    /// themselves by mistake, and no call could be made. Beside one that may be anything the others say nothing.
    pub fn new(alternatives: Vec<Alternative>) -> Self {
        let mut alternatives = alternatives;
        alternatives.retain(|alternative| !alternative.kinds.is_empty());
        let unknown = alternatives.is_empty() || alternatives.iter().any(Alternative::is_anything);
        if unknown { Self::anything() } else { Self { alternatives } }
    }

    /// The type of which nothing is known.
    pub fn anything() -> Self {
        Self { alternatives: vec![Alternative::of(Kinds::ALL)] }
    }

    /// The kinds of all alternatives.
    pub fn kinds(&self) -> Kinds {
        self.alternatives.iter().fold(Kinds::NONE, |all, alternative| all.or(alternative.kinds))
    }

    /// The alternatives, one at least.
    pub fn alternatives(&self) -> &[Alternative] {
        &self.alternatives
    }
}

impl Alternative {
    /// Any value of some kinds.
    pub fn of(kinds: Kinds) -> Self {
        Self { kinds, rules: Vec::new(), elements: Kinds::ALL }
    }

    /// The same with one more rule.
    #[must_use]
    pub fn with_rule(mut self, place: Place, kind: RuleKind) -> Self {
        if let RuleKind::Values(set) = &kind {
            self.kinds = self.kinds.and(set.kinds);
        }
        self.rules.push(Rule { place, kind });
        self
    }

    fn is_anything(&self) -> bool {
        self.kinds == Kinds::ALL && self.value_sets().next().is_none()
    }

    /// The rules that count the values.
    pub(super) fn value_sets(&self) -> impl Iterator<Item = (&Rule, &ValueSet)> {
        self.rules.iter().filter_map(|rule| match &rule.kind {
            RuleKind::Values(set) => Some((rule, set.as_ref())),
            RuleKind::Whole
            | RuleKind::Least(_)
            | RuleKind::Most(_)
            | RuleKind::MultipleOf(_)
            | RuleKind::Shortest(_)
            | RuleKind::Longest(_)
            | RuleKind::Pattern(_) => None,
        })
    }

    /// Adds all values to a set, `None` where they can't be counted; gives the line that counts them.
    fn add_values(&self, all: &mut ValueSet, most: usize) -> Option<Option<&Rule>> {
        let scalars = Kinds::of(Kind::Null).or(Kinds::of(Kind::Boolean));
        if let Some((rule, set)) = self.value_sets().next() {
            if set.values.len() > MOST_COUNTED {
                return None;
            }
            for value in self.allowed(set) {
                all.add(value.clone());
                if all.values.len() > most {
                    return None;
                }
            }
            let structured = Kinds::of(Kind::List).or(Kinds::of(Kind::Object));
            return self.kinds.and(structured).is_empty().then_some(Some(rule));
        }
        if self.kinds == Kinds::of(Kind::Number) {
            let (numbers, rule) = self.numbers(most.min(MOST_COUNTED))?;
            numbers.into_iter().for_each(|number| all.add(Value::Number(number)));
            return (all.values.len() <= most).then_some(rule);
        }
        if self.kinds.has(Kind::Boolean) {
            [true, false].into_iter().for_each(|boolean| all.add(Value::Boolean(boolean)));
        }
        (self.kinds.or(scalars) == scalars && all.values.len() <= most).then_some(None)
    }

    /// The values of a set that meet all rules.
    pub(super) fn allowed<'s>(&'s self, set: &'s ValueSet) -> impl Iterator<Item = &'s Value> {
        set.values
            .iter()
            .filter(|value| self.kinds.has(value.kind()) && self.rules.iter().all(|rule| rule.allows(value)))
    }
}
