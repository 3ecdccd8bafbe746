//! Time zones, for times that were written without one.

use jiff::Timestamp;
use jiff::tz::{self, TimeZone};

use super::Time;

/// A time zone: UTC, an offset, or the name of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}

impl Zone {
    /// Parses `UTC`, an offset such as `+02:00`, or a name such as `Europe/Berlin`.
    pub fn parse(text: &str) -> Option<Self> {
        if text.eq_ignore_ascii_case("utc") || text.eq_ignore_ascii_case("z") {
            return Some(Self::default());
        }
        if text.starts_with(['+', '-']) {
            let offset = tz::Offset::from_seconds(offset_seconds(text)?).ok()?;
            return Some(Self(offset.to_time_zone()));
        }
        // The names of the database begin with a capital letter and have no directories outside it.
        TimeZone::get(text).ok().map(Self)
    }

    /// The moment of a local time, given as if it were UTC. A time that the clock shows twice, in autumn, is the
    /// earlier one.
    pub fn moment(&self, local: Time) -> Time {
        if self.0 == TimeZone::UTC {
            return local;
        }
        let moment = Timestamp::from_microsecond(local.micros).ok();
        let local_time = moment.map(|moment| TimeZone::UTC.to_datetime(moment));
        local_time.and_then(|time| self.0.to_timestamp(time).ok()).map_or(local, Time::from)
    }
}

/// The seconds of an offset: `+02:00`, `+0200`, `+02`.
pub(super) fn offset_seconds(text: &str) -> Option<i32> {
    let (sign, digits) = match text.as_bytes() {
        [b'+', digits @ ..] => (1, digits),
        [b'-', digits @ ..] => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match digits {
        [h1, h2] => ([*h1, *h2], [b'0', b'0']),
        [h1, h2, m1, m2] | [h1, h2, b':', m1, m2] => ([*h1, *h2], [*m1, *m2]),
        _ => return None,
    };
    let number = |[tens, ones]: [u8; 2]| {
        let is_number = tens.is_ascii_digit() && ones.is_ascii_digit();
        is_number.then(|| i32::from(tens - b'0') * 10 + i32::from(ones - b'0'))
    };
    let (hours, minutes) = (number(hours)?, number(minutes).filter(|minutes| *minutes < 60)?);
    (hours < 24).then_some(sign * (hours * 60 + minutes) * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_times_are_moments_in_their_zone() {
        for (zone, local, moment) in [
            ("UTC", "2026-06-01T12:00:00Z", "2026-06-01T12:00:00Z"),
            ("+02:00", "2026-06-01T12:00:00Z", "2026-06-01T10:00:00Z"),
            ("-0530", "2026-06-01T12:00:00Z", "2026-06-01T17:30:00Z"),
            ("Europe/Berlin", "2026-06-01T12:00:00.5Z", "2026-06-01T10:00:00.5Z"),
            ("Europe/Berlin", "2026-01-01T12:00:00Z", "2026-01-01T11:00:00Z"),
            // The clock goes from 03:00 back to 02:00.
            ("Europe/Berlin", "2026-10-25T02:30:00Z", "2026-10-25T00:30:00Z"),
        ] {
            let found = Zone::parse(zone).unwrap().moment(Time::parse(local).unwrap());
            assert_eq!(found.to_string(), moment, "{zone} {local}");
        }
        for zone in ["", "Nowhere/Town", "+2", "+24:00", "+02:60", "+0２00", "../etc/passwd", "CEST"] {
            assert_eq!(Zone::parse(zone), None, "{zone}");
        }
    }
}
