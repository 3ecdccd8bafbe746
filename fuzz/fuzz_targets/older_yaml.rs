//! Any bytes as a policy of the gateway's predecessor: a converted policy is valid.
#![no_main]

use jamb::import;
use jamb::source::{Source, Sources};
use jamb::syntax;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut sources = Sources::default();
    let id = sources.add(Source::from_bytes("policy.yaml", None, bytes.to_vec()));
    if let (Some(text), _) = import::import(id, sources.get(id)) {
        let main = sources.add(Source::from_text("policy.pl", text.clone()));
        let (_, mistakes) = syntax::parse(main, sources.get(main));
        assert!(mistakes.is_empty(), "{mistakes:?}\n{text}");
    }
});
