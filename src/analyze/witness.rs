//! From the possible values at each path to arguments that are easy to read: optional values are left out,
//! strings are short, numbers are close to a bound.

use std::rc::Rc;

use serde_json::{Map, Value as Json};

use super::formula::Paths;
use super::judge::{Judge, number};
use super::language::{Languages, Word};
use super::term::Term;
use super::why::Why;
use crate::vocab::{Kind, Kinds};

/// The chosen value of a node.
enum Chosen {
    Missing,
    Object,
    Value(Json),
}

/// Arguments, or another value, from the possible values at each node.
pub fn arguments(
    terms: &[Rc<Term>],
    paths: &Paths,
    languages: &mut Languages,
    judge: &mut dyn Judge,
) -> Result<Json, Why> {
    let mut objects: Vec<Option<Map<String, Json>>> = vec![None; paths.count()];
    let mut values: Vec<Option<Json>> = vec![None; paths.count()];
    for (node, term) in terms.iter().enumerate() {
        let parent_is_object = node == Paths::ROOT || objects.get(paths.parent(node)).is_some_and(Option::is_some);
        if !parent_is_object {
            continue;
        }
        match choose(term, paths.wanted(node), languages, judge)? {
            Chosen::Missing => {}
            Chosen::Object => set(&mut objects, node, Map::new()),
            Chosen::Value(value) => set(&mut values, node, value),
        }
    }
    // Children come after their parents, so each is moved into its parent starting with the last.
    for node in (1..paths.count()).rev() {
        let object = objects.get_mut(node).and_then(Option::take).map(reversed);
        let value = object.or_else(|| values.get_mut(node).and_then(Option::take));
        if let (Some(value), Some(Some(parent))) = (value, objects.get_mut(paths.parent(node))) {
            parent.insert(paths.key(node).to_owned(), value);
        }
    }
    let root = objects.first_mut().and_then(Option::take).map(reversed);
    Ok(root.or_else(|| values.first_mut().and_then(Option::take)).unwrap_or_default())
}

fn set<T>(all: &mut [Option<T>], node: usize, value: T) {
    if let Some(place) = all.get_mut(node) {
        *place = Some(value);
    }
}

/// The members were inserted from last to first.
fn reversed(members: Map<String, Json>) -> Json {
    Json::Object(members.into_iter().rev().collect())
}

fn choose(term: &Term, wanted: Kinds, languages: &mut Languages, judge: &mut dyn Judge) -> Result<Chosen, Why> {
    if term.missing {
        return Ok(Chosen::Missing);
    }
    const ORDER: [Kind; 6] = [Kind::String, Kind::Number, Kind::Boolean, Kind::List, Kind::Object, Kind::Null];
    let (first, rest): (Vec<Kind>, Vec<Kind>) = ORDER.iter().partition(|kind| wanted.has(**kind));
    let mut unknown = None;
    for kind in first.into_iter().chain(rest) {
        match of_kind(term, kind, languages, judge) {
            Ok(Some(chosen)) => return Ok(chosen),
            Ok(None) => {}
            Err(why) => unknown = Some(why),
        }
    }
    Err(unknown.unwrap_or(Why::NotConfirmed))
}

fn of_kind(term: &Term, kind: Kind, languages: &mut Languages, judge: &mut dyn Judge) -> Result<Option<Chosen>, Why> {
    let value = match kind {
        Kind::Null => term.null.then_some(Json::Null),
        Kind::Boolean => (term.yes || term.no).then_some(Json::Bool(term.yes)),
        Kind::Number => term.numbers.pick().map(number),
        Kind::String => match languages.word(&term.texts) {
            Word::Some(text) => Some(Json::String(text)),
            Word::None => None,
            Word::Unknown(why) => return Err(why),
        },
        Kind::List if term.lists.is_empty(&languages.regexes) => None,
        Kind::List => Some(judge.list(&term.lists, languages)?),
        Kind::Object => return Ok(term.object.then_some(Chosen::Object)),
    };
    Ok(value.map(Chosen::Value))
}
