//! Any bytes as a policy: reading, checking and lowering terminate without a panic, every place is inside its file, and
//! formatting is idempotent.
#![no_main]

use jamb::diagnostic::has_errors;
use jamb::document::{Document, Job, Kind, Workspace};
use jamb::source::disk::MemoryDisk;
use jamb::source::{Source, Sources};

const CATALOG: &str = r#"{"tools": [{"name": "pay", "inputSchema": {"type": "object", "required": ["amount"], "properties": {
    "amount": {"type": "integer", "minimum": 1}, "to": {"enum": ["a", "b"]}, "tags": {"type": "array", "items": {"type": "string"}}}}}]}"#;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut disk = MemoryDisk::default();
    disk.files.insert("t.json".into(), CATALOG.into());
    disk.files.insert("p.pl".into(), b"let cap = 5\nrule r(n) { limit n per hour }\nrate pay: financial\n".to_vec());
    disk.files.insert("self.pl".into(), bytes.to_vec());
    let source = Source::from_bytes("self.pl", Some("self.pl".as_ref()), bytes.to_vec());
    let document = Document { kind: Kind::Policy, ..Document::new(source) };
    let mut sources = Sources::default();
    let compiled = Workspace::new(disk).judge(&mut sources, &document, Job::COMPILE);
    for diagnostic in &compiled.diagnostics {
        for place in std::iter::once(&diagnostic.primary).chain(&diagnostic.labels).map(|label| label.place) {
            assert!(place.span.start <= place.span.end);
            assert!(place.span.end as usize <= sources.get(place.source).text.len());
        }
    }
    assert_eq!(compiled.policy.is_none(), has_errors(&compiled.diagnostics));
    let formatted = |document: &Document| {
        let mut sources = Sources::default();
        Workspace::new(MemoryDisk::default()).judge(&mut sources, document, Job::FMT).formatted(&sources)
    };
    if let Some(once) = formatted(&document) {
        let twice = formatted(&document.with_text(&once));
        assert_eq!(twice.as_deref(), Some(once.as_str()));
    }
});
