//! The keywords about lists.

use serde_json::Value;

use super::{Validator, Validity, count};
use crate::source::json::{Json, JsonKind, Member};

impl<'c> Validator<'_, 'c> {
    pub(super) fn of_list(&self, schema: &'c Json, member: &'c Member, list: &[Value], depth: usize) -> Validity {
        let length = list.len() as u64;
        let operand = &member.value;
        match member.key.as_str() {
            "minItems" => Validity::of_readable(count(operand).map(|least| length >= least), "minItems"),
            "maxItems" => Validity::of_readable(count(operand).map(|most| length <= most), "maxItems"),
            "uniqueItems" if operand.kind == JsonKind::Boolean(true) => Validity::of(are_unique(list)),
            "prefixItems" => self.in_order(operand, list, depth),
            "items" if operand.elements().is_some() => self.in_order(operand, list, depth),
            "items" => self.after(schema, "prefixItems", operand, list, depth),
            "additionalItems"
                if self.reader.keyword(schema, "items").is_some_and(|it| it.value.elements().is_some()) =>
            {
                self.after(schema, "items", operand, list, depth)
            }
            "contains" => self.contains(schema, operand, list, depth),
            "unevaluatedItems" if !list.is_empty() => self.unevaluated_items(schema, operand, list),
            _ => Validity::Accepted,
        }
    }

    /// Each element has a schema of its own.
    fn in_order(&self, schemas: &'c Json, list: &[Value], depth: usize) -> Validity {
        let schemas = schemas.elements().unwrap_or_default();
        Validity::all(schemas.iter().zip(list).map(|(schema, element)| self.value(schema, element, depth)))
    }

    /// The elements after those with a schema of their own.
    fn after(&self, schema: &'c Json, first: &str, rest: &'c Json, list: &[Value], depth: usize) -> Validity {
        let first = self.reader.keyword(schema, first).and_then(|it| it.value.elements()).unwrap_or_default();
        Validity::all(list.iter().skip(first.len()).map(|element| self.value(rest, element, depth)))
    }

    fn contains(&self, schema: &'c Json, wanted: &'c Json, list: &[Value], depth: usize) -> Validity {
        let bound = |key: &str| self.reader.keyword(schema, key).and_then(|it| count(&it.value));
        let (mut found, mut unclear, mut why) = (0_u64, 0_u64, "contains");
        for element in list {
            match self.value(wanted, element, depth) {
                Validity::Accepted => found += 1,
                Validity::Refused => {}
                Validity::Unclear(keyword) => (unclear, why) = (unclear + 1, keyword),
            }
        }
        let is_within = |found: u64| {
            bound("minContains").unwrap_or(1) <= found && bound("maxContains").is_none_or(|most| found <= most)
        };
        match (0..=unclear).map(|more| is_within(found + more)).collect::<Vec<_>>() {
            all if all.iter().all(|is_within| *is_within) => Validity::Accepted,
            all if all.iter().any(|is_within| *is_within) => Validity::Unclear(why),
            _ => Validity::Refused,
        }
    }

    /// Only where the elements have schemas beside it.
    fn unevaluated_items(&self, schema: &'c Json, operand: &Json, list: &[Value]) -> Validity {
        let evaluated = |key: &str| match self.reader.keyword(schema, key).map(|it| &it.value) {
            Some(items) => items.elements().map_or(usize::MAX, <[Json]>::len),
            None => 0,
        };
        let is_evaluated = evaluated("items").max(evaluated("prefixItems")) >= list.len();
        if is_evaluated || operand.kind == JsonKind::Boolean(true) {
            Validity::Accepted
        } else {
            Validity::Unclear("unevaluatedItems")
        }
    }
}

fn are_unique(list: &[Value]) -> bool {
    list.iter().enumerate().all(|(index, one)| list.iter().skip(index + 1).all(|other| !is_same(one, other)))
}

/// `1` and `1.0` are the same.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let is_in = |(key, one): (&String, &Value)| other.get(key).is_some_and(|other| is_same(one, other));
            one.len() == other.len() && one.iter().all(is_in)
        }
        _ => one == other,
    }
}
