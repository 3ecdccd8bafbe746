//! Negation and disjunctive normal form, bounded.

use std::collections::{HashMap, HashSet};

use super::conditions::say;
use crate::check::ir::{Comparison, Condition as IrCondition, ConditionKind};
use crate::model::{Condition, Operand};
use crate::vocab::{Operator, Path};

/// The most entries that one condition may come to, before any is left out.
pub const MAX_ENTRIES: u64 = 10_000;
/// The most conditions in these entries together.
pub const MAX_ENTRY_CONDITIONS: u64 = 100_000;

/// Why a condition has no normal form.
pub enum NotNormal<'c> {
    /// A part that the JSON can't say.
    Part(Unsayable<'c>),
    /// It comes to more entries or conditions than [`MAX_ENTRIES`] and [`MAX_ENTRY_CONDITIONS`].
    TooLarge,
}

/// A comparison that the JSON can't say, or of which it can't say the negation.
pub struct Unsayable<'c> {
    /// The comparison.
    pub comparison: &'c Comparison,
    /// Whether it is its negation that can't be said.
    pub negated: bool,
}

/// A disjunction of conjunctions of conditions, in the order in which multiplying out gives them.
pub struct Normal {
    /// The different conditions.
    conditions: Vec<Condition>,
    /// Each entry as indices into `conditions`.
    entries: Vec<Vec<u32>>,
}

impl Normal {
    /// The normal form of a condition, or of its negation.
    pub fn of(condition: &IrCondition, negated: bool) -> Result<Self, NotNormal<'_>> {
        Self::of_tree(&Tree::of(condition, negated).map_err(NotNormal::Part)?)
    }

    fn of_tree<'c>(tree: &Tree) -> Result<Self, NotNormal<'c>> {
        let size = tree.size();
        if size.entries > MAX_ENTRIES || size.conditions > MAX_ENTRY_CONDITIONS {
            return Err(NotNormal::TooLarge);
        }
        let mut numbering = Numbering::default();
        let entries = tree.multiply_out(&mut numbering);
        Ok(Self { conditions: numbering.conditions, entries })
    }

    /// The normal form where it is one entry without any `or`, and every part can be said.
    pub fn conjunction(condition: &IrCondition) -> Option<Result<Self, NotNormal<'_>>> {
        let tree = Tree::of(condition, false).ok().filter(|tree| !tree.holds_or())?;
        Some(Self::of_tree(&tree))
    }

    /// The conditions of the only entry, each written once.
    pub fn into_single_entry(self) -> Vec<Condition> {
        let entry = self.entries.first().map(|entry| once(entry)).unwrap_or_default();
        self.written(&entry)
    }

    /// The entries, simplified over the whole clause: equal conditions of an entry are written once,
    /// an entry that asks a path both to exist and to be missing is left out, and so is one that
    /// holds all the conditions of another.
    pub fn into_entries(mut self) -> Vec<Vec<Condition>> {
        let opposites = self.opposites();
        let entries = std::mem::take(&mut self.entries);
        let entries: Vec<_> =
            entries.iter().map(|entry| once(entry)).filter(|entry| !holds_both(entry, &opposites)).collect();
        minimal(entries).iter().map(|entry| self.written(entry)).collect()
    }

    fn written(&self, entry: &[u32]) -> Vec<Condition> {
        entry.iter().filter_map(|&index| self.conditions.get(index as usize).cloned()).collect()
    }

    /// Of each `exists` its `missing`, where both are there.
    fn opposites(&self) -> HashMap<u32, u32> {
        let asked = |presence| {
            let numbered = (0_u32..).zip(&self.conditions);
            numbered.filter(move |(_, condition)| condition.presence() == Some(presence))
        };
        let missing: HashMap<_, _> = asked(false).map(|(number, condition)| (&condition.path, number)).collect();
        asked(true).filter_map(|(number, condition)| Some((number, *missing.get(&condition.path)?))).collect()
    }
}

/// The different conditions, numbered in the order of their first use.
#[derive(Default)]
struct Numbering {
    conditions: Vec<Condition>,
    numbers: HashMap<(Path, Operator, Operand), u32>,
}

impl Numbering {
    fn number(&mut self, condition: &Condition) -> u32 {
        let key = (condition.path.clone(), condition.op, condition.value.clone());
        *self.numbers.entry(key).or_insert_with(|| {
            self.conditions.push(condition.clone());
            self.conditions.len() as u32 - 1
        })
    }
}

/// A condition without negations: they have moved into the leaves.
enum Tree {
    AnyOf(Vec<Tree>),
    AllOf(Vec<Tree>),
    Leaf(Condition),
}

/// How much a tree comes to once it is multiplied out.
#[derive(Clone, Copy)]
struct Size {
    entries: u64,
    conditions: u64,
}

