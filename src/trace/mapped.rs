//! Reads a trace by a map.

use std::collections::VecDeque;

use super::call::{Call, Expect, Found, Recorded, Unreadable, decision_of};
use super::chunk::Chunk;
use super::fingerprints::Fingerprints;
use super::map::{Map, Path, records};
use super::opening::Opening;
use super::reader::Reader;
use super::text::Text;
use super::times::time;
use super::tool_call::tool_call;
use super::unfit::Unfit;
use super::{arguments, errors};
use crate::source::json::{Json, JsonKind};
use crate::vocab::Stamp;

/// The members that name a user who is an object.
const NAMES: [&str; 3] = ["id", "name", "email"];

pub(super) fn reader(map: &Map, opening: &Opening<'_>) -> Box<dyn Reader> {
    let fingerprints = opening.run.fingerprints.clone();
    Box::new(Mapped { map: map.clone(), fingerprints, has_tools: false, has_values: false, first: None })
}

struct Mapped {
    map: Map,
    fingerprints: Fingerprints,
    /// A record with a tool was found.
    has_tools: bool,
    has_values: bool,
    /// The members of the first record, for a map that finds no tool.
    first: Option<Vec<String>>,
}

impl Reader for Mapped {
    fn value(&mut self, chunk: &Chunk, json: &Json, found: &mut VecDeque<Found>) {
        let text = Text::of_chunk(chunk);
        let Self { map, fingerprints, has_tools, has_values, first } = self;
        if !std::mem::replace(has_values, true) {
            *first = Some(errors::members(json));
        }
        let mut is_first_record = !*has_tools;
        records(json, &map.each, &mut |scopes| {
            if std::mem::take(&mut is_first_record)
                && let Some(record) = scopes.last()
            {
                let members = errors::members(record);
                first.get_or_insert_default().clone_from(&members);
            }
            let tool = map.tool.get(scopes).and_then(Json::text).filter(|tool| !tool.is_empty());
            let Some((tool, record)) = tool.zip(scopes.last()) else {
                found.push_back(Found::PassedOver);
                return;
            };
            *has_tools = true;
            found.push_back(match call(&text, map, scopes, (tool, record), fingerprints) {
                Ok(call) => chunk.call(call),
                Err(unreadable) => chunk.unreadable(unreadable),
            });
        });
    }

    fn unfit(&self) -> Option<Unfit> {
        let members = self.first.as_ref().filter(|_| !self.has_tools)?;
        Some(errors::finds_nothing(members))
    }
}

fn call(
    text: &Text<'_>,
    map: &Map,
    scopes: &[&Json],
    (tool, record): (&str, &Json),
    fingerprints: &Fingerprints,
) -> Result<Call, Unreadable> {
    let get = |path: &Option<Path>| path.as_ref()?.get(scopes).filter(|json| json.kind != JsonKind::Null);
    let scalar = |path: &Option<Path>| get(path).filter(|json| is_scalar(json)).map(|json| text.slice(json).to_owned());
    let written = get(&map.args).filter(|written| written.text().is_none_or(|content| !content.trim().is_empty()));
    let read = written.map(|written| arguments::quoted(text, written, fingerprints)).transpose()?;
    let server = get(&map.server).and_then(Json::text);
    Ok(Call {
        time: get(&map.time).map(|json| time_of(text, json)).transpose()?,
        grant: get(&map.grant).and_then(name),
        session: scalar(&map.session),
        id: scalar(&map.id),
        expect: get(&map.expect).map(|json| expect_of(text, json)).transpose()?,
        recorded: get(&map.decision).map(|json| recorded(text, json)).transpose()?.flatten(),
        ..tool_call(text, record.span, (tool.to_owned(), server), read)
    })
}

fn time_of(text: &Text<'_>, json: &Json) -> Result<Stamp, Unreadable> {
    time(json).ok_or_else(|| errors::no_time(text.place(json.span)))
}

fn expect_of(text: &Text<'_>, json: &Json) -> Result<Expect, Unreadable> {
    match json.text() {
        Some("allow") => Ok(Expect::Allow),
        Some("deny") => Ok(Expect::Deny),
        Some(_) | None => Err(errors::no_expect(text.place(json.span))),
    }
}

fn recorded(text: &Text<'_>, json: &Json) -> Result<Option<Box<Recorded>>, Unreadable> {
    let decision = json.text().and_then(|word| decision_of(word.as_bytes()));
    let decision = decision.ok_or_else(|| errors::no_decision(text.place(json.span)))?;
    Ok(decision.map(|decision| Box::new(Recorded { decision, rule: None, message: None })))
}

/// The text of a name, of a number, or of what names an object.
fn name(json: &Json) -> Option<String> {
    match &json.kind {
        JsonKind::Text(text) => Some(text.clone()),
        JsonKind::Number(_) => Some(json.to_string()),
        JsonKind::Object(_) => {
            NAMES.iter().find_map(|name| json.get(name).filter(|json| is_scalar(json)).and_then(self::name))
        }
        JsonKind::Null | JsonKind::Boolean(_) | JsonKind::List(_) => None,
    }
}

fn is_scalar(json: &Json) -> bool {
    matches!(json.kind, JsonKind::Text(_) | JsonKind::Number(_))
}
