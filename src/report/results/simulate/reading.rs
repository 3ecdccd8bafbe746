//! How the traces were read, in two or three lines.

use crate::diagnostic::{listed, quoted};
use crate::report::content::Part;
use crate::simulate::{Reading, count, grouped};
use crate::trace::jsonl::ALIASES;

/// At most this many servers are named.
const MOST_SERVERS: usize = 5;

/// The lines; none if nothing was read.
pub fn lines(reading: &Reading) -> Vec<Part> {
    if reading.files == 0 {
        return Vec::new();
    }
    let lines = [Some(what(reading)), when(reading), aliases(reading)];
    let text: Vec<String> = lines.into_iter().flatten().collect();
    vec![Part::Text(text.join("\n"))]
}

/// Files and formats, servers, grants and sessions.
fn what(reading: &Reading) -> String {
    let formats: Vec<&str> = reading.formats.keys().copied().collect();
    let mut text = format!("read {} ({})", count(reading.files, "file"), formats.join(", "));
    let servers =
        reading.servers.iter().map(|(server, calls)| format!("{} {}", quoted([server]).concat(), grouped(*calls)));
    let mut servers: Vec<String> = servers.take(MOST_SERVERS).collect();
    let more = reading.servers.len().saturating_sub(MOST_SERVERS);
    servers.extend((more > 0).then(|| format!("{more} more")));
    if !servers.is_empty() {
        text += &format!("; calls by server: {}", servers.join(", "));
    }
    for (number, name) in [(reading.grants, "grant"), (reading.sessions, "session")] {
        if number > 0 {
            text += &format!("; {}", count(number, name));
        }
    }
    text
}

/// The first and the last time, and the calls that are counted apart.
fn when(reading: &Reading) -> Option<String> {
    let mut parts = Vec::new();
    if let Some((first, last)) = reading.first.zip(reading.last) {
        parts.push(if first == last { format!("at {first}") } else { format!("from {first} to {last}") });
    }
    for (number, what) in [
        (reading.untimed, "without a time"),
        (reading.zoneless, "with a time without a zone"),
        (reading.repeated, "left out as repeated"),
        (reading.rejected, "rejected before they reached the gateway"),
        (reading.passed_over, "passed over"),
    ] {
        if number > 0 {
            parts.push(format!("{} {what}", count(number, "call")));
        }
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// The members of the own format that were read under other names.
fn aliases(reading: &Reading) -> Option<String> {
    let used = ALIASES.iter().zip(0..).filter(|(_, bit)| reading.aliases & 1 << bit != 0);
    let used: Vec<String> = used.map(|((alias, own), _)| format!("`{alias}` as `{own}`")).collect();
    (!used.is_empty()).then(|| format!("read {}", listed(&used, "and")))
}
