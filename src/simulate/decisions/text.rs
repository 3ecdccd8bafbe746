//! Writes numbers and texts as JSON.

use serde_json::Value;

use crate::vocab::visible;

/// Writes a whole number.
pub fn push_number(out: &mut Vec<u8>, number: u64) {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    let mut rest = number;
    while let Some(digit) = at.checked_sub(1).and_then(|before| digits.get_mut(before)) {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
        at -= 1;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(digits.get(at..).unwrap_or_default());
}

/// Writes a text as a JSON string.
#[inline]
pub fn push_text(out: &mut Vec<u8>, text: &[u8]) {
    if is_plain(text) {
        out.reserve(text.len() + 2);
        out.push(b'"');
        out.extend_from_slice(text);
        out.push(b'"');
    } else {
        push_odd_text(out, text);
    }
}

#[cold]
fn push_odd_text(out: &mut Vec<u8>, text: &[u8]) {
    let quoted = Value::from(String::from_utf8_lossy(text)).to_string();
    out.extend_from_slice(visible::document(quoted).as_bytes());
}

/// Writes a JSON text of the trace, which may have several lines, on one line.
#[inline]
pub fn push_json(out: &mut Vec<u8>, json: &[u8]) {
    if is_printable(json) {
        out.extend_from_slice(json);
    } else {
        push_odd_json(out, json);
    }
}

#[cold]
fn push_odd_json(out: &mut Vec<u8>, json: &[u8]) {
    let value: Value = serde_json::from_slice(json).unwrap_or_default();
    out.extend_from_slice(visible::document(value.to_string()).as_bytes());
}

/// The lowest bit of each byte of a word.
const EACH: u64 = 0x0101_0101_0101_0101;

/// Whether all bytes are printable ASCII.
#[inline]
fn is_printable(text: &[u8]) -> bool {
    none_is_odd(text, unprintable)
}

/// Whether all bytes are printable ASCII and need no escape in a JSON string.
#[inline]
fn is_plain(text: &[u8]) -> bool {
    let is = |bytes: u64, byte: u8| {
        let differs = bytes ^ (EACH * u64::from(byte));
        differs.wrapping_sub(EACH) & !differs
    };
    none_is_odd(text, |bytes| unprintable(bytes) | is(bytes, b'"') | is(bytes, b'\\'))
}

/// Sets the highest bit of bytes below ` `, of `DEL` and of bytes that are not ASCII: if not of all of them, at
/// least of the lowest.
#[inline]
fn unprintable(bytes: u64) -> u64 {
    bytes.wrapping_sub(EACH * 0x20) | bytes.wrapping_add(EACH) | bytes
}

/// Whether this sets the highest bit of no byte, eight bytes at a time.
#[inline]
fn none_is_odd(text: &[u8], odd: impl Fn(u64) -> u64) -> bool {
    let odd = |bytes: &[u8; 8]| odd(u64::from_le_bytes(*bytes));
    let found = match (text.as_chunks(), text.last_chunk()) {
        ((words, _), Some(last)) => words.iter().fold(odd(last), |all, word| all | odd(word)),
        (_, None) => {
            let mut padded = *b"........";
            padded.iter_mut().zip(text).for_each(|(padded, byte)| *padded = *byte);
            odd(&padded)
        }
    };
    found & (EACH * 0x80) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printable_text_is_recognized_at_every_position() {
        for byte in 0..=u8::MAX {
            for length in 0..20 {
                for at in 0..length {
                    let mut text = b"abcdefghi ~klmnopqrst".get(..length).unwrap().to_vec();
                    text[at] = byte;
                    let is_ascii = matches!(byte, b' '..=b'~');
                    assert_eq!(is_printable(&text), is_ascii, "{text:?}");
                    assert_eq!(is_plain(&text), is_ascii && byte != b'"' && byte != b'\\', "{text:?}");
                }
            }
        }
        assert!(is_printable(b"") && is_plain(b""));
    }
}
