//! The keywords about objects.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Validator, Validity, count};
use crate::source::json::{Json, Member};

type Object = Map<String, Value>;

impl<'c> Validator<'_, 'c> {
    pub(super) fn of_object(&self, schema: &'c Json, member: &'c Member, object: &Object, depth: usize) -> Validity {
        let operand = &member.value;
        let size = object.len() as u64;
        match member.key.as_str() {
            "properties" => Validity::all(
                object
                    .iter()
                    .filter_map(|(key, value)| Some((self.reader.keyword(operand, key)?, value)))
                    .map(|(member, value)| self.value(&member.value, value, depth)),
            ),
            "patternProperties" => {
                Validity::all(object.iter().map(|(key, value)| self.by_pattern(operand, key, value, depth)))
            }
            "additionalProperties" => {
                Validity::all(object.iter().map(|(key, value)| self.additional(schema, operand, (key, value), depth)))
            }
            "unevaluatedProperties" => self.unevaluated(schema, operand, object, depth),
            "propertyNames" => {
                Validity::all(object.keys().map(|key| self.value(operand, &Value::from(key.as_str()), depth)))
            }
            "required" => Validity::of(has_all(operand, object)),
            "minProperties" => Validity::of_readable(count(operand).map(|least| size >= least), "minProperties"),
            "maxProperties" => Validity::of_readable(count(operand).map(|most| size <= most), "maxProperties"),
            "dependentRequired" | "dependentSchemas" | "dependencies" => {
                let depending = operand.members().unwrap_or_default().iter();
                Validity::all(depending.filter(|it| object.contains_key(&it.key)).map(|it| {
                    let whole = || Value::Object(object.clone());
                    match it.value.elements() {
                        Some(_) => Validity::of(has_all(&it.value, object)),
                        None => self.value(&it.value, &whole(), depth),
                    }
                }))
            }
            _ => Validity::Accepted,
        }
    }

    fn by_pattern(&self, patterns: &'c Json, key: &str, value: &Value, depth: usize) -> Validity {
        let patterns = patterns.members().unwrap_or_default();
        Validity::all(patterns.iter().map(|pattern| match self.is_match(pattern.key_span, &pattern.key, key) {
            Some(true) => self.value(&pattern.value, value, depth),
            Some(false) => Validity::Accepted,
            None => Validity::Unclear("patternProperties"),
        }))
    }

    fn additional(&self, schema: &'c Json, rest: &'c Json, (key, value): (&str, &Value), depth: usize) -> Validity {
        match self.is_listed(schema, key) {
            Some(true) => Validity::Accepted,
            Some(false) => self.value(rest, value, depth),
            None => match self.value(rest, value, depth) {
                Validity::Accepted => Validity::Accepted,
                Validity::Refused | Validity::Unclear(_) => Validity::Unclear("patternProperties"),
            },
        }
    }

    /// Whether a schema has a schema for a member; `None` if a pattern can't be read.
    fn is_listed(&self, schema: &'c Json, key: &str) -> Option<bool> {
        let properties = self.reader.keyword(schema, "properties");
        if properties.is_some_and(|it| self.reader.keyword(&it.value, key).is_some()) {
            return Some(true);
        }
        let patterns = self.reader.keyword(schema, "patternProperties").and_then(|it| it.value.members());
        let mut is_listed = Some(false);
        for pattern in patterns.unwrap_or_default() {
            match self.is_match(pattern.key_span, &pattern.key, key) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => is_listed = None,
            }
        }
        is_listed
    }

    fn unevaluated(&self, schema: &'c Json, rest: &'c Json, object: &Object, depth: usize) -> Validity {
        let mut evaluated = BTreeSet::new();
        if self.evaluate(schema, object, &mut evaluated, depth).is_none() {
            return Validity::Unclear("unevaluatedProperties");
        }
        let others = object.iter().filter(|(key, _)| !evaluated.contains(key.as_str()));
        Validity::all(others.map(|(_, value)| self.value(rest, value, depth)))
    }

    /// Adds the members that a schema, or one that it applies, has a schema for; `None` if that is unclear.
    fn evaluate<'o>(
        &self,
        schema: &'c Json,
        object: &'o Object,
        evaluated: &mut BTreeSet<&'o str>,
        depth: usize,
    ) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        for key in object.keys() {
            let is_listed = self.is_listed(schema, key)?;
            if is_listed || self.reader.keyword(schema, "additionalProperties").is_some() {
                evaluated.insert(key);
            }
        }
        for applied in self.applied(schema, object, depth)? {
            self.evaluate(applied, object, evaluated, depth)?;
        }
        Some(())
    }

    /// The schemas that a schema applies to the same object, and that the object meets; `None` if that is unclear.
    fn applied(&self, schema: &'c Json, object: &Object, depth: usize) -> Option<Vec<&'c Json>> {
        let whole = Value::Object(object.clone());
        let keyword = |key: &str| self.reader.keyword(schema, key).map(|it| &it.value);
        let mut all: Vec<&'c Json> = keyword("$ref").and_then(|it| self.reader.target(it)).into_iter().collect();
        all.extend(keyword("allOf").and_then(Json::elements).unwrap_or_default());
        let depending = keyword("dependentSchemas").and_then(Json::members).unwrap_or_default().iter();
        all.extend(depending.filter(|it| object.contains_key(&it.key)).map(|it| &it.value));
        let is_met = |schema: &'c Json| match self.value(schema, &whole, depth) {
            Validity::Accepted => Some(true),
            Validity::Refused => Some(false),
            Validity::Unclear(_) => None,
        };
        for key in ["anyOf", "oneOf"] {
            for one in keyword(key).and_then(Json::elements).unwrap_or_default() {
                all.extend(is_met(one)?.then_some(one));
            }
        }
        if let Some(condition) = keyword("if") {
            match is_met(condition)? {
                true => all.extend([Some(condition), keyword("then")].into_iter().flatten()),
                false => all.extend(keyword("else")),
            }
        }
        Some(all)
    }
}

/// Entries that are not strings require nothing; nor does the boolean of draft 3.
fn has_all(names: &Json, object: &Object) -> bool {
    names.elements().unwrap_or_default().iter().filter_map(Json::text).all(|name| object.contains_key(name))
}
