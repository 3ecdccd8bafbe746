//! How a gateway decides by the arguments, if it differs from jamb in one point, or in none.

use std::collections::HashMap;

use super::point::Point;
use crate::engine::RuleKind;
use crate::engine::explain::{Explainer, equals, value_at};
use crate::model::{Condition, Entry, Operand, Policy};
use crate::source::json::{Json, JsonKind};
use crate::vocab::{Kind, Number, Operator, Regex, Value};

/// A tool of a policy, to be decided in several ways.
pub struct Gateway<'p> {
    policy: &'p Policy,
    tool: &'p str,
    explainer: Explainer<'p>,
    /// The expressions of its conditions, anchored.
    anchored: HashMap<&'p str, Regex>,
}

/// A denial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denial {
    /// What the agent gets, if the policy says so.
    pub message: Option<String>,
}

impl<'p> Gateway<'p> {
    /// Prepares a tool.
    pub fn new(policy: &'p Policy, tool: &'p str) -> Self {
        let explainer = Explainer::new(policy, tool);
        let patterns = explainer.conditions().filter_map(|(_, condition)| condition.pattern());
        let anchored =
            patterns.filter_map(|pattern| Some((pattern, Regex::new(&format!("^(?:{pattern})$")).ok()?))).collect();
        Self { policy, tool, explainer, anchored }
    }

    /// The operators of the conditions whose answers a point changes.
    pub fn changed(&self, text: &str, args: &Json, point: Point) -> Vec<Operator> {
        let conditions = self.explainer.conditions();
        let is_changed = |(kind, condition): &(RuleKind, &'p Condition)| {
            let answer = |differs| self.holds(*kind, condition, text, args, differs);
            answer(None) != answer(Some(point))
        };
        conditions.filter(is_changed).map(|(_, condition)| condition.op).collect()
    }

    /// Whether a call is denied, limits apart. The text is that of the arguments.
    pub fn denies(&self, text: &str, args: &Json, differs: Option<Point>) -> Option<Denial> {
        let unnamed = Denial { message: None };
        let hide = &self.policy.hide;
        let is_hidden = hide.contains_key(self.tool) || hide.contains_key("*");
        if is_hidden && differs != Some(Point::HiddenIsCallable) {
            return Some(unnamed);
        }
        let Some(rules) = self.policy.tools.get(self.tool) else {
            let is_denied = !self.policy.default_allow || differs == Some(Point::UnlistedIsDenied);
            return is_denied.then_some(unnamed);
        };
        let holds = |kind: RuleKind, condition: &'p Condition| self.holds(kind, condition, text, args, differs);
        let all = |kind: RuleKind, entry: &'p Entry| entry.conditions.iter().all(|condition| holds(kind, condition));
        let empty_denies = |entry: &Entry| entry.conditions.is_empty() && differs == Some(Point::EmptyRequireDenies);
        let required = || rules.require.iter().find(|entry| empty_denies(entry) || !all(RuleKind::Require, entry));
        let refused = || rules.deny_if.iter().find(|entry| all(RuleKind::DenyIf, entry));
        let decides = match differs {
            Some(Point::DenyIfComesFirst) => refused().or_else(required),
            _ => required().or_else(refused),
        };
        decides.map(|entry| Denial { message: entry.on_deny.clone() })
    }

    fn holds(&self, kind: RuleKind, condition: &'p Condition, text: &str, args: &Json, differs: Option<Point>) -> bool {
        let actual = value_at(args, condition.path.segments());
        let as_assumed = || self.explainer.holds(condition, actual);
        let Some(differs) = differs else { return as_assumed() };
        let is_exists = condition.op == Operator::Exists;
        match (differs, actual) {
            (Point::MissingMeetsDenyIf, None) if kind == RuleKind::DenyIf && !is_exists => true,
            (Point::MissingMeetsRequire, None) if kind == RuleKind::Require && !is_exists => true,
            (Point::MissingDiffers, None) if condition.op.row().negative => true,
            (Point::NullExists, Some(actual)) if is_exists && actual.kind == JsonKind::Null => {
                condition.presence() == Some(true)
            }
            (Point::NullIsMissing, Some(actual)) if actual.kind == JsonKind::Null => {
                self.explainer.holds(condition, None)
            }
            (Point::TypesAreStrict, Some(actual)) => {
                equality(condition, |value| kind_of(value) == actual.value_kind() && equals(actual, value))
                    .unwrap_or_else(as_assumed)
            }
            (Point::NumbersAreTexts, Some(actual)) if actual.value_kind() == Kind::Number => {
                let spelt = text.get(actual.span.range()).unwrap_or_default();
                equality(condition, |value| spelling(value) == spelt).unwrap_or_else(as_assumed)
            }
            (Point::TextsHaveOrder, Some(actual)) if condition.op.row().order.is_some() => {
                let number = actual.text().filter(|text| Number::is_json(text)).and_then(Number::parse);
                let number = number.map(|number| Json { kind: JsonKind::Number(Some(number)), ..actual.clone() });
                self.explainer.holds(condition, number.as_ref().or(Some(actual)))
            }
            (Point::RegexIsAnchored, Some(actual)) => match (condition.pattern(), actual.text()) {
                (Some(pattern), Some(text)) => self.anchored.get(pattern).is_some_and(|regex| regex.is_match(text)),
                _ => as_assumed(),
            },
            (Point::RegexReadsNumbers, Some(actual))
                if matches!(actual.value_kind(), Kind::Number | Kind::Boolean) && condition.pattern().is_some() =>
            {
                let spelt = text.get(actual.span.range()).unwrap_or_default();
                self.explainer.regex(condition).is_some_and(|regex| regex.is_match(spelt))
            }
            _ => as_assumed(),
        }
    }
}

/// A condition about equality, with equality of this kind; `None` for any other condition.
fn equality(condition: &Condition, equals: impl Fn(&Value) -> bool) -> Option<bool> {
    let value = |operand: &Operand| match operand {
        Operand::Value(value) => equals(value),
        Operand::Null | Operand::List(_) => false,
    };
    let any = || match &condition.value {
        Operand::List(elements) => elements.iter().any(value),
        one @ (Operand::Null | Operand::Value(_)) => value(one),
    };
    match condition.op {
        Operator::Eq | Operator::In => Some(any()),
        Operator::Neq | Operator::NotIn => Some(!any()),
        Operator::Lt
        | Operator::Lte
        | Operator::Gt
        | Operator::Gte
        | Operator::Exists
        | Operator::Regex
        | Operator::Contains => None,
    }
}

fn kind_of(value: &Value) -> Kind {
    match value {
        Value::Text(_) => Kind::String,
        Value::Number(_) => Kind::Number,
        Value::Boolean(_) => Kind::Boolean,
    }
}

/// A constant as the document spells it.
fn spelling(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Boolean(boolean) => boolean.to_string(),
    }
}
