//! Moments, and the windows they fall into.

use std::fmt;

use jiff::Timestamp;

use super::Window;

/// Microseconds of a second.
const MICROS: i64 = 1_000_000;

/// A moment: microseconds since 1970-01-01T00:00:00Z. Finer fractions are dropped, which never moves a moment
/// into another window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time {
    /// Microseconds since the epoch, negative before it.
    pub micros: i64,
}

impl Time {
    /// Parses an RFC 3339 time with its zone, in the years 0000 to 9999: `2026-03-01T12:00:00.123Z`.
    pub fn parse(text: &str) -> Option<Self> {
        // The library accepts more than RFC 3339: basic dates, times without minutes, zones by name.
        let is_rfc3339 = has_shape(text.as_bytes());
        if !is_rfc3339 {
            return None;
        }
        text.parse::<Timestamp>().ok().map(Self::from).or_else(|| last_days(text))
    }

    /// The moment this many seconds after the epoch.
    pub fn from_seconds(seconds: i64) -> Self {
        Self { micros: seconds.saturating_mul(MICROS) }
    }

    /// The number of the calendar window, in UTC, that the moment falls into. Windows are counted from the
    /// epoch, and each starts where the one before it ends.
    pub fn window(self, window: Window) -> i64 {
        // Each branch divides by a constant, which takes a tenth of the time of a general division.
        match window {
            Window::Minute => self.micros.div_euclid(60 * MICROS),
            Window::Hour => self.micros.div_euclid(3_600 * MICROS),
            Window::Day => self.micros.div_euclid(86_400 * MICROS),
        }
    }
}

/// The library stops one day before the end of the year 9999, but many people write `9999-12-31T23:59:59Z`
/// for "never".
fn last_days(text: &str) -> Option<Time> {
    let earlier = text.strip_prefix("9999-12-3").map(|rest| format!("9999-12-2{rest}"))?;
    let ten_days = 10 * 86_400 * MICROS;
    let is_a_day = ["0", "1"].iter().any(|day| text.get(9..10) == Some(*day));
    let moment = earlier.parse::<Timestamp>().ok().filter(|_| is_a_day)?;
    Some(Time { micros: Time::from(moment).micros + ten_days })
}

/// Whether a text has digits and signs where RFC 3339 has them: `2026-03-01T12:00:00.5+01:00`.
fn has_shape(text: &[u8]) -> bool {
    let digits = |from: usize, to: usize| text.get(from..to).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    let sign = |at: usize, signs: &[u8]| text.get(at).is_some_and(|byte| signs.contains(byte));
    let date = digits(0, 4) && sign(4, b"-") && digits(5, 7) && sign(7, b"-") && digits(8, 10);
    let time = digits(11, 13) && sign(13, b":") && digits(14, 16) && sign(16, b":") && digits(17, 19);
    let mut end = 19;
    if sign(19, b".") {
        end = 20 + text.iter().skip(20).take_while(|byte| byte.is_ascii_digit()).count();
    }
    let zone = match text.get(end) {
        Some(b'Z' | b'z') => text.len() == end + 1,
        Some(b'+' | b'-') => {
            digits(end + 1, end + 3) && sign(end + 3, b":") && digits(end + 4, end + 6) && text.len() == end + 6
        }
        Some(_) | None => false,
    };
    date && sign(10, b"Tt ") && time && end != 20 && zone
}

impl From<Timestamp> for Time {
    fn from(moment: Timestamp) -> Self {
        // The library rounds toward zero, which would move a moment before the epoch into another window.
        let micros = moment.as_nanosecond().div_euclid(1_000);
        Self { micros: i64::try_from(micros).unwrap_or(i64::MAX) }
    }
}

/// RFC 3339, in UTC.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_microsecond(self.micros) {
            Ok(moment) => moment.fmt(f),
            // Outside the years that RFC 3339 covers.
            Err(_) => write!(f, "{} µs", self.micros),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_rfc_3339_with_its_zone() {
        for (text, micros) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01T01:00:00.25+01:00", 250_000),
            ("1969-12-31T23:59:59.9999999Z", -1),
            ("1970-01-01t00:00:01z", 1_000_000),
            ("1970-01-01 00:00:01-00:00", 1_000_000),
            ("9999-12-30T21:59:59Z", 253_402_207_199_000_000),
            ("9999-12-31T23:59:59.5Z", 253_402_300_799_500_000),
        ] {
            assert_eq!(Time::parse(text).map(|time| time.micros), Some(micros), "{text}");
        }
        for text in [
            "",
            "1970-01-01",
            "1970-01-01T00:00:00",
            "1970-01-01T00:00Z",
            "19700101T000000Z",
            "1970-01-01T00:00:00.Z",
            "1970-01-01T00:00:00+0100",
            "1970-01-01T00:00:00Z[UTC]",
            "1970-02-30T00:00:00Z",
            "9999-12-32T00:00:00Z",
            "1970-01-01T24:00:00Z",
            "1970-01-01T00:00:00ZZ",
            "١٩٧٠-01-01T00:00:00Z",
        ] {
            assert_eq!(Time::parse(text), None, "{text}");
        }
    }

    #[test]
    fn windows_follow_the_calendar_also_before_the_epoch() {
        let window = |text: &str, window| Time::parse(text).unwrap().window(window);
        assert_eq!(window("1970-01-01T00:00:59.999Z", Window::Minute), 0);
        assert_eq!(window("1970-01-01T00:01:00Z", Window::Minute), 1);
        assert_eq!(window("1969-12-31T23:59:59.5Z", Window::Minute), -1);
        assert_eq!(window("1970-01-02T00:59:59+01:00", Window::Day), 0);
        assert_eq!(window("1970-01-01T23:00:00Z", Window::Hour), 23);
    }
}
