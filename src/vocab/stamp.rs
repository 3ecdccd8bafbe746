//! Times as logs write them. RFC 3339 is the first of many spellings:
//!
//! | spelling | of |
//! | --- | --- |
//! | `2026-06-01 10:00:00,123`, `2026/06/01 10:00:00 UTC`, `2026-06-01T12:00:00+0200` | loggers |
//! | `20260601T100000Z` | ISO 8601, basic form |
//! | `2026-06-01 10:00:00.1 +0200 CEST m=+0.01` | Go |
//! | `Mon, 01 Jun 2026 10:00:00 GMT`, `Monday, 01-Jun-26 10:00:00 GMT` | RFC 1123, RFC 850 |
//! | `Mon Jun  1 10:00:00 UTC 2026`, `Mon Jun 1 10:00:00 2026` | the command `date`, C |
//! | `01/Jun/2026:10:00:00 +0200` | the common log format |
//!
//! A date of numbers with the day or the month first is not read, because they can't be told apart.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::Time;
use super::zone::offset_seconds;

/// A time in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamp {
    /// The moment. Without a zone it is the local time, as if that were UTC.
    pub time: Time,
    /// It was written without a zone.
    pub zoneless: bool,
}

impl From<Time> for Stamp {
    fn from(time: Time) -> Self {
        Self { time, zoneless: false }
    }
}

impl Stamp {
    /// Parses a time in one of the spellings above.
    pub fn parse(text: &str) -> Option<Self> {
        const LONGEST: usize = 80;
        if let Some(time) = Time::parse(text) {
            return Some(time.into());
        }
        let text = text.trim();
        let text = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
        if text.len() > LONGEST || !text.is_ascii() {
            return None;
        }
        let readers = [in_order_of_size, basic, with_month_name, common_log];
        readers.iter().find_map(|read| read(text)).and_then(Spelled::stamp)
    }

    /// The number of seconds since 1970, or of a smaller unit if it is large:
    ///
    /// | below | unit | reaches until |
    /// | --- | --- | --- |
    /// | 1e11 | seconds | the year 5138 |
    /// | 1e14 | milliseconds | the year 5138 |
    /// | 1e17 | microseconds | the year 5138 |
    /// | more | nanoseconds | the year 2262, where 64 bits end |
    pub fn from_epoch(count: f64) -> Option<Self> {
        let micros = match count {
            _ if !count.is_finite() || count <= 0.0 || count >= 9.3e18 => return None,
            _ if count < 1e11 => count * 1e6,
            _ if count < 1e14 => count * 1e3,
            _ if count < 1e17 => count,
            _ => count / 1e3,
        };
        Some(Time { micros: micros.round() as i64 }.into())
    }
}

/// The parts of a time.
struct Spelled {
    date: (i16, i8, i8),
    clock: Clock,
    zone: Zone,
}

/// A time of day.
struct Clock {
    hour: i8,
    minute: i8,
    second: i8,
    nanos: i32,
}

/// What is written about the zone.
enum Zone {
    /// An offset, in seconds.
    Offset(i32),
    Nothing,
}

impl Spelled {
    fn stamp(self) -> Option<Stamp> {
        let ((year, month, day), clock) = (self.date, self.clock);
        // A leap second counts as the one before it.
        let second = clock.second.min(59);
        let local = DateTime::new(year, month, day, clock.hour, clock.minute, second, clock.nanos).ok()?;
        let local = Time::from(TimeZone::UTC.to_timestamp(local).ok()?);
        Some(match self.zone {
            Zone::Nothing => Stamp { time: local, zoneless: true },
            Zone::Offset(seconds) => Time { micros: local.micros - i64::from(seconds) * 1_000_000 }.into(),
        })
    }
}

/// `2026-06-01 10:00:00,123 +0200`
fn in_order_of_size(text: &str) -> Option<Spelled> {
    let (date, rest) = text.split_at_checked(10)?;
    let mark = date.get(4..5).filter(|mark| ["-", "/"].contains(mark))?;
    let mut parts = date.split(mark);
    let date = (whole(parts.next()?, 4)?, whole(parts.next()?, 2)?, whole(parts.next()?, 2)?);
    let rest = rest.strip_prefix(['T', 't', '_']).or_else(|| rest.strip_prefix(' ').map(str::trim_start))?;
    let (clock, zone) = clock(rest)?;
    Some(Spelled { date, clock, zone: self::zone(zone)? })
}

