//! Calls that a model's answer streamed in pieces: the first one names the tool, and the others have parts of the
//! text of the arguments.
//!
//! ```text
//! {"object": "chat.completion.chunk", "choices": [{"delta": {"tool_calls": [{"index": 0, "id": "c1", "function": {"name": "pay", "arguments": ""}}]}}]}
//! {"object": "chat.completion.chunk", "choices": [{"delta": {"tool_calls": [{"index": 0, "function": {"arguments": "{\"amo"}}]}}]}
//! {"type": "content_block_start", "index": 1, "content_block": {"type": "tool_use", "id": "t1", "name": "pay", "input": {}}}
//! {"type": "content_block_delta", "index": 1, "delta": {"type": "input_json_delta", "partial_json": "{\"amo"}}
//! ```

use super::arguments;
use super::call::{Args, Call, Found, Identity, Written};
use super::errors;
use super::fingerprints::Fingerprints;
use super::text::Text;
use super::times::time_in;
use super::tool_call::tool_call;
use crate::source::json::{Json, JsonKind};

/// How many calls may be open at once, and how many bytes of text they may hold.
const MOST: usize = 1_000;
const BYTES: usize = 64 * 1024 * 1024;

/// The calls whose pieces are not all there yet.
#[derive(Default)]
pub(super) struct Pieces {
    open: Vec<Open>,
}

struct Open {
    /// The fingerprint of the answer and the choice.
    answer: u64,
    /// The number of the call in it.
    index: u64,
    call: Call,
    arguments: String,
    /// The id's fingerprint.
    key: Option<u64>,
    /// What is reported if a piece is missing.
    lost: Box<Found>,
}

/// A call that is whole, with the fingerprint of its id, or what is reported about its first piece.
pub(super) type Whole = Result<(Option<u64>, Call), Box<Found>>;

impl Pieces {
    /// Takes a value, and returns the calls that are whole with it; `None` if it has no pieces.
    pub fn add(&mut self, text: &Text<'_>, json: &Json, fingerprints: &Fingerprints) -> Option<Vec<Whole>> {
        match json.get("type").and_then(Json::text) {
            Some("content_block_start" | "content_block_delta" | "content_block_stop" | "message_start") => {
                Some(self.block(text, json, fingerprints))
            }
            Some(_) | None => self.chunk(text, json, fingerprints),
        }
    }

    /// The calls that are left at the end: a piece of each is missing.
    pub fn end(&mut self) -> Vec<Whole> {
        self.open.drain(..).map(|open| Err(open.lost)).collect()
    }

    /// A chunk of a chat completion.
    fn chunk(&mut self, text: &Text<'_>, json: &Json, fingerprints: &Fingerprints) -> Option<Vec<Whole>> {
        let choices = json.get("choices").and_then(Json::elements)?;
        choices.iter().find(|choice| choice.get("delta").is_some())?;
        let mut whole = Vec::new();
        for choice in choices {
            let of = |name: &str, json: &Json| json.get(name).map(|value| fingerprints.of(value));
            let answer = fingerprints.join((of("id", json), of("index", choice)));
            let calls = choice.get("delta").and_then(|delta| delta.get("tool_calls")).and_then(Json::elements);
            for (position, call) in calls.unwrap_or_default().iter().enumerate() {
                let index = of("index", call).unwrap_or(position as u64);
                let function = call.get("function");
                let name = function.and_then(|function| function.get("name")).filter(|name| !is_empty(name));
                if let Some(name) = name {
                    let span = (call, name, call.get("id"));
                    whole.extend(self.begin(text, json, (answer, index), span, fingerprints));
                }
                let part = function.and_then(|function| function.get("arguments")).and_then(Json::text);
                self.append((answer, index), part.unwrap_or_default());
            }
            if choice.get("finish_reason").is_some_and(|reason| reason.kind != JsonKind::Null) {
                whole.extend(self.finish(|open| open.answer == answer, fingerprints));
            }
        }
        Some(whole)
    }

