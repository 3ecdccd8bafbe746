//! For callers that read a schema themselves, keyword by keyword: its text, and what was found out about it.

use super::{Reader, branch};
use crate::catalog::types::{Alternative, Type};
use crate::source::Span;
use crate::source::json::{Json, Member};
use crate::vocab::Kinds;

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
