//! Which spans are of one call. A span is of the same call as the next span of a tool above it, if that is
//! of the same tool and they are not both `execute_tool`. Spans of one request of one session are, too, and
//! those with one call id, where they overlap in time and do not say that the arguments differ: some models
//! give every call the same id.
//!
//! Children end, and are written, before their parents, and services write on their own, so calls are kept
//! back: up to [`MOST`] spans of tools, or [`BYTES`] of lines. When there are more, the half that started
//! first is handed on, in the order of their starts. Of a call that was handed on, other spans that come
//! later are known and passed over as long as 100,000 more were not seen.

use std::collections::{HashMap, VecDeque};

use crate::trace::call::{Call, Found};
use crate::trace::recent::Recent;

/// How many spans of tools are kept back.
const MOST: usize = 10_000;

/// How many bytes of lines, and of arguments, are kept back with them.
const BYTES: usize = 64 * 1024 * 1024;

/// How many spans are known by their ids.
const KNOWN: usize = 100_000;

/// How far the clocks of two services may be apart, in nanoseconds.
const SKEW: i64 = 1_000_000_000;

/// How many steps a span of a tool is looked for above another.
const STEPS: usize = 64;

/// The part that a span has in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The agent's: `execute_tool`.
    Execute,
    /// A client's or a server's: `tools/call`.
    Mcp,
}

/// A span of a tool. What may be of one call has one fingerprint.
pub(super) struct ToolSpan {
    pub own: Option<u64>,
    pub parent: Option<u64>,
    pub role: Role,
    pub tool: u64,
    pub start: Option<i64>,
    pub end: Option<i64>,
    pub args: Option<u64>,
    /// The model's id of the call, with the tool.
    pub call_id: Option<u64>,
    /// The request's id and its session, with the tool.
    pub request: Option<u64>,
    pub call: Call,
}

/// The spans that are kept back, and what is known of those that are not.
pub(super) struct Window {
    kept: Vec<Kept>,
    bytes: usize,
    /// The start that was seen last, for spans that name none.
    nanos: i64,
    parents: Recent<u64>,
    /// The spans of tools that were handed on, and the requests of their calls, with the tool.
    handed_on: Recent<u64>,
    /// The ids of those calls, with when they were made.
    ids: Recent<Seen>,
    /// The spans above those, with the tool.
    above: Recent<u64>,
}

struct Kept {
    span: ToolSpan,
    seen: Seen,
    bytes: usize,
}

/// When a call was made, and with which arguments.
#[derive(Clone, Copy)]
struct Seen {
    start: i64,
    end: i64,
    args: Option<u64>,
}

impl Window {
    pub fn new() -> Self {
        Self {
            kept: Vec::new(),
            bytes: 0,
            nanos: 0,
            parents: Recent::new(KNOWN),
            handed_on: Recent::new(KNOWN),
            ids: Recent::new(KNOWN),
            above: Recent::new(KNOWN),
        }
    }

    /// That one span is the child of another.
    pub fn child(&mut self, own: u64, parent: u64) {
        self.parents.set(own, parent);
    }

    /// Adds the spans of one record.
    pub fn add(&mut self, spans: Vec<ToolSpan>, found: &mut VecDeque<Found>) {
        let shared = spans.len().max(1);
        for span in spans {
            let args = span.call.args.as_ref().map_or(0, |args| args.json.len());
            let bytes = span.call.excerpt.text.len() / shared + args;
            self.nanos = span.start.unwrap_or(self.nanos);
            self.bytes += bytes;
            let end = span.end.unwrap_or(self.nanos).max(self.nanos);
            let seen = Seen { start: self.nanos, end, args: span.args };
            self.kept.push(Kept { span, seen, bytes });
        }
        if self.kept.len() > MOST || self.bytes > BYTES {
            self.hand_on(self.kept.len() / 2, found);
        }
    }

    /// Hands on what is left.
    pub fn end(&mut self, found: &mut VecDeque<Found>) {
        self.hand_on(0, found);
    }

    /// Hands on the calls that started first, until no more than so many spans are kept.
    fn hand_on(&mut self, keep: usize, found: &mut VecDeque<Found>) {
        let mut calls = self.calls();
        calls.sort_by_key(|call| call.iter().map(|kept| kept.seen.start).min());
        let mut left: usize = calls.iter().map(Vec::len).sum();
        let mut gone = 0;
        while left > keep && gone < calls.len() {
            left -= calls.get(gone).map_or(0, Vec::len);
            gone += 1;
        }
        self.kept = calls.split_off(gone).into_iter().flatten().collect();
        self.bytes = self.kept.iter().map(|kept| kept.bytes).sum();
        // Calls of one moment, whose ids repeat, do not know each other.
        let is_new: Vec<bool> = calls.iter().map(|spans| !spans.iter().any(|kept| self.is_known(kept))).collect();
        for (spans, is_new) in calls.into_iter().zip(is_new) {
            for kept in &spans {
                self.remember(kept);
            }
            if is_new {
                found.extend(one_call(spans).map(Found::Call));
            }
        }
    }

