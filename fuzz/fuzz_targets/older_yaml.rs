//! Any bytes as a policy of the gateway's predecessor: a converted policy compiles, and every place is inside the file.
#![no_main]

use jamb::document::{Document, Job, Workspace};
use jamb::import;
use jamb::source::disk::MemoryDisk;
use jamb::source::{Source, Sources};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut sources = Sources::default();
    let id = sources.add(Source::from_bytes("policy.yaml", None, bytes.to_vec()));
    let (text, diagnostics) = import::import(id, sources.get(id));
    for diagnostic in &diagnostics {
        for place in std::iter::once(&diagnostic.primary).chain(&diagnostic.labels).map(|label| label.place) {
            assert!(place.span.start <= place.span.end);
            assert!(place.span.end as usize <= sources.get(place.source).text.len());
        }
    }
    if let Some(text) = text {
        let document = Document::new(Source::from_text("policy.pl", text.clone()));
        let compiled = Workspace::new(MemoryDisk::default()).judge(&mut sources, &document, Job::COMPILE);
        assert!(compiled.policy.is_some(), "{:?}\n{text}", compiled.diagnostics);
    }
});
