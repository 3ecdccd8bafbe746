//! Writes times as RFC 3339, in UTC, without a fraction that is zero. The library takes a thousand instructions for
//! each; calls nearly in order share the minute, and the rest is arithmetic.

use super::text::push_text;
use crate::vocab::Time;

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;

/// What is kept from time to time.
#[derive(Default)]
pub struct Moments {
    /// The number of the last minute, counted from 1970, and its beginning: `"2026-03-01T12:34:`.
    minute: Option<(i64, [u8; 18])>,
}

impl Moments {
    /// Writes a time as a JSON string.
    #[inline(always)]
    pub fn push(&mut self, out: &mut Vec<u8>, time: Time) {
        let minute = time.micros.div_euclid(MINUTE);
        let known = self.minute.filter(|(known, _)| *known == minute);
        let Some((_, beginning)) = known.or_else(|| self.go_to(minute)) else {
            return push_text(out, time.to_string().as_bytes());
        };
        out.extend_from_slice(&beginning);
        let micros = time.micros.rem_euclid(MINUTE) as u32;
        let (seconds, fraction) = (micros / SECOND as u32, micros % SECOND as u32);
        let ([s1, s2], [m1, m2], m3) = (digits(seconds), digits(fraction / 10_000), fraction / 1_000 % 10);
        if m3 > 0 && fraction % 1_000 == 0 {
            // Most writers write milliseconds.
            out.extend_from_slice(&[s1, s2, b'.', m1, m2, b'0' + m3 as u8, b'Z', b'"']);
            return;
        }
        out.extend_from_slice(&[s1, s2]);
        if fraction > 0 {
            push_fraction(out, fraction);
        }
        out.extend_from_slice(b"Z\"");
    }

    /// Moves to another minute; `None` if its year does not have four digits.
    #[cold]
    fn go_to(&mut self, minute: i64) -> Option<(i64, [u8; 18])> {
        let text = Time { micros: minute.checked_mul(MINUTE)? }.to_string();
        let beginning = <[u8; 18]>::try_from(format!("\"{}", text.strip_suffix("00Z")?).as_bytes()).ok()?;
        self.minute = Some((minute, beginning));
        self.minute
    }
}

/// Writes microseconds as a fraction, without zeros at its end.
#[inline(never)]
fn push_fraction(out: &mut Vec<u8>, micros: u32) {
    let ([a, b], [c, d], [e, f]) = (digits(micros / 10_000), digits(micros / 100 % 100), digits(micros % 100));
    let digits = [b'.', a, b, c, d, e, f];
    let zeros = digits.iter().rev().take_while(|digit| **digit == b'0').count();
    out.extend_from_slice(digits.get(..digits.len() - zeros).unwrap_or_default());
}

/// The digits of a number below 100.
fn digits(number: u32) -> [u8; 2] {
    [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_the_library_writes_them() {
        let mut moments = Moments::default();
        for text in [
            "1970-01-01T00:00:00Z",
            "1969-12-31T23:59:59.5Z",
            "2026-03-01T12:34:56.731Z",
            "2026-03-01T12:34:56.000001Z",
            "2026-03-01T12:34:56.12345Z",
            "2026-02-28T23:59:59.999999Z",
            "2024-02-29T00:00:00.1Z",
            "0000-01-01T00:00:00Z",
            "9999-12-30T21:00:00Z",
            "2026-03-01T12:34:07Z",
            "2026-03-01T12:34:07.1Z",
            "2026-03-01T12:34:07.12Z",
            "2026-03-01T12:34:07.012Z",
            "2026-03-01T12:34:07.0121Z",
        ] {
            for _ in 0..2 {
                let time = Time::parse(text).unwrap();
                let mut out = Vec::new();
                moments.push(&mut out, time);
                assert_eq!(String::from_utf8(out).unwrap(), format!("\"{text}\""));
                assert_eq!(time.to_string(), text);
            }
        }
    }
}
