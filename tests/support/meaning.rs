//! The meaning of a policy, twice: for the checked source, written from the language reference, and for the compiled
//! JSON, written from "How the gateway decides". The two share only the evaluation of a single comparison.

use jamb::check::ir;
use jamb::model;
use jamb::vocab::{Operand, Operator, Path, Regex, Value};
use serde_json::Value as Json;

/// Whether the checked source allows a call, ignoring limits.
pub fn source_allows(policy: &ir::Policy, tool: &str, args: &Json) -> bool {
    if policy.hide_everything.is_some() {
        return false;
    }
    let Some(tool) = policy.tools.get(tool) else { return policy.default_allow };
    match &tool.state {
        ir::State::Hide | ir::State::Deny { .. } => false,
        ir::State::Allow | ir::State::Rules | ir::State::Default => {
            tool.body.clauses.iter().all(|clause| match &clause.kind {
                ir::ClauseKind::Require { condition, .. } => source_holds(condition, args),
                ir::ClauseKind::Deny { condition: Some(condition), .. } => !source_holds(condition, args),
                ir::ClauseKind::Deny { condition: None, .. } => false,
                ir::ClauseKind::Limit(_) => true,
            })
        }
    }
}

fn source_holds(condition: &ir::Condition, args: &Json) -> bool {
    holds_in(condition, args, false)
}

/// Whether a condition, or its negation, is true for a call. An entry of a guard that names an argument which the tool
/// does not have is not there, so neither such a comparison nor its negation is true.
fn holds_in(condition: &ir::Condition, args: &Json, negated: bool) -> bool {
    match (&condition.kind, negated) {
        (ir::ConditionKind::Or(parts), false) | (ir::ConditionKind::And(parts), true) => {
            parts.iter().any(|part| holds_in(part, args, negated))
        }
        (ir::ConditionKind::And(parts), false) | (ir::ConditionKind::Or(parts), true) => {
            parts.iter().all(|part| holds_in(part, args, negated))
        }
        (ir::ConditionKind::Not(inner), _) => holds_in(inner, args, !negated),
        (ir::ConditionKind::Comparison(comparison), _) => {
            let operand = match &comparison.operand {
                Operand::One(value) => json(value),
                Operand::Many(values) => Json::Array(values.iter().map(json).collect()),
                Operand::Pattern(pattern) => Json::String(pattern.clone()),
                Operand::Presence(present) => Json::Bool(*present),
            };
            comparison.admits != ir::Admits::Absent
                && holds(&comparison.path, comparison.operator, &operand, args) != negated
        }
        (ir::ConditionKind::Incomplete(_), _) => panic!("a policy with errors has no meaning"),
    }
}

/// Whether the model of `policy.json` allows a call, ignoring limits.
pub fn model_allows(policy: &model::Policy, tool: &str, args: &Json) -> bool {
    if policy.hide.contains_key(tool) || policy.hide.contains_key("*") {
        return false;
    }
    let Some(tool) = policy.tools.get(tool) else { return policy.default_allow };
    let all_hold = |entry: &model::Entry| {
        entry.conditions.iter().all(|condition| holds(&condition.path, condition.op, &operand(&condition.value), args))
    };
    tool.require.iter().all(all_hold) && !tool.deny_if.iter().any(all_hold)
}

pub fn operand(operand: &model::Operand) -> Json {
    match operand {
        model::Operand::Null => Json::Null,
        model::Operand::Value(value) => json(value),
        model::Operand::List(values) => Json::Array(values.iter().map(self::operand).collect()),
    }
}

fn json(value: &Value) -> Json {
    match value {
        Value::Text(text) => Json::String(text.clone()),
        Value::Number(number) => serde_json::from_str(&number.to_string()).unwrap(),
        Value::Boolean(boolean) => Json::Bool(*boolean),
    }
}

/// Whether one comparison is true for a call.
pub fn holds(path: &Path, operator: Operator, operand: &Json, args: &Json) -> bool {
    let found = path.segments().iter().try_fold(args, |at, segment| at.as_object()?.get(segment));
    if operator == Operator::Exists {
        return Some(found.is_some_and(|found| !found.is_null())) == operand.as_bool();
    }
    let Some(found) = found else { return false };
    let order = || Some((found.as_f64()?, operand.as_f64()?));
    let one_of = || operand.as_array().is_some_and(|values| values.iter().any(|value| equal(found, value)));
    match operator {
        Operator::Eq => equal(found, operand),
        Operator::Neq => !equal(found, operand),
        Operator::In => one_of(),
        Operator::NotIn => !one_of(),
        Operator::Lt => order().is_some_and(|(found, bound)| found < bound),
        Operator::Lte => order().is_some_and(|(found, bound)| found <= bound),
        Operator::Gt => order().is_some_and(|(found, bound)| found > bound),
        Operator::Gte => order().is_some_and(|(found, bound)| found >= bound),
        Operator::Regex => match (found.as_str(), operand.as_str()) {
            (Some(text), Some(pattern)) => Regex::new(pattern).unwrap().is_match(text),
            _ => false,
        },
        Operator::Contains => match (found, operand) {
            (Json::String(text), Json::String(part)) => text.contains(part.as_str()),
            (Json::Array(elements), _) => elements.iter().any(|element| equal(element, operand)),
            _ => false,
        },
        Operator::Exists => unreachable!("answered above"),
    }
}

/// Two numbers are equal as doubles, anything else by its text; a list, an object and `null` equal nothing.
fn equal(left: &Json, right: &Json) -> bool {
    match (left, right) {
        (Json::Number(left), Json::Number(right)) => left.as_f64() == right.as_f64(),
        _ => text(left).is_some_and(|left| text(right) == Some(left)),
    }
}

fn text(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Bool(boolean) => Some(boolean.to_string()),
        Json::Number(number) => Some(ryu_js::Buffer::new().format(number.as_f64()?).to_owned()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}
