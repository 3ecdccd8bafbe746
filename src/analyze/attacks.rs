//! Calls that pass with texts, elements or values that nobody who restricts an argument wants.

use std::rc::Rc;

use serde_json::{Map, Value as Json};

use super::call::Call;
use super::encode::Encoder;
use super::formula::Formula;
use super::lists::Lists;
use super::prover::Prover;
use super::schema::{Validity, valid};
use super::solve::Answer;
use super::subject::Subject;
use super::term::Term;
use crate::catalog::InputSchema;
use crate::model::{Condition, Operand};
use crate::vocab::{Kind, Kinds, Number, Operator, Path, Value};

/// Letters that hardly any expression lists, so that only one that takes any character lets them through.
const ODD: &str = "!?{=}";
const ODD_PATTERN: &str = r"!\?\{=\}";
/// A number beyond every range that is meant.
const FAR: f64 = 1e15;

/// What an argument is asked to be.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'w> {
    /// One of these texts.
    Texts(&'w [&'w str]),
    /// A list with one of these elements.
    Elements(&'w [&'w str]),
    /// A list with an element, or an object.
    Holder,
    /// A value beyond every bound: a text with odd letters, a very high number, a list with such an element.
    Unbounded {
        /// Whether a very low number counts, too.
        below: bool,
        /// Whether only numbers count.
        is_number: bool,
    },
}

/// A call that a policy allows and that has what is wanted at each of these paths.
pub fn passing(
    prover: &mut Prover<'_>,
    subject: &Subject<'_>,
    tool: &str,
    wanted: &[(&Path, Wanted<'_>)],
) -> Answer<Call> {
    let formula = |encoder: &mut Encoder<'_>| {
        let met = wanted.iter().map(|(path, wanted)| formula(encoder, path, wanted)).collect();
        Formula::All(vec![Formula::All(met), encoder.allowed(subject.policy, tool)])
    };
    let has = |call: &Call, path: &Path, wanted: &Wanted<'_>| at(call, path).is_some_and(|value| wanted.meets(value));
    prover
        .find(tool, formula, |call| subject.allows(call) && wanted.iter().all(|(path, wanted)| has(call, path, wanted)))
}

fn formula(encoder: &mut Encoder<'_>, path: &Path, wanted: &Wanted<'_>) -> Formula {
    match wanted {
        Wanted::Texts(texts) => {
            let texts = texts.iter().map(|text| Operand::Value(Value::Text((*text).to_owned()))).collect();
            encoder.condition(&condition(path, Operator::In, Operand::List(texts)))
        }
        Wanted::Elements(texts) => {
            Formula::Any(texts.iter().map(|text| element(encoder, path, Value::Text((*text).to_owned()))).collect())
        }
        Wanted::Holder => {
            let lists = Lists { least: 1, ..Lists::all() };
            Formula::Any(vec![
                encoder.atom(path, Term { lists, ..Term::none() }, Term::all(), Kinds::of(Kind::List)),
                encoder.atom(path, Term::object(), Term::all(), Kinds::of(Kind::Object)),
            ])
        }
        Wanted::Unbounded { below, is_number } => unbounded(encoder, path, *below, *is_number),
    }
}

fn unbounded(encoder: &mut Encoder<'_>, path: &Path, below: bool, is_number: bool) -> Formula {
    let mut any = Vec::new();
    if let Some(far) = Number::from_f64(FAR) {
        any.push(encoder.condition(&condition(path, Operator::Gte, Operand::Value(Value::Number(far)))));
    }
    if let Some(far) = Number::from_f64(-FAR).filter(|_| below) {
        any.push(encoder.condition(&condition(path, Operator::Lte, Operand::Value(Value::Number(far)))));
    }
    if is_number {
        return Formula::Any(any);
    }
    let pattern = Operand::Value(Value::Text(ODD_PATTERN.to_owned()));
    any.push(encoder.condition(&condition(path, Operator::Regex, pattern)));
    any.push(element(encoder, path, Value::Text(ODD.to_owned())));
    any.extend(Number::from_f64(FAR).map(|far| element(encoder, path, Value::Number(far))));
    any.push(encoder.atom(path, Term::object(), Term::all(), Kinds::of(Kind::Object)));
    Formula::Any(any)
}

/// A list that holds an element.
fn element(encoder: &mut Encoder<'_>, path: &Path, value: Value) -> Formula {
    let lists = Lists { holds: [(Rc::from(value.as_text()), value)].into(), ..Lists::all() };
    encoder.atom(path, Term { lists, ..Term::none() }, Term::all(), Kinds::of(Kind::List))
}

fn condition(path: &Path, op: Operator, value: Operand) -> Condition {
    Condition { place: None, path: path.clone(), op, value }
}

impl Wanted<'_> {
    fn meets(&self, value: &Json) -> bool {
        let is_one_of = |value: &Json, texts: &[&str]| value.as_str().is_some_and(|text| texts.contains(&text));
        match (self, value) {
            (Self::Texts(texts), value) => is_one_of(value, texts),
            (Self::Elements(texts), Json::Array(all)) => all.iter().any(|value| is_one_of(value, texts)),
            (Self::Holder, Json::Array(all)) => !all.is_empty(),
            (Self::Holder, Json::Object(_)) => true,
            (Self::Elements(_) | Self::Holder, _) => false,
            (Self::Unbounded { .. }, Json::Array(all)) => all.iter().any(|value| self.meets(value)),
            (Self::Unbounded { .. }, Json::String(text)) => text.contains(ODD),
            (Self::Unbounded { below, .. }, Json::Number(number)) => {
                number.as_f64().is_some_and(|number| number >= FAR || *below && number <= -FAR)
            }
            (Self::Unbounded { .. }, Json::Object(_)) => true,
            (Self::Unbounded { .. }, Json::Null | Json::Bool(_)) => false,
        }
    }
}

