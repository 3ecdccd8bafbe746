//! Candidate values for an argument: values from the policy's own conditions on it, values next to its bounds,
//! and values that its type suggests. Only values that satisfy every `require` of the tool are kept.

use super::edits::made;
use crate::catalog::Argument;
use crate::catalog::argument::Verdict;
use crate::diagnostic::nearest;
use crate::engine::decision::RuleKind;
use crate::engine::explain::{Explainer, equals, value_at};
use crate::model::{Condition, Operand};
use crate::source::json::{Json, JsonKind};
use crate::vocab::{Kind, Number, OperandKind, Path, Regex, Value, Wants};

/// How many values of a list are tried.
const MOST_OF_A_LIST: usize = 32;
/// How many values of an argument are collected.
const MOST_VALUES: usize = 500;
/// How many of them are tried.
const MOST_CANDIDATES: usize = 64;
/// Stands for a string that the user fills in.
const SOME_TEXT: &str = "…";

/// The candidates for an argument, nearest first.
#[derive(Debug)]
pub struct Pool {
    pub candidates: Vec<Candidate>,
}

/// One value.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The value; `None` leaves the argument out.
    pub value: Option<Json>,
    /// How different its kind is from the current value's.
    pub strangeness: u32,
    /// The distance to the current value, among values of one kind.
    pub distance: f64,
}

impl Pool {
    /// The values of an argument of a tool.
    pub fn new(explainer: &Explainer<'_>, path: &Path, args: &Json, argument: Option<&Argument>) -> Self {
        let actual = value_at(args, path.segments());
        let mut values = Values { actual, all: vec![None] };
        let on_path = || explainer.conditions().filter(|(_, condition)| condition.path == *path);
        for (_, condition) in on_path() {
            values.of_condition(condition, explainer);
            if values.all.len() > MOST_VALUES {
                break;
            }
        }
        values.between();
        values.of_type(argument);
        let required: Vec<_> =
            on_path().filter(|(kind, _)| *kind == RuleKind::Require).map(|(_, condition)| condition).collect();
        let mut candidates = Vec::new();
        for (turn, value) in values.all.into_iter().enumerate() {
            let is_required = required.iter().all(|condition| explainer.holds(condition, value.as_ref()));
            if is_required && value.as_ref() != actual && is_of_type(argument, value.as_ref()) {
                candidates.push(candidate(actual, value, turn));
            }
        }
        let key = |candidate: &Candidate| (candidate.strangeness, candidate.distance);
        candidates.sort_by(|left, right| {
            let ((kind, far), (other_kind, other_far)) = (key(left), key(right));
            kind.cmp(&other_kind).then(far.total_cmp(&other_far))
        });
        candidates.truncate(MOST_CANDIDATES);
        Self { candidates }
    }
}

/// A changed number is nearest, then another value of the same kind or a new argument, then another kind.
/// Leaving an argument out comes last, because it says least about what the agent wanted. Fractions are used
/// only if no whole number works.
fn candidate(actual: Option<&Json>, value: Option<Json>, turn: usize) -> Candidate {
    // Among strings and the like, the first one collected is nearest.
    let in_turn = turn as f64 / 1_000.0;
    let (strangeness, distance) = match (actual.map(|actual| &actual.kind), value.as_ref().map(|value| &value.kind)) {
        (_, None) => (3, in_turn),
        (None | Some(JsonKind::Null), Some(_)) => (1, in_turn),
        (Some(JsonKind::Number(Some(from))), Some(JsonKind::Number(Some(to)))) => {
            (u32::from(from.is_whole() && !to.is_whole()), far(from.as_f64(), to.as_f64()))
        }
        (Some(_), Some(_)) => {
            let same = actual.map(Json::value_kind) == value.as_ref().map(Json::value_kind);
            (if same { 1 } else { 2 }, in_turn)
        }
    };
    Candidate { value, strangeness, distance }
}

fn far(from: f64, to: f64) -> f64 {
    (from - to).abs() / (1.0 + from.abs() + to.abs())
}

fn is_of_type(argument: Option<&Argument>, value: Option<&Json>) -> bool {
    let Some(argument) = argument else { return true };
    let Some(value) = value else { return !argument.always_there };
    match scalar(value) {
        Some(scalar) => argument.verdict(&scalar) == Verdict::Allowed,
        None => argument.kinds().has(value.value_kind()),
    }
}

fn scalar(json: &Json) -> Option<Value> {
    match &json.kind {
        JsonKind::Text(text) => Some(Value::Text(text.clone())),
        JsonKind::Number(number) => number.map(Value::Number),
        JsonKind::Boolean(boolean) => Some(Value::Boolean(*boolean)),
        JsonKind::Null | JsonKind::List(_) | JsonKind::Object(_) => None,
    }
}

/// The values, in the order in which they are collected.
struct Values<'c> {
    actual: Option<&'c Json>,
    all: Vec<Option<Json>>,
}