    /// An event about a block of a message.
    fn block(&mut self, text: &Text<'_>, json: &Json, fingerprints: &Fingerprints) -> Vec<Whole> {
        const ANSWER: u64 = 0;
        let Some(index) = json.get("index").map(|index| fingerprints.of(index)) else { return self.end() };
        let key = (ANSWER, index);
        let block =
            json.get("content_block").filter(|block| block.get("type").and_then(Json::text) == Some("tool_use"));
        if let Some((block, name)) = block.and_then(|block| Some((block, block.get("name")?))) {
            return self.begin(text, json, key, (block, name, block.get("id")), fingerprints).into_iter().collect();
        }
        let part = json.get("delta").and_then(|delta| delta.get("partial_json")).and_then(Json::text);
        self.append(key, part.unwrap_or_default());
        let stops = json.get("type").and_then(Json::text) == Some("content_block_stop");
        if stops { self.finish(|open| (open.answer, open.index) == key, fingerprints) } else { Vec::new() }
    }

    /// The first piece of a call. What is open in its place will not be whole.
    fn begin(
        &mut self,
        text: &Text<'_>,
        json: &Json,
        (answer, index): (u64, u64),
        (piece, name, id): (&Json, &Json, Option<&Json>),
        fingerprints: &Fingerprints,
    ) -> Option<Whole> {
        let lost = Box::new(text.chunk.unreadable(errors::piece(text.place(piece.span))));
        let Some(tool) = name.text() else { return Some(Err(lost)) };
        let id = id.filter(|id| !is_empty(id));
        let call = Call {
            time: time_in(json),
            id: id.map(|id| text.slice(id).to_owned()),
            ..tool_call(text, piece.span, (tool.to_owned(), None), None)
        };
        let before = self.open.iter().position(|open| (open.answer, open.index) == (answer, index));
        let held: usize = self.open.iter().map(Open::bytes).sum();
        let is_full = self.open.len() >= MOST || held + text.text.len() > BYTES;
        let before = before.or((is_full && !self.open.is_empty()).then_some(0)).map(|place| self.open.remove(place));
        self.open.push(Open {
            answer,
            index,
            call: text.chunk.cut_out(call),
            arguments: String::new(),
            key: id.map(|id| fingerprints.of(id)),
            lost,
        });
        before.map(|open| Err(open.lost))
    }

    fn append(&mut self, (answer, index): (u64, u64), part: &str) {
        let held: usize = self.open.iter().map(Open::bytes).sum();
        let open = self.open.iter_mut().find(|open| (open.answer, open.index) == (answer, index));
        // Without all of its parts, the text will not be JSON.
        if let Some(open) = open.filter(|_| held + part.len() <= BYTES) {
            open.arguments.push_str(part);
        }
    }

    fn finish(&mut self, ends: impl Fn(&Open) -> bool, fingerprints: &Fingerprints) -> Vec<Whole> {
        let (ended, open) = std::mem::take(&mut self.open).into_iter().partition(ends);
        self.open = open;
        ended.into_iter().map(|open: Open| open.whole(fingerprints)).collect()
    }
}

impl Open {
    fn bytes(&self) -> usize {
        self.call.excerpt.text.len() + self.arguments.len()
    }

    fn whole(self, fingerprints: &Fingerprints) -> Whole {
        let (args, fingerprint) = if self.arguments.trim().is_empty() {
            let none = arguments::none();
            (none.args, none.fingerprint)
        } else {
            let tree = Json::parse_text(&self.arguments).ok().filter(|tree| tree.members().is_some());
            let Some(tree) = tree else { return Err(self.lost) };
            let fingerprint = fingerprints.of(&tree);
            (Args { json: self.arguments, written: Written::Nowhere }, fingerprint)
        };
        Ok((self.key, Call { args: Some(args), identity: Identity::Id(fingerprint), ..self.call }))
    }
}

fn is_empty(json: &Json) -> bool {
    json.kind == JsonKind::Null || json.text().is_some_and(str::is_empty)
}
