//! Negation and disjunctive normal form, bounded.

use std::collections::{HashMap, HashSet};

use super::bounds::{MAX_ENTRIES, MAX_ENTRY_CONDITIONS};
use super::complements::Complements;
use super::express::{Inexpressible, NoNormalForm, express, express_incomplete};
use crate::check::ir::{Condition as IrCondition, ConditionKind};
use crate::model::{Condition, Operand};
use crate::vocab::{Operator, Path};

/// The memory that these entries may take with their values and messages, in bytes.
const MAX_ENTRY_BYTES: u64 = 128 << 20;

/// A disjunction of conjunctions of conditions, in the order of expansion.
pub struct Normal {
    /// The different conditions; `None` for one that is not known.
    conditions: Vec<Option<Condition>>,
    /// Each entry as indices into `conditions`.
    entries: Vec<Vec<u32>>,
}

impl Normal {
    /// The normal form of a condition, or of its negation. Each entry takes a copy of the message.
    pub fn of<'c>(
        condition: &'c IrCondition,
        negated: bool,
        message: Option<&String>,
        complements: &mut Complements,
    ) -> Result<Self, NoNormalForm<'c>> {
        Self::of_tree(&Tree::of(condition, negated, complements).map_err(NoNormalForm::Part)?, message)
    }

    fn of_tree<'c>(tree: &Tree, message: Option<&String>) -> Result<Self, NoNormalForm<'c>> {
        let size = tree.size();
        let messages = size.entries.saturating_mul(message.map_or(0, String::len) as u64);
        let many = size.entries > 1 && size.bytes.saturating_add(messages) > MAX_ENTRY_BYTES;
        if size.entries > MAX_ENTRIES || size.conditions > MAX_ENTRY_CONDITIONS || many {
            return Err(NoNormalForm::TooLarge);
        }
        let mut numbering = Numbering::default();
        let entries = tree.multiply_out(&mut numbering);
        Ok(Self { conditions: numbering.conditions, entries })
    }

    /// The normal form, if it is one entry without any `or` and every part can be expressed.
    pub fn conjunction<'c>(
        condition: &'c IrCondition,
        complements: &mut Complements,
    ) -> Option<Result<Self, NoNormalForm<'c>>> {
        let tree = Tree::of(condition, false, complements).ok().filter(|tree| !tree.holds_or())?;
        Some(Self::of_tree(&tree, None))
    }

    /// The conditions of the only entry, each written once.
    pub fn into_single_entry(self) -> Vec<Condition> {
        let entry = self.entries.first().map(|entry| once(entry)).unwrap_or_default();
        self.written(&entry)
    }

    /// The entries, simplified over the whole clause: equal conditions of an entry are written once, and an
    /// entry is dropped if it requires a path both to exist and to be missing, or if it contains all
    /// conditions of another entry.
    pub fn into_entries(mut self) -> Vec<Vec<Condition>> {
        let opposites = self.opposites();
        let entries = std::mem::take(&mut self.entries);
        let entries: Vec<_> =
            entries.iter().map(|entry| once(entry)).filter(|entry| !holds_both(entry, &opposites)).collect();
        minimal(entries).iter().map(|entry| self.written(entry)).collect()
    }

    fn written(&self, entry: &[u32]) -> Vec<Condition> {
        entry.iter().filter_map(|&index| self.conditions.get(index as usize).cloned().flatten()).collect()
    }

    /// For each `exists`, its `missing`, if both are there.
    fn opposites(&self) -> HashMap<u32, u32> {
        let asked = |presence| {
            let numbered = (0_u32..).zip(&self.conditions).filter_map(|(number, one)| Some((number, one.as_ref()?)));
            numbered.filter(move |(_, condition)| condition.presence() == Some(presence))
        };
        let missing: HashMap<_, _> = asked(false).map(|(number, condition)| (&condition.path, number)).collect();
        asked(true).filter_map(|(number, condition)| Some((number, *missing.get(&condition.path)?))).collect()
    }
}

/// The different conditions, numbered in the order of their first use.
#[derive(Default)]
struct Numbering {
    conditions: Vec<Option<Condition>>,
    numbers: HashMap<(Path, Operator, Operand), u32>,
}

impl Numbering {
    fn number(&mut self, condition: &Condition) -> u32 {
        let key = (condition.path.clone(), condition.op, condition.value.clone());
        *self.numbers.entry(key).or_insert_with(|| {
            self.conditions.push(Some(condition.clone()));
            self.conditions.len() as u32 - 1
        })
    }

    /// A condition that is not known may be any, so it equals no other.
    fn unknown(&mut self) -> u32 {
        self.conditions.push(None);
        self.conditions.len() as u32 - 1
    }
}

/// A condition without negations: they have moved into the leaves.
enum Tree {
    AnyOf(Vec<Tree>),
    AllOf(Vec<Tree>),
    Leaf(Condition),
    /// A condition that is not known, because of a mistake that is reported.
    Unknown,
}

/// The size of a tree once it is expanded.
#[derive(Clone, Copy)]
struct Size {
    entries: u64,
    conditions: u64,
    /// The memory of the values, written out for each entry.
    bytes: u64,
}

impl Size {
    const NOTHING: Self = Self { entries: 0, conditions: 0, bytes: 0 };
    const EMPTY_ENTRY: Self = Self { entries: 1, conditions: 0, bytes: 0 };