/// `20260601T100000Z`
fn basic(text: &str) -> Option<Spelled> {
    let (date, rest) = text.split_once('T').filter(|(date, _)| date.len() == 8)?;
    let part = |text: &str, from: usize, length: usize| whole(text.get(from..from + length)?, length);
    let clock = Clock {
        hour: i8::try_from(part(rest, 0, 2)?).ok()?,
        minute: i8::try_from(part(rest, 2, 2)?).ok()?,
        second: i8::try_from(part(rest, 4, 2)?).ok()?,
        nanos: 0,
    };
    let (fraction, zone) = fraction(rest.get(6..)?)?;
    let date = (part(date, 0, 4)?, i8::try_from(part(date, 4, 2)?).ok()?, i8::try_from(part(date, 6, 2)?).ok()?);
    Some(Spelled { date, clock: Clock { nanos: fraction, ..clock }, zone: self::zone(zone)? })
}

/// `Mon, 01 Jun 2026 10:00:00 GMT`, `Mon Jun  1 10:00:00 UTC 2026`
fn with_month_name(text: &str) -> Option<Spelled> {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let is_weekday = |word: &&str| {
        let start = word.get(..3).unwrap_or_default().to_ascii_lowercase();
        DAYS.contains(&start.as_str()) && !word.contains(|letter: char| letter.is_ascii_digit())
    };
    if words.first().is_some_and(is_weekday) {
        words.remove(0);
    }
    match *words.as_slice() {
        // RFC 850: `01-Jun-26 10:00:00 GMT`
        [date, time, ref zone @ ..] if date.contains('-') => {
            let mut parts = date.split('-');
            let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
            dated((year, month, day), time, zone)
        }
        [day, month, year, time, ref zone @ ..] if self::month(month).is_some() => {
            dated((year, month, day), time, zone)
        }
        // JavaScript puts the year before the time.
        [month, day, year, time, ref zone @ ..] if self::month(month).is_some() && !year.contains(':') => {
            dated((year, month, day), time, zone)
        }
        [month, day, time, ref rest @ ..] if self::month(month).is_some() => {
            let (year, zone) = rest.split_last()?;
            dated((year, month, day), time, zone)
        }
        _ => None,
    }
}

fn dated((year, month, day): (&str, &str, &str), time: &str, zone: &[&str]) -> Option<Spelled> {
    let year = match year.len() {
        // As RFC 2822 reads two digits.
        2 => whole(year, 2).map(|year: i16| if year < 50 { 2000 + year } else { 1900 + year })?,
        _ => whole(year, 4)?,
    };
    let day = whole(day, 2).or_else(|| whole(day, 1))?;
    let (clock, rest) = clock(time)?;
    let zone =
        if zone.is_empty() { self::zone(rest)? } else { self::zone(&zone.join(" ")).filter(|_| rest.is_empty())? };
    Some(Spelled { date: (year, self::month(month)?, day), clock, zone })
}

/// `01/Jun/2026:10:00:00 +0200`
fn common_log(text: &str) -> Option<Spelled> {
    let (date, rest) = text.split_once(':')?;
    let mut parts = date.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let (time, zone) = rest.split_once(' ').unwrap_or((rest, ""));
    dated((year, month, day), time, if zone.is_empty() { &[] } else { std::slice::from_ref(&zone) })
}

/// A time of day, `10:00:00.123`, and what follows it.
fn clock(text: &str) -> Option<(Clock, &str)> {
    let digits = |from: usize| whole::<i8>(text.get(from..from + 2)?, 2);
    let colon = |at: usize| text.as_bytes().get(at) == Some(&b':');
    let (hour, minute) = (digits(0)?, digits(3).filter(|_| colon(2))?);
    let (second, rest) = match digits(6).filter(|_| colon(5)) {
        Some(second) => (second, text.get(8..)?),
        None => (0, text.get(5..)?),
    };
    let (nanos, rest) = fraction(rest)?;
    (second <= 60).then_some((Clock { hour, minute, second, nanos }, rest))
}

/// A fraction of a second, `.123` or `,123`, in nanoseconds, and what follows it.
fn fraction(text: &str) -> Option<(i32, &str)> {
    let Some(rest) = text.strip_prefix(['.', ',']) else { return Some((0, text)) };
    let end = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = rest.split_at_checked(end)?;
    let nine: String = digits.chars().chain(std::iter::repeat('0')).take(9).collect();
    (end > 0).then_some((nine.parse().ok()?, rest))
}

