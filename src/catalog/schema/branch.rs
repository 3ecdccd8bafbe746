//! One way in which a value can meet a schema. `anyOf` makes several from one, and `allOf` combines each of
//! one side with each of the other. Beyond a bound nothing is known.

use crate::catalog::rule::{Rule, RuleKind};
use crate::catalog::types::Alternative;
use crate::source::json::Json;
use crate::vocab::Kinds;

/// The most branches of one schema.
pub const MAX_BRANCHES: usize = 64;
/// The most rules and parts of one branch.
const MAX_PARTS: usize = 64;

/// The kinds that a value may have, and what it must meet.
#[derive(Debug, Clone)]
pub struct Branch<'c> {
    /// The kinds.
    pub kinds: Kinds,
    /// What it must meet. Some may be missing, but there is never one too many.
    pub rules: Vec<Rule>,
    /// The schemas for members and elements.
    pub parts: Vec<&'c Json>,
    /// The kinds that the parts are about: objects, lists.
    pub structure: Kinds,
    /// A part could not be read, and may list more members.
    pub unread: bool,
}

impl<'c> Branch<'c> {
    /// Every value.
    pub fn anything() -> Self {
        Self { kinds: Kinds::ALL, rules: Vec::new(), parts: Vec::new(), structure: Kinds::NONE, unread: false }
    }

    /// Every value, because the schema can't be read.
    pub fn unread() -> Self {
        Self { unread: true, ..Self::anything() }
    }

    /// The kinds of some branches together; all if there is no branch.
    pub fn kinds_of(branches: &[Self]) -> Kinds {
        let kinds = branches.iter().fold(Kinds::NONE, |all, branch| all.or(branch.kinds));
        if kinds.is_empty() { Kinds::ALL } else { kinds }
    }

    /// The values of the branch, without its members.
    pub fn alternative(&self, elements: Kinds) -> Alternative {
        Alternative { kinds: self.kinds, rules: self.rules.clone(), elements }
    }

    /// What meets both; `None` if nothing does.
    fn and(&self, other: &Self) -> Option<Self> {
        let kinds = self.kinds.and(other.kinds);
        let parts: Vec<_> = self.parts.iter().chain(&other.parts).copied().take(MAX_PARTS).collect();
        let unread = self.unread || other.unread || parts.len() < self.parts.len() + other.parts.len();
        let rules = self.rules.iter().chain(&other.rules).take(MAX_PARTS).cloned().collect();
        (!kinds.is_empty()).then_some(Self {
            kinds,
            rules,
            parts,
            structure: self.structure.or(other.structure),
            unread,
        })
    }

    /// For a schema that names no kind: an object if it lists members, a list if it has elements.
    pub fn infer_kinds(&mut self) {
        let named = self.kinds != Kinds::ALL || self.rules.iter().any(|rule| matches!(rule.kind, RuleKind::Values(_)));
        if !named && !self.structure.is_empty() {
            self.kinds = self.structure;
        }
    }
}

/// What meets one of each side. If that would be too many branches, what meets the left side.
pub fn both<'c>(left: Vec<Branch<'c>>, right: &[Branch<'c>]) -> Vec<Branch<'c>> {
    if left.len() * right.len() <= MAX_BRANCHES {
        return left.iter().flat_map(|one| right.iter().filter_map(|other| one.and(other))).collect();
    }
    left.into_iter().map(|branch| Branch { unread: true, ..branch }).collect()
}

/// The branches, or if there are too many, one that allows anything.
pub fn bounded(branches: Vec<Branch<'_>>) -> Vec<Branch<'_>> {
    if branches.len() <= MAX_BRANCHES { branches } else { vec![Branch::unread()] }
}