impl Values<'_> {
    fn of_condition<'p>(&mut self, condition: &'p Condition, explainer: &Explainer<'p>) {
        let row = condition.op.row();
        match (row.operand, &condition.value) {
            (OperandKind::Presence, _) | (_, Operand::Null) => {}
            (OperandKind::Pattern, _) => {
                let example = explainer.regex(condition).and_then(Regex::example);
                self.all.extend(example.map(|example| Some(text(&example))));
            }
            (_, Operand::Value(part)) if row.wants == Wants::Containers => self.of_part(part),
            (_, Operand::List(elements)) => self.of_list(elements),
            (_, Operand::Value(Value::Number(bound))) => self.of_bound(*bound),
            (_, Operand::Value(Value::Boolean(_))) => {
                self.all.extend([true, false].map(|boolean| Some(made(JsonKind::Boolean(boolean)))));
            }
            (_, Operand::Value(value @ Value::Text(_))) => self.push(value),
        }
    }

    /// The value of the condition, and its neighbours.
    fn of_bound(&mut self, bound: Number) {
        let bound = bound.as_f64();
        let (below, above) = match bound.fract() == 0.0 {
            true => (bound - 1.0, bound + 1.0),
            false => (bound.floor(), bound.ceil()),
        };
        for double in [bound, below, above] {
            self.number(double);
        }
    }

    /// Numbers between the collected ones: there may be no whole number between two bounds.
    fn between(&mut self) {
        let number = |value: &Option<Json>| match value.as_ref()?.kind {
            JsonKind::Number(number) => number.map(Number::as_f64),
            JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Text(_) | JsonKind::List(_) | JsonKind::Object(_) => None,
        };
        let mut numbers: Vec<f64> = self.all.iter().filter_map(number).collect();
        numbers.sort_by(f64::total_cmp);
        numbers.dedup();
        for (low, high) in numbers.iter().zip(numbers.iter().skip(1)).take(MOST_OF_A_LIST) {
            self.number(f64::midpoint(*low, *high));
        }
    }

    /// Values of a list: the closest match to the current value, if there is one, then the first ones.
    fn of_list(&mut self, elements: &[Operand]) {
        let values = || {
            elements.iter().filter_map(|element| if let Operand::Value(value) = element { Some(value) } else { None })
        };
        let texts = values().filter_map(|value| if let Value::Text(text) = value { Some(text.as_str()) } else { None });
        if let Some(near) = self.actual.and_then(Json::text).and_then(|actual| nearest(actual, texts)) {
            self.all.push(Some(text(near)));
        }
        for value in values().take(MOST_OF_A_LIST) {
            match value {
                Value::Number(number) => self.of_bound(*number),
                Value::Text(_) | Value::Boolean(_) => self.push(value),
            }
        }
    }

    /// Strings and lists with a part, and without it.
    fn of_part(&mut self, part: &Value) {
        let element = made(match part {
            Value::Text(text) => JsonKind::Text(text.clone()),
            Value::Number(number) => JsonKind::Number(Some(*number)),
            Value::Boolean(boolean) => JsonKind::Boolean(*boolean),
        });
        match (self.actual.map(|actual| &actual.kind), part) {
            (Some(JsonKind::Text(actual)), Value::Text(part)) if !part.is_empty() => {
                self.all.push(Some(text(&actual.replace(part, ""))));
                self.all.push(Some(text(&format!("{actual}{part}"))));
            }
            (Some(JsonKind::List(elements)), _) => {
                let others = elements.iter().filter(|json| !equals(json, part));
                self.all.push(Some(made(JsonKind::List(others.cloned().collect()))));
                let with = elements.iter().chain([&element]).cloned().collect();
                self.all.push(Some(made(JsonKind::List(with))));
            }
            (_, _) => {}
        }
        self.all.push(Some(made(JsonKind::List(vec![element]))));
        self.push(part);
    }

    /// Values that the server's schema allows, or any value at all.
    fn of_type(&mut self, argument: Option<&Argument>) {
        let finite = argument.and_then(|argument| argument.finite(MOST_OF_A_LIST));
        finite.iter().flat_map(|finite| &finite.values).for_each(|value| self.push(value));
        self.all.push(Some(text(SOME_TEXT)));
        let Some(argument) = argument else { return };
        for kind in [Kind::Number, Kind::Boolean, Kind::List, Kind::Object]
            .into_iter()
            .filter(|kind| argument.kinds().has(*kind))
        {
            match kind {
                Kind::Number => [1.0, 0.0].into_iter().for_each(|double| self.number(double)),
                Kind::Boolean => self.push(&Value::Boolean(true)),
                Kind::List => self.all.push(Some(made(JsonKind::List(Vec::new())))),
                Kind::Object => self.all.push(Some(made(JsonKind::Object(Vec::new())))),
                Kind::Null | Kind::String => {}
            }
        }
    }

    fn push(&mut self, value: &Value) {
        self.all.push(Some(made(match value {
            Value::Text(text) => JsonKind::Text(text.clone()),
            Value::Number(number) => JsonKind::Number(Some(*number)),
            Value::Boolean(boolean) => JsonKind::Boolean(*boolean),
        })));
    }

    fn number(&mut self, double: f64) {
        self.all.extend(Number::from_f64(double).map(|number| Some(made(JsonKind::Number(Some(number))))));
    }
}

fn text(text: &str) -> Json {
    made(JsonKind::Text(text.to_owned()))
}
