//! The subject of the measurements: a replay through the library, as in the command.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use jamb::document::{Document, Job, Workspace};
use jamb::engine::Engine;
use jamb::model::Policy;
use jamb::simulate::{self, Options, Outcome, Policies, Trace};
use jamb::source::disk::MemoryDisk;
use jamb::source::{Source, Sources};

/// A compiled policy that can decide calls.
pub struct Subject {
    engine: Engine,
    sources: Sources,
}

impl Subject {
    /// Compiles a policy.
    pub fn new(text: &str) -> Self {
        let (model, sources) = compiled(text);
        Self { engine: Engine::new(&model), sources }
    }

    /// Replays the contents of a file.
    pub fn replay_file<'r>(
        &'r self,
        trace: &Path,
        threads: usize,
        decisions: Option<&'r mut (dyn Write + Send)>,
    ) -> Outcome {
        self.replay(&|| Box::new(File::open(trace).expect("the trace")), threads, decisions)
    }

    /// Replays a trace.
    pub fn replay<'r>(
        &'r self,
        input: &(dyn Fn() -> Box<dyn Read + Send> + Sync),
        threads: usize,
        decisions: Option<&'r mut (dyn Write + Send)>,
    ) -> Outcome {
        let policies = Policies { new: &self.engine, old: None, sources: &self.sources };
        let options = Options { threads, ..Options::default() };
        let traces =
            |at| (at == 0).then(|| Trace { name: "trace.jsonl".to_owned(), is_beside: false, input: Ok(input()) });
        let outcome = simulate::replay(policies, &traces, &options, decisions).expect("the decisions");
        assert!(outcome.failures.is_empty() && outcome.summary.unreadable == 0, "the trace could not be read");
        outcome
    }
}

/// The compiled form of a policy.
pub fn compiled(text: &str) -> (Policy, Sources) {
    let mut sources = Sources::default();
    let document = Document::new(Source::from_text("policy.pl", text));
    let compiled = Workspace::new(MemoryDisk::default()).judge(&mut sources, &document, Job::COMPILE);
    let policy = compiled.policy.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics.first()));
    (policy, sources)
}
