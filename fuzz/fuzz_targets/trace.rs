//! Any bytes as a trace; the first byte chooses the format. Reading terminates, and every place is inside its text.
#![no_main]

use std::io::Cursor;

use jamb::source::Span;
use jamb::trace::{FORMATS, Found, From, Opened, Options, Run, open};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let from = FORMATS.get(usize::from(first % 16)).map_or(From::Auto, |format| format.from);
    let server = (first & 0x80 != 0).then(|| "crm".to_owned());
    let run = Run::new(Options { from, server, ..Options::default() });
    let Ok(Opened::Calls(calls)) = open("t", Box::new(Cursor::new(rest.to_vec())), &run) else { return };
    for found in calls.map_while(Result::ok) {
        match found {
            Found::Unreadable(excerpt, unreadable) => assert!(excerpt.text.get(unreadable.span.range()).is_some()),
            Found::PassedOver | Found::Rejected | Found::Repeated => {}
            Found::Call(call) => {
                let text = &call.excerpt.text;
                assert!(text.get(call.span.range()).is_some());
                let Some(args) = call.args else { continue };
                if let Some(place) = args.place_of(Span::new(0, args.json.len()), text) {
                    assert!(text.get(place.range()).is_some());
                }
            }
        }
    }
});
