//! The keywords about numbers and strings, and those that list values, as sets of values.

use super::formats::pattern;
use super::reading::Reading;
use crate::analyze::elements::Elements;
use crate::analyze::encode::Encoder;
use crate::analyze::numbers::Numbers;
use crate::analyze::term::Term;
use crate::analyze::texts::Texts;
use crate::catalog::rule::{Rule, RuleKind};
use crate::catalog::types::{Alternative, Type};
use crate::vocab::{MAX_REPETITIONS, Number, Order, Value};

/// The values of an alternative, without their members and elements.
pub fn term(encoder: &mut Encoder<'_>, alternative: &Alternative, reading: Reading) -> Term {
    let start = Term::of_kinds(alternative.kinds);
    let rules = alternative.rules.iter().filter(|rule| reading != Reading::Sure || is_sure(rule));
    rules.fold(start, |term, rule| match of_rule(encoder, rule) {
        Some(to) => term.and(&to, &encoder.languages.regexes),
        None => term,
    })
}

/// What the elements of a list may be, or more.
pub fn elements(encoder: &mut Encoder<'_>, ty: &Type, reading: Reading) -> Option<Elements> {
    let alternatives = ty.alternatives().iter().map(|one| {
        let term = term(encoder, one, reading);
        let nested = term.object || !term.lists.is_none;
        let Term { null, yes, no, numbers, texts, .. } = term;
        Elements { null, yes, no, nested, numbers, texts }
    });
    alternatives.reduce(|all, one| all.or(&one))
}

/// What a rule refuses; `None` if that can't be expressed.
pub fn broken(encoder: &mut Encoder<'_>, rule: &Rule) -> Option<Term> {
    let kept = of_rule(encoder, rule)?;
    match &rule.kind {
        RuleKind::Whole => Some(Term { numbers: Numbers::beside_multiples(1.0), ..Term::none() }),
        RuleKind::MultipleOf(unit) => Some(Term { numbers: Numbers::beside_multiples(unit.as_f64()), ..Term::none() }),
        RuleKind::Least(_) | RuleKind::Most(_) => Some(Term { numbers: kept.numbers.complement(), ..Term::none() }),
        RuleKind::Values(_) => {
            let texts = Texts::except(kept.texts.only.clone().unwrap_or_default());
            let numbers = kept.numbers.complement();
            Some(Term { yes: !kept.yes, no: !kept.no, numbers, texts, ..Term::none() })
        }
        RuleKind::Shortest(_) | RuleKind::Longest(_) | RuleKind::Pattern(_) => {
            let language = kept.texts.inside.first()?;
            Some(Term { texts: Texts::outside(*language), ..Term::none() })
        }
    }
}

/// Whether all servers read a rule the same way. Patterns and multiples of a fraction differ.
pub fn is_sure(rule: &Rule) -> bool {
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

/// The strings of a `format`, with all other values; `None` if it is not known.
pub fn of_format(encoder: &mut Encoder<'_>, format: &str) -> Option<Term> {
    matching(encoder, &pattern(format)?)
}

fn matching(encoder: &mut Encoder<'_>, pattern: &str) -> Option<Term> {
    let language = encoder.languages.regexes.matching(pattern)?;
    Some(Term { texts: Texts::inside(language), ..Term::all() })
}
