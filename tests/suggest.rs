//! `jamb simulate --suggest-limits` for its users.

use std::fmt::Write;

use serde_json::Value as Json;

use crate::support::run::{folder, jamb};
use crate::support::said::snapshots;

const POLICY: &[u8] = b"default deny\n\nlimit 40 per hour\n\nallow search: read\ndeny delete: destructive\n\n\
    tool send_message: write {\n  limit 3 per minute\n}\n";

/// Three hours: a grant that searches every two minutes, and one that sends bursts around full minutes.
fn trace() -> String {
    let mut trace = String::new();
    let mut call = |minute: u32, second: u32, grant: &str, tool: &str| {
        let (hour, minute) = (9 + minute / 60, minute % 60);
        let time = format!("2026-03-01T{hour:02}:{minute:02}:{second:02}Z");
        let _ = writeln!(trace, r#"{{"ts": "{time}", "grant": "{grant}", "tool": "{tool}", "args": {{}}}}"#);
    };
    for minute in 0..181 {
        if minute % 2 == 0 {
            call(minute, 10, "support-bot", "search");
        }
        if minute % 60 == 29 {
            call(minute, 40, "night-job", "delete");
            (0..3).for_each(|number| call(minute, 50 + number, "night-job", "send_message"));
            (0..5).for_each(|number| call(minute + 1, number, "night-job", "send_message"));
        }
    }
    trace
}

#[test]
fn it_shows_past_calls_suggested_limits_and_the_effects_of_current_ones() {
    let folder = folder(&[("policy.pl", POLICY), ("trace.jsonl", trace().as_bytes())]);
    let run = |arguments: &[&str]| {
        let run = jamb(folder.path(), &[&["simulate", "policy.pl", "--trace", "trace.jsonl"], arguments].concat());
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        run.stdout
    };
    let told = run(&["--suggest-limits"]);
    let about_limits = &told[told.find("calls per grant").unwrap()..];
    snapshots("simulate").bind(|| insta::assert_snapshot!("suggest-limits", about_limits));

    let json: Json = serde_json::from_str(&run(&["--suggest-limits", "--format", "json"])).unwrap();
    let of = |tool: Json, grant: Json, window: &str| {
        let rows = json["limits"].as_array().unwrap();
        let found = rows.iter().find(|row| row["tool"] == tool && row["grant"] == grant && row["window"] == window);
        found.unwrap().clone()
    };
    let sent = of("send_message".into(), "night-job".into(), "minute");
    assert_eq!((&sent["windows"], &sent["highest"], &sent["suggestion"]), (&6.into(), &5.into(), &6.into()));
    assert_eq!((&sent["at"], &sent["by"]), (&"2026-03-01T09:30:00Z".into(), &"night-job".into()));
    assert_eq!(of(Json::Null, Json::Null, "day")["suggestion"], Json::Null);
    assert!(json["limits"].as_array().unwrap().iter().all(|row| row["tool"] != "delete"));
    let stopped = json["stopped"].as_array().unwrap();
    let of_minute = stopped.iter().find(|stopped| stopped["rule"] == "/tools/send_message/limits/send_message_rate");
    let of_minute = of_minute.unwrap();
    // Three times: of eight calls in 15 seconds, a calendar window denies two, and a sliding minute would deny five.
    assert_eq!((&of_minute["calls"], &of_minute["sliding"]["more"]), (&6.into(), &9.into()));

    let without: Json = serde_json::from_str(&run(&["--format", "json"])).unwrap();
    assert!(without.get("limits").is_none() && without.get("stopped").is_none());
}