/// The value at a path.
pub fn at<'c>(call: &'c Call, path: &Path) -> Option<&'c Json> {
    path.segments().iter().try_fold(&call.args, |value, step| value.get(step))
}

/// The same call with another value at a path, if the policy allows that and the server would accept it.
pub fn with(
    subject: &Subject<'_>,
    schema: Option<InputSchema<'_>>,
    call: &Call,
    path: &Path,
    value: Json,
) -> Option<Call> {
    let mut call = Call { args: call.args.clone(), ..call.clone() };
    put(&mut call.args, path.segments(), value);
    let validity = schema.map(|schema| valid(&schema.reader(), &call.args));
    (call.accepted, call.unclear) = match validity {
        None => (None, None),
        Some(Validity::Accepted) => (Some(true), None),
        Some(Validity::Unclear(keyword)) => (None, Some(keyword)),
        Some(Validity::Refused) => return None,
    };
    subject.allows(&call).then_some(call)
}

/// Sets the value at a path.
pub(super) fn put(args: &mut Json, steps: &[String], value: Json) {
    let mut at = args;
    for step in steps {
        if !at.is_object() {
            *at = Json::Object(Map::new());
        }
        let Json::Object(members) = at else { return };
        at = members.entry(step.clone()).or_insert(Json::Null);
    }
    *at = value;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Entry, Policy, Tool};

    fn of(op: Operator, value: Operand) -> Policy {
        let path = Path::from_json("args.x").unwrap();
        let entry = Entry { conditions: vec![condition(&path, op, value)], ..Entry::default() };
        let tool = Tool { require: vec![entry], ..Tool::default() };
        Policy { tools: [("t".to_owned(), tool)].into(), ..Policy::default() }
    }

    fn passes(policy: &Policy, wanted: Wanted<'_>) -> bool {
        let path = Path::from_json("args.x").unwrap();
        let (mut prover, subject) = (Prover::default(), Subject::new(policy));
        matches!(passing(&mut prover, &subject, "t", &[(&path, wanted)]), Answer::Some(_))
    }

    fn text(text: &str) -> Operand {
        Operand::Value(Value::Text(text.to_owned()))
    }

    #[test]
    fn only_what_takes_any_character_is_unbounded() {
        for (op, value, expected) in [
            (Operator::Regex, text("^.+$"), true),
            (Operator::Regex, text("^[^;|&]+$"), true),
            (Operator::Regex, text("^agent/"), true),
            (Operator::Regex, text("^agent/[a-z0-9-]+$"), false),
            (Operator::Regex, text("^(?:build|test)$"), false),
            (Operator::Neq, text(""), true),
            (Operator::Eq, text("a"), false),
            (Operator::Contains, text("a"), true),
            (Operator::Lte, Operand::Value(Value::Number(Number::from_f64(5.0).unwrap())), true),
            (Operator::Gte, Operand::Value(Value::Number(Number::from_f64(5.0).unwrap())), true),
        ] {
            let policy = of(op, value.clone());
            assert_eq!(
                passes(&policy, Wanted::Unbounded { below: true, is_number: false }),
                expected,
                "{op:?} {value:?}"
            );
        }
    }

    #[test]
    fn texts_and_elements_are_found() {
        let policy = of(Operator::Contains, text("git"));
        assert!(passes(&policy, Wanted::Texts(&["git log; id"])));
        assert!(!passes(&policy, Wanted::Texts(&["rm -rf ~"])));
        assert!(passes(&policy, Wanted::Elements(&["rm"])));
        assert!(!passes(&of(Operator::Eq, text("git")), Wanted::Elements(&["rm"])));
    }

    #[test]
    fn a_value_is_replaced_if_the_policy_allows_it() {
        let policy = of(Operator::Regex, text("^/srv/"));
        let subject = Subject::new(&policy);
        let call =
            Call { tool: "t".to_owned(), args: serde_json::json!({"x": "/srv/"}), accepted: None, unclear: None };
        let path = Path::from_json("args.x").unwrap();
        let changed = with(&subject, None, &call, &path, Json::from("/srv/../etc"));
        assert_eq!(changed.unwrap().args, serde_json::json!({"x": "/srv/../etc"}));
        assert_eq!(with(&subject, None, &call, &path, Json::from("/etc")), None);
        let inside = Path::from_json("args.y.z").unwrap();
        let changed = with(&subject, None, &call, &inside, Json::from(1)).unwrap();
        assert_eq!(changed.args, serde_json::json!({"x": "/srv/", "y": {"z": 1}}));
    }
}
