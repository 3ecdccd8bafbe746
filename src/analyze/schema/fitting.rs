//! Judges the calls that a search finds by a tool's schema, and makes lists that the schema accepts.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::Value as Json;

use super::formula::{Left, accepted, refused_element};
use super::reading::Reading;
use super::valid::{Validity, refusing, valid, valid_part};
use crate::analyze::encode::Encoder;
use crate::analyze::formula::{Atom, Formula, Paths};
use crate::analyze::judge::Judge;
use crate::analyze::language::Languages;
use crate::analyze::lists::Lists;
use crate::analyze::numbers::Numbers;
use crate::analyze::solve::{Answer, solve_within};
use crate::analyze::term::Term;
use crate::analyze::texts::Texts;
use crate::analyze::why::Why;
use crate::catalog::schema::Reader;
use crate::engine::{print, printed_so};
use crate::source::json as schema;
use crate::source::json::JsonKind;

/// How many elements a list of a witness has at most.
const MAX_ELEMENTS: usize = 256;
/// How deep lists are made inside lists.
const MAX_DEPTH: usize = 6;

/// Judges calls by a schema.
pub struct Fitting<'r, 'c> {
    reader: &'r Reader<'c>,
    /// What formulas leave to it.
    pub left: Left<'c>,
    /// The schemas that the value must meet, if it is an element rather than the arguments.
    element: Option<Vec<&'c schema::Json>>,
    depth: usize,
    /// The first call that is neither accepted nor refused, and the keyword that can't be evaluated for it.
    pub unclear: Option<(Json, &'static str)>,
}

impl<'r, 'c> Fitting<'r, 'c> {
    /// A judge of arguments.
    pub fn new(reader: &'r Reader<'c>) -> Self {
        Self { reader, left: Left::default(), element: None, depth: 0, unclear: None }
    }

    fn validity(&self, found: &Json) -> Validity {
        match &self.element {
            None => valid(self.reader, found),
            Some(schemas) => {
                let all = schemas.iter().map(|schema| valid_part(self.reader, schema, found));
                all.fold(Validity::Accepted, |all, one| if all == Validity::Accepted { one } else { all })
            }
        }
    }
}

/// An element that newer schemas accept and an older one refuses.
pub fn element_beside<'o, 'n>(
    encoder: &mut Encoder<'_>,
    (older, refusing): (&Reader<'o>, &'o schema::Json),
    (newer, accepting): (&Reader<'n>, &[&'n schema::Json]),
) -> Option<Json> {
    let mut encoder = Encoder::new(encoder.languages);
    let mut fitting = Fitting { element: Some(accepting.to_vec()), ..Fitting::new(newer) };
    let accepted = accepted(&mut encoder, newer, Some(accepting), Reading::Strict, &mut fitting.left);
    let refused = refused_element(&mut encoder, older, refusing);
    let formula = Formula::All(vec![refused, accepted]);
    let mut judge = Beside { fitting, older, refusing };
    let root = Term { missing: false, ..Term::all() };
    match solve_within(&root, &formula, &encoder.paths, encoder.languages, &mut judge) {
        Answer::Some(element) => Some(element),
        Answer::None | Answer::Unknown(_) => None,
    }
}

/// Judges by newer schemas and by an older one.
struct Beside<'r, 'n, 'o> {
    fitting: Fitting<'r, 'n>,
    older: &'r Reader<'o>,
    refusing: &'o schema::Json,
}

impl Judge for Beside<'_, '_, '_> {
    fn list(&mut self, lists: &Lists, languages: &mut Languages) -> Result<Json, Why> {
        self.fitting.list(lists, languages)
    }

    fn refusal(&mut self, found: &Json) -> Option<Why> {
        let is_refused = valid_part(self.older, self.refusing, found) == Validity::Refused;
        if is_refused { self.fitting.refusal(found) } else { Some(Why::UnclearSchema("items")) }
    }
}

impl Judge for Fitting<'_, '_> {
    fn list(&mut self, lists: &Lists, languages: &mut Languages) -> Result<Json, Why> {
        Filling::of(self, lists).list(languages).map(Json::Array)
    }

    fn refusal(&mut self, found: &Json) -> Option<Why> {
        match self.validity(found) {
            Validity::Accepted => None,
            Validity::Refused => Some(Why::UnclearSchema(refusing(self.reader, found))),
            Validity::Unclear(keyword) => {
                self.unclear.get_or_insert_with(|| (found.clone(), keyword));
                Some(Why::UnclearSchema(keyword))
            }
        }
    }
}

/// A list while it is made.
struct Filling<'f, 'c> {
    reader: &'f Reader<'c>,
    depth: usize,
    lists: &'f Lists,
    schemas: Vec<&'c schema::Json>,
    made: Vec<Json>,
}

impl<'f, 'c> Filling<'f, 'c> {
    fn of(fitting: &'f Fitting<'_, 'c>, lists: &'f Lists) -> Self {
        let schemas = lists.schemas.iter().filter_map(|place| fitting.left.lists.get(place).copied()).collect();
        Self { reader: fitting.reader, depth: fitting.depth + 1, lists, schemas, made: Vec::new() }
    }

