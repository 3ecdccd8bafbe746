//! All values that an alternative allows, if they can be listed.

use super::rule::{Rule, ValueSet};
use super::types::{Alternative, MOST_COUNTED};
use crate::vocab::{Kind, Kinds, Value};

impl Alternative {
    /// Adds all values to a set, and returns the line that lists them; `None` if they can't be listed.
    pub(super) fn add_values(&self, all: &mut ValueSet, most: usize) -> Option<Option<&Rule>> {
        let scalars = Kinds::of(Kind::Null).or(Kinds::of(Kind::Boolean));
        if let Some((rule, set)) = self.value_sets().next() {
            if set.values.len() > MOST_COUNTED {
                return None;
            }
            for value in self.allowed(set) {
                all.add(value.clone());
                if all.values.len() > most {
                    return None;
                }
            }
            let structured = Kinds::of(Kind::List).or(Kinds::of(Kind::Object));
            return self.kinds.and(structured).is_empty().then_some(Some(rule));
        }
        if self.kinds == Kinds::of(Kind::Number) {
            let (numbers, rule) = self.numbers(most.min(MOST_COUNTED))?;
            numbers.into_iter().for_each(|number| all.add(Value::Number(number)));
            return (all.values.len() <= most).then_some(rule);
        }
        if self.kinds.has(Kind::Boolean) {
            [true, false].into_iter().for_each(|boolean| all.add(Value::Boolean(boolean)));
        }
        (self.kinds.or(scalars) == scalars && all.values.len() <= most).then_some(None)
    }
}
