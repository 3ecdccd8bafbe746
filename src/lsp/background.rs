//! The thread that proves asserts and runs lint rules, so that no request waits for them.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};
use gen_lsp_types::Uri;

use crate::diagnostic::Diagnostic;
use crate::document::Judged;
use crate::lint::Chosen;

/// The stack of the main thread on most systems. The limits on nesting are chosen for it.
const STACK: usize = 8 * 1024 * 1024;

/// The thread.
pub struct Background {
    work: Sender<Work>,
    /// What it has found out.
    pub findings: Receiver<Findings>,
}

/// A document to judge further.
pub struct Work {
    /// Its address.
    pub uri: Uri,
    /// Its judgement so far.
    pub judged: Arc<Judged>,
    /// The lint rules that run.
    pub rules: Chosen,
}

/// What was found in a document.
pub struct Findings {
    /// Its address.
    pub uri: Uri,
    /// The judgement that the findings are about.
    pub judged: Arc<Judged>,
    /// All diagnostics: those of the judgement, of asserts and of lint rules; or why there are none.
    pub diagnostics: Result<Vec<Diagnostic>, String>,
}

impl Background {
    /// Starts the thread.
    pub fn start() -> Self {
        let (work, received) = unbounded();
        let (sender, findings) = unbounded();
        // Without the thread, nothing is found, and the channel says so.
        drop(thread::Builder::new().name("lint".to_owned()).stack_size(STACK).spawn(move || run(&received, &sender)));
        Self { work, findings }
    }

    /// Asks for the findings in a document. An older question about the same document need not be answered.
    pub fn ask(&self, work: Work) {
        drop(self.work.send(work));
    }
}

fn run(received: &Receiver<Work>, sender: &Sender<Findings>) {
    while let Ok(first) = received.recv() {
        for work in newest(std::iter::once(first).chain(received.try_iter())) {
            let diagnostics = catch_unwind(AssertUnwindSafe(|| work.judged.with_findings(&work.rules)));
            let diagnostics = diagnostics.map_err(|panic| reason(panic.as_ref()));
            if sender.send(Findings { uri: work.uri, judged: work.judged, diagnostics }).is_err() {
                return;
            }
        }
    }
}

/// The newest question about each document.
fn newest(all: impl Iterator<Item = Work>) -> impl Iterator<Item = Work> {
    let mut by_document: HashMap<String, Work> = HashMap::new();
    for work in all {
        by_document.insert(work.uri.0.clone(), work);
    }
    by_document.into_values()
}

/// What a panic says.
pub fn reason(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "unknown reason".to_owned())
}
