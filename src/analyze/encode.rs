//! Encodes conditions as formulas, exactly as the gateway decides them. One arm per operator.
//!
//! | condition | holds for | does not hold for |
//! | --- | --- | --- |
//! | `exists` | everything but `null` | a missing argument, `null` |
//! | `== v`, `in` | values with the same text as `v` | anything else, including a missing argument |
//! | `!= v`, `not in` | any other value, including `null` | values with the same text as `v`, a missing argument |
//! | an order | some numbers | other numbers, anything that is not a number |
//! | `matches` | some strings | other strings, anything that is not a string |
//! | `contains` | strings that contain a string, lists with an element that equals the value | anything else |

use std::collections::BTreeSet;
use std::rc::Rc;

use super::formula::{Atom, Formula, Paths};
use super::language::Languages;
use super::lists::Lists;
use super::numbers::Numbers;
use super::regexes::LanguageId;
use super::term::Term;
use super::texts::Texts;
use super::why::Why;
use crate::check::ir;
use crate::engine::{print, printed_so};
use crate::model::{Condition, Entry, Operand, Policy};
use crate::vocab::{Kind, Kinds, OperandKind, Operator, Path, Value};

/// How many nodes the paths of one question may have.
const MAX_NODES: usize = 20_000;
/// How many steps a path may have. Most JSON readers reject calls that nest deeper.
const MAX_STEPS: usize = 100;

/// The formulas of one question, which share paths and languages.
#[derive(Debug)]
pub struct Encoder<'l> {
    /// The paths so far.
    pub paths: Paths,
    /// The languages so far.
    pub languages: &'l mut Languages,
    /// Why the formulas are weaker than the question, if they are.
    pub lacking: Option<Why>,
}

impl<'l> Encoder<'l> {
    /// An encoder without any formulas.
    pub fn new(languages: &'l mut Languages) -> Self {
        Self { paths: Paths::default(), languages, lacking: None }
    }

    /// The calls to a tool that a policy allows, ignoring limits.
    pub fn allowed(&mut self, policy: &Policy, tool: &str) -> Formula {
        if policy.hide.contains_key(tool) || policy.hide.contains_key("*") {
            return Formula::never();
        }
        match policy.tools.get(tool) {
            None if policy.default_allow => Formula::always(),
            None => Formula::never(),
            Some(tool) => {
                let required: Vec<_> = tool.require.iter().map(|entry| self.entry(entry)).collect();
                let denied = tool.deny_if.iter().map(|entry| negated(&self.entry(entry))).collect();
                Formula::All(vec![Formula::All(required), Formula::All(denied)])
            }
        }
    }

    /// All conditions of an entry hold.
    pub fn entry(&mut self, entry: &Entry) -> Formula {
        Formula::All(entry.conditions.iter().map(|condition| self.condition(condition)).collect())
    }

    /// A condition of the language. The parser bounds the depth.
    pub fn source(&mut self, condition: &ir::Condition) -> Formula {
        match &condition.kind {
            ir::ConditionKind::Or(parts) => Formula::Any(parts.iter().map(|part| self.source(part)).collect()),
            ir::ConditionKind::And(parts) => Formula::All(parts.iter().map(|part| self.source(part)).collect()),
            ir::ConditionKind::Not(inner) => negated(&self.source(inner)),
            ir::ConditionKind::Comparison(comparison) => self.condition(&comparison_of(comparison)),
            // A policy with errors is not analyzed.
            ir::ConditionKind::Incomplete(_) => Formula::Any(Vec::new()),
        }
    }

    /// A condition of `policy.json`.
    pub fn condition(&mut self, condition: &Condition) -> Formula {
        let (holds, fails) = self.terms(condition);
        self.atom(&condition.path, holds, fails, wanted(condition))
    }

    /// The value at a path is in a set.
    pub fn atom(&mut self, path: &Path, holds: Term, fails: Term, wanted: Kinds) -> Formula {
        if self.paths.count() + path.segments().len() > MAX_NODES || path.segments().len() > MAX_STEPS {
            self.lacking = Some(Why::LargeCondition);
            // Neither this nor its negation restricts anything.
            let (holds, fails) = (Term::all(), Term::all());
            return Formula::Atom(Rc::new(Atom { node: Paths::ROOT, holds, fails }));
        }
        self.languages.work += 1 + holds.weight();
        let node = self.paths.node(path);
        self.paths.want(node, wanted);
        Formula::Atom(Rc::new(Atom { node, holds, fails }))
    }

    fn terms(&mut self, condition: &Condition) -> (Term, Term) {
        let value = &condition.value;
        match condition.op {
            Operator::Exists => condition.presence().map_or_else(never, presence),
            Operator::Eq => one_of(std::slice::from_ref(value)),
            Operator::In => one_of(elements(value)),
            Operator::Neq => none_of(std::slice::from_ref(value)),
            Operator::NotIn => none_of(elements(value)),
            Operator::Lt | Operator::Lte | Operator::Gt | Operator::Gte => match (condition.op.order(), value) {
                (Some(order), Operand::Value(Value::Number(bound))) => numbers(Numbers::ordered(order, bound.as_f64())),
                (Some(_) | None, _) => never(),
            },
            Operator::Regex => match value {
                Operand::Value(Value::Text(pattern)) => self
                    .languages
                    .regexes
                    .matching(pattern)
                    .map_or_else(never, |language| texts(language, &Lists::none(), None)),
                Operand::Value(Value::Number(_) | Value::Boolean(_)) | Operand::Null | Operand::List(_) => never(),
            },
            Operator::Contains => self.contains(value),
        }
    }

