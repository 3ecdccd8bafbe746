//! From a schema to its branches: `$ref`, `anyOf`, `oneOf`, `allOf` and `nullable`. `not`, `if` and others
//! are ignored, because they only make a schema narrower.

use super::branch::{MAX_BRANCHES, both, bounded};
use super::{Branch, Reader};
use crate::source::json::{Json, JsonKind, Member};
use crate::vocab::{Kind, Kinds};

/// How deep schemas may refer to each other.
const MAX_DEPTH: usize = 64;

impl<'c> Reader<'c> {
    /// The branches of a schema; empty if nothing meets it.
    pub(super) fn resolve(&self, schema: &'c Json) -> Vec<Branch<'c>> {
        self.all_branches(std::iter::once(schema))
    }

    /// The branches of values that meet each of some members' schemas.
    pub(super) fn all_of(&self, members: &[&'c Member]) -> Vec<Branch<'c>> {
        self.all_branches(members.iter().map(|member| &member.value))
    }

    fn all_branches(&self, schemas: impl Iterator<Item = &'c Json>) -> Vec<Branch<'c>> {
        let anything = vec![Branch::anything()];
        let mut branches = schemas.fold(anything, |all, schema| both(all, &self.branches(schema, MAX_DEPTH)));
        branches.iter_mut().for_each(Branch::infer_kinds);
        branches
    }

    fn branches(&self, schema: &'c Json, depth: usize) -> Vec<Branch<'c>> {
        if depth == 0 || !self.index.spend() {
            self.index.leave_out();
            return vec![Branch::unread()];
        }
        match &schema.kind {
            JsonKind::Boolean(true) => vec![Branch::anything()],
            JsonKind::Boolean(false) => Vec::new(),
            JsonKind::Object(_) => self.index.branches(schema, || self.branches_of_object(schema, depth - 1)),
            JsonKind::Null | JsonKind::Number(_) | JsonKind::Text(_) | JsonKind::List(_) => vec![Branch::unread()],
        }
    }

    fn branches_of_object(&self, schema: &'c Json, depth: usize) -> Vec<Branch<'c>> {
        if self.index.get(schema, "not").is_some_and(admits_all) {
            return Vec::new();
        }
        let mut branches = vec![self.own_branch(schema)];
        if let Some(reference) = self.index.get(schema, "$ref") {
            branches = both(branches, &self.referred(reference, depth));
        }
        for key in ["anyOf", "oneOf"] {
            if let Some(member) = self.index.member(schema, key) {
                branches = both(branches, &self.any_of(member, depth));
            }
        }
        for part in self.index.get(schema, "allOf").and_then(Json::elements).unwrap_or_default() {
            branches = both(branches, &self.branches(part, depth));
        }
        // OpenAPI's keyword, which many servers still use.
        if self.index.get(schema, "nullable").is_some_and(|nullable| nullable.kind == JsonKind::Boolean(true)) {
            branches.push(Branch { kinds: Kinds::of(Kind::Null), ..Branch::anything() });
        }
        bounded(branches)
    }

    fn referred(&self, reference: &'c Json, depth: usize) -> Vec<Branch<'c>> {
        let target = reference.text().and_then(|pointer| self.index.pointed_at(&self.schema.schema.json, pointer));
        target.map_or_else(|| vec![Branch::unread()], |target| self.branches(target, depth))
    }

    fn any_of(&self, member: &'c Member, depth: usize) -> Vec<Branch<'c>> {
        let listed = member.value.elements().unwrap_or_default();
        if let Some(counted) = self.counted(member) {
            return vec![counted];
        }
        if listed.is_empty() || listed.len() > MAX_BRANCHES {
            return vec![Branch::unread()];
        }
        bounded(listed.iter().flat_map(|schema| self.branches(schema, depth)).collect())
    }
}

/// In an `anyOf`, some libraries write `{"not": {}}` for a value that may be left out.
fn admits_all(schema: &Json) -> bool {
    schema.kind == JsonKind::Boolean(true) || schema.members().is_some_and(<[Member]>::is_empty)
}
