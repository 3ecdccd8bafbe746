//! What one line of a schema requires of a value: that it is one of several, is at least or at most
//! something, or is a string of a certain length or form.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use crate::source::Place;
use crate::vocab::{Kind, Kinds, Number, Regex, Value};

/// The longest `pattern` that is read, in bytes.
const LONGEST_PATTERN: usize = 1_000;

/// The memory that one may take once compiled, in bytes. A catalog has room for a hundred thousand tools,
/// each with its own patterns.
const LARGEST_PATTERN: usize = 16 << 10;

/// A line of a schema that rules values out.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The line.
    pub place: Place,
    /// What it requires.
    pub kind: RuleKind,
}

/// The kinds of rules. All except [`RuleKind::Values`] only apply to numbers or only to strings.
#[derive(Debug, Clone)]
pub enum RuleKind {
    /// `"type": "integer"`
    Whole,
    /// `enum`, `const`
    Values(Arc<ValueSet>),
    /// `minimum`, `exclusiveMinimum`
    Least(Bound),
    /// `maximum`, `exclusiveMaximum`
    Most(Bound),
    /// `multipleOf`
    MultipleOf(Number),
    /// `minLength`
    Shortest(u64),
    /// `maxLength`
    Longest(u64),
    /// `pattern`
    Pattern(Arc<Pattern>),
}

/// An end of a range.
#[derive(Debug, Clone, Copy)]
pub struct Bound {
    /// The end.
    pub number: Number,
    /// Whether the end itself is excluded.
    pub exclusive: bool,
}

impl Rule {
    /// Whether the rule allows a value. Values that it does not apply to are allowed.
    pub fn allows(&self, value: &Value) -> bool {
        match (&self.kind, value) {
            (RuleKind::Values(set), value) => set.has(value),
            (RuleKind::Whole, Value::Number(number)) => number.is_whole(),
            (RuleKind::Least(bound), Value::Number(number)) => {
                number.as_f64() > bound.number.as_f64() || !bound.exclusive && number.as_f64() == bound.number.as_f64()
            }
            (RuleKind::Most(bound), Value::Number(number)) => {
                number.as_f64() < bound.number.as_f64() || !bound.exclusive && number.as_f64() == bound.number.as_f64()
            }
            (RuleKind::MultipleOf(unit), Value::Number(number)) => is_multiple(*number, *unit),
            (RuleKind::Shortest(least), Value::Text(text)) => text.chars().count() as u64 >= *least,
            (RuleKind::Longest(most), Value::Text(text)) => text.chars().count() as u64 <= *most,
            (RuleKind::Pattern(pattern), Value::Text(text)) => pattern.is_match(text) != Some(false),
            (
                RuleKind::Whole
                | RuleKind::Least(_)
                | RuleKind::Most(_)
                | RuleKind::MultipleOf(_)
                | RuleKind::Shortest(_)
                | RuleKind::Longest(_)
                | RuleKind::Pattern(_),
                Value::Text(_) | Value::Number(_) | Value::Boolean(_),
            ) => true,
        }
    }
}

/// Exact for whole numbers. For others, a tiny difference still counts as a multiple: `0.3` of `0.1`.
fn is_multiple(number: Number, unit: Number) -> bool {
    match (number.as_whole(), unit.as_whole()) {
        (Some(number), Some(unit)) if unit != 0 => number % unit == 0,
        _ => {
            let times = number.as_f64() / unit.as_f64();
            !times.is_finite() || (times - times.round()).abs() <= 1e-9 * times.abs().max(1.0)
        }
    }
}

/// The values that an argument may have, if they are listed.
#[derive(Debug, Default)]
pub struct ValueSet {
    /// The strings, numbers and booleans, in the order of the schema.
    pub values: Vec<Value>,
    /// The kinds of all values, including `null`, lists and objects.
    pub kinds: Kinds,
    // INVARIANT: the keys of `values`.
    keys: HashSet<Key>,
    // INVARIANT: the texts of `values`.
    texts: HashSet<String>,
}

/// A value as a schema compares it: numbers are equal as doubles, however they are written.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Key {
    Text(String),
    Number(u64),
    Boolean(bool),
}

impl ValueSet {
    /// Adds a value, if it is new.
    pub fn add(&mut self, value: Value) {
        self.add_kind(value.kind());
        self.texts.insert(value.as_text());
        if self.keys.insert(Key::of(&value)) {
            self.values.push(value);
        }
    }

    /// Adds a value that no literal equals: `null`, a list or an object.
    pub fn add_kind(&mut self, kind: Kind) {
        self.kinds = self.kinds.or(Kinds::of(kind));
    }

