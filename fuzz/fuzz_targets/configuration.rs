//! Any bytes as a `jamb.toml`: reading terminates, and every mistake has a place in the file.
#![no_main]

use jamb::lint::{Chosen, Options, rules};
use jamb::settings;
use jamb::source::{Source, Sources};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut sources = Sources::default();
    let id = sources.add(Source::from_bytes("jamb.toml", None, bytes.to_vec()));
    let (settings, mistakes) = settings::read(id, sources.get(id), &rules::names());
    for mistake in &mistakes {
        let span = mistake.primary.place.span;
        assert!(span.start <= span.end && span.end as usize <= sources.get(id).text.len());
    }
    Chosen::new(&settings.lint, &Options::default(), "policies/a.pl");
});
