//! Any bytes as a policy: linting terminates without a panic, every place is inside its file, and fixes leave a valid
//! policy.
#![no_main]

use jamb::diagnostic::Diagnostic;
use jamb::document::{Document, Job, Kind, Workspace};
use jamb::lint::fixes::Edits;
use jamb::lint::{Options, RULES};
use jamb::source::disk::MemoryDisk;
use jamb::source::{Source, Sources};

const CATALOG: &str = r#"{"tools": [{"name": "pay", "inputSchema": {"type": "object", "required": ["to"], "properties": {
    "amount": {"type": "integer", "minimum": 1}, "to": {"type": "string"}, "path": {"type": "string"}}}}]}"#;

fn judged(bytes: &[u8]) -> Option<(Sources, Vec<Diagnostic>)> {
    let mut disk = MemoryDisk::default();
    disk.files.insert("t.json".into(), CATALOG.into());
    let source = Source::from_bytes("self.pl", Some("self.pl".as_ref()), bytes.to_vec());
    let document = Document { kind: Kind::Policy, ..Document::new(source) };
    let options = Options { select: RULES.to_vec(), ..Options::default() };
    let mut sources = Sources::default();
    let judgement = Workspace::new(disk).with_options(options).judge(&mut sources, &document, Job::LINT);
    judgement.policy.is_some().then_some((sources, judgement.findings))
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((sources, found)) = judged(bytes) else { return };
    let mut edits = Edits::default();
    for finding in &found {
        for place in std::iter::once(&finding.primary).chain(&finding.labels).map(|label| label.place) {
            assert!(place.span.start <= place.span.end);
            assert!(place.span.end as usize <= sources.get(place.source).text.len());
        }
        if let Some(fix) = &finding.fix {
            edits.add(&fix.edits.iter().map(|edit| (edit.place.source, edit)).collect::<Vec<_>>());
        }
    }
    for (_, text) in edits.texts(|id| Some(sources.get(id).text.clone())) {
        assert!(judged(text.as_bytes()).is_some(), "{text}");
    }
});
