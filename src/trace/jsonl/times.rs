//! Times in lines of jamb's own format. Most are in the same minute as the one before.

use super::unreadable::unreadable;
use crate::source::scan::{Raw, RawKind, Scanner};
use crate::trace::call::Unreadable;
use crate::vocab::{Stamp, Time, Zone};

/// Times that were read, so that the part that the next one shares with them need not be parsed again.
#[derive(Debug, Default)]
pub struct Times {
    zone: Zone,
    /// A date, as its ten characters, and the microseconds at which it begins.
    day: Option<([u8; 10], i64)>,
    /// A minute of it, as its seventeen characters, and the same.
    minute: Option<([u8; 17], i64)>,
}

impl Times {
    /// For times of this zone, if they are written without one.
    pub fn new(zone: Zone) -> Self {
        Self { zone, ..Self::default() }
    }

    /// The time in a member's value; `None` for `null`.
    #[inline(never)]
    pub fn of(&mut self, value: Raw, line: &[u8]) -> Result<Option<Stamp>, Unreadable> {
        let stamp = match value.kind() {
            RawKind::Null => return Ok(None),
            RawKind::Number => value.number(line).and_then(Stamp::from_epoch),
            RawKind::Text | RawKind::Escaped => self.read(&value.text(line)),
            RawKind::True | RawKind::False | RawKind::List | RawKind::Object => {
                return Err(unreadable("`ts` must be a string or a number", value.span()));
            }
        };
        stamp.map(Some).ok_or_else(|| Unreadable {
            message: "this is not a time".into(),
            span: value.span(),
            help: Some("write it as `2026-03-01T12:00:00.123Z`, or as seconds since 1970".into()),
        })
    }

    /// A time in the same minute as the last one, with milliseconds, is read digit by digit, without searching
    /// for the end of the string.
    #[inline(always)]
    pub fn pass_usual(&mut self, scanner: &mut Scanner<'_>) -> Option<Time> {
        let here = scanner.source().get(scanner.offset()..).and_then(<[u8]>::first_chunk::<26>)?;
        let [b'"', minute @ .., s1, s2, b'.', m1, m2, m3, b'Z', b'"'] = here else { return None };
        let (known, start) = self.minute.as_ref()?;
        let seconds = two_digits(*s1, *s2).filter(|seconds| *seconds < 60)?;
        let millis = two_digits(*m1, *m2)? * 10 + two_digits(b'0', *m3)?;
        if minute != known {
            return None;
        }
        scanner.pass(here.len());
        Some(Time { micros: start + seconds * 1_000_000 + millis * 1_000 })
    }

    /// The usual form of a time, `2026-03-01T12:00:00.123Z`, is read digit by digit: the library takes a third
    /// of the time of a whole call. All other forms go to the library.
    #[inline(always)]
    fn read(&mut self, text: &[u8]) -> Option<Stamp> {
        self.read_usual(text).map(Stamp::from).or_else(|| self.read_odd(text))
    }

    #[inline(never)]
    fn read_odd(&mut self, text: &[u8]) -> Option<Stamp> {
        let text = std::str::from_utf8(text).ok()?;
        let Some(time) = Time::parse(text) else {
            let stamp = Stamp::parse(text).or_else(|| Stamp::from_epoch(text.parse().ok()?))?;
            let time = if stamp.zoneless { self.zone.moment(stamp.time) } else { stamp.time };
            return Some(Stamp { time, ..stamp });
        };
        if let (Some(date), true) = (text.as_bytes().first_chunk::<10>(), text.ends_with('Z')) {
            let start = Time::parse(&format!("{}T00:00:00Z", text.get(..10)?))?;
            self.day = Some((*date, start.micros));
        }
        Some(time.into())
    }

    #[inline(always)]
    fn read_usual(&mut self, text: &[u8]) -> Option<Time> {
        let (minute, rest) = text.split_first_chunk::<17>()?;
        let start = match &self.minute {
            Some((known, start)) if known == minute => *start,
            Some(_) | None => self.start_of(minute)?,
        };
        let ([s1, s2], rest) = rest.split_first_chunk::<2>()?;
        let seconds = two_digits(*s1, *s2).filter(|seconds| *seconds < 60)?;
        let micros = match rest {
            [b'.', m1, m2, m3, b'Z'] => (two_digits(*m1, *m2)? * 10 + two_digits(b'0', *m3)?) * 1_000,
            [b'Z'] => 0,
            [b'.', fraction @ .., b'Z'] if (1..=6).contains(&fraction.len()) => {
                let digits = fraction.iter().try_fold(0_i64, |value, digit| {
                    digit.is_ascii_digit().then(|| value * 10 + i64::from(digit - b'0'))
                })?;
                digits * 10_i64.pow(6 - fraction.len() as u32)
            }
            _ => return None,
        };
        Some(Time { micros: start + seconds * 1_000_000 + micros })
    }

    /// When a minute of a known day begins: `2026-03-01T12:00:`.
    #[inline(never)]
    fn start_of(&mut self, minute: &[u8; 17]) -> Option<i64> {
        let (date, [b'T', h1, h2, b':', m1, m2, b':']) = minute.split_first_chunk::<10>()? else { return None };
        let (known, start) = self.day.as_ref()?;
        let hours = two_digits(*h1, *h2).filter(|hours| *hours < 24)?;
        let minutes = two_digits(*m1, *m2).filter(|minutes| *minutes < 60)?;
        if date != known {
            return None;
        }
        let start = start + (hours * 60 + minutes) * 60 * 1_000_000;
        self.minute = Some((*minute, start));
        Some(start)
    }
}

#[inline(always)]
fn two_digits(tens: u8, ones: u8) -> Option<i64> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then_some(i64::from(tens) * 10 + i64::from(ones))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fast_path_reads_times_like_the_library() {
        let mut times = Times::default();
        let mut passed = 0;
        for text in [
            "2026-03-01T12:00:00Z",
            "2026-03-01T12:00:00.123Z",
            "2026-03-01T12:00:59.999Z",
            "2026-03-01T12:00:60.000Z",
            "2026-03-01T12:00:00.1:3Z",
            "2026-03-01T12:00:00.123z",
            "2026-03-01T12:01:00.123Z",
            "2026-03-01T23:59:59.999999Z",
            "2026-03-01T00:00:00.5Z",
            "2026-03-01T12:00:00.1234567Z",
            "2026-03-01T12:00:00+01:00",
            "2026-03-01T24:00:00Z",
            "2026-03-01T12:60:00Z",
            "2026-03-01T12:00:60Z",
            "2026-03-01T12:00:0:Z",
            "2026-03-01T12:00:00.Z",
            "2026-03-01 12:00:00Z",
            "2026-03-01t12:00:00z",
            "2026-03-02T12:00:00.1Z",
            "2026-02-30T12:00:00Z",
            "2026-03-02T12:00:00",
            "1969-12-31T23:59:59.5Z",
            "1969-12-31T23:59:58Z",
            "2026-03-01T12:00:00.1x3Z",
            "",
        ] {
            assert_eq!(times.read(text.as_bytes()), Stamp::parse(text), "{text}");
            assert_eq!(times.read(text.as_bytes()), Stamp::parse(text), "{text} again");
            let line = format!("\"{text}\",\"tool\":\"a\"");
            let mut scanner = Scanner::new(&line);
            if let Some(time) = times.pass_usual(&mut scanner) {
                assert_eq!((Some(time), scanner.offset()), (Time::parse(text), text.len() + 2), "{text}");
                passed += 1;
            }
        }
        assert_eq!(passed, 3, "those of the minute before, to the millisecond");
    }
}
