//! Any text as a policy: the formatter and the compiler refuse the same texts, and formatting keeps the compiled bytes
//! and the comments.
#![no_main]

use jamb::document::{Document, Job, Judgement, Kind, Workspace};
use jamb::model::canonical::{self, Layout};
use jamb::source::disk::MemoryDisk;
use jamb::source::{Source, SourceId, Sources};
use jamb::syntax;

fn judged(text: &str, job: Job) -> (Sources, Judgement) {
    let source = Source::from_text("policy.pl", text);
    let document = Document { kind: Kind::Policy, ..Document::new(source) };
    let mut sources = Sources::default();
    let judgement = Workspace::new(MemoryDisk::default()).judge(&mut sources, &document, job);
    (sources, judgement)
}

fn formatted(text: &str) -> Option<String> {
    let (sources, judgement) = judged(text, Job::FMT);
    judgement.formatted(&sources)
}

fn compiled(text: &str) -> Option<String> {
    judged(text, Job::COMPILE).1.policy.map(|policy| canonical::write(&policy, Layout::Pretty))
}

/// The comments, or `None` for a syntax error.
fn comments(text: &str) -> Option<Vec<String>> {
    let source = Source::from_text("policy.pl", text);
    let (file, diagnostics) = syntax::parse(SourceId(0), &source);
    let texts = file.comments.iter().map(|comment| source.slice(comment.span).trim_end().to_owned());
    diagnostics.is_empty().then(|| texts.collect())
}

libfuzzer_sys::fuzz_target!(|text: &str| {
    let Some(once) = formatted(text) else {
        assert!(comments(text).is_none());
        assert!(compiled(text).is_none());
        return;
    };
    assert_eq!(formatted(&once).as_ref(), Some(&once));
    assert_eq!(comments(&once), comments(text));
    assert_eq!(compiled(&once), compiled(text));
});