    fn or(self, other: Self) -> Self {
        Self {
            entries: self.entries.saturating_add(other.entries),
            conditions: self.conditions.saturating_add(other.conditions),
            bytes: self.bytes.saturating_add(other.bytes),
        }
    }

    /// Combines each entry of one with each of the other.
    fn times(self, other: Self) -> Self {
        let both = |ours: u64, theirs: u64| {
            ours.saturating_mul(other.entries).saturating_add(theirs.saturating_mul(self.entries))
        };
        Self {
            entries: self.entries.saturating_mul(other.entries),
            conditions: both(self.conditions, other.conditions),
            bytes: both(self.bytes, other.bytes),
        }
    }
}

impl Tree {
    fn of<'c>(
        condition: &'c IrCondition,
        negated: bool,
        complements: &mut Complements,
    ) -> Result<Tree, Inexpressible<'c>> {
        let mut all = |parts: &'c [IrCondition]| {
            parts.iter().map(|part| Tree::of(part, negated, complements)).collect::<Result<Vec<_>, _>>()
        };
        Ok(match (&condition.kind, negated) {
            (ConditionKind::Not(inner), _) => Tree::of(inner, !negated, complements)?,
            (ConditionKind::Or(parts), false) | (ConditionKind::And(parts), true) => Tree::AnyOf(all(parts)?),
            (ConditionKind::And(parts), false) | (ConditionKind::Or(parts), true) => Tree::AllOf(all(parts)?),
            (ConditionKind::Comparison(comparison), _) => {
                Tree::one_of(express(comparison, negated, complements)?.into_iter().map(Tree::Leaf).collect())
            }
            (ConditionKind::Incomplete(incomplete), _) => {
                Tree::one_of(express_incomplete(incomplete, negated)?.into_iter().map(Tree::of_known).collect())
            }
        })
    }

    fn one_of(mut parts: Vec<Tree>) -> Self {
        match (parts.pop(), parts.is_empty()) {
            (Some(only), true) => only,
            (last, _) => Tree::AnyOf(parts.into_iter().chain(last).collect()),
        }
    }

    fn of_known(condition: Option<Condition>) -> Self {
        condition.map_or(Tree::Unknown, Tree::Leaf)
    }

    fn holds_or(&self) -> bool {
        match self {
            Tree::AnyOf(_) => true,
            Tree::AllOf(parts) => parts.iter().any(Tree::holds_or),
            Tree::Leaf(_) | Tree::Unknown => false,
        }
    }

    fn size(&self) -> Size {
        match self {
            Tree::Leaf(condition) => Size { entries: 1, conditions: 1, bytes: condition.bytes() as u64 },
            Tree::Unknown => Size { entries: 1, conditions: 1, bytes: 0 },
            Tree::AnyOf(parts) => parts.iter().map(Tree::size).fold(Size::NOTHING, Size::or),
            Tree::AllOf(parts) => parts.iter().map(Tree::size).fold(Size::EMPTY_ENTRY, Size::times),
        }
    }

    /// The entries, with the first factor outermost. The size was checked before.
    fn multiply_out(&self, numbering: &mut Numbering) -> Vec<Vec<u32>> {
        match self {
            Tree::Leaf(condition) => vec![vec![numbering.number(condition)]],
            Tree::Unknown => vec![vec![numbering.unknown()]],
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

/// Each entry of the product with each of the factor, with the product's outermost.
fn multiplied(mut product: Vec<Vec<u32>>, factor: &[Vec<u32>]) -> Vec<Vec<u32>> {
    // A long conjunction multiplies by one entry each time, which is appended in place.
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

/// The entries that contain no other entry; of equal ones, the first.
///
/// An entry that contains another one contains the rarest of its numbers, so that number leads to the few
/// entries worth comparing.
fn minimal(entries: Vec<Vec<u32>>) -> Vec<Vec<u32>> {
    let sets: Vec<HashSet<u32>> = entries.iter().map(|entry| entry.iter().copied().collect()).collect();
    let mut frequency: HashMap<u32, usize> = HashMap::new();
    entries.iter().flatten().for_each(|number| *frequency.entry(*number).or_default() += 1);
    let mut by_rarest: HashMap<u32, Vec<usize>> = HashMap::new();
    for (index, entry) in entries.iter().enumerate() {
        // Equally rare numbers each get their share.
        let rarity = |number: &u32| (frequency.get(number).copied(), number.wrapping_mul(index as u32 | 1));
        if let Some(rarest) = entry.iter().min_by_key(|number| rarity(number)) {
            by_rarest.entry(*rarest).or_default().push(index);
        }
    }
    let is_left_out = |index: usize, entry: &HashSet<u32>| {
        entry.iter().filter_map(|number| by_rarest.get(number)).flatten().any(|&other_index| {
            let Some(other) = sets.get(other_index) else { return false };
            let smaller = other.len() < entry.len();
            let equal_and_before = other.len() == entry.len() && other_index < index;
            (smaller || equal_and_before) && other.is_subset(entry)
        })
    };
    let keep: Vec<bool> = sets.iter().enumerate().map(|(index, entry)| !is_left_out(index, entry)).collect();
    entries.into_iter().zip(keep).filter_map(|(entry, keep)| keep.then_some(entry)).collect()
}
