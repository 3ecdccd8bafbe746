//! What only a page shows: calls over time, and the decisions by grant and by clause.

use super::decisions;
use super::view::View;
use crate::report::content::{Bar, Chart, Part};
use crate::simulate::outcome::Outcome;
use crate::simulate::overview::TimeSpan;
use crate::simulate::why::Messages;
use crate::source::Sources;
use crate::vocab::Time;

/// The calls over time, by decision.
pub fn over_time(outcome: &Outcome) -> Vec<Part> {
    let spans = outcome.overview.as_ref().map(|overview| overview.spans()).unwrap_or_default();
    if spans.is_empty() {
        return Vec::new();
    }
    let end = |span: Option<&TimeSpan>, time: fn(&TimeSpan) -> Time| span.map(|span| time(span).to_string());
    let ends =
        [end(spans.first(), |span| span.start), end(spans.last(), |span| span.end)].map(Option::unwrap_or_default);
    let bars = spans.into_iter().map(|span| Bar {
        label: format!("{} to {}", span.start, span.end),
        counts: vec![span.decided.allowed, span.decided.undetermined, span.decided.denied],
    });
    let chart = Chart { series: vec!["allowed", "undetermined", "denied"], ends, bars: bars.collect() };
    vec![Part::Heading("calls over time".to_owned()), Part::Chart(chart)]
}

/// The decisions by grant, and the clauses that denied.
pub fn tables(outcome: &Outcome, messages: &Messages, view: View, sources: &Sources) -> Vec<Part> {
    let mut parts = Vec::new();
    if let Some(overview) = &outcome.overview {
        parts.push(Part::Heading("by grant".to_owned()));
        parts.push(Part::Table(decisions::by_grant(overview, &outcome.summary.decided)));
    }
    if !messages.clauses.is_empty() {
        parts.push(Part::Heading("by clause".to_owned()));
        parts.extend(decisions::by_clause(&messages.clauses, view, sources));
    }
    parts
}
