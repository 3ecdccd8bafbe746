//! Traces that should notice mutants. They are kept in memory and replayed with each mutant.

use std::io::{Cursor, Read};
use std::sync::Arc;

use super::budget::Budget;
use crate::engine::Engine;
use crate::simulate::{self, Options, Outcome, Policies, Trace};
use crate::source::Sources;

/// The traces, as they were read.
#[derive(Debug, Default)]
pub struct Recorded {
    /// Each trace with its name.
    pub traces: Vec<(String, Arc<[u8]>)>,
}

impl Recorded {
    /// The outcome of replaying all of them with a policy, and optionally comparing it with another.
    pub fn replayed(&self, new: &Engine, old: Option<&Engine>) -> Outcome {
        let sources = Sources::default();
        let policies = Policies { new, old, sources: &sources };
        let input = |bytes: &Arc<[u8]>| Box::new(Cursor::new(Arc::clone(bytes))) as Box<dyn Read + Send>;
        let trace = |(name, bytes): &(String, Arc<[u8]>)| Trace {
            name: name.clone(),
            is_beside: false,
            input: Ok(input(bytes)),
        };
        let traces = |at: usize| self.traces.get(at).map(trace);
        let options = Options { threads: 1, ..Options::default() };
        // Only writing decisions can fail, and none are written.
        simulate::replay(policies, &traces, &options, None).unwrap_or_default()
    }

    /// Whether a recorded call is decided differently; `None` if there is no budget left to find out.
    pub fn notices(&self, new: &Engine, old: &Engine, budget: &mut Budget) -> Option<bool> {
        let bytes = self.traces.iter().map(|(_, bytes)| bytes.len() as u64).sum();
        budget.bytes = budget.bytes.checked_sub(bytes)?;
        let summary = self.replayed(new, Some(old)).summary;
        Some(summary.widened + summary.narrowed > 0)
    }
}
