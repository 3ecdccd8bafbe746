//! What the language can express of a `policy.json`, and what only JSON can: each part is either translated or
//! refused at its place.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::errors;
use super::render::Comparison;
use crate::check::{MAX_LIMIT, Purpose};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Condition, Limit, Operand as JsonOperand};
use crate::source::Place;
use crate::vocab::{Kind, Kinds, Number, Operand, OperandKind, Path, Value};

/// How many conditions one clause may have.
pub(super) const MOST_CONDITIONS: usize = 100_000;
/// How many steps of a path are compared with other paths.
const MOST_HASHED: usize = 16;

/// How clauses use the arguments of a tool. Without a catalog, all uses of an argument must agree on a type; if
/// they don't, the tool needs a signature that declares its arguments as `any`.
#[derive(Debug, Default)]
pub(super) struct Uses {
    kinds: HashMap<Path, Kinds>,
    /// The arguments in order of first use.
    arguments: Vec<String>,
    /// The arguments in `arguments`, for lookup.
    named: HashSet<String>,
    /// Hashes of paths that are used as something without members.
    leaves: HashSet<u64>,
    /// Hashes of paths that other paths lead through.
    steps: HashSet<u64>,
    needs_signature: bool,
}

impl Uses {
    /// The arguments that a signature must declare, if one is needed. The clauses of the tool may be added to
    /// `shared` ones.
    pub fn signature(&self, shared: Option<&Uses>) -> Option<Vec<String>> {
        if !self.needs_signature && !shared.is_some_and(|shared| shared.needs_signature) {
            return None;
        }
        let own = self.arguments.iter().filter(|argument| !shared.is_some_and(|uses| uses.named.contains(*argument)));
        Some(shared.into_iter().flat_map(|shared| &shared.arguments).chain(own).cloned().collect())
    }

    /// A condition as the language writes it. It counts as a use only if it can be expressed.
    pub fn comparison(
        &mut self,
        shared: Option<&Uses>,
        condition: &Condition,
        (place, purpose): (Place, Purpose),
    ) -> Result<Comparison, Box<Diagnostic>> {
        if !condition.path.is_expressible() {
            return Err(errors::empty_segment(place, &condition.path));
        }
        if condition.path.segments().len() > Path::MAX_STEPS {
            return Err(errors::too_many_steps(place));
        }
        let operand = operand(condition, place)?;
        if purpose.of_inexact(condition.op) == Some(Severity::Error)
            && let Some(number) = operand.values().iter().find_map(inexact)
        {
            return Err(errors::inexact_number(place, number));
        }
        self.add(shared, &condition.path, operand.wanted_kinds(condition.op));
        Ok(Comparison { path: condition.path.clone(), operator: condition.op, operand })
    }

    fn add(&mut self, shared: Option<&Uses>, path: &Path, kinds: Kinds) {
        if let Some(argument) = path.segments().first().filter(|argument| !self.named.contains(*argument)) {
            self.named.insert(argument.clone());
            self.arguments.push(argument.clone());
        }
        let earlier = [self.kinds.get(path), shared.and_then(|shared| shared.kinds.get(path))];
        let left = earlier.into_iter().flatten().fold(kinds, |left, earlier| left.and(*earlier));
        self.needs_signature |= left.is_empty() || self.meets_a_step(shared, path, kinds);
        if kinds != Kinds::ALL {
            self.kinds.insert(path.clone(), if left.is_empty() { kinds } else { left });
        }
    }

    /// Whether one path wants a value where another wants an object.
    fn meets_a_step(&mut self, shared: Option<&Uses>, path: &Path, kinds: Kinds) -> bool {
        let hashes = hashes(path);
        let (last, steps) = hashes.split_last().unwrap_or((&0, &[]));
        let is_leaf = !kinds.has(Kind::Object);
        let meets =
            |uses: &Uses| is_leaf && uses.steps.contains(last) || steps.iter().any(|step| uses.leaves.contains(step));
        let is_met = meets(self) || shared.is_some_and(meets);
        if is_leaf {
            self.leaves.insert(*last);
        }
        self.steps.extend(steps);
        // The steps of longer paths would take too much memory.
        is_met || path.segments().len() > MOST_HASHED
    }
}

/// A number that the gateway can't tell from its neighbours.
fn inexact(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) => (!number.is_exact()).then_some(*number),
        Value::Text(_) | Value::Boolean(_) => None,
    }
}

/// The hashes of the beginnings of a path, and of the whole at the end.
fn hashes(path: &Path) -> Vec<u64> {
    let mut hasher = DefaultHasher::new();
    let hash = |segment: &String| {
        segment.hash(&mut hasher);
        hasher.finish()
    };
    path.segments().iter().take(MOST_HASHED + 1).map(hash).collect()
}

/// Two comparisons of one entry that the compiler would merge or reject: equal ones, or one path that must both
/// exist and be missing. Returns their indices, the earlier first.
pub(super) fn clash(comparisons: &[Comparison]) -> Option<Clash> {
    let mut seen: HashMap<&Comparison, usize> = HashMap::new();
    let mut presence: HashMap<&Path, (bool, usize)> = HashMap::new();
    for (index, comparison) in comparisons.iter().enumerate() {
        if let Some(first) = seen.insert(comparison, index) {
            return Some(Clash::Equal(first, index));
        }
        if let Operand::Presence(wanted) = comparison.operand
            && let Some((other, first)) = presence.insert(&comparison.path, (wanted, index))
            && other != wanted
        {
            return Some(Clash::NeverTogether(first, index));
        }
    }
    None
}

/// Why two comparisons can't be in one clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clash {
    /// They are equal.
    Equal(usize, usize),
    /// No call can meet both.
    NeverTogether(usize, usize),
}

/// Whether the language can express a limit's maximum and counter.
pub(super) fn limit(limit: &Limit, place: Place) -> Result<(), Box<Diagnostic>> {
    match limit {
        Limit { max: 0, .. } => Err(errors::limit_of_none(place)),
        Limit { max, .. } if *max > MAX_LIMIT => Err(errors::limit_too_large(place)),
        Limit { counter, .. } if counter.is_empty() => Err(errors::empty_name(place, "a counter")),
        Limit { .. } => Ok(()),
    }
}

fn operand(condition: &Condition, place: Place) -> Result<Operand, Box<Diagnostic>> {
    match (condition.op.row().operand, &condition.value) {
        (OperandKind::Presence, JsonOperand::Value(Value::Boolean(wanted))) => Ok(Operand::Presence(*wanted)),
        (OperandKind::Pattern, JsonOperand::Value(Value::Text(pattern))) => Ok(Operand::Pattern(pattern.clone())),
        (OperandKind::List, JsonOperand::List(elements)) => {
            if elements.is_empty() {
                return Err(errors::empty_list(place, condition.op));
            }
            elements.iter().map(|element| value(element, place)).collect::<Result<_, _>>().map(Operand::Many)
        }
        (_, operand) => value(operand, place).map(Operand::One),
    }
}

fn value(operand: &JsonOperand, place: Place) -> Result<Value, Box<Diagnostic>> {
    match operand {
        JsonOperand::Value(value) => Ok(value.clone()),
        JsonOperand::Null => Err(errors::null_value(place)),
        JsonOperand::List(_) => Err(errors::list_value(place)),
    }
}
