//! What a tool's `inputSchema` accepts, as a formula, so that the calls that are found are calls the server
//! would accept.

use super::encode::Encoder;
use super::formula::{Formula, Paths};
use super::lists::Lists;
use super::numbers::Numbers;
use super::term::Term;
use super::texts::Texts;
use crate::catalog::rule::{Rule, RuleKind};
use crate::catalog::schema::Reader;
use crate::catalog::types::Alternative;
use crate::catalog::{InputSchema, Lookup};
use crate::vocab::{Kind, Kinds, MAX_REPETITIONS, Number, Order, Path, Value};

/// How many arguments of one tool are looked up.
const MAX_LOOKUPS: usize = 256;

/// How much of a schema a formula expresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Everything that a call must satisfy, as far as it can be read.
    Strict,
    /// Only what all servers read the same way: no call that some server accepts is left out.
    Sure,
}

/// The calls to a tool that its schema accepts, as far as the formulas so far mention their paths.
pub fn accepted(encoder: &mut Encoder<'_>, schema: InputSchema<'_>, reading: Reading) -> Formula {
    let reader = schema.reader();
    let mut paths = spoken_of(encoder);
    let mut parts = Vec::new();
    required(encoder, &reader, &[], &mut paths, &mut parts);
    let mut next = 0;
    // A required object may itself require members.
    while let Some(path) = paths.get(next).cloned() {
        parts.extend(at_path(encoder, &reader, &path, reading));
        required(encoder, &reader, path.segments(), &mut paths, &mut parts);
        next += 1;
    }
    Formula::All(parts)
}

/// The paths that formulas mention.
fn spoken_of(encoder: &Encoder<'_>) -> Vec<Path> {
    let path = |node: usize| {
        let mut segments = Vec::new();
        let mut at = node;
        while at != Paths::ROOT {
            segments.push(encoder.paths.key(at).to_owned());
            at = encoder.paths.parent(at);
        }
        segments.reverse();
        Path::new(segments)
    };
    (1..encoder.paths.count()).take(MAX_LOOKUPS).filter_map(path).collect()
}

/// The required members of an object, if it is present; their own members are added too.
fn required(
    encoder: &mut Encoder<'_>,
    reader: &Reader<'_>,
    object: &[String],
    paths: &mut Vec<Path>,
    parts: &mut Vec<Formula>,
) {
    for name in reader.required_in(object) {
        let Some(path) = Path::new(object.iter().cloned().chain([name]).collect()) else { continue };
        let is_known = paths.contains(&path);
        if !is_known && paths.len() >= MAX_LOOKUPS {
            return;
        }
        let there = atom(encoder, &path, Term { missing: false, ..Term::all() });
        parts.push(match Path::new(object.to_vec()) {
            Some(object) => Formula::Any(vec![atom(encoder, &object, Term { object: false, ..Term::all() }), there]),
            None => there,
        });
        if !is_known {
            paths.push(path);
        }
    }
}

/// The values that are accepted at a path.
fn at_path(encoder: &mut Encoder<'_>, reader: &Reader<'_>, path: &Path, reading: Reading) -> Option<Formula> {
    match reader.lookup(path) {
        Lookup::Found(argument) => {
            let node = encoder.paths.node(path);
            encoder.paths.want(node, argument.kinds());
            let alternatives = argument.ty.alternatives().iter();
            let terms: Vec<Term> = alternatives.map(|one| term(encoder, one, reading)).collect();
            let missing = !argument.always_there;
            let atoms = terms.into_iter().map(|term| atom(encoder, path, Term { missing, ..term }));
            Some(Formula::Any(atoms.collect()))
        }
        Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. } => {
            Some(atom(encoder, path, Term::missing()))
        }
        Lookup::Unknown => None,
    }
}

/// The calls for which it does not hold are not needed.
fn atom(encoder: &mut Encoder<'_>, path: &Path, holds: Term) -> Formula {
    encoder.atom(path, holds, Term::all(), Kinds::NONE)
}

fn term(encoder: &mut Encoder<'_>, alternative: &Alternative, reading: Reading) -> Term {
    let mut start = Term::of_kinds(alternative.kinds);
    if alternative.kinds.has(Kind::List) {
        start.lists = Lists::of_kinds(alternative.elements);
    }
    let rules = alternative.rules.iter().filter(|rule| reading == Reading::Strict || is_sure(rule));
    rules.fold(start, |term, rule| match of_rule(encoder, rule) {
        Some(to) => term.and(&to, &encoder.languages.regexes),
        None => term,
    })
}

/// Whether all servers read a rule the same way. Patterns and multiples of a fraction differ.
fn is_sure(rule: &Rule) -> bool {
    match &rule.kind {
        RuleKind::Pattern(_) => false,
        RuleKind::MultipleOf(unit) => unit.is_whole(),
        RuleKind::Whole
        | RuleKind::Values(_)
        | RuleKind::Least(_)
        | RuleKind::Most(_)
        | RuleKind::Shortest(_)
        | RuleKind::Longest(_) => true,
    }
}

/// The values that satisfy a rule, including those of kinds that it does not restrict; `None` if that can't be
/// expressed.
pub fn of_rule(encoder: &mut Encoder<'_>, rule: &Rule) -> Option<Term> {
    let numbers = |numbers| Some(Term { numbers, ..Term::all() });
    let ordered = |order, bound: Number| numbers(Numbers::ordered(order, bound.as_f64()));
    match &rule.kind {
        RuleKind::Whole => numbers(Numbers::multiples(1.0)),
        RuleKind::Least(bound) if bound.exclusive => ordered(Order::Greater, bound.number),
        RuleKind::Least(bound) => ordered(Order::GreaterOrEqual, bound.number),
        RuleKind::Most(bound) if bound.exclusive => ordered(Order::Less, bound.number),
        RuleKind::Most(bound) => ordered(Order::LessOrEqual, bound.number),
        RuleKind::Values(set) => Some(of_values(&set.values)),
        RuleKind::MultipleOf(unit) => numbers(Numbers::multiples(unit.as_f64())),
        RuleKind::Shortest(least) if *least <= u64::from(MAX_REPETITIONS) => {
            matching(encoder, &format!("(?s)^.{{{least},}}$"))
        }
        RuleKind::Longest(most) if *most <= u64::from(MAX_REPETITIONS) => {
            matching(encoder, &format!("(?s)^.{{0,{most}}}$"))
        }
        // A maximum above any string that is found changes nothing; a minimum above it is ignored.
        RuleKind::Shortest(_) | RuleKind::Longest(_) => None,
        RuleKind::Pattern(pattern) => pattern.is_match("").and_then(|_| matching(encoder, &pattern.text)),
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

fn matching(encoder: &mut Encoder<'_>, pattern: &str) -> Option<Term> {
    let language = encoder.languages.regexes.matching(pattern)?;
    Some(Term { texts: Texts::inside(language), ..Term::all() })
}
