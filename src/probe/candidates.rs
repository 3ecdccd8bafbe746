//! Calls that might be decided differently: calls that pass, calls that one entry denies, and each of them with one
//! argument left out, `null`, of another type, or a little longer.

use serde_json::Value as Json;

use crate::analyze::questions::{EntryId, callable, decided_by};
use crate::analyze::{Answer, Prover, Subject};
use crate::model::{Condition, Operand, Tool};
use crate::vocab::{Path, Value};

/// How many entries of a tool are looked at.
const MOST_ENTRIES: usize = 40;
/// How many values of a list are tried.
const MOST_VALUES: usize = 4;
/// The texts that are put around a text, to see whether an expression is anchored.
const AROUND: [(&str, &str); 3] = [("x", ""), ("", "x"), ("x ", " x")];

/// The calls to try for a tool.
pub fn candidates(prover: &mut Prover<'_>, subject: &Subject<'_>, name: &str, tool: &Tool) -> Vec<Json> {
    let bases = bases(prover, subject, name, tool);
    let conditions = tool.require.iter().chain(&tool.deny_if).take(MOST_ENTRIES).flat_map(|entry| &entry.conditions);
    let changed = conditions.flat_map(|condition| bases.iter().flat_map(|base| changes(condition, base)));
    changed.chain(bases.iter().cloned()).collect()
}

/// A call that passes, and one that each entry denies.
fn bases(prover: &mut Prover<'_>, subject: &Subject<'_>, name: &str, tool: &Tool) -> Vec<Json> {
    let mut bases = Vec::new();
    if let Answer::Some(call) = callable(prover, subject, name) {
        bases.push(call.args);
    }
    let require = (0..tool.require.len().min(MOST_ENTRIES)).map(EntryId::Require);
    let deny_if = (0..tool.deny_if.len().min(MOST_ENTRIES)).map(EntryId::DenyIf);
    for entry in require.chain(deny_if) {
        if let Answer::Some(call) = decided_by(prover, subject, name, entry) {
            bases.push(call.args);
        }
    }
    // A call without arguments is decided by what is asked about missing ones.
    bases.push(Json::Object(serde_json::Map::new()));
    bases.dedup();
    bases
}

/// The arguments with another value for a condition's argument.
fn changes(condition: &Condition, base: &Json) -> Vec<Json> {
    let path = &condition.path;
    let mut values = vec![Json::Null];
    for constant in constants(&condition.value).into_iter().take(MOST_VALUES) {
        values.extend(spellings(constant));
    }
    let actual = path.segments().iter().try_fold(base, |value, segment| value.get(segment));
    if let Some(text) = actual.and_then(Json::as_str) {
        values.extend(AROUND.iter().map(|(before, after)| Json::from(format!("{before}{text}{after}"))));
    }
    if condition.pattern().is_some() {
        values.extend([Json::from(7), Json::from(42), Json::from(2026), Json::from(true)]);
    }
    let mut changed: Vec<Json> = values.into_iter().filter_map(|value| with(base, path, value)).collect();
    changed.extend(without(base, path));
    changed
}

fn constants(operand: &Operand) -> Vec<&Value> {
    match operand {
        Operand::Null => Vec::new(),
        Operand::Value(value) => vec![value],
        Operand::List(elements) => elements.iter().flat_map(constants).collect(),
    }
}

/// A constant, and others near it, also of other types.
fn spellings(constant: &Value) -> Vec<Json> {
    match constant {
        Value::Text(text) => {
            let number = text.parse::<i64>().ok().map(Json::from);
            let boolean = text.parse::<bool>().ok().map(Json::from);
            std::iter::once(Json::from(text.as_str())).chain(number).chain(boolean).collect()
        }
        Value::Boolean(boolean) => vec![Json::from(*boolean), Json::from(boolean.to_string())],
        Value::Number(number) => {
            let double = number.as_f64();
            let near = [double, double + 1.0, double - 1.0].map(whole);
            // serde_json spells a double with its fraction: `10.0`.
            near.iter()
                .cloned()
                .chain(near.iter().map(|near| Json::from(near.to_string())))
                .chain([Json::from(double)])
                .collect()
        }
    }
}

fn whole(double: f64) -> Json {
    let is_whole = double.fract() == 0.0 && double.abs() < 9e15;
    if is_whole { Json::from(double as i64) } else { Json::from(double) }
}

/// The arguments with a value at a path. Only objects can be stepped into.
fn with(base: &Json, path: &Path, value: Json) -> Option<Json> {
    let mut args = base.clone();
    let mut place = &mut args;
    for segment in path.segments() {
        place = place.as_object_mut()?.entry(segment.as_str()).or_insert_with(|| Json::Object(serde_json::Map::new()));
    }
    *place = value;
    Some(args)
}

fn without(base: &Json, path: &Path) -> Option<Json> {
    let (last, before) = path.segments().split_last()?;
    let mut args = base.clone();
    let mut place = &mut args;
    for segment in before {
        place = place.get_mut(segment)?;
    }
    place.as_object_mut()?.shift_remove(last)?;
    Some(args)
}
