//! Whether a schema accepts a value, keyword by keyword: JSON Schema 2020-12, and what older drafts write differently.
//! Every call that is shown is checked here. What can't be evaluated is never guessed.

mod lists;
mod objects;

use std::cell::{Cell, RefCell};

use serde_json::Value;

use crate::catalog::schema::Reader;
use crate::source::Span;
use crate::source::json::{Json, JsonKind, Member};
use crate::vocab::Number;

/// How many schemas are evaluated for one value.
const MAX_WORK: u32 = 10_000;
/// How deep schemas may refer to each other.
const MAX_DEPTH: usize = 128;

/// The keywords that messages name.
const KEYWORDS: [&str; 36] = [
    "type",
    "enum",
    "const",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "prefixItems",
    "items",
    "additionalItems",
    "contains",
    "unevaluatedItems",
    "patternProperties",
    "additionalProperties",
    "unevaluatedProperties",
    "propertyNames",
    "required",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "$dynamicRef",
    "$recursiveRef",
];

/// Whether a schema accepts a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validity {
    /// It does.
    Accepted,
    /// It does not.
    Refused,
    /// This keyword can't be evaluated.
    Unclear(&'static str),
}

/// Whether a tool's schema accepts arguments.
pub fn valid(reader: &Reader<'_>, arguments: &Value) -> Validity {
    Validator::new(reader).value(reader.schema(), arguments, MAX_DEPTH)
}

/// Whether a part of a tool's schema accepts a value.
pub fn valid_part<'c>(reader: &Reader<'c>, part: &'c Json, value: &Value) -> Validity {
    Validator::new(reader).value(part, value, MAX_DEPTH)
}

/// The keyword by which a schema refuses arguments.
pub fn refusing(reader: &Reader<'_>, arguments: &Value) -> &'static str {
    let validator = Validator::new(reader);
    let (mut schema, mut value) = (reader.schema(), arguments);
    for depth in (0..MAX_DEPTH).rev() {
        let members = schema.members().unwrap_or_default();
        let Some(member) = members.iter().find(|it| validator.refuses(schema, it, value, depth)) else { break };
        let properties = value.as_object().filter(|_| member.key == "properties").into_iter().flatten();
        let refused = properties.filter_map(|(key, value)| Some((&reader.keyword(&member.value, key)?.value, value)));
        let refused = refused.into_iter().find(|it| validator.value(it.0, it.1, depth) == Validity::Refused);
        match (refused, reader.target(&member.value)) {
            (Some(refused), _) => (schema, value) = refused,
            (None, Some(target)) if member.key == "$ref" => schema = target,
            (None, Some(_) | None) => return KEYWORDS.iter().find(|key| **key == member.key).unwrap_or(&"properties"),
        }
    }
    "properties"
}

impl Validity {
    pub(super) fn of(is_accepted: bool) -> Self {
        if is_accepted { Validity::Accepted } else { Validity::Refused }
    }

    /// `None` is a value that can't be read.
    fn of_readable(is_accepted: Option<bool>, keyword: &'static str) -> Self {
        is_accepted.map_or(Validity::Unclear(keyword), Self::of)
    }

    fn not(self) -> Self {
        match self {
            Validity::Accepted => Validity::Refused,
            Validity::Refused => Validity::Accepted,
            Validity::Unclear(keyword) => Validity::Unclear(keyword),
        }
    }

    /// Accepted if all are.
    fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Validity::Accepted;
        for part in parts {
            match part {
                Validity::Accepted => {}
                Validity::Refused => return Validity::Refused,
                Validity::Unclear(_) => all = part,
            }
        }
        all
    }

    /// Accepted if one is.
    fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::all(parts.into_iter().map(Self::not)).not()
    }
}

struct Validator<'r, 'c> {
    reader: &'r Reader<'c>,
    work: Cell<u32>,
    /// The schemas that are being evaluated because of a `$ref`, and for which values.
    referring: RefCell<Vec<(Span, *const Value)>>,
}

impl<'r, 'c> Validator<'r, 'c> {
    fn new(reader: &'r Reader<'c>) -> Self {
        Self { reader, work: Cell::new(0), referring: RefCell::default() }
    }

