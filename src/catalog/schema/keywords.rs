//! What a schema says itself: `type`, `enum`, `const`, and the bounds of numbers and strings.

use std::sync::Arc;

use super::{Branch, Reader};
use crate::catalog::rule::{Bound, Rule, RuleKind, ValueSet};
use crate::source::json::{Json, JsonKind, Member};
use crate::vocab::{Kind, Kinds, Number, Value};

/// The most kinds in one `type`.
const MAX_KINDS: usize = 16;

/// These are about members and elements, and so determine what a schema without a `type` means. `required`
/// does not: `{"required": ["a"]}` is often in an `anyOf` next to a type.
const STRUCTURE: [(&str, Kinds); 7] = [
    ("properties", Kinds::of(Kind::Object)),
    ("patternProperties", Kinds::of(Kind::Object)),
    ("additionalProperties", Kinds::of(Kind::Object)),
    ("unevaluatedProperties", Kinds::NONE),
    ("required", Kinds::NONE),
    ("items", Kinds::of(Kind::List)),
    ("prefixItems", Kinds::of(Kind::List)),
];

/// Makes a rule from its number.
type Make<T> = fn(T) -> RuleKind;

/// The ends of a range: inclusive, exclusive.
const BOUNDS: [(&str, &str, Make<Bound>); 2] =
    [("minimum", "exclusiveMinimum", RuleKind::Least), ("maximum", "exclusiveMaximum", RuleKind::Most)];

/// The lengths of a string.
const LENGTHS: [(&str, Make<u64>); 2] = [("minLength", RuleKind::Shortest), ("maxLength", RuleKind::Longest)];

/// These may list more members, in ways that are not followed.
const NOT_FOLLOWED: [&str; 6] = ["then", "else", "dependentSchemas", "dependencies", "$dynamicRef", "$recursiveRef"];

