//! What a signature says about the argument at a path, in the same form as a schema.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use crate::catalog::rule::{RuleKind, ValueSet};
use crate::catalog::types::{Alternative, Type};
use crate::catalog::{Argument, Lookup};
use crate::source::{Place, SourceId, Span};
use crate::syntax::tree;
use crate::vocab::{Kind, Kinds, Path};

/// A signature, ready to be asked about many paths.
#[derive(Debug)]
pub struct Reader<'s> {
    signature: &'s tree::Signature,
    source: SourceId,
    /// The fields by name, by the place of the first of them.
    by_name: RefCell<HashMap<Span, HashMap<&'s str, &'s tree::Field>>>,
}

impl<'s> Reader<'s> {
    /// A signature in a file.
    pub fn new(signature: &'s tree::Signature, source: SourceId) -> Self {
        Self { signature, source, by_name: RefCell::default() }
    }

    /// What is at a path. A signature lists all arguments; an object without members is open.
    pub fn lookup(&self, path: &Path) -> Lookup {
        let (mut fields, mut place) = (self.signature.fields.as_slice(), self.signature.span.of(self.source));
        let mut always_there = true;
        let last = path.segments().len() - 1;
        for (step, key) in path.segments().iter().enumerate() {
            let Some(field) = self.field(fields, key) else {
                let known = fields.iter().map(|field| field.key.text.clone()).collect();
                return Lookup::NoSuchMember { step, known, place };
            };
            place = field.key.span.of(self.source);
            always_there &= !field.optional;
            if step == last {
                return Lookup::Found(self.argument(place, &field.ty, always_there));
            }
            match self.inside(&field.ty, step + 1, place) {
                Ok(members) => fields = members,
                Err(lookup) => return lookup,
            }
        }
        Lookup::Unknown
    }

    /// Whether the signature says `any` for a path, or for something on the way. If so, its uses need not
    /// agree.
    pub fn says_any(&self, path: &Path) -> bool {
        let mut fields = self.signature.fields.as_slice();
        for key in path.segments() {
            match self.field(fields, key).map(|field| &field.ty.kind) {
                Some(tree::TypeKind::Any) => return true,
                Some(tree::TypeKind::Object(members)) => fields = members,
                Some(_) | None => return false,
            }
        }
        false
    }

    /// The first field of that name: a second one is a separate error.
    fn field(&self, fields: &'s [tree::Field], key: &str) -> Option<&'s tree::Field> {
        let first = fields.first()?;
        let mut all = self.by_name.borrow_mut();
        let by_name = all
            .entry(first.key.span)
            .or_insert_with(|| fields.iter().rev().map(|field| (field.key.text.as_str(), field)).collect());
        by_name.get(key).copied()
    }

    #[expect(clippy::result_large_err, reason = "an error ends the walk, and its path is read once")]
    fn inside(&self, ty: &'s tree::Type, step: usize, place: Place) -> Result<&'s [tree::Field], Lookup> {
        match &ty.kind {
            tree::TypeKind::Object(members) if !members.is_empty() => Ok(members),
            tree::TypeKind::Object(_) | tree::TypeKind::Any => Err(Lookup::Unknown),
            tree::TypeKind::List(_) => Err(Lookup::IntoList { step, place }),
            tree::TypeKind::String
            | tree::TypeKind::Number
            | tree::TypeKind::Integer
            | tree::TypeKind::Boolean
            | tree::TypeKind::OneOf(_) => {
                let words = self.argument(place, ty, false).words();
                Err(Lookup::IntoScalar { step, place, words })
            }
        }
    }

    fn argument(&self, place: Place, ty: &tree::Type, always_there: bool) -> Argument {
        let ty = Type::new(vec![self.alternative(ty)]);
        Argument { place, description: None, default: None, examples: Vec::new(), format: None, ty, always_there }
    }

    fn alternative(&self, ty: &tree::Type) -> Alternative {
        let line = ty.span.of(self.source);
        match &ty.kind {
            tree::TypeKind::String => Alternative::of(Kinds::of(Kind::String)),
            tree::TypeKind::Number => Alternative::of(Kinds::of(Kind::Number)),
            tree::TypeKind::Integer => Alternative::of(Kinds::of(Kind::Number)).with_rule(line, RuleKind::Whole),
            tree::TypeKind::Boolean => Alternative::of(Kinds::of(Kind::Boolean)),
            tree::TypeKind::Any => Alternative::of(Kinds::ALL),
            tree::TypeKind::List(elements) => {
                let elements = self.alternative(elements).kinds;
                Alternative { elements, ..Alternative::of(Kinds::of(Kind::List)) }
            }
            tree::TypeKind::Object(_) => Alternative::of(Kinds::of(Kind::Object)),
            tree::TypeKind::OneOf(literals) => {
                let set: ValueSet = literals.iter().collect();
                Alternative::of(Kinds::ALL).with_rule(line, RuleKind::Values(Arc::new(set)))
            }
        }
    }
}
