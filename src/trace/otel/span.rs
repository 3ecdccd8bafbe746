//! Where exporters write the parts of a span: OTLP in batches, other exporters a span per line.

use super::values::Attributes;
use crate::source::json::{Json, JsonKind};
use crate::trace::times::time;
use crate::vocab::{Stamp, Time};

/// The members on the way to spans and log records.
const WAY: [&str; 16] = [
    "resourceSpans",
    "resource_spans",
    "resourceLogs",
    "resource_logs",
    "batches",
    "scopeSpans",
    "scope_spans",
    "instrumentationLibrarySpans",
    "scopeLogs",
    "scope_logs",
    "spans",
    "logRecords",
    "log_records",
    "data",
    "trace",
    "traces",
];

/// How many of them may be nested.
const DEPTH: usize = 8;

/// How many elements of a list are looked at to recognize it.
const ELEMENTS: usize = 4;

const TRACE_IDS: [&str; 4] = ["traceId", "trace_id", "traceID", "TraceId"];
const SPAN_IDS: [&str; 4] = ["spanId", "span_id", "spanID", "SpanId"];
const PARENTS: [&str; 6] = ["parentSpanId", "parent_span_id", "parent_id", "parentId", "parentSpanID", "ParentSpanId"];
const NAMES: [&str; 4] = ["name", "operationName", "SpanName", "span_name"];
const STARTS: [&str; 7] =
    ["startTimeUnixNano", "start_time_unix_nano", "startTime", "start_time", "start", "Timestamp", "timestamp"];
const ENDS: [&str; 5] = ["endTimeUnixNano", "end_time_unix_nano", "endTime", "end_time", "end"];

/// A span.
#[derive(Clone, Copy)]
pub(super) struct Span<'j> {
    pub json: &'j Json,
    pub attributes: Attributes<'j>,
}

impl<'j> Span<'j> {
    pub fn of(json: &'j Json) -> Self {
        Self { json, attributes: Attributes::of(json) }
    }

    pub fn trace(&self) -> &'j str {
        id(self.json, &TRACE_IDS).unwrap_or_default()
    }

    pub fn own(&self) -> Option<&'j str> {
        id(self.json, &SPAN_IDS)
    }

    pub fn parent(&self) -> Option<&'j str> {
        id(self.json, &PARENTS)
    }

    pub fn name(&self) -> &'j str {
        any(self.json, &NAMES).and_then(Json::text).unwrap_or_default()
    }

    /// Whether its status is an error.
    pub fn is_error(&self) -> bool {
        let code = self.json.get("status").and_then(|status| status.get("code").or_else(|| status.get("status_code")));
        let is_word = |word: &str| matches!(word, "STATUS_CODE_ERROR" | "ERROR");
        code.is_some_and(|code| code.text().is_some_and(is_word) || code.to_string() == "2")
    }

    /// In nanoseconds since 1970.
    pub fn start(&self) -> Option<i64> {
        any(self.json, &STARTS).and_then(nanos)
    }

    /// When it started, with what is known about the zone.
    pub fn time(&self) -> Option<Stamp> {
        stamp(any(self.json, &STARTS)?)
    }

    pub fn end(&self) -> Option<i64> {
        any(self.json, &ENDS).and_then(nanos)
    }
}

/// Visits the spans and the log records in a value.
pub(super) fn visit<'j>(json: &'j Json, visit_one: &mut dyn FnMut(&'j Json)) {
    below(json, visit_one, DEPTH);
}

fn below<'j>(json: &'j Json, visit_one: &mut dyn FnMut(&'j Json), depth: usize) {
    let Some(depth) = depth.checked_sub(1) else { return };
    if let Some(elements) = json.elements() {
        elements.iter().for_each(|element| below(element, visit_one, depth));
        return;
    }
    let mut is_on_the_way = false;
    for value in WAY.iter().filter_map(|name| json.get(name)) {
        if value.elements().is_some() || value.members().is_some() {
            is_on_the_way = true;
            below(value, visit_one, depth);
        }
    }
    if !is_on_the_way && json.members().is_some() {
        visit_one(json);
    }
}

/// Whether a value is a batch of OTLP.
pub(super) fn is_batch(json: &Json) -> bool {
    let has = |name: &str| json.get(name).is_some_and(|list| list.elements().is_some());
    let names = ["resourceSpans", "resource_spans", "resourceLogs", "resource_logs", "resourceMetrics", "scopeSpans"];
    let batches = json.get("batches").and_then(Json::elements).unwrap_or_default();
    names.iter().any(|name| has(name)) || batches.first().is_some_and(|batch| batch.get("scopeSpans").is_some())
}

/// Whether a value is a span, or has a list of them.
pub(super) fn is_span(json: &Json) -> bool {
    let spans = json.get("spans").and_then(Json::elements).unwrap_or_default();
    let data = json.get("data").and_then(Json::elements).unwrap_or_default();
    is_one(json)
        || spans.iter().take(ELEMENTS).any(is_one)
        || data.iter().take(ELEMENTS).any(|trace| trace.get("spans").is_some_and(|spans| spans.elements().is_some()))
}

fn is_one(json: &Json) -> bool {
    let has_attributes = ["attributes", "tags", "SpanAttributes"].iter().any(|name| json.get(name).is_some());
    let has_ids = id(json, &TRACE_IDS).is_some() && id(json, &SPAN_IDS).is_some();
    let has_name = any(json, &NAMES).is_some_and(|name| name.text().is_some());
    // Loggers write the ids of the span that a line belongs to.
    let is_line = ["level", "severity", "levelname", "message", "msg"].iter().any(|name| json.get(name).is_some());
    has_ids && has_name && !is_line && (has_attributes || any(json, &STARTS).is_some())
}

fn any<'j>(json: &'j Json, names: &[&str]) -> Option<&'j Json> {
    names.iter().find_map(|name| json.get(name))
}

/// An id, also in the `context` of a span.
fn id<'j>(json: &'j Json, names: &[&str]) -> Option<&'j str> {
    let of = |json: &'j Json| any(json, names)?.text().filter(|id| !id.is_empty());
    of(json).or_else(|| of(json.get("context")?))
}

/// A time in nanoseconds: 64-bit numbers must be strings in JSON, but some writers use a number anyway; others
/// write a time, or a pair of seconds and nanoseconds.
pub(super) fn nanos(json: &Json) -> Option<i64> {
    let whole = |json: &Json| match &json.kind {
        JsonKind::Text(text) => text.parse().ok(),
        JsonKind::Number(number) => number.and_then(|number| i64::try_from(number.as_whole()?).ok()),
        JsonKind::Null | JsonKind::Boolean(_) | JsonKind::List(_) | JsonKind::Object(_) => None,
    };
    if let Some([seconds, rest]) = json.elements() {
        return whole(seconds)?.checked_mul(1_000_000_000)?.checked_add(whole(rest)?);
    }
    /// Nanoseconds are written from this number on (the year 1973).
    const LEAST: i64 = 100_000_000_000_000_000;
    match whole(json) {
        Some(nanos) if nanos >= LEAST => Some(nanos),
        Some(_) | None => time(json)?.time.micros.checked_mul(1_000),
    }
}

/// The same as a moment.
pub(super) fn stamp(json: &Json) -> Option<Stamp> {
    let zoneless = time(json).filter(|stamp| stamp.zoneless);
    zoneless.or_else(|| nanos(json).map(|nanos| Time { micros: nanos.div_euclid(1_000) }.into()))
}
