//! Fingerprints of JSON values, by which a repeated call is recognized. The order of members and the spelling
//! of strings and numbers make no difference.

use std::hash::{BuildHasher, Hash, RandomState};

use crate::source::json::{Json, JsonKind};

/// Makes unpredictable fingerprints, so that no trace can make two different calls look alike.
#[derive(Default, Clone)]
pub struct Fingerprints {
    state: RandomState,
}

impl Fingerprints {
    /// The fingerprint of a value.
    pub fn of(&self, json: &Json) -> u64 {
        match &json.kind {
            JsonKind::Null => self.join((0, ())),
            JsonKind::Boolean(value) => self.join((1, value)),
            JsonKind::Number(number) => self.join((2, number.map(|number| number.as_f64().to_bits()))),
            JsonKind::Text(text) => self.join((3, text)),
            JsonKind::List(elements) => {
                self.join((4, elements.iter().map(|element| self.of(element)).collect::<Vec<_>>()))
            }
            JsonKind::Object(members) => {
                let sum = |sum: u64, fingerprint| sum.wrapping_add(fingerprint);
                let fingerprints = members.iter().map(|member| self.join((&member.key, self.of(&member.value))));
                self.join((5, fingerprints.fold(0, sum)))
            }
        }
    }

    /// One fingerprint for several things.
    pub fn join(&self, parts: impl Hash) -> u64 {
        self.state.hash_one(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_mean_the_same_have_one_fingerprint() {
        let fingerprints = Fingerprints::default();
        let of = |text: &str| fingerprints.of(&Json::parse_text(text).unwrap());
        assert_eq!(of(r#"{"a": 1, "b": ["x"]}"#), of(r#"{"b":["\u0078"],"a":1.0}"#));
        for other in [r#"{"a": 1}"#, r#"{"a": 1, "b": []}"#, r#"{"a": "1", "b": ["x"]}"#, r#"{"b": 1, "a": ["x"]}"#] {
            assert_ne!(of(r#"{"a": 1, "b": ["x"]}"#), of(other), "{other}");
        }
    }
}
