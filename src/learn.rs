//! Writes a first policy from a server's tools and from recorded calls: what [`init`](crate::init) writes, narrowed to
//! what was called. Every clause is checked by leaving out each grant in turn: it is written only if the other grants
//! support it.
//!
//! ```text
//! traces ──reading──► Heard ──observed──► tallies of arguments ──clauses──► clauses with evidence
//!                                                                  │
//!                                   catalog, init ──verdict──► tools ──render──► policy.pl ──replay──► Replayed
//! ```
//!
//! Memory is bounded, whatever a trace contains: see `learn/tally.rs`.

mod options;
mod who;
mod tally;
mod seats;
mod numbers;
mod role;
mod heard;
mod reading;
mod excluded;
mod places;
mod argument;
mod observed;
mod writable;
mod shown;
mod links;
mod values;
mod ranges;
mod danger;
mod subject;
mod clauses;
mod limits;
mod needs;
mod verdict;
mod render;
mod replay;
pub mod json;

pub use excluded::Excluded;
pub use heard::Outcome;
pub use observed::{Observed, Totals};
pub use options::Options;
pub use reading::Unread;
pub use replay::{Decided, Denied, DeniedBy, Replayed, replay};
pub use verdict::{LearnedTool, Verdict};
pub use who::Unit;

use crate::init::{Judged, Naming};
use crate::simulate::Open;
use crate::source::{Source, SourceId};
use crate::{format, syntax};

/// The result.
#[derive(Debug)]
pub struct Learned {
    /// The policy, formatted.
    pub policy: String,
    /// What was learned about each tool, in the order of the catalog.
    pub tools: Vec<LearnedTool>,
}

/// Reads the traces.
pub fn observe(judged: &[Judged<'_>], traces: &Open<'_>, excluded: &mut Excluded, options: &Options) -> Observed {
    let mut observed = Observed::new(judged);
    let engine = limits::everything();
    let mut windows = limits::Windows::new(&engine);
    let unread = reading::read(traces, &options.read, &mut |heard| {
        let is_excluded = excluded.has(&heard);
        if observed.add(&heard, is_excluded, &options.marks) {
            windows.add(&heard);
        }
    });
    observed.finish(unread, windows.finish())
}

/// The policy for what was observed.
pub fn learn(judged: &[Judged<'_>], observed: &Observed, options: &Options, naming: &Naming) -> Learned {
    let tools = verdict::all(judged, observed, options);
    let text = render::policy(judged, &tools, observed, naming);
    let source = Source::from_text("learn", text);
    let (file, mistakes) = syntax::parse(SourceId(0), &source);
    let policy = if mistakes.is_empty() { format::format(&source, &file) } else { source.text };
    Learned { policy, tools }
}