impl Tree {
    fn of(condition: &IrCondition, negated: bool) -> Result<Tree, Unsayable<'_>> {
        Ok(match (&condition.kind, negated) {
            (ConditionKind::Not(inner), _) => Tree::of(inner, !negated)?,
            (ConditionKind::Or(parts), false) | (ConditionKind::And(parts), true) => {
                Tree::AnyOf(parts.iter().map(|part| Tree::of(part, negated)).collect::<Result<_, _>>()?)
            }
            (ConditionKind::And(parts), false) | (ConditionKind::Or(parts), true) => {
                Tree::AllOf(parts.iter().map(|part| Tree::of(part, negated)).collect::<Result<_, _>>()?)
            }
            (ConditionKind::Comparison(comparison), _) => {
                let mut said = say(comparison, negated)?;
                match (said.pop(), said.is_empty()) {
                    (Some(only), true) => Tree::Leaf(only),
                    (last, _) => Tree::AnyOf(said.into_iter().chain(last).map(Tree::Leaf).collect()),
                }
            }
        })
    }

    fn holds_or(&self) -> bool {
        match self {
            Tree::AnyOf(_) => true,
            Tree::AllOf(parts) => parts.iter().any(Tree::holds_or),
            Tree::Leaf(_) => false,
        }
    }

    fn size(&self) -> Size {
        match self {
            Tree::Leaf(_) => Size { entries: 1, conditions: 1 },
            Tree::AnyOf(parts) => {
                parts.iter().map(Tree::size).fold(Size { entries: 0, conditions: 0 }, |sum, part| Size {
                    entries: sum.entries.saturating_add(part.entries),
                    conditions: sum.conditions.saturating_add(part.conditions),
                })
            }
            Tree::AllOf(parts) => {
                parts.iter().map(Tree::size).fold(Size { entries: 1, conditions: 0 }, |product, part| Size {
                    entries: product.entries.saturating_mul(part.entries),
                    conditions: product
                        .conditions
                        .saturating_mul(part.entries)
                        .saturating_add(part.conditions.saturating_mul(product.entries)),
                })
            }
        }
    }

    /// The entries, the first factor outermost. The size was checked before.
    fn multiply_out(&self, numbering: &mut Numbering) -> Vec<Vec<u32>> {
        match self {
            Tree::Leaf(condition) => vec![vec![numbering.number(condition)]],
            Tree::AnyOf(parts) => parts.iter().flat_map(|part| part.multiply_out(numbering)).collect(),
            Tree::AllOf(parts) => {
                let mut product = vec![Vec::new()];
                for part in parts {
                    product = multiplied(product, &part.multiply_out(numbering));
                }
                product
            }
        }
    }
}

/// Each entry of the product with each of the factor, the product's outermost.
fn multiplied(mut product: Vec<Vec<u32>>, factor: &[Vec<u32>]) -> Vec<Vec<u32>> {
    // A long conjunction multiplies by one entry each time: it is appended in place.
    if let [only] = factor {
        product.iter_mut().for_each(|entry| entry.extend_from_slice(only));
        return product;
    }
    product.iter().flat_map(|left| factor.iter().map(move |right| [left.as_slice(), right].concat())).collect()
}

/// Each number once, at its first place.
fn once(entry: &[u32]) -> Vec<u32> {
    let mut seen = HashSet::new();
    entry.iter().copied().filter(|number| seen.insert(*number)).collect()
}

fn holds_both(entry: &[u32], opposites: &HashMap<u32, u32>) -> bool {
    entry.iter().filter_map(|number| opposites.get(number)).any(|opposite| entry.contains(opposite))
}

/// The entries that hold no other one whole; of equal ones the first.
fn minimal(entries: Vec<Vec<u32>>) -> Vec<Vec<u32>> {
    let sets: Vec<Set> = entries.iter().map(|entry| Set::new(entry)).collect();
    let is_left_out = |(index, entry): (usize, &Set)| {
        sets.iter().enumerate().any(|(other_index, other)| {
            let smaller = other.numbers.len() < entry.numbers.len();
            let equal_and_before = other.numbers.len() == entry.numbers.len() && other_index < index;
            (smaller || equal_and_before) && other.is_within(entry)
        })
    };
    let keep: Vec<bool> = sets.iter().enumerate().map(|entry| !is_left_out(entry)).collect();
    entries.into_iter().zip(keep).filter_map(|(entry, keep)| keep.then_some(entry)).collect()
}

/// A sorted entry with a bit for each of its numbers, modulo 64: most pairs of ten thousand entries
/// are told apart by the bits alone.
struct Set {
    numbers: Vec<u32>,
    bits: u64,
}

impl Set {
    fn new(entry: &[u32]) -> Self {
        let mut numbers = entry.to_vec();
        numbers.sort_unstable();
        let bits = numbers.iter().fold(0, |bits, number| bits | 1 << (number % 64));
        Self { numbers, bits }
    }

    fn is_within(&self, other: &Set) -> bool {
        self.bits & !other.bits == 0 && self.numbers.iter().all(|number| other.numbers.binary_search(number).is_ok())
    }
}
