//! What a tool's `inputSchema` refuses at one path, as a formula. Values that an older schema refused and a
//! newer one accepts are new to the server.

use std::rc::Rc;

use serde_json::Value as Json;

use super::encode::Encoder;
use super::fits::is_required;
use super::formula::Formula;
use super::lists::Lists;
use super::schema::{Validity, broken, element_beside, valid_part};
use super::term::Term;
use crate::catalog::schema::Reader;
use crate::catalog::types::Alternative;
use crate::catalog::{InputSchema, Lookup};
use crate::source::json::{self, JsonKind};
use crate::vocab::{Kinds, Path, Value};

/// The calls whose value at a path an older schema refuses; none if the schema can't be read there. A newer schema says
/// which elements a list may have now.
pub fn refused(
    encoder: &mut Encoder<'_>,
    older: InputSchema<'_>,
    newer: Option<InputSchema<'_>>,
    path: &Path,
) -> Formula {
    let reader = older.reader();
    let there = Term { missing: false, ..Term::all() };
    match reader.lookup(path) {
        Lookup::Found(argument) => {
            let is_required = is_required(&reader, path, &argument);
            let alternatives = argument.ty.alternatives().iter();
            let none_fits = alternatives.map(|one| fails(encoder, path, one)).collect();
            let missing = if is_required { atom(encoder, path, Term::missing()) } else { Formula::never() };
            let there = atom(encoder, path, there);
            let mut ways = vec![missing, Formula::All(vec![there, Formula::All(none_fits)])];
            let newer = newer.map(InputSchema::reader);
            for lists in other_lists(encoder, (&reader, newer.as_ref()), path) {
                ways.push(atom(encoder, path, Term { lists, ..Term::none() }));
            }
            Formula::Any(ways)
        }
        Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. } => atom(encoder, path, there),
        Lookup::Unknown => Formula::never(),
    }
}

/// Whether a schema refuses a value at a path, by what [`Reader::schemas_at`] finds.
pub fn is_refused_part(reader: &Reader<'_>, path: &Path, value: &Json) -> bool {
    reader.schemas_at(path).into_iter().any(|schema| valid_part(reader, schema, value) == Validity::Refused)
}

fn atom(encoder: &mut Encoder<'_>, path: &Path, holds: Term) -> Formula {
    encoder.atom(path, holds, Term::all(), Kinds::NONE)
}

/// At least one of an alternative's rules does not hold.
fn fails(encoder: &mut Encoder<'_>, path: &Path, alternative: &Alternative) -> Formula {
    let other_kind = Term::of_kinds(Kinds::ALL.without(alternative.kinds));
    let mut ways = vec![atom(encoder, path, other_kind)];
    for rule in &alternative.rules {
        let broken = broken(encoder, rule);
        ways.extend(broken.map(|term| atom(encoder, path, term)));
    }
    Formula::Any(ways)
}

/// The lists that are too short or too long for an older schema, or hold an element that only the newer one accepts.
fn other_lists<'c>(
    encoder: &mut Encoder<'_>,
    (older, newer): (&Reader<'c>, Option<&Reader<'_>>),
    path: &Path,
) -> Vec<Lists> {
    let mut all = Vec::new();
    for schema in older.schemas_at(path) {
        let keyword = |key: &str| older.keyword(schema, key).map(|member| &member.value);
        let count = |key: &str| {
            let JsonKind::Number(Some(number)) = keyword(key)?.kind else { return None };
            number.as_whole().and_then(|whole| usize::try_from(whole).ok())
        };
        let shorter = count("minItems").and_then(|least| least.checked_sub(1));
        all.extend(shorter.map(|most| Lists { most, ..Lists::all() }));
        all.extend(count("maxItems").map(|most| Lists { least: most.saturating_add(1), ..Lists::all() }));
        if keyword("uniqueItems").is_some_and(|it| it.kind == JsonKind::Boolean(true)) {
            all.push(Lists { least: 2, ..Lists::all() });
        }
        let Some(items) = keyword("items").filter(|items| items.elements().is_none()) else { continue };
        let now = newer.map(|newer| (newer, elements_at(newer, path)));
        let element = now.and_then(|(newer, now)| element_beside(encoder, (older, items), (newer, &now)));
        if let Some((text, value)) = element.as_ref().and_then(scalar) {
            all.push(Lists { holds: [(text, value)].into(), ..Lists::all() });
        }
    }
    all
}

/// The schemas of a list's elements.
fn elements_at<'c>(reader: &Reader<'c>, path: &Path) -> Vec<&'c json::Json> {
    let items = reader.schemas_at(path).into_iter().filter_map(|schema| reader.keyword(schema, "items"));
    items.map(|member| &member.value).filter(|items| items.elements().is_none()).collect()
}

fn scalar(element: &Json) -> Option<(Rc<str>, Value)> {
    let value = super::fits::scalar(element)?;
    Some((super::encode::text_of(&value), value))
}