    /// Whether a value is in the set.
    pub fn has(&self, value: &Value) -> bool {
        self.keys.contains(&Key::of(value))
    }

    /// Whether a value is in the set that the gateway takes for this one, perhaps of another kind.
    pub fn has_equal(&self, value: &Value) -> bool {
        self.texts.contains(&value.as_text())
    }
}

impl<V: Into<Value>> FromIterator<V> for ValueSet {
    fn from_iter<I: IntoIterator<Item = V>>(values: I) -> Self {
        let mut set = Self::default();
        values.into_iter().for_each(|value| set.add(value.into()));
        set
    }
}

impl Key {
    fn of(value: &Value) -> Self {
        match value {
            Value::Text(text) => Key::Text(text.clone()),
            // `-0` and `0` are equal and have different bits.
            Value::Number(number) => Key::Number((number.as_f64() + 0.0).to_bits()),
            Value::Boolean(boolean) => Key::Boolean(*boolean),
        }
    }
}

/// A `pattern`: ECMAScript's syntax, compiled when it is first needed.
#[derive(Debug)]
pub struct Pattern {
    /// The pattern, as it is written in the schema.
    pub text: String,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern from its text.
    pub fn new(text: String) -> Self {
        Self { text, regex: OnceLock::new() }
    }

    /// Whether a text matches; `None` if that is uncertain. Both syntaxes agree on plain ASCII.
    pub fn is_match(&self, text: &str) -> Option<bool> {
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
        let regex = self.regex.get_or_init(|| compile(&self.text)).as_ref().filter(|_| plain)?;
        Some(regex.is_match(text))
    }
}

/// `None` if RE2 can't read the pattern, or reads it differently from ECMAScript.
fn compile(pattern: &str) -> Option<Regex> {
    let differs = ["[]", "[^]", "[:", r"\A", r"\z", r"\Z", r"\Q", r"\C", r"\a", r"\c", r"\x{", "\\\\"];
    let octal = pattern.split('\\').skip(1).any(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
    let alike = pattern.len() <= LONGEST_PATTERN && !octal && !differs.iter().any(|part| pattern.contains(part));
    if alike { Regex::within(pattern, LARGEST_PATTERN).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceId, Span};

    fn allows(kind: RuleKind, value: &Value) -> bool {
        Rule { place: Span::at(0).of(SourceId(0)), kind }.allows(value)
    }

    fn number(text: &str) -> Value {
        Value::Number(Number::parse(text).unwrap())
    }

    #[test]
    fn numbers_are_one_as_doubles() {
        let set: ValueSet = [number("9007199254740992"), number("-0.0")].into_iter().collect();
        assert!(set.has(&number("9007199254740993")) && set.has(&number("0")) && !set.has(&number("1")));
    }

    #[test]
    fn equal_values_have_one_text() {
        let set: ValueSet = [number("5"), Value::Boolean(true)].into_iter().collect();
        let text = |text: &str| Value::Text(text.to_owned());
        assert!(set.has_equal(&text("5")) && set.has_equal(&text("true")) && set.has_equal(&number("5.0")));
        assert!(!set.has_equal(&text("5.0")) && !set.has_equal(&Value::Boolean(false)) && !set.has(&text("5")));
    }

    #[test]
    fn multiples_are_exact_or_near() {
        for (value, unit, is) in [
            ("10", "5", true),
            ("12", "5", false),
            ("0.3", "0.1", true),
            ("0.35", "0.1", false),
            ("9007199254740993", "2", false),
        ] {
            let unit = Number::parse(unit).unwrap();
            assert_eq!(allows(RuleKind::MultipleOf(unit), &number(value)), is, "{value}");
        }
    }

    #[test]
    fn lengths_count_characters() {
        let text = Value::Text("éé".to_owned());
        assert!(allows(RuleKind::Longest(2), &text) && allows(RuleKind::Shortest(2), &text));
        assert!(!allows(RuleKind::Longest(1), &text) && !allows(RuleKind::Shortest(3), &text));
        assert!(allows(RuleKind::Longest(1), &number("100")));
    }

    #[test]
    fn a_pattern_rules_out_only_what_is_sure() {
        let allows = |pattern: &str, text: &str| Pattern::new(pattern.to_owned()).is_match(text) != Some(false);
        assert!(allows("^[a-z]+$", "abc") && !allows("^[a-z]+$", "ABC"));
        assert!(allows("^(?!x)", "x"), "look-ahead can't be read");
        assert!(allows(r"^\w+$", "é"), "other alphabets are not judged");
        assert!(allows(r"^(a)\1$", "ab"), "back-references can't be read");
        assert!(allows("^[", "x") && allows("^[^]$", "x"));
    }
}
