//! Finds the spans that belong to one call. A span belongs to the same call as the nearest tool span above it
//! if both have the same tool and they are not both `execute_tool`. Spans of one request in one session belong
//! together, and so do spans with the same call id, if they overlap in time and do not contradict each other's
//! arguments: some models give every call the same id.
//!
//! Children end, and are written, before their parents, and services write independently. So calls are held
//! back: up to [`MOST`] tool spans, or [`BYTES`] of lines. When there are more, the half that started first is
//! released in order of start. Later spans of a released call are recognized and skipped until 100,000 others
//! have been seen.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::trace::call::{Call, Found};
use crate::trace::recent::Recent;

/// How many tool spans are held back.
const MOST: usize = 10_000;

/// How many bytes of lines and arguments are held back with them.
const BYTES: usize = 64 * 1024 * 1024;

/// How many span ids are remembered.
const KNOWN: usize = 100_000;

/// How much the clocks of two services may differ, in nanoseconds.
const SKEW: i64 = 1_000_000_000;

/// How many parents are searched for the nearest tool span.
const STEPS: usize = 64;

/// The role of a span in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The agent's: `execute_tool`.
    Execute,
    /// A client's or a server's: `tools/call`.
    Mcp,
    /// A chat's, in which the model asked for the call.
    Asked,
}

/// The span of a tool. Values that can identify the same call are stored as fingerprints.
pub(super) struct ToolSpan {
    pub own: Option<u64>,
    pub parent: Option<u64>,
    /// The trace that it belongs to.
    pub trace: u64,
    pub role: Role,
    pub tool: u64,
    pub start: Option<i64>,
    pub end: Option<i64>,
    pub args: Option<u64>,
    /// The model's id for the call, combined with the tool.
    pub call_id: Option<u64>,
    /// The request's id and its session, combined with the tool.
    pub request: Option<u64>,
    pub call: Call,
}

/// The spans that are held back, and what is remembered of those that were released.
pub(super) struct Window {
    kept: Vec<Kept>,
    bytes: usize,
    /// The latest start, for spans without one.
    nanos: i64,
    parents: Recent<u64>,
    /// The tool spans that were released, and their requests, with the tool.
    handed_on: Recent<u64>,
    /// The call ids of the released calls, with their times.
    ids: Recent<Seen>,
    /// The spans above the released ones, with the tool.
    above: Recent<u64>,
}

struct Kept {
    span: ToolSpan,
    seen: Seen,
    bytes: usize,
}

/// When a call was made, and its arguments.
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

    /// Takes note that one span is the child of another.
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

    /// Releases everything that is left.
    pub fn end(&mut self, found: &mut VecDeque<Found>) {
        self.hand_on(0, found);
    }

    /// Releases the calls that started first, until at most this many spans are kept.
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
        // Calls that are released together are not compared, because their ids may repeat.
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

    /// Groups the spans that are kept by call.
    fn calls(&mut self) -> Vec<Vec<Kept>> {
        let kept = std::mem::take(&mut self.kept);
        let mut sets = Sets::new(kept.len());
        let mut by_fingerprint: HashMap<u64, usize> = HashMap::new();
        for (index, Kept { span, .. }) in kept.iter().enumerate() {
            for fingerprint in [span.own, span.request].into_iter().flatten() {
                sets.join(index, *by_fingerprint.entry(fingerprint).or_insert(index));
            }
        }
        join_by_id(&kept, &mut sets);
        join_asked(&kept, &mut sets);
        for (index, Kept { span, .. }) in kept.iter().enumerate() {
            let other = self.above(span).find_map(|above| by_fingerprint.get(&above)).copied();
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

    /// Whether the call of a span was already released.
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
        let fingerprints = [span.own, span.request].into_iter().flatten();
        fingerprints.into_iter().any(|fingerprint| self.handed_on.contains(fingerprint))
            || is_above
            || is_below()
            || has_known_id()
    }

    fn remember(&mut self, kept: &Kept) {
        let span = &kept.span;
        for fingerprint in [span.own, span.request].into_iter().flatten() {
            self.handed_on.set(fingerprint, span.tool);
        }
        if let Some(id) = span.call_id {
            self.ids.set(id, kept.seen);
        }
        // An agent's span may contain several calls; only MCP spans belong to the call above them.
        if span.role == Role::Mcp {
            let above: Vec<u64> = self.above(span).take_while(|&above| !self.handed_on.contains(above)).collect();
            for span_above in above {
                self.above.set(span_above, span.tool);
            }
        }
    }
}

/// Joins spans with the same call id, each with the one that started before it.
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

