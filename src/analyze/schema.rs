//! What a tool's `inputSchema` lets through, as formulas: so that a call is found that the server would
//! accept.

use super::encode::Encoder;
use super::formula::Formula;
use super::numbers::Numbers;
use super::term::Term;
use super::texts::Texts;
use crate::catalog::argument::{Alternative, Verdict};
use crate::catalog::rule::{Rule, RuleKind};
use crate::catalog::schema::Reader;
use crate::catalog::{Argument, InputSchema, Lookup};
use crate::vocab::{Kinds, MAX_REPETITIONS, Number, Order, Path, Value};

/// How many arguments of one tool are looked up.
const MAX_LOOKUPS: usize = 256;

/// How much of a schema a formula says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// All that a call has to meet, as far as it can be read.
    Strict,
    /// Nothing that servers might read otherwise: no call that one accepts is left out.
    Sure,
}

/// The calls of a tool that its schema lets through, as far as formulas so far speak of them.
pub fn accepted(encoder: &mut Encoder<'_>, schema: &InputSchema, reading: Reading) -> Formula {
    let reader = schema.reader();
    let mut parts = Vec::new();
    for (path, is_required) in paths(encoder, &reader) {
        let node = encoder.paths.node(&path);
        let there = Term { missing: false, ..Term::all() };
        if is_required {
            parts.push(encoder.atom(&path, there.clone(), Term::all(), Kinds::NONE));
        }
        match reader.lookup(&path) {
            Lookup::Found(argument) => {
                encoder.paths.want(node, argument.kinds());
                let alternatives = argument.ty.alternatives().iter();
                let terms: Vec<Term> = alternatives.map(|one| term(encoder, one, reading)).collect();
                let missing = !argument.always_there;
                let atom = |term: Term| encoder.atom(&path, Term { missing, ..term }, Term::all(), Kinds::NONE);
                parts.push(Formula::Any(terms.into_iter().map(atom).collect()));
            }
            Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. } => {
                parts.push(encoder.atom(&path, Term::missing(), Term::all(), Kinds::NONE));
            }
            Lookup::Unknown => {}
        }
    }
    Formula::All(parts)
}

/// Whether arguments fit a schema; nothing where that is not sure.
pub fn fits(schema: &InputSchema, args: &serde_json::Value) -> bool {
    let Some(members) = args.as_object() else { return false };
    let reader = schema.reader();
    members.iter().all(|(key, value)| {
        let Some(path) = Path::new(vec![key.clone()]) else { return false };
        match (reader.lookup(&path), scalar(value)) {
            (Lookup::Found(argument), Some(value)) => argument.verdict(&value) == Verdict::Allowed,
            (Lookup::Found(argument), None) => is_of_kinds(&argument, value),
            (Lookup::Unknown, _) => true,
            (Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. }, _) => false,
        }
    })
}

fn scalar(value: &serde_json::Value) -> Option<Value> {
    match value {
        serde_json::Value::String(text) => Some(Value::Text(text.clone())),
        serde_json::Value::Number(number) => Number::parse(&number.to_string()).map(Value::Number),
        serde_json::Value::Bool(boolean) => Some(Value::Boolean(*boolean)),
        serde_json::Value::Null | serde_json::Value::Array(_) | serde_json::Value::Object(_) => None,
    }
}

fn is_of_kinds(argument: &Argument, value: &serde_json::Value) -> bool {
    use crate::vocab::Kind;
    let kind = match value {
        serde_json::Value::Null => Kind::Null,
        serde_json::Value::Array(_) => Kind::List,
        serde_json::Value::Object(_) => Kind::Object,
        serde_json::Value::String(_) | serde_json::Value::Number(_) | serde_json::Value::Bool(_) => return true,
    };
    argument.kinds().has(kind)
}

/// The paths that formulas speak of, and those that every call has to have.
fn paths(encoder: &Encoder<'_>, reader: &Reader<'_>) -> Vec<(Path, bool)> {
    let required = reader.required();
    let mut all: Vec<(Path, bool)> = Vec::new();
    for node in (1..encoder.paths.count()).take(MAX_LOOKUPS) {
        let mut segments = Vec::new();
        let mut at = node;
        while at != super::formula::Paths::ROOT {
            segments.push(encoder.paths.key(at).to_owned());
            at = encoder.paths.parent(at);
        }
        segments.reverse();
        let is_required = matches!(segments.as_slice(), [only] if required.contains(only));
        all.extend(Path::new(segments).map(|path| (path, is_required)));
    }
    let is_known = |name: &String| all.iter().any(|(path, _)| path.segments() == std::slice::from_ref(name));
    let others: Vec<_> = required.iter().filter(|name| !is_known(name)).take(MAX_LOOKUPS).cloned().collect();
    all.extend(others.into_iter().filter_map(|name| Path::new(vec![name])).map(|path| (path, true)));
    all
}

fn term(encoder: &mut Encoder<'_>, alternative: &Alternative, reading: Reading) -> Term {
    let start = Term::of_kinds(alternative.kinds);
    alternative.rules.iter().fold(start, |term, rule| {
        let to = of_rule(encoder, rule, reading);
        term.and(&to, encoder.languages)
    })
}

/// What a rule lets through; what it does not speak of passes.
fn of_rule(encoder: &mut Encoder<'_>, rule: &Rule, reading: Reading) -> Term {
    let numbers = |numbers| Term { numbers, ..Term::all() };
    let ordered = |order, bound: Number| numbers(Numbers::ordered(order, bound.as_f64()));
    match &rule.kind {
        RuleKind::Whole => numbers(Numbers::whole()),
        RuleKind::Least(bound) if bound.exclusive => ordered(Order::Greater, bound.number),
        RuleKind::Least(bound) => ordered(Order::GreaterOrEqual, bound.number),
        RuleKind::Most(bound) if bound.exclusive => ordered(Order::Less, bound.number),
        RuleKind::Most(bound) => ordered(Order::LessOrEqual, bound.number),
        RuleKind::Values(set) => of_values(&set.values),
        RuleKind::MultipleOf(_) => Term::all(),
        RuleKind::Shortest(least) if *least <= u64::from(MAX_REPETITIONS) => {
            matching(encoder, &format!("(?s)^.{{{least},}}$"))
        }
        RuleKind::Longest(most) if *most <= u64::from(MAX_REPETITIONS) => {
            matching(encoder, &format!("(?s)^.{{0,{most}}}$"))
        }
        // Longer than any text that is found is no bound; one that is longer than that is not looked for.
        RuleKind::Shortest(_) | RuleKind::Longest(_) => Term::all(),
        RuleKind::Pattern(pattern) => match reading {
            Reading::Strict if pattern.is_match("").is_some() => matching(encoder, &pattern.text),
            Reading::Strict | Reading::Sure => Term::all(),
        },
    }
}

fn of_values(values: &[Value]) -> Term {
    let numbers: Vec<f64> =
        values.iter().filter_map(|it| if let Value::Number(it) = it { Some(it.as_f64()) } else { None }).collect();
    let texts = values.iter().filter_map(|it| if let Value::Text(it) = it { Some(it.as_str().into()) } else { None });
    Term {
        yes: values.contains(&Value::Boolean(true)),
        no: values.contains(&Value::Boolean(false)),
        numbers: Numbers::of(&numbers),
        texts: Texts::of(texts.collect()),
        ..Term::all()
    }
}

fn matching(encoder: &mut Encoder<'_>, pattern: &str) -> Term {
    match encoder.languages.matching(pattern) {
        Some(language) => Term { texts: Texts::inside(language), ..Term::all() },
        None => Term::all(),
    }
}