/// A zone, or nothing. An offset may be followed by the zone's name and what Go writes about its clock.
fn zone(text: &str) -> Option<Zone> {
    let mut words = text.split_whitespace();
    let Some(first) = words.next() else { return Some(Zone::Nothing) };
    let words: Vec<&str> = words.filter(|word| !word.starts_with("m=")).collect();
    let seconds = match first {
        "Z" | "z" | "UTC" | "GMT" | "UT" => 0,
        _ => offset_seconds(first.strip_prefix("UTC").or_else(|| first.strip_prefix("GMT")).unwrap_or(first))?,
    };
    let is_name = |word: &&str| word.trim_matches(['(', ')']).bytes().all(|byte| byte.is_ascii_alphabetic());
    (words.len() <= 1 && words.iter().all(is_name)).then_some(Zone::Offset(seconds))
}

fn month(name: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let name = name.to_ascii_lowercase();
    let index = MONTHS.iter().position(|month| *month == name)?;
    i8::try_from(index + 1).ok()
}

/// A number of exactly this many digits.
fn whole<N: std::str::FromStr>(text: &str, digits: usize) -> Option<N> {
    let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_loggers_write_them() {
        for text in [
            "2026-06-01T10:00:00Z",
            "2026-06-01 10:00:00 UTC",
            "2026-06-01T12:00:00+0200",
            "2026-06-01T12:00:00+02",
            "2026-06-01 12:00:00 +02:00",
            "2026/06/01 10:00:00 GMT",
            "2026-06-01T10:00Z",
            "20260601T100000Z",
            "[2026-06-01 10:00:00 UTC]",
            "2026-06-01 12:00:00 +0200 CEST m=+0.012",
            "2026-06-01 10:00:00 +0000 UTC",
            "Mon, 01 Jun 2026 10:00:00 GMT",
            "Mon, 1 Jun 2026 12:00:00 +0200",
            "1 Jun 2026 10:00:00 UT",
            "Monday, 01-Jun-26 10:00:00 GMT",
            "Mon Jun  1 10:00:00 UTC 2026",
            "Mon Jun 01 2026 12:00:00 GMT+0200 (CEST)",
            "01/Jun/2026:12:00:00 +0200",
            "[01/Jun/2026:10:00:00 +0000]",
        ] {
            let stamp = Stamp::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((stamp.time.to_string().as_str(), stamp.zoneless), ("2026-06-01T10:00:00Z", false), "{text}");
        }
    }

    #[test]
    fn times_without_a_zone_are_local() {
        for (text, time) in [
            ("2026-06-01 10:00:00,123", "2026-06-01T10:00:00.123Z"),
            ("2026-06-01T10:00:00.123456", "2026-06-01T10:00:00.123456Z"),
            ("2026/06/01 10:00:00", "2026-06-01T10:00:00Z"),
            ("2026-06-01 10:00", "2026-06-01T10:00:00Z"),
            ("20260601T100000", "2026-06-01T10:00:00Z"),
            ("Mon Jun  1 10:00:00 2026", "2026-06-01T10:00:00Z"),
            ("01/Jun/2026:10:00:00", "2026-06-01T10:00:00Z"),
            ("2026-06-30 23:59:60", "2026-06-30T23:59:59Z"),
        ] {
            let stamp = Stamp::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((stamp.time.to_string().as_str(), stamp.zoneless), (time, true), "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_times() {
        for text in [
            "",
            "noon",
            "2026-06-01",
            "01/06/2026 10:00:00",
            "6/1/2026, 10:00:00 AM",
            "2026-13-01 10:00:00",
            "2026-06-01 25:00:00",
            "2026-06-01 10:61:00",
            "2026-06-01 10:00:00 CEST",
            "2026-06-01 10:00:00 +0260",
            "2026-06-01 10:00:00.",
            "2026-06-01x10:00:00",
            "2026-06-01 10:00:00 UTC and more words",
            "31 Feb 2026 10:00:00 GMT",
            "1772366400",
            "٢٠٢٦-06-01 10:00:00",
        ] {
            assert_eq!(Stamp::parse(text), None, "{text}");
        }
    }
}
