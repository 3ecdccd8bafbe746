//! For callers that read a schema themselves, keyword by keyword: its text, and what was found out about it.

use super::{Reader, branch};
use crate::catalog::types::{Alternative, Type};
use crate::source::Span;
use crate::source::json::{Json, Member};
use crate::vocab::{Kinds, Path};

/// How many schemas that are met together are followed.
const MAX_TOGETHER: usize = 64;

impl<'c> Reader<'c> {
    /// The schema.
    pub fn schema(&self) -> &'c Json {
        &self.schema.schema.json
    }

    /// A keyword of a schema with its value; the last one, if there are two.
    pub fn keyword(&self, schema: &'c Json, key: &str) -> Option<&'c Member> {
        self.index.member(schema, key)
    }

    /// The schema that a `$ref` refers to.
    pub fn target(&self, reference: &'c Json) -> Option<&'c Json> {
        self.index.pointed_at(self.schema(), reference.text()?)
    }

    /// Whether a text matches the pattern at a place; `None` if that is uncertain.
    pub fn is_match(&self, place: Span, pattern: &str, text: &str) -> Option<bool> {
        self.index.pattern(place, pattern).is_match(text)
    }

    /// The schemas that every value at a path meets, as far as they are listed outside `anyOf` and the like.
    pub fn schemas_at(&self, path: &Path) -> Vec<&'c Json> {
        let mut at = self.together(vec![self.schema()]);
        for key in path.segments() {
            let properties = at.iter().filter_map(|schema| self.index.get(schema, "properties"));
            at = self.together(properties.filter_map(|properties| self.index.get(properties, key)).collect());
        }
        at
    }

    /// Some schemas, and those that they refer to or combine.
    fn together(&self, mut schemas: Vec<&'c Json>) -> Vec<&'c Json> {
        let mut next = 0;
        while let Some(schema) = schemas.get(next).copied().filter(|_| next < MAX_TOGETHER) {
            let target = self.index.get(schema, "$ref").and_then(|reference| self.target(reference));
            let all = self.index.get(schema, "allOf").and_then(Json::elements).unwrap_or_default();
            for other in target.into_iter().chain(all) {
                if !schemas.iter().any(|known| std::ptr::eq(*known, other)) {
                    schemas.push(other);
                }
            }
            next += 1;
        }
        schemas
    }

    /// The kinds and rules that a schema states itself, not through others.
    pub fn own(&self, schema: &'c Json) -> Alternative {
        self.own_branch(schema).alternative(Kinds::ALL)
    }

    /// The values of an `anyOf` or `oneOf` that only lists constants.
    pub fn constants(&self, member: &'c Member) -> Option<Alternative> {
        Some(self.counted(member)?.alternative(Kinds::ALL))
    }

    /// The type of the values that a schema accepts, members and elements apart.
    pub fn type_of_schema(&self, schema: &'c Json) -> Type {
        self.index.start();
        self.type_of(&branch::bounded(self.resolve(schema)))
    }
}
