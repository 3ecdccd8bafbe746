//! Guesses calls by the values that conditions name. If the engine confirms one, a question that any call answers needs
//! no search, which takes a hundred times as long.

use serde_json::{Map, Value as Json};

use super::attacks::{at, put};
use super::call::Call;
use super::judge::{json, number};
use super::questions::{EntryId, entries};
use super::subject::Subject;
use crate::model::{Condition, Entry, Operand};
use crate::vocab::{Operator, Order, Path, Regex, Value};

/// A tool with more conditions is left to the search, whose work is limited.
const MOST_CONDITIONS: usize = 256;

/// Whether a policy allows a guessed call, ignoring limits.
pub fn is_allowed(subject: &Subject<'_>, tool: &str) -> bool {
    wanted(subject, tool).is_some_and(|call| subject.allows(&call))
}

/// Whether an entry denies a guessed call that no earlier entry denies.
pub fn is_decided_by(subject: &Subject<'_>, tool: &str, entry: EntryId) -> bool {
    let Some(wanted) = wanted(subject, tool) else { return false };
    let all = || entries(subject.policy, tool).enumerate();
    let Some((index, (_, found))) = all().find(|(_, (id, _))| *id == entry) else { return false };
    let calls = match entry {
        EntryId::Require(_) => found.conditions.iter().map(|condition| without(&wanted, condition)).collect(),
        EntryId::DenyIf(_) => with(&wanted, found),
    };
    calls.iter().any(|call| subject.denied_by(call) == Some(index))
}

/// A call that has what each `require` asks for, as far as it is easy to find.
fn wanted(subject: &Subject<'_>, tool: &str) -> Option<Call> {
    let all = || entries(subject.policy, tool);
    if all().map(|(_, entry)| entry.conditions.len()).sum::<usize>() > MOST_CONDITIONS {
        return None;
    }
    let mut call = Call { tool: tool.to_owned(), args: Json::Object(Map::new()), accepted: None, unclear: None };
    let required = all().filter(|(id, _)| matches!(id, EntryId::Require(_)));
    for condition in required.flat_map(|(_, entry)| &entry.conditions) {
        if let Some(value) = holding(condition).filter(|_| at(&call, &condition.path).is_none()) {
            put(&mut call.args, condition.path.segments(), value);
        }
    }
    Some(call)
}

/// The call with a value that fails a condition. A missing one fails all but `missing`.
fn without(call: &Call, condition: &Condition) -> Call {
    let mut call = call.clone();
    match condition.presence() {
        Some(false) => put(&mut call.args, condition.path.segments(), Json::from("x")),
        Some(true) | None => remove(&mut call, &condition.path),
    }
    call
}

/// The call with values that meet the conditions of an entry. Texts are also put after those that are required there.
fn with(call: &Call, entry: &Entry) -> Vec<Call> {
    const BETWEEN: [Option<&str>; 3] = [None, Some(""), Some("/")];
    let meeting = |between: Option<&str>| {
        let mut meeting = call.clone();
        for condition in &entry.conditions {
            let path = &condition.path;
            let required = between.zip(at(call, path).and_then(Json::as_str));
            match (holding(condition), required) {
                (None, _) => remove(&mut meeting, path),
                (Some(Json::String(text)), Some((between, start))) => {
                    put(&mut meeting.args, path.segments(), Json::from(format!("{start}{between}{text}")));
                }
                (Some(value), _) => put(&mut meeting.args, path.segments(), value),
            }
        }
        meeting
    };
    BETWEEN.into_iter().map(meeting).collect()
}

