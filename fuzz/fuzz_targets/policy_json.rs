//! Any bytes as a `policy.json`: a document that can be read can be written and read again, and an imported one compiles
//! to the same bytes.
#![no_main]

use jamb::document::{Document, Job, Workspace};
use jamb::import;
use jamb::model::canonical::{self, Layout};
use jamb::model::json;
use jamb::source::disk::MemoryDisk;
use jamb::source::{Source, Sources};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut sources = Sources::default();
    let id = sources.add(Source::from_bytes("policy.json", None, bytes.to_vec()));
    let (policy, _) = json::read(id, sources.get(id));
    let Some(policy) = policy else { return };
    let written = canonical::write(&policy, Layout::Pretty);
    let again = sources.add(Source::from_text("again.json", written.clone()));
    let (reread, diagnostics) = json::read(again, sources.get(again));
    assert!(diagnostics.is_empty(), "{diagnostics:?}\n{written}");
    assert_eq!(canonical::write(&reread.unwrap(), Layout::Pretty), written);
    if let (Some(text), _) = import::import(again, sources.get(again)) {
        let document = Document::new(Source::from_text("policy.pl", text.clone()));
        let compiled = Workspace::new(MemoryDisk::default()).judge(&mut sources, &document, Job::COMPILE);
        let policy = compiled.policy.unwrap_or_else(|| panic!("{:?}\n{text}", compiled.diagnostics));
        assert_eq!(canonical::write(&policy, Layout::Pretty), written, "{text}");
    }
});
