//! Calls with one of some texts: what an attacker would send, tried one after the other.

use super::findings;
use super::{Context, Tool};
use crate::analyze::Call;
use crate::analyze::holes::one_of_through;
use crate::catalog::Lookup;
use crate::model::{Condition, Operand};
use crate::vocab::{Kind, Operator, Path, Value};

/// The most elements that are tried in a list.
const MOST_ELEMENTS: usize = 8;

/// The first of some texts that the tool lets through at a path, perhaps as an element of a list, with a call that also
/// meets other conditions.
pub fn first_through(
    context: &Context<'_>,
    tool: &Tool<'_>,
    path: &Path,
    texts: &[String],
    others: &[&Condition],
) -> Option<(String, Call)> {
    let ask = |asked: Condition| {
        findings::found(
            context.accepted(tool, |prover, subject| one_of_through(prover, subject, tool.name, &asked, others)),
        )
    };
    let kind = holder(context, tool, path);
    if kind == Some(Kind::List) {
        let element = |text: &String| Some((text.clone(), ask(condition(path, Operator::Contains, value(text)))?));
        return texts.iter().take(MOST_ELEMENTS).find_map(element);
    }
    if kind != Some(Kind::String) || texts.is_empty() {
        return None;
    }
    let all = Operand::List(texts.iter().map(|text| value(text)).collect());
    let any = ask(condition(path, Operator::In, all))?;
    let shown = text_at(&any, path)?.to_owned();
    // The prover takes the shortest one. The first one that passes alone is more convincing.
    let passes = |text: &&String| context.allows(&with_text(&any, path, text));
    let better = texts
        .iter()
        .take_while(|text| **text != shown)
        .filter(passes)
        .find_map(|text| Some((text.clone(), ask(condition(path, Operator::Eq, value(text)))?)));
    Some(better.unwrap_or((shown, any)))
}

/// Whether an argument is a text, or a list that may hold texts.
pub fn holder(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> Option<Kind> {
    match &*context.lookup(tool, path) {
        Lookup::Found(argument) if argument.kinds().has(Kind::String) => Some(Kind::String),
        Lookup::Found(argument) => argument.elements().has(Kind::String).then_some(Kind::List),
        Lookup::Unknown => Some(Kind::String),
        Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. } => None,
    }
}

fn condition(path: &Path, op: Operator, value: Operand) -> Condition {
    Condition { place: None, path: path.clone(), op, value }
}

fn value(text: &str) -> Operand {
    Operand::Value(Value::Text(text.to_owned()))
}

/// The text that a call has at a path.
pub fn text_at<'c>(call: &'c Call, path: &Path) -> Option<&'c str> {
    path.segments().iter().try_fold(&call.args, |at, key| at.get(key)).and_then(serde_json::Value::as_str)
}

fn with_text(call: &Call, path: &Path, text: &str) -> Call {
    let mut call = call.clone();
    let mut at = Some(&mut call.args);
    for step in path.segments() {
        at = at.and_then(|value| value.get_mut(step));
    }
    if let Some(place) = at {
        *place = text.into();
    }
    call
}
