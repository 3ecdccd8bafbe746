//! Any bytes as a policy: linting terminates without a panic, every place is inside its file, and fixes leave a valid
//! policy.
#![no_main]

use jamb::diagnostic::{Diagnostic, has_errors};
use jamb::lint::fixes::Edits;
use jamb::lint::{self, Chosen, RULES, Subject};
use jamb::pipeline;
use jamb::source::disk::MemoryDisk;
use jamb::source::{Source, Sources};

const CATALOG: &str = r#"{"tools": [{"name": "pay", "inputSchema": {"type": "object", "required": ["to"], "properties": {
    "amount": {"type": "integer", "minimum": 1}, "to": {"type": "string"}, "path": {"type": "string"}}}}]}"#;

fn judged(bytes: &[u8]) -> Option<(Sources, Vec<Diagnostic>)> {
    let mut disk = MemoryDisk::default();
    disk.files.insert("t.json".into(), CATALOG.into());
    let mut sources = Sources::default();
    let main = sources.add(Source::from_bytes("self.pl", Some("self.pl".as_ref()), bytes.to_vec()));
    let compiled = pipeline::compile(&mut sources, &disk, &jamb::catalog::Catalogs::default(), main);
    if has_errors(&compiled.diagnostics) {
        return None;
    }
    let chosen = Chosen { rules: RULES.iter().map(|rule| (*rule, rule.level)).collect(), ..Chosen::default() };
    let policy = compiled.policy?;
    let subject = Subject { sources: &sources, main, policy: &policy, checked: Some(&compiled.checked) };
    let found = lint::lint(&subject, &chosen);
    Some((sources, found))
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
