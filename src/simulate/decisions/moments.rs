//! Writes times as RFC 3339, in UTC, without a fraction that is zero. The library takes a thousand instructions for
//! each; calls nearly in order share the day, and the rest is arithmetic.

use super::text::push_text;
use crate::vocab::Time;

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;

/// What is kept from time to time.
#[derive(Default)]
pub struct Moments {
    /// The number of the last day, counted from 1970, and its beginning: `"2026-03-01T`.
    day: Option<(i64, [u8; 12])>,
}

impl Moments {
    /// Writes a time as a JSON string.
    pub fn push(&mut self, out: &mut Vec<u8>, time: Time) {
        let day = time.micros.div_euclid(DAY);
        let known = self.day.filter(|(known, _)| *known == day);
        let Some((_, beginning)) = known.or_else(|| self.go_to(day)) else {
            return push_text(out, time.to_string().as_bytes());
        };
        let micros = time.micros.rem_euclid(DAY) as u64;
        let (seconds, fraction) = ((micros / SECOND as u64) as u32, (micros % SECOND as u64) as u32);
        let ([h1, h2], [m1, m2], [s1, s2]) = (digits(seconds / 3600), digits(seconds / 60 % 60), digits(seconds % 60));
        out.extend_from_slice(&beginning);
        out.extend_from_slice(&[h1, h2, b':', m1, m2, b':', s1, s2]);
        if fraction > 0 {
            push_fraction(out, fraction);
        }
        out.extend_from_slice(b"Z\"");
    }

    /// Moves to another day; `None` if its year does not have four digits.
    #[cold]
    fn go_to(&mut self, day: i64) -> Option<(i64, [u8; 12])> {
        let text = Time { micros: day.checked_mul(DAY)? }.to_string();
        let date = text.strip_suffix("T00:00:00Z")?;
        let beginning = <[u8; 12]>::try_from(format!("\"{date}T").as_bytes()).ok()?;
        self.day = Some((day, beginning));
        self.day
    }
}

/// Writes microseconds as a fraction, without zeros at its end.
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