    /// The spans that are kept, those of one call together.
    fn calls(&mut self) -> Vec<Vec<Kept>> {
        let kept = std::mem::take(&mut self.kept);
        let mut sets = Sets::new(kept.len());
        let mut by_print: HashMap<u64, usize> = HashMap::new();
        for (index, Kept { span, .. }) in kept.iter().enumerate() {
            for print in [span.own, span.request].into_iter().flatten() {
                sets.join(index, *by_print.entry(print).or_insert(index));
            }
        }
        join_by_id(&kept, &mut sets);
        for (index, Kept { span, .. }) in kept.iter().enumerate() {
            let other = self.above(span).find_map(|above| by_print.get(&above)).copied();
            if let Some(other) = other.filter(|&other| kept.get(other).is_some_and(|kept| belong(span, &kept.span))) {
                sets.join(index, other);
            }
        }
        let mut calls: Vec<Vec<Kept>> = Vec::new();
        let mut place_of: HashMap<usize, usize> = HashMap::new();
        for (index, kept) in kept.into_iter().enumerate() {
            let place = *place_of.entry(sets.find(index)).or_insert(calls.len());
            match calls.get_mut(place) {
                Some(call) => call.push(kept),
                None => calls.push(vec![kept]),
            }
        }
        calls
    }

    /// The spans above a span, the nearest first.
    fn above(&self, span: &ToolSpan) -> impl Iterator<Item = u64> {
        std::iter::successors(span.parent, |&above| self.parents.get(above).copied()).take(STEPS)
    }

    /// Whether the call of a span was handed on.
    fn is_known(&self, kept: &Kept) -> bool {
        let span = &kept.span;
        let is_above = span.own.is_some_and(|own| self.above.get(own) == Some(&span.tool));
        let is_below = || {
            let above = self.above(span).find_map(|above| self.handed_on.get(above));
            above.is_some_and(|&tool| tool == span.tool && span.role == Role::Mcp)
        };
        let has_known_id = || {
            let known = span.call_id.and_then(|id| self.ids.get(id));
            known.is_some_and(|known| known.may_be(&kept.seen))
        };
        let prints = [span.own, span.request].into_iter().flatten();
        prints.into_iter().any(|print| self.handed_on.contains(print)) || is_above || is_below() || has_known_id()
    }

    fn remember(&mut self, kept: &Kept) {
        let span = &kept.span;
        for print in [span.own, span.request].into_iter().flatten() {
            self.handed_on.set(print, span.tool);
        }
        if let Some(id) = span.call_id {
            self.ids.set(id, kept.seen);
        }
        // Two calls under one agent's span are no call of that agent's: only MCP spans have a call above them.
        if span.role == Role::Mcp {
            let above: Vec<u64> = self.above(span).take_while(|&above| !self.handed_on.contains(above)).collect();
            for span_above in above {
                self.above.set(span_above, span.tool);
            }
        }
    }
}

/// Joins spans with one call id, each with the one that started before it.
fn join_by_id(kept: &[Kept], sets: &mut Sets) {
    let mut with_id: Vec<(u64, usize, &Kept)> =
        kept.iter().enumerate().filter_map(|(index, kept)| Some((kept.span.call_id?, index, kept))).collect();
    with_id.sort_by_key(|(id, _, kept)| (*id, kept.seen.start));
    for pair in with_id.windows(2) {
        if let [(id, index, kept), (next_id, next_index, next)] = pair
            && id == next_id
            && kept.seen.may_be(&next.seen)
        {
            sets.join(*index, *next_index);
        }
    }
}

impl Seen {
    /// Whether two that have one id may be one call.
    fn may_be(&self, other: &Seen) -> bool {
        let differ = self.args.zip(other.args).is_some_and(|(own, other)| own != other);
        let overlap = self.start <= other.end.saturating_add(SKEW) && other.start <= self.end.saturating_add(SKEW);
        overlap && !differ
    }
}

/// Whether a span is of the call of the span of a tool that stands next above it.
fn belong(span: &ToolSpan, above: &ToolSpan) -> bool {
    let both_execute = span.role == Role::Execute && above.role == Role::Execute;
    let ids_differ = span.call_id.zip(above.call_id).is_some_and(|(own, above)| own != above);
    span.tool == above.tool && !both_execute && !ids_differ
}

/// The call of several spans: of the first that has arguments, made when the first started.
fn one_call(mut spans: Vec<Kept>) -> Option<Call> {
    spans.sort_by_key(|kept| kept.seen.start);
    let time = spans.iter().find_map(|kept| kept.span.call.time);
    let id = spans.iter().find_map(|kept| kept.span.call.id.clone());
    let session = spans.iter().find_map(|kept| kept.span.call.session.clone());
    let best = spans.iter().position(|kept| kept.span.call.args.is_some()).unwrap_or(0);
    let call = spans.into_iter().nth(best)?.span.call;
    Some(Call { time, id: call.id.clone().or(id), session: call.session.clone().or(session), ..call })
}

/// Sets of numbers that are joined.
struct Sets {
    up: Vec<usize>,
}

impl Sets {
    fn new(count: usize) -> Self {
        Self { up: (0..count).collect() }
    }

    fn find(&mut self, mut number: usize) -> usize {
        while let Some(&up) = self.up.get(number).filter(|&&up| up != number) {
            let further = self.up.get(up).copied().unwrap_or(up);
            if let Some(own) = self.up.get_mut(number) {
                *own = further;
            }
            number = up;
        }
        number
    }

    /// The smaller root stays, so that the order of what is joined makes no difference.
    fn join(&mut self, left: usize, right: usize) {
        let (left, right) = (self.find(left), self.find(right));
        if let Some(up) = self.up.get_mut(left.max(right)) {
            *up = left.min(right);
        }
    }
}