/// A value for which a condition holds; `None` if it has to be missing, or if none is easy to find.
fn holding(condition: &Condition) -> Option<Json> {
    let value = match &condition.value {
        Operand::Value(value) => Some(value),
        Operand::List(all) => all.iter().find_map(|it| if let Operand::Value(value) = it { Some(value) } else { None }),
        Operand::Null => None,
    };
    match condition.op {
        Operator::Exists => condition.presence().filter(|present| *present).map(|_| Json::from("x")),
        Operator::Eq | Operator::In | Operator::Contains => value.map(json),
        Operator::Neq | Operator::NotIn => Some(Json::from("x")),
        Operator::Regex => Regex::new(condition.pattern()?).ok()?.example().map(Json::from),
        Operator::Lt | Operator::Lte | Operator::Gt | Operator::Gte => {
            let Some(Value::Number(bound)) = value else { return None };
            Some(number(match condition.op.order()? {
                Order::Less => bound.as_f64() - 1.0,
                Order::Greater => bound.as_f64() + 1.0,
                Order::LessOrEqual | Order::GreaterOrEqual => bound.as_f64(),
            }))
        }
    }
}

fn remove(call: &mut Call, path: &Path) {
    let Some((last, before)) = path.segments().split_last() else { return };
    let parent = before.iter().try_fold(&mut call.args, |value, step| value.get_mut(step));
    if let Some(members) = parent.and_then(Json::as_object_mut) {
        members.shift_remove(last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Policy, Tool};

    fn entry(conditions: &[(&str, Operator, Operand)]) -> Entry {
        let condition = |(path, op, value): &(&str, Operator, Operand)| Condition {
            place: None,
            path: Path::from_json(path).unwrap(),
            op: *op,
            value: value.clone(),
        };
        Entry { conditions: conditions.iter().map(condition).collect(), ..Entry::default() }
    }

    fn text(text: &str) -> Operand {
        Operand::Value(Value::Text(text.to_owned()))
    }

    #[test]
    fn a_guess_counts_only_if_the_engine_confirms_it() {
        let under = entry(&[("args.path", Operator::Regex, text("^/srv/docs(?:/.*)?$"))]);
        let secret = entry(&[("args.path", Operator::Contains, text(".git"))]);
        let never = entry(&[("args.path", Operator::Eq, text("/etc"))]);
        let tool = Tool { require: vec![under.clone(), under], deny_if: vec![secret, never], ..Tool::default() };
        let policy = Policy { tools: [("t".to_owned(), tool)].into(), ..Policy::default() };
        let subject = Subject::new(&policy);
        assert!(is_allowed(&subject, "t") && !is_allowed(&subject, "other"));
        for (id, expected) in [
            (EntryId::Require(0), true),
            // The first entry denies all that it denies.
            (EntryId::Require(1), false),
            (EntryId::DenyIf(0), true),
            (EntryId::DenyIf(1), false),
            (EntryId::DenyIf(2), false),
        ] {
            assert_eq!(is_decided_by(&subject, "t", id), expected, "{id:?}");
        }
    }

    #[test]
    fn each_operator_has_a_value_that_meets_it() {
        let number = Operand::Value(Value::Number(crate::vocab::Number::from_f64(5.0).unwrap()));
        for (op, value) in [
            (Operator::Exists, Operand::presence(true)),
            (Operator::Exists, Operand::presence(false)),
            (Operator::Eq, text("a")),
            (Operator::Neq, text("a")),
            (Operator::In, Operand::List(vec![text("a"), text("b")])),
            (Operator::NotIn, Operand::List(vec![text("a"), text("b")])),
            (Operator::Contains, text("a")),
            (Operator::Regex, text("^a+$")),
            (Operator::Lt, number.clone()),
            (Operator::Lte, number.clone()),
            (Operator::Gt, number.clone()),
            (Operator::Gte, number),
        ] {
            let tool = Tool { require: vec![entry(&[("args.a.b", op, value)])], ..Tool::default() };
            let policy = Policy { tools: [("t".to_owned(), tool)].into(), ..Policy::default() };
            let subject = Subject::new(&policy);
            assert!(is_allowed(&subject, "t") && is_decided_by(&subject, "t", EntryId::Require(0)), "{op:?}");
        }
    }
}