/// Joins each call that was asked for with the call that was made then: of the same tool in the same trace, with
/// the same id if both have one, else with the same arguments.
fn join_asked(kept: &[Kept], sets: &mut Sets) {
    let mut in_order: Vec<(usize, &Kept)> = kept.iter().enumerate().collect();
    in_order.sort_by_key(|(_, kept)| kept.seen.start);
    let mut made: HashMap<Likely, VecDeque<(usize, i64)>> = HashMap::new();
    for (index, kept) in in_order.iter().filter(|(_, kept)| kept.span.role != Role::Asked) {
        for likely in Likely::of_made(&kept.span) {
            made.entry(likely).or_default().push_back((*index, kept.seen.start));
        }
    }
    let mut taken: HashSet<usize> = HashSet::new();
    for (index, asked) in in_order.iter().filter(|(_, kept)| kept.span.role == Role::Asked) {
        if taken.contains(&sets.find(*index)) {
            continue;
        }
        let lists = Likely::of_asked(&asked.span);
        let found = lists.into_iter().find_map(|likely| {
            let list = made.get_mut(&likely)?;
            // Both are in order of start, so what is too early for this one is too early for the next.
            while let Some(&(other, start)) = list.front() {
                if start.saturating_add(SKEW) >= asked.seen.start && !taken.contains(&sets.find(other)) {
                    return Some(other);
                }
                list.pop_front();
            }
            None
        });
        if let Some(other) = found {
            sets.join(*index, other);
            taken.insert(sets.find(other));
        }
    }
}

/// By what a call that was made is found for one that was asked for, after trace and tool.
#[derive(PartialEq, Eq, Hash)]
enum Likely {
    Id(u64, u64, u64),
    Args(u64, u64, Option<u64>),
    ArgsWithoutId(u64, u64, Option<u64>),
}

impl Likely {
    fn of_made(made: &ToolSpan) -> Vec<Self> {
        let (trace, tool) = (made.trace, made.tool);
        let by_id = match made.call_id {
            Some(id) => Likely::Id(trace, tool, id),
            None => Likely::ArgsWithoutId(trace, tool, made.args),
        };
        vec![by_id, Likely::Args(trace, tool, made.args)]
    }

    fn of_asked(asked: &ToolSpan) -> Vec<Self> {
        let (trace, tool) = (asked.trace, asked.tool);
        match asked.call_id {
            Some(id) => vec![
                Likely::Id(trace, tool, id),
                Likely::ArgsWithoutId(trace, tool, asked.args),
                Likely::ArgsWithoutId(trace, tool, None),
            ],
            None => vec![Likely::Args(trace, tool, asked.args), Likely::Args(trace, tool, None)],
        }
    }
}

impl Seen {
    /// Whether two spans with the same id may belong to one call.
    fn may_be(&self, other: &Seen) -> bool {
        let differ = self.args.zip(other.args).is_some_and(|(own, other)| own != other);
        let overlap = self.start <= other.end.saturating_add(SKEW) && other.start <= self.end.saturating_add(SKEW);
        overlap && !differ
    }
}

/// Whether a span belongs to the same call as the nearest tool span above it.
fn belong(span: &ToolSpan, above: &ToolSpan) -> bool {
    let both_execute = span.role != Role::Mcp && above.role != Role::Mcp;
    let ids_differ = span.call_id.zip(above.call_id).is_some_and(|(own, above)| own != above);
    span.tool == above.tool && !both_execute && !ids_differ
}

/// Combines several spans into a call: the first one with arguments, made when the first one started. What was
/// made counts before what was asked for.
fn one_call(mut spans: Vec<Kept>) -> Option<Call> {
    spans.sort_by_key(|kept| (kept.span.role == Role::Asked, kept.seen.start));
    let time = spans.iter().find_map(|kept| kept.span.call.time);
    let id = spans.iter().find_map(|kept| kept.span.call.id.clone());
    let session = spans.iter().find_map(|kept| kept.span.call.session.clone());
    let grant = spans.iter().find_map(|kept| kept.span.call.grant.clone());
    let server = spans.iter().find_map(|kept| kept.span.call.server.clone());
    let best = spans.iter().position(|kept| kept.span.call.args.is_some()).unwrap_or(0);
    let call = spans.into_iter().nth(best)?.span.call;
    Some(Call {
        time,
        id: call.id.clone().or(id),
        session: call.session.clone().or(session),
        grant: call.grant.clone().or(grant),
        server: call.server.clone().or(server),
        ..call
    })
}

/// Disjoint sets of numbers that can be joined.
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

    /// The smaller root remains, so that the order of joins makes no difference.
    fn join(&mut self, left: usize, right: usize) {
        let (left, right) = (self.find(left), self.find(right));
        if let Some(up) = self.up.get_mut(left.max(right)) {
            *up = left.min(right);
        }
    }
}
