//! What is found out once about a schema and needed often: members of large objects, sets of values, compiled
//! patterns. It also counts the work of one question, so that no schema makes it slow.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use super::branch::Branch;
use crate::catalog::rule::{Pattern, ValueSet};
use crate::source::Span;
use crate::source::json::{Json, Member};
use crate::vocab::{Map, Set};

/// How many schemas are read for one path.
const MAX_WORK: usize = 1_024;
/// Schemas that lead to more others than this are cached even if not all of these were read.
const LABORIOUS: usize = 8;
/// Objects and lists up to this size are searched linearly.
const SMALL: usize = 16;
/// The longest `$ref` that is followed, in bytes.
const LONGEST_POINTER: usize = 1_024;

/// Caches, by the place of what they are about.
#[derive(Debug, Default)]
pub struct Index<'c> {
    work: Cell<usize>,
    left_out: Cell<usize>,
    branches: RefCell<Map<Span, Vec<Branch<'c>>>>,
    members: RefCell<Map<Span, Map<&'c str, &'c Member>>>,
    required: RefCell<Map<Span, Set<&'c str>>>,
    values: RefCell<Map<Span, Option<Arc<ValueSet>>>>,
    patterns: RefCell<Map<Span, Arc<Pattern>>>,
}

impl<'c> Index<'c> {
    /// A new question.
    pub fn start(&self) {
        self.work.set(0);
    }

    /// Counts one more schema that is read; false if there are too many.
    pub fn spend(&self) -> bool {
        self.work.set(self.work.get() + 1);
        self.work.get() <= MAX_WORK
    }

    /// The branches of a schema. They are cached: a hundred paths may lead through one `anyOf`, and a schema that
    /// refers to itself in many ways takes all the work that a question may take. Those of which some were left out are
    /// not: another question may have the work left to read them.
    pub fn branches(&self, schema: &'c Json, make: impl FnOnce() -> Vec<Branch<'c>>) -> Vec<Branch<'c>> {
        if let Some(known) = self.branches.borrow().get(&schema.span) {
            return known.clone();
        }
        let (work, left_out) = (self.work.get(), self.left_out.get());
        let branches = make();
        if left_out == self.left_out.get() || self.work.get() - work > LABORIOUS {
            self.branches.borrow_mut().insert(schema.span, branches.clone());
        }
        branches
    }

    /// Counts a schema that is not read, because it leads too deep or the work is used up.
    pub fn leave_out(&self) {
        self.left_out.set(self.left_out.get() + 1);
    }

    /// The member of an object; the last one, if there are two.
    pub fn member(&self, object: &'c Json, key: &str) -> Option<&'c Member> {
        let members = object.members()?;
        if members.len() <= SMALL {
            return object.member(key);
        }
        let mut all = self.members.borrow_mut();
        let by_key = all
            .entry(object.span)
            .or_insert_with(|| members.iter().map(|member| (member.key.as_str(), member)).collect());
        by_key.get(key).copied()
    }

    /// The value of that member.
    pub fn get(&self, object: &'c Json, key: &str) -> Option<&'c Json> {
        self.member(object, key).map(|member| &member.value)
    }

    /// What a schema says about members that it does not list: a boolean or a schema.
    pub fn others(&self, schema: &'c Json) -> Option<&'c Member> {
        self.member(schema, "additionalProperties").or_else(|| self.member(schema, "unevaluatedProperties"))
    }

    /// Whether a schema requires a member.
    pub fn requires(&self, schema: &'c Json, key: &str) -> bool {
        let Some(list) = self.get(schema, "required") else { return false };
        let names = list.elements().unwrap_or_default();
        if names.len() <= SMALL {
            return names.iter().any(|name| name.text() == Some(key));
        }
        let mut all = self.required.borrow_mut();
        all.entry(list.span).or_insert_with(|| names.iter().filter_map(Json::text).collect()).contains(key)
    }

    /// The set of values at a place, built when it is first needed.
    pub fn values(&self, span: Span, make: impl FnOnce() -> Option<Arc<ValueSet>>) -> Option<Arc<ValueSet>> {
        self.values.borrow_mut().entry(span).or_insert_with(make).clone()
    }

    /// The pattern at a place.
    pub fn pattern(&self, span: Span, text: &str) -> Arc<Pattern> {
        let mut patterns = self.patterns.borrow_mut();
        Arc::clone(patterns.entry(span).or_insert_with(|| Arc::new(Pattern::new(text.to_owned()))))
    }

    /// The schema that a `$ref` points to: a JSON pointer into the document, such as `#/$defs/money`.
    pub fn pointed_at(&self, document: &'c Json, reference: &str) -> Option<&'c Json> {
        let pointer = reference.strip_prefix('#').filter(|pointer| pointer.len() <= LONGEST_POINTER)?;
        if pointer.is_empty() {
            return Some(document);
        }
        pointer.strip_prefix('/')?.split('/').try_fold(document, |json, token| {
            let token = percent_decoded(token)?.replace("~1", "/").replace("~0", "~");
            match json.elements() {
                Some(elements) => elements.get(token.parse::<usize>().ok()?),
                None => self.get(json, &token),
            }
        })
    }
}

/// `None` if the decoded escapes are not UTF-8.
fn percent_decoded(text: &str) -> Option<String> {
    let mut pieces = text.split('%');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        bytes.push(u8::from_str_radix(piece.get(..2)?, 16).ok()?);
        bytes.extend_from_slice(piece.get(2..)?.as_bytes());
    }
    String::from_utf8(bytes).ok()
}