    fn contains(&mut self, operand: &Operand) -> (Term, Term) {
        let Operand::Value(value) = operand else { return never() };
        let text = text_of(value);
        let lists = Lists { holds: [(text.clone(), value.clone())].into(), ..Lists::all() };
        let Value::Text(part) = value else {
            let holds = Term { lists, ..Term::none() };
            return (holds, Term { lists: lacking(text), ..Term::all() });
        };
        match self.languages.regexes.holding(part) {
            Some(language) => texts(language, &lists, Some(text)),
            None => {
                self.lacking = Some(Why::LargeCondition);
                (Term::all(), Term::all())
            }
        }
    }
}

/// The comparison as a condition of `policy.json`.
pub fn comparison_of(comparison: &ir::Comparison) -> Condition {
    Condition {
        place: Some(comparison.place),
        path: comparison.path.clone(),
        op: comparison.operator,
        value: Operand::from(&comparison.operand),
    }
}

/// The formula that holds exactly when another does not.
pub fn negated(formula: &Formula) -> Formula {
    match formula {
        Formula::All(parts) => Formula::Any(parts.iter().map(negated).collect()),
        Formula::Any(parts) => Formula::All(parts.iter().map(negated).collect()),
        Formula::Atom(atom) => {
            Formula::Atom(Rc::new(Atom { node: atom.node, holds: atom.fails.clone(), fails: atom.holds.clone() }))
        }
    }
}

fn never() -> (Term, Term) {
    (Term::none(), Term::all())
}

fn presence(present: bool) -> (Term, Term) {
    let there = Term { missing: false, null: false, ..Term::all() };
    let absent = Term { missing: true, null: true, ..Term::none() };
    if present { (there, absent) } else { (absent, there) }
}

fn one_of(operands: &[Operand]) -> (Term, Term) {
    let values = operands.iter().filter_map(|operand| match operand {
        Operand::Value(value) => Some(value),
        // These equal nothing.
        Operand::Null | Operand::List(_) => None,
    });
    let mut listed = BTreeSet::new();
    let mut doubles = Vec::new();
    for value in values {
        match value {
            Value::Number(number) => doubles.push(number.as_f64()),
            Value::Text(text) => doubles.extend(printed_so(text)),
            Value::Boolean(_) => {}
        }
        listed.insert(text_of(value));
    }
    let (yes, no) = (listed.contains("true"), listed.contains("false"));
    let numbers = Numbers::of(&doubles);
    let fails =
        Term { yes: !yes, no: !no, numbers: numbers.complement(), texts: Texts::except(listed.clone()), ..Term::all() };
    (Term { yes, no, numbers, texts: Texts::of(listed), ..Term::none() }, fails)
}

/// A missing argument is neither one of the values nor different from all of them.
fn none_of(operands: &[Operand]) -> (Term, Term) {
    let (equal, other) = one_of(operands);
    (Term { missing: false, ..other }, Term { missing: true, ..equal })
}

fn numbers(numbers: Numbers) -> (Term, Term) {
    let fails = Term { numbers: numbers.complement(), ..Term::all() };
    (Term { numbers, ..Term::none() }, fails)
}

fn texts(language: LanguageId, lists: &Lists, element: Option<Rc<str>>) -> (Term, Term) {
    let holds = Term { texts: Texts::inside(language), lists: lists.clone(), ..Term::none() };
    let others = element.map_or_else(Lists::all, lacking);
    (holds, Term { texts: Texts::outside(language), lists: others, ..Term::all() })
}

fn lacking(text: Rc<str>) -> Lists {
    Lists { lacks: [text].into(), ..Lists::all() }
}

fn elements(operand: &Operand) -> &[Operand] {
    match operand {
        Operand::List(elements) => elements,
        Operand::Null | Operand::Value(_) => &[],
    }
}

/// The text by which a value is compared.
pub fn text_of(value: &Value) -> Rc<str> {
    match value {
        Value::Text(text) => text.as_str().into(),
        Value::Number(number) => print(number.as_f64()).into(),
        Value::Boolean(boolean) => boolean.to_string().into(),
    }
}

/// The kinds of values that a witness may have for a condition. A list is never looked for.
fn wanted(condition: &Condition) -> Kinds {
    let of = |operand: &Operand| if let Operand::Value(value) = operand { Some(value.kind()) } else { None };
    let row = condition.op.row();
    let of_values: Kinds = match row.operand {
        OperandKind::List => elements(&condition.value).iter().filter_map(of).collect(),
        OperandKind::Scalar | OperandKind::Number | OperandKind::Pattern | OperandKind::Presence => {
            of(&condition.value).into_iter().collect()
        }
    };
    let wanted = condition.op.wanted_kinds(of_values);
    if row.operand == OperandKind::Presence { wanted } else { wanted.without(Kinds::of(Kind::List)) }
}
