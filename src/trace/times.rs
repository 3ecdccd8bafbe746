//! Times and sessions, in the ways that loggers write them.

use super::text::Text;
use crate::source::json::{Json, JsonKind, Member};
use crate::vocab::Stamp;

/// The members in which loggers write the time, the most trusted first.
const TIMES: [&str; 27] = [
    "timestamp",
    "ts",
    "time",
    "@timestamp",
    "datetime",
    "dateTime",
    "startedDateTime",
    "startTime",
    "start_time",
    "startedAt",
    "started_at",
    "eventTime",
    "event_time",
    "createdAt",
    "created_at",
    "created",
    "loggedAt",
    "logged_at",
    "requestTime",
    "request_time",
    "asctime",
    "timeStamp",
    "timestamp_ms",
    "timestampMs",
    "time_iso8601",
    "date",
    "t",
];

/// The members in which loggers write the session.
const SESSIONS: [&str; 7] =
    ["session", "sessionId", "session_id", "mcp-session-id", "mcpSessionId", "mcp_session_id", "Mcp-Session-Id"];

/// The time that an object gives for itself.
pub(super) fn time_in(json: &Json) -> Option<Stamp> {
    let member = |name: &str| json.get(name).and_then(time);
    TIMES.iter().find_map(|name| member(name))
}

/// The session that an object names, as JSON text.
pub(super) fn session_in(text: &Text<'_>, json: &Json) -> Option<String> {
    let says = |member: &&Member| SESSIONS.contains(&member.key.as_str()) && is_scalar(&member.value);
    json.members()?.iter().find(says).map(|member| text.slice(&member.value).to_owned())
}

/// A time in any of the spellings of [`Stamp`], or a number of seconds, milliseconds, microseconds or nanoseconds
/// since 1970.
pub(super) fn time(json: &Json) -> Option<Stamp> {
    match &json.kind {
        JsonKind::Text(text) => Stamp::parse(text).or_else(|| Stamp::from_epoch(text.parse().ok()?)),
        JsonKind::Number(Some(number)) => Stamp::from_epoch(number.as_f64()),
        JsonKind::Number(None) | JsonKind::Null | JsonKind::Boolean(_) | JsonKind::List(_) | JsonKind::Object(_) => {
            None
        }
    }
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
            assert_eq!(found.map(|stamp| stamp.time.to_string()).as_deref(), expected, "{text}");
        }
    }
}
