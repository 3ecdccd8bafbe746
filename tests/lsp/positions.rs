//! From offsets to the positions of the protocol and back, over random texts.

use gen_lsp_types::Position;
use jamb::lsp::{Encoding, Positions};
use proptest::prelude::*;

/// Texts of all planes, with every kind of line break and a byte order mark.
fn texts() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        "[a-z ]{0,4}",
        "\\PC",
        "[é漢😀\u{10ffff}]",
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("\r".to_owned())
    ];
    (any::<bool>(), prop::collection::vec(pieces, 0..40))
        .prop_map(|(mark, pieces)| if mark { format!("\u{feff}{}", pieces.concat()) } else { pieces.concat() })
}

/// The position of an offset, counted from the start; `None` inside a line break.
fn counted(text: &str, offset: usize, encoding: Encoding) -> Option<Position> {
    let (mut line, mut start, mut at) = (0, 0, 0);
    let bytes = text.as_bytes();
    while at < offset {
        at += match bytes[at] {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => 2,
            _ => 1,
        };
        if matches!(bytes[at - 1], b'\n' | b'\r') {
            (line, start) = (line + 1, at);
        }
    }
    let units = match encoding {
        Encoding::Utf8 => offset.checked_sub(start)?,
        Encoding::Utf16 => text.get(start..offset)?.encode_utf16().count(),
    };
    (at == offset).then_some(Position { line, character: units as u32 })
}

proptest! {
    #[test]
    fn positions_go_there_and_back(text in texts()) {
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            let positions = Positions::new(&text, encoding);
            for offset in (0..=text.len()).filter(|offset| text.is_char_boundary(*offset)) {
                let Some(expected) = counted(&text, offset, encoding) else { continue };
                prop_assert_eq!(positions.position(offset as u32), expected);
                prop_assert_eq!(positions.offset(expected) as usize, offset);
            }
        }
    }

    #[test]
    fn no_position_is_outside_of_the_text(text in texts(), line in 0u32..50, character in prop_oneof![0u32..50, Just(u32::MAX)]) {
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            let positions = Positions::new(&text, encoding);
            let offset = positions.offset(Position { line, character }) as usize;
            prop_assert!(text.is_char_boundary(offset));
            let there = positions.position(offset as u32);
            prop_assert!(there.line <= line && (there.line < line || there.character <= character));
        }
    }
}

#[test]
fn a_character_beyond_its_line_is_the_end_of_the_line() {
    for (text, end) in [("ab\r\ncd", 2), ("ab\ncd", 2), ("ab\rcd", 2), ("ab", 2), ("a\r\r\nb", 1)] {
        let positions = Positions::new(text, Encoding::Utf16);
        assert_eq!(positions.offset(Position { line: 0, character: 99 }), end, "{text:?}");
        assert_eq!(positions.offset(Position { line: 99, character: 0 }), text.len() as u32);
    }
}
