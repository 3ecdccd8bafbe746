//! What a search asks about the calls that it finds: what to put into a list, and whether the server accepts the call.

use serde_json::Value as Json;

use super::language::Languages;
use super::lists::Lists;
use super::why::Why;
use crate::vocab::{Number, Value};

/// Completes and checks what a search finds.
pub trait Judge {
    /// A list of a set.
    fn list(&mut self, lists: &Lists, languages: &mut Languages) -> Result<Json, Why>;

    /// Why a value is not one that is looked for, although it satisfies the formula.
    fn refusal(&mut self, found: &Json) -> Option<Why>;
}

/// Takes every call.
pub struct AnyCall;

impl Judge for AnyCall {
    fn list(&mut self, lists: &Lists, languages: &mut Languages) -> Result<Json, Why> {
        let elements = lists.shortest(&languages.regexes).ok_or(Why::NotConfirmed)?;
        Ok(elements.iter().map(json).collect())
    }

    fn refusal(&mut self, _: &Json) -> Option<Why> {
        None
    }
}

/// A value as JSON.
pub fn json(value: &Value) -> Json {
    match value {
        Value::Text(text) => Json::String(text.clone()),
        Value::Number(value) => number(value.as_f64()),
        Value::Boolean(boolean) => Json::Bool(*boolean),
    }
}

/// A number, written without a fraction if it has none.
pub fn number(double: f64) -> Json {
    let whole = Number::from_f64(double).and_then(Number::as_whole).and_then(|whole| i64::try_from(whole).ok());
    whole.map_or_else(|| Json::from(double), Json::from)
}