impl<'c> Reader<'c> {
    /// The branch of a schema without what it refers to.
    pub(super) fn own_branch(&self, schema: &'c Json) -> Branch<'c> {
        let mut branch = Branch::anything();
        if let Some(member) = self.index.member(schema, "type") {
            self.add_type(&mut branch, member);
        }
        for set in ["enum", "const"].iter().filter_map(|key| self.index.member(schema, key)) {
            self.add_values(&mut branch, set);
        }
        self.add_bounds(&mut branch, schema);
        self.add_text_rules(&mut branch, schema);
        let structure: Vec<_> = STRUCTURE.iter().filter(|(key, _)| self.index.get(schema, key).is_some()).collect();
        if !structure.is_empty() {
            branch.parts.push(schema);
            branch.structure = structure.into_iter().fold(Kinds::NONE, |all, (_, kinds)| all.or(*kinds));
        }
        let closed = self.index.others(schema).is_some_and(|others| others.value.kind == JsonKind::Boolean(false));
        branch.unread = !closed && NOT_FOLLOWED.iter().any(|key| self.index.get(schema, key).is_some());
        branch
    }

    /// An `anyOf` of constants only, as some libraries write an enumeration: one set, however long.
    pub(super) fn counted(&self, member: &'c Member) -> Option<Branch<'c>> {
        let set = self.index.values(member.value.span, || {
            let schemas = member.value.elements()?;
            let constants: Option<Vec<_>> = schemas.iter().map(constants).collect();
            let constants = constants.filter(|constants| constants.len() > 1)?;
            value_set(constants.into_iter().flatten())
        })?;
        let mut branch = Branch::anything();
        branch.kinds = set.kinds;
        self.add_rule(&mut branch, member, RuleKind::Values(set));
        Some(branch)
    }

    fn add_type(&self, branch: &mut Branch<'c>, member: &'c Member) {
        let names: Vec<_> = match &member.value.kind {
            JsonKind::Text(name) => vec![Some(name.as_str())],
            JsonKind::List(names) if names.len() <= MAX_KINDS => names.iter().map(Json::text).collect(),
            JsonKind::List(_) | JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) | JsonKind::Object(_) => {
                return;
            }
        };
        let named = |wanted: &str| names.iter().flatten().any(|name| name.eq_ignore_ascii_case(wanted));
        // A name that can't be read may mean anything.
        let Some(kinds) = names.iter().map(|name| kind_of_name((*name)?)).collect::<Option<Kinds>>() else { return };
        if kinds.is_empty() {
            return;
        }
        branch.kinds = kinds;
        if named("integer") && !named("number") {
            self.add_rule(branch, member, RuleKind::Whole);
        }
    }

    fn add_values(&self, branch: &mut Branch<'c>, member: &'c Member) {
        let set = self.index.values(member.value.span, || match (member.key.as_str(), &member.value.kind) {
            ("enum", JsonKind::List(values)) if !values.is_empty() => value_set(values.iter()),
            ("enum", _) => None,
            _ => value_set(std::iter::once(&member.value)),
        });
        if let Some(set) = set {
            branch.kinds = branch.kinds.and(set.kinds);
            self.add_rule(branch, member, RuleKind::Values(set));
        }
    }

    /// `exclusiveMinimum` is a number, or in drafts before 6 `true` next to `minimum`.
    fn add_bounds(&self, branch: &mut Branch<'c>, schema: &'c Json) {
        for (inclusive, exclusive, kind) in BOUNDS {
            let outside = self.index.get(schema, exclusive).is_some_and(|it| it.kind == JsonKind::Boolean(true));
            for (key, exclusive) in [(inclusive, outside), (exclusive, true)] {
                let Some(member) = self.index.member(schema, key) else { continue };
                if let Some(number) = number(&member.value) {
                    self.add_rule(branch, member, kind(Bound { number, exclusive }));
                }
            }
        }
        if let Some(member) = self.index.member(schema, "multipleOf")
            && let Some(unit) = number(&member.value).filter(|unit| unit.as_f64() > 0.0)
        {
            self.add_rule(branch, member, RuleKind::MultipleOf(unit));
        }
    }

    fn add_text_rules(&self, branch: &mut Branch<'c>, schema: &'c Json) {
        for (key, kind) in LENGTHS {
            let Some(member) = self.index.member(schema, key) else { continue };
            let length = number(&member.value).and_then(Number::as_whole).and_then(|whole| u64::try_from(whole).ok());
            if let Some(length) = length.filter(|length| key == "maxLength" || *length > 0) {
                self.add_rule(branch, member, kind(length));
            }
        }
        if let Some(member) = self.index.member(schema, "pattern")
            && let Some(text) = member.value.text()
        {
            let pattern = self.index.pattern(member.value.span, text);
            self.add_rule(branch, member, RuleKind::Pattern(pattern));
        }
    }

    /// A list may be long, so only its key is shown.
    fn add_rule(&self, branch: &mut Branch<'c>, member: &'c Member, kind: RuleKind) {
        let long = member.value.elements().is_some() || member.value.members().is_some();
        let span = if long { member.key_span } else { member.key_span.to(member.value.span) };
        branch.rules.push(Rule { place: self.place(span), kind });
    }
}

fn kind_of_name(name: &str) -> Option<Kind> {
    let kind = match name.to_ascii_lowercase().as_str() {
        "null" => Kind::Null,
        "boolean" => Kind::Boolean,
        "number" | "integer" => Kind::Number,
        "string" => Kind::String,
        "array" => Kind::List,
        "object" => Kind::Object,
        _ => return None,
    };
    Some(kind)
}

/// The values of a schema that is a constant or an enumeration, and nothing else.
fn constants(schema: &Json) -> Option<Vec<&Json>> {
    let says_more =
        |member: &Member| !matches!(member.key.as_str(), "const" | "enum" | "title" | "description" | "type");
    if schema.members()?.iter().any(says_more) {
        return None;
    }
    let values = match (schema.get("const"), schema.get("enum")) {
        (Some(constant), None) => vec![constant],
        (None, Some(values)) => values.elements()?.iter().collect(),
        (Some(_), Some(_)) | (None, None) => return None,
    };
    let fits = |value: &&Json| match schema.get("type") {
        None => true,
        Some(name) => name.text().and_then(kind_of_name) == Some(value.value_kind()),
    };
    values.iter().all(fits).then_some(values)
}

/// `None` if one of the values is a number too large to compare.
fn value_set<'j>(values: impl Iterator<Item = &'j Json>) -> Option<Arc<ValueSet>> {
    let mut set = ValueSet::default();
    for value in values {
        match &value.kind {
            JsonKind::Text(text) => set.add(Value::Text(text.clone())),
            JsonKind::Number(number) => set.add(Value::Number((*number)?)),
            JsonKind::Boolean(boolean) => set.add(Value::Boolean(*boolean)),
            JsonKind::Null | JsonKind::List(_) | JsonKind::Object(_) => set.add_kind(value.value_kind()),
        }
    }
    Some(Arc::new(set))
}

fn number(value: &Json) -> Option<Number> {
    match value.kind {
        JsonKind::Number(number) => number,
        JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Text(_) | JsonKind::List(_) | JsonKind::Object(_) => None,
    }
}
