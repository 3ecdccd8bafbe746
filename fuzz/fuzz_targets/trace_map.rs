//! A map on the first line, and any bytes after it as a trace. A map is read as it is written, its mistakes are inside
//! it, and the map that an unknown format's error proposes finds what it is for.
#![no_main]

use std::io::{Cursor, Error};

use jamb::trace::map::Map;
use jamb::trace::{Found, Opened, Options, Run, Unfit, open};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let end = bytes.iter().position(|&byte| byte == b'\n').unwrap_or(bytes.len());
    let (first, rest) = bytes.split_at(end);
    let trace = rest.get(1..).unwrap_or_default();
    if let Ok(text) = std::str::from_utf8(first) {
        match Map::parse(text) {
            Err(error) => assert!(text.get(error.span.range()).is_some(), "{error:?}"),
            Ok(map) => {
                assert_eq!(Map::parse(&map.to_string()).as_ref(), Ok(&map));
                drop(read(trace, map));
            }
        }
    }
    let run = Run::new(Options::default());
    let Err(error) = open("t", Box::new(Cursor::new(trace.to_vec())), &run) else { return };
    let help = Unfit::of(&error).map(|unfit| unfit.help.concat()).unwrap_or_default();
    if let Some((_, map)) = help.split_once("comes nearest: `--map '") {
        let map = map.strip_suffix("'`").unwrap_or_default();
        assert!(!map.contains('\''), "{map}");
        let map = Map::parse(map).expect("the proposed map is one");
        // The beginning from which it was made may be all that can be read.
        drop(read(trace, map));
    }
});

fn read(trace: &[u8], map: Map) -> Result<(), Error> {
    let run = Run::new(Options { map: Some(map), ..Options::default() });
    let Opened::Calls(calls) = open("t", Box::new(Cursor::new(trace.to_vec())), &run)? else { return Ok(()) };
    for found in calls {
        match found? {
            Found::Call(call) => assert!(call.excerpt.text.get(call.span.range()).is_some()),
            Found::Unreadable(excerpt, unreadable) => assert!(excerpt.text.get(unreadable.span.range()).is_some()),
            Found::PassedOver | Found::Rejected | Found::Repeated => {}
        }
    }
    Ok(())
}
