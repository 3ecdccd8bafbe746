//! Times and sessions, in the ways that loggers write them.

use super::text::Text;
use crate::source::json::{Json, JsonKind, Member};
use crate::vocab::Time;

/// The members in which loggers write the time, the most trusted first.
const TIMES: [&str; 9] =
    ["timestamp", "ts", "time", "@timestamp", "datetime", "startedDateTime", "created_at", "created", "t"];

/// The members in which loggers write the session.
const SESSIONS: [&str; 7] =
    ["session", "sessionId", "session_id", "mcp-session-id", "mcpSessionId", "mcp_session_id", "Mcp-Session-Id"];

/// The time that an object gives for itself.
pub(super) fn time_in(json: &Json) -> Option<Time> {
    let member = |name: &str| json.get(name).and_then(time);
    TIMES.iter().find_map(|name| member(name))
}

/// The session that an object names, as JSON text.
pub(super) fn session_in(text: &Text<'_>, json: &Json) -> Option<String> {
    let says = |member: &&Member| SESSIONS.contains(&member.key.as_str()) && is_scalar(&member.value);
    json.members()?.iter().find(says).map(|member| text.slice(&member.value).to_owned())
}

/// An RFC 3339 time, or a number of seconds, milliseconds, microseconds or nanoseconds since 1970.
pub(super) fn time(json: &Json) -> Option<Time> {
    match &json.kind {
        JsonKind::Text(text) => Time::parse(text).or_else(|| from_epoch(text.parse().ok()?)),
        JsonKind::Number(Some(number)) => from_epoch(number.as_f64()),
        JsonKind::Number(None) | JsonKind::Null | JsonKind::Boolean(_) | JsonKind::List(_) | JsonKind::Object(_) => {
            None
        }
    }
}

/// | below | unit | reaches until |
/// | --- | --- | --- |
/// | 1e11 | seconds | the year 5138 |
/// | 1e14 | milliseconds | the year 5138 |
/// | 1e17 | microseconds | the year 5138 |
/// | more | nanoseconds | the year 2262, where 64 bits end |
fn from_epoch(count: f64) -> Option<Time> {
    let micros = match count {
        _ if !count.is_finite() || count <= 0.0 || count >= 9.3e18 => return None,
        _ if count < 1e11 => count * 1e6,
        _ if count < 1e14 => count * 1e3,
        _ if count < 1e17 => count,
        _ => count / 1e3,
    };
    Some(Time { micros: micros.round() as i64 })
}

fn is_scalar(json: &Json) -> bool {
    matches!(json.kind, JsonKind::Text(_) | JsonKind::Number(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_of_a_time_is_recognized_by_its_size() {
        for (text, expected) in [
            ("1772366400", Some("2026-03-01T12:00:00Z")),
            ("1772366400.25", Some("2026-03-01T12:00:00.25Z")),
            ("1772366400250", Some("2026-03-01T12:00:00.25Z")),
            ("1772366400250000", Some("2026-03-01T12:00:00.25Z")),
            ("1772366400250000000", Some("2026-03-01T12:00:00.25Z")),
            ("\"1772366400250\"", Some("2026-03-01T12:00:00.25Z")),
            ("\"2026-03-01T13:00:00+01:00\"", Some("2026-03-01T12:00:00Z")),
            ("\"noon\"", None),
            ("-5", None),
            ("0", None),
            ("1e300", None),
            ("null", None),
        ] {
            let found = time(&Json::parse_text(text).unwrap());
            assert_eq!(found.map(|time| time.to_string()).as_deref(), expected, "{text}");
        }
    }
}