    fn value(&self, schema: &'c Json, value: &Value, depth: usize) -> Validity {
        let members = match &schema.kind {
            JsonKind::Boolean(accepts) => return Validity::of(*accepts),
            JsonKind::Object(members) => members,
            JsonKind::Null | JsonKind::Number(_) | JsonKind::Text(_) | JsonKind::List(_) => {
                return Validity::Unclear("a schema that is neither an object nor a boolean");
            }
        };
        self.work.set(self.work.get() + 1);
        if depth == 0 || self.work.get() > MAX_WORK {
            return Validity::Unclear("$ref");
        }
        let is_last =
            |member: &&Member| self.reader.keyword(schema, &member.key).is_some_and(|it| std::ptr::eq(it, *member));
        Validity::all(members.iter().filter(is_last).map(|member| self.keyword(schema, member, value, depth - 1)))
    }

    fn refuses(&self, schema: &'c Json, member: &'c Member, value: &Value, depth: usize) -> bool {
        self.keyword(schema, member, value, depth) == Validity::Refused
    }

    fn keyword(&self, schema: &'c Json, member: &'c Member, value: &Value, depth: usize) -> Validity {
        let operand = &member.value;
        match member.key.as_str() {
            "$ref" => self.referred(operand, value, depth),
            "$dynamicRef" => Validity::Unclear("$dynamicRef"),
            "$recursiveRef" => Validity::Unclear("$recursiveRef"),
            "type" => self.of_type(schema, operand, value),
            "enum" => {
                Validity::of_readable(operand.elements().map(|all| all.iter().any(|it| equals(it, value))), "enum")
            }
            "const" => Validity::of(equals(operand, value)),
            "allOf" => Validity::all(self.each(operand, value, depth)),
            "anyOf" => Validity::any(self.each(operand, value, depth)),
            "oneOf" => self.one_of(operand, value, depth),
            "not" => self.value(operand, value, depth).not(),
            "if" => self.if_then_else(schema, operand, value, depth),
            _ => match value {
                Value::Number(number) => of_number(schema, member, number.as_f64()),
                Value::String(text) => self.of_text(member, text),
                Value::Array(elements) => self.of_list(schema, member, elements, depth),
                Value::Object(object) => self.of_object(schema, member, object, depth),
                Value::Null | Value::Bool(_) => Validity::Accepted,
            },
        }
    }

    /// One that refers to itself at the same value has no meaning.
    fn referred(&self, reference: &'c Json, value: &Value, depth: usize) -> Validity {
        let place = |target: &Json| (target.span, std::ptr::from_ref(value));
        let target = self.reader.target(reference);
        let Some(target) = target.filter(|target| !self.referring.borrow().contains(&place(target))) else {
            return Validity::Unclear("$ref");
        };
        self.referring.borrow_mut().push(place(target));
        let validity = self.value(target, value, depth);
        self.referring.borrow_mut().pop();
        validity
    }

    fn of_type(&self, schema: &'c Json, operand: &Json, value: &Value) -> Validity {
        let names = operand.elements().unwrap_or(std::slice::from_ref(operand));
        let validity = Validity::any(names.iter().map(|name| {
            Validity::of_readable(name.text().and_then(|name| is_of_type(&name.to_ascii_lowercase(), value)), "type")
        }));
        let is_nullable =
            || self.reader.keyword(schema, "nullable").is_some_and(|it| it.value.kind == JsonKind::Boolean(true));
        // Only OpenAPI's readers know this keyword.
        if validity == Validity::Refused && value.is_null() && is_nullable() {
            return Validity::Unclear("nullable");
        }
        validity
    }

    fn each(&self, schemas: &'c Json, value: &Value, depth: usize) -> Vec<Validity> {
        schemas.elements().unwrap_or_default().iter().map(|schema| self.value(schema, value, depth)).collect()
    }

    fn one_of(&self, schemas: &'c Json, value: &Value, depth: usize) -> Validity {
        let (mut accepted, mut unclear) = (0, None);
        for validity in self.each(schemas, value, depth) {
            match validity {
                Validity::Accepted => accepted += 1,
                Validity::Refused => {}
                Validity::Unclear(_) => unclear = Some(validity),
            }
        }
        match unclear {
            Some(unclear) if accepted < 2 => unclear,
            Some(_) | None => Validity::of(accepted == 1),
        }
    }