    /// Each element that is wanted, at the first place for it, and others up to the least length.
    fn list(mut self, languages: &mut Languages) -> Result<Vec<Json>, Why> {
        let mut wanted: Vec<Wanted<'c>> = self.lists.holds.keys().cloned().map(Wanted::Text).collect();
        for schema in &self.schemas {
            let keyword = |key: &str| self.reader.keyword(schema, key).map(|it| &it.value);
            let Some(contained) = keyword("contains") else { continue };
            let least = match keyword("minContains").map(|it| &it.kind) {
                Some(JsonKind::Number(Some(number))) => number.as_whole().and_then(|it| usize::try_from(it).ok()),
                _ => None,
            };
            wanted.extend(std::iter::repeat_n(Wanted::Schema(contained), least.unwrap_or(1).min(MAX_ELEMENTS)));
        }
        while !wanted.is_empty() || self.made.len() < self.lists.least {
            if self.made.len() >= self.lists.most.min(MAX_ELEMENTS) || self.depth > MAX_DEPTH {
                return Err(Why::UnclearSchema("items"));
            }
            let placed =
                wanted.iter().enumerate().find_map(|(index, one)| Some((index, self.element(Some(one), languages)?)));
            let element = match placed {
                Some((index, element)) => {
                    wanted.remove(index);
                    element
                }
                None => self.element(None, languages).ok_or(Why::UnclearSchema("items"))?,
            };
            self.made.push(element);
        }
        Ok(self.made)
    }

    /// An element for the next place, if possible one that fits its format.
    fn element(&self, wanted: Option<&Wanted<'c>>, languages: &mut Languages) -> Option<Json> {
        let formatted = self.element_of(Reading::Formats, wanted, languages);
        formatted.or_else(|| self.element_of(Reading::Strict, wanted, languages))
    }

    fn element_of(&self, reading: Reading, wanted: Option<&Wanted<'c>>, languages: &mut Languages) -> Option<Json> {
        let mut schemas = self.schemas_at(self.made.len());
        if let Some(Wanted::Schema(schema)) = wanted {
            schemas.push(schema);
        }
        let mut encoder = Encoder::new(languages);
        let mut fitting = Fitting { element: Some(schemas.clone()), depth: self.depth, ..Fitting::new(self.reader) };
        let formula = accepted(&mut encoder, self.reader, Some(&schemas), reading, &mut fitting.left);
        let mut parts = vec![formula];
        if let Some(Wanted::Text(text)) = wanted {
            parts.push(at_root(equal(text)));
        }
        let mut excluded = self.lists.lacks.clone();
        if self.lists.is_unique {
            excluded.extend(self.made.iter().filter_map(text_of));
            parts.extend(self.made.iter().filter_map(|made| differing(&mut encoder, made)));
        }
        parts.push(at_root(others(&excluded)));
        let root = Term { missing: false, ..Term::all() };
        match solve_within(&root, &Formula::All(parts), &encoder.paths, encoder.languages, &mut fitting) {
            Answer::Some(element) if !(self.lists.is_unique && self.made.contains(&element)) => Some(element),
            Answer::Some(_) | Answer::None | Answer::Unknown(_) => None,
        }
    }

    /// The schemas of the element at a place.
    fn schemas_at(&self, index: usize) -> Vec<&'c schema::Json> {
        let at = |schema: &&'c schema::Json| {
            let keyword = |key: &str| self.reader.keyword(schema, key).map(|it| &it.value);
            let (items, first) = (keyword("items"), keyword("prefixItems").and_then(schema::Json::elements));
            match (items.and_then(schema::Json::elements), first) {
                (Some(tuple), _) => tuple.get(index).or_else(|| keyword("additionalItems")),
                (None, Some(first)) => first.get(index).or(items),
                (None, None) => items,
            }
        };
        self.schemas.iter().filter_map(at).collect()
    }
}

/// An element that a list must have.
#[derive(Clone)]
enum Wanted<'c> {
    Text(Rc<str>),
    Schema(&'c schema::Json),
}

fn at_root(holds: Term) -> Formula {
    Formula::Atom(Rc::new(Atom { node: Paths::ROOT, holds, fails: Term::all() }))
}

/// The values that differ from an object in a member, or from a list in length.
fn differing(encoder: &mut Encoder<'_>, made: &Json) -> Option<Formula> {
    match made {
        Json::Array(elements) => {
            let lists = Lists { least: elements.len() + 1, ..Lists::all() };
            Some(at_root(Term { missing: false, lists, ..Term::all() }))
        }
        Json::Object(members) => {
            let of_member = |(key, value): (&String, &Json)| {
                let holds = others(&[text_of(value)?].into());
                Some(Formula::Atom(Rc::new(Atom {
                    node: encoder.paths.child(Paths::ROOT, key),
                    holds,
                    fails: Term::all(),
                })))
            };
            Some(Formula::Any(members.iter().filter_map(of_member).collect()))
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => None,
    }
}

/// The values with a text.
fn equal(text: &Rc<str>) -> Term {
    Term {
        yes: &**text == "true",
        no: &**text == "false",
        numbers: printed_so(text).map_or_else(Numbers::none, |number| Numbers::of(&[number])),
        texts: Texts::of([Rc::clone(text)].into()),
        ..Term::none()
    }
}

/// The values with other texts.
fn others(texts: &BTreeSet<Rc<str>>) -> Term {
    let numbers: Vec<f64> = texts.iter().filter_map(|text| printed_so(text)).collect();
    Term {
        missing: false,
        yes: !texts.contains("true"),
        no: !texts.contains("false"),
        numbers: Numbers::of(&numbers).complement(),
        texts: Texts::except(texts.clone()),
        ..Term::all()
    }
}

fn text_of(value: &Json) -> Option<Rc<str>> {
    match value {
        Json::String(text) => Some(text.as_str().into()),
        Json::Number(number) => number.as_f64().map(|number| print(number).into()),
        Json::Bool(boolean) => Some(boolean.to_string().into()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}
