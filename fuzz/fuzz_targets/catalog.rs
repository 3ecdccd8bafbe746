//! Any bytes as a catalog, with a policy that uses every part of it.
#![no_main]

use jamb::document::{Document, Job, Workspace};
use jamb::source::disk::MemoryDisk;
use jamb::source::{Source, Sources};

const POLICY: &str = r#"
catalog "t.json"
tool * {
  require args.a > 5 and args.a in [1, "x", true] and args.a.b matches "^a"
  deny if args.a.b.c contains "x" or args.d != 5 or args.a exists
}
"#;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut disk = MemoryDisk::default();
    disk.files.insert("t.json".into(), bytes.to_vec());
    let mut sources = Sources::default();
    let document = Document::new(Source::from_text("policy.pl", POLICY));
    let compiled = Workspace::new(disk).judge(&mut sources, &document, Job::COMPILE);
    for diagnostic in &compiled.diagnostics {
        for place in std::iter::once(&diagnostic.primary).chain(&diagnostic.labels).map(|label| label.place) {
            assert!(place.span.end as usize <= sources.get(place.source).text.len());
        }
    }
});