    fn if_then_else(&self, schema: &'c Json, condition: &'c Json, value: &Value, depth: usize) -> Validity {
        let branch = |key: &str| {
            let branch = self.reader.keyword(schema, key);
            branch.map_or(Validity::Accepted, |branch| self.value(&branch.value, value, depth))
        };
        match self.value(condition, value, depth) {
            Validity::Accepted => branch("then"),
            Validity::Refused => branch("else"),
            unclear @ Validity::Unclear(_) => match Validity::all([branch("then"), branch("else")]) {
                Validity::Accepted => Validity::Accepted,
                Validity::Refused | Validity::Unclear(_) => unclear,
            },
        }
    }

    fn of_text(&self, member: &Member, text: &str) -> Validity {
        let length = || text.chars().count() as u64;
        match member.key.as_str() {
            "minLength" => Validity::of_readable(count(&member.value).map(|least| length() >= least), "minLength"),
            "maxLength" => Validity::of_readable(count(&member.value).map(|most| length() <= most), "maxLength"),
            "pattern" => {
                let pattern = member.value.text();
                Validity::of_readable(pattern.and_then(|it| self.is_match(member.value.span, it, text)), "pattern")
            }
            _ => Validity::Accepted,
        }
    }

    fn is_match(&self, place: Span, pattern: &str, text: &str) -> Option<bool> {
        self.reader.is_match(place, pattern, text)
    }
}

/// `None` if no draft has a type of this name.
fn is_of_type(name: &str, value: &Value) -> Option<bool> {
    Some(match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => return None,
    })
}

fn of_number(schema: &Json, member: &Member, number: Option<f64>) -> Validity {
    let compared = |keyword: &'static str, holds: fn(f64, f64) -> bool| {
        let bound = if let JsonKind::Number(bound) = member.value.kind { bound } else { None };
        Validity::of_readable(bound.zip(number).map(|(bound, number)| holds(number, bound.as_f64())), keyword)
    };
    // Before draft 6, `exclusiveMinimum` was a boolean beside `minimum`.
    let is_exclusive = |key: &str| schema.get(key).is_some_and(|it| it.kind == JsonKind::Boolean(true));
    let is_boolean = matches!(member.value.kind, JsonKind::Boolean(_));
    match member.key.as_str() {
        "minimum" if is_exclusive("exclusiveMinimum") => compared("minimum", |number, bound| number > bound),
        "minimum" => compared("minimum", |number, bound| number >= bound),
        "maximum" if is_exclusive("exclusiveMaximum") => compared("maximum", |number, bound| number < bound),
        "maximum" => compared("maximum", |number, bound| number <= bound),
        "exclusiveMinimum" if !is_boolean => compared("exclusiveMinimum", |number, bound| number > bound),
        "exclusiveMaximum" if !is_boolean => compared("exclusiveMaximum", |number, bound| number < bound),
        // Validators differ on multiples of a fraction, except where the quotient is exact.
        "multipleOf" => compared("multipleOf", |number, unit| {
            number == 0.0 || (number / unit).fract() == 0.0 && (unit.fract() != 0.0 || number % unit == 0.0)
        }),
        _ => Validity::Accepted,
    }
}

/// A length or a count.
fn count(json: &Json) -> Option<u64> {
    let JsonKind::Number(Some(number)) = json.kind else { return None };
    number.as_whole().and_then(|whole| u64::try_from(whole).ok())
}

/// Whether a value is one in a schema. Numbers are equal as doubles, however they are written.
pub fn equals(json: &Json, value: &Value) -> bool {
    match (&json.kind, value) {
        (JsonKind::Null, Value::Null) => true,
        (JsonKind::Boolean(mine), Value::Bool(theirs)) => mine == theirs,
        (JsonKind::Number(mine), Value::Number(theirs)) => {
            mine.map(Number::as_f64) == theirs.as_f64() && mine.is_some()
        }
        (JsonKind::Text(mine), Value::String(theirs)) => mine == theirs,
        (JsonKind::List(mine), Value::Array(theirs)) => {
            mine.len() == theirs.len() && mine.iter().zip(theirs).all(|(mine, theirs)| equals(mine, theirs))
        }
        (JsonKind::Object(mine), Value::Object(theirs)) => {
            let is_equal =
                |member: &Member| theirs.get(&member.key).is_some_and(|theirs| equals(&member.value, theirs));
            mine.len() == theirs.len() && mine.iter().all(is_equal)
        }
        _ => false,
    }
}
