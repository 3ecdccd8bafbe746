//! Writes decisions as JSON Lines while they are made. What all calls of a rule have in common is rendered
//! once, in advance.

use std::collections::HashMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::input::Policies;
use super::outcome::widened;
use super::seen::Seen;
use crate::engine::{Decision, Engine, Rule, Verdict};
use crate::source::{Place, Sources};
use crate::trace::Expect;
use crate::vocab::{Time, visible};

/// How many bytes of decisions are kept until it is known that they are final.
const MOST_KEPT: usize = 64 * 1024 * 1024;

/// The output for decisions.
pub struct Decisions<'d> {
    out: &'d mut (dyn Write + Send),
    buffer: Vec<u8>,
    /// The decisions are kept until it is known that they are final.
    keeps: bool,
    /// There were more of them than are kept.
    is_full: bool,
    /// The last second that was written, since 1970 and as text.
    second: Option<(i64, String)>,
    /// The beginning of each line, with the trace's name.
    head: Vec<u8>,
    /// Those of each policy, and of the policy that it is compared with.
    tails: Vec<(Tails, Option<Tails>)>,
}

/// The members that a rule's decisions have in common, by rule, condition and verdict.
struct Tails {
    rendered: HashMap<(u32, Option<u32>, bool), Vec<u8>, foldhash::fast::RandomState>,
    allowed: Vec<u8>,
}

impl<'d> Decisions<'d> {
    /// The output for the decisions of these policies. `keeps` says that they may still change.
    pub fn new(out: &'d mut (dyn Write + Send), policies: &[Policies<'_>], keeps: bool) -> Self {
        let tails = policies.iter().map(|Policies { new, old, sources }| {
            let of_new = Tails::new(new, |rule, condition, verdict| new_tail(rule, condition, verdict, sources));
            (of_new, old.map(|engine| Tails::new(engine, old_tail)))
        });
        let tails = tails.collect();
        let (buffer, head) = (Vec::new(), Vec::new());
        Self { out, buffer, keeps, is_full: false, second: None, head, tails }
    }

    /// The following decisions belong to this trace.
    pub fn begin(&mut self, trace: &str) {
        self.head = format!("{{\"trace\":{},\"line\":", Value::from(trace)).into_bytes();
    }

    /// Writes the decision on one call by the policy with this number.
    pub fn write(&mut self, policy: usize, seen: &Seen<'_>, decision: Decision, old: Option<Decision>) {
        if self.is_full {
            return;
        }
        self.buffer.extend_from_slice(&self.head);
        self.number(seen.line);
        self.time(seen.time.filter(|_| seen.is_recorded));
        match &seen.server {
            Some(server) => {
                self.buffer.extend_from_slice(b",\"server\":");
                self.text(server);
            }
            None => self.buffer.extend_from_slice(b",\"server\":null"),
        }
        self.buffer.extend_from_slice(b",\"grant\":");
        self.text(&seen.grant);
        self.buffer.extend_from_slice(b",\"session\":");
        self.json(seen.session.unwrap_or(b"null"));
        self.buffer.extend_from_slice(b",\"tool\":");
        self.text(&seen.tool);
        if let Some((of_new, _)) = self.tails.get(policy) {
            self.buffer.extend_from_slice(of_new.of(decision));
        }
        self.buffer.extend_from_slice(match seen.expect {
            Some(Expect::Allow) => b",\"expect\":\"allow\"",
            Some(Expect::Deny) => b",\"expect\":\"deny\"",
            None => b",\"expect\":null",
        });
        if let Some(id) = seen.id {
            self.buffer.extend_from_slice(b",\"id\":");
            self.json(id);
        }
        if let (Some(old), Some((_, Some(tails)))) = (old, self.tails.get(policy)) {
            self.buffer.extend_from_slice(tails.of(old));
            self.buffer.extend_from_slice(match widened(old, decision) {
                Some(true) => b",\"change\":\"widened\"",
                Some(false) => b",\"change\":\"narrowed\"",
                None => b",\"change\":null",
            });
        }
        self.buffer.extend_from_slice(b"}\n");
    }

    /// Writes out the buffer, unless the decisions are kept.
    pub fn flush(&mut self) -> io::Result<()> {
        if self.keeps {
            if self.buffer.len() > MOST_KEPT {
                self.buffer = Vec::new();
                self.is_full = true;
            }
            return Ok(());
        }
        let written = self.out.write_all(&self.buffer).and_then(|()| self.out.flush());
        self.buffer.clear();
        written
    }

    /// Writes the decisions that were kept, if there is room for all of them.
    pub fn release(&mut self) -> io::Result<bool> {
        if self.is_full {
            return Ok(false);
        }
        self.keeps = false;
        self.flush().map(|()| true)
    }

    /// Writes a time. Calls nearly in order have most of it in common.
    fn time(&mut self, time: Option<Time>) {
        let Some(time) = time else { return self.buffer.extend_from_slice(b",\"ts\":null") };
        const SECOND: i64 = 1_000_000;
        let (second, micros) = (time.micros.div_euclid(SECOND), time.micros.rem_euclid(SECOND));
        if self.second.as_ref().is_none_or(|(known, _)| *known != second) {
            let text = Time::from_seconds(second).to_string();
            self.second = Some((second, text.strip_suffix('Z').unwrap_or(&text).to_owned()));
        }
        let whole = self.second.as_ref().map_or("", |(_, text)| text);
        self.buffer.extend_from_slice(b",\"ts\":\"");
        self.buffer.extend_from_slice(whole.as_bytes());
        if micros > 0 {
            let digits = format!("{micros:06}");
            self.buffer.push(b'.');
            self.buffer.extend_from_slice(digits.trim_end_matches('0').as_bytes());
        }
        self.buffer.extend_from_slice(b"Z\"");
    }

    fn number(&mut self, number: u64) {
        let mut digits = [0_u8; 20];
        let mut at = digits.len();
        let mut rest = number;
        while let Some(digit) = at.checked_sub(1).and_then(|before| digits.get_mut(before)) {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
            at -= 1;
            if rest == 0 {
                break;
            }
        }
        self.buffer.extend_from_slice(digits.get(at..).unwrap_or_default());
    }

    /// Writes a text as a JSON string.
    fn text(&mut self, text: &[u8]) {
        if is_plain(text) {
            self.buffer.push(b'"');
            self.buffer.extend_from_slice(text);
            self.buffer.push(b'"');
        } else {
            let quoted = Value::from(String::from_utf8_lossy(text)).to_string();
            self.buffer.extend_from_slice(visible::document(quoted).as_bytes());
        }
    }

    /// Writes a JSON text of the trace, which may have several lines, on one line.
    fn json(&mut self, json: &[u8]) {
        if is_printable(json) {
            self.buffer.extend_from_slice(json);
        } else {
            let value: Value = serde_json::from_slice(json).unwrap_or_default();
            self.buffer.extend_from_slice(visible::document(value.to_string()).as_bytes());
        }
    }
}

/// The lowest bit of each byte of a word.
const EACH: u64 = 0x0101_0101_0101_0101;

/// Whether all bytes are printable ASCII.
#[inline]
fn is_printable(text: &[u8]) -> bool {
    none_is_odd(text, unprintable)
}

/// Whether all bytes are printable ASCII and need no escape in a JSON string.
#[inline]
fn is_plain(text: &[u8]) -> bool {
    let is = |bytes: u64, byte: u8| {
        let differs = bytes ^ (EACH * u64::from(byte));
        differs.wrapping_sub(EACH) & !differs
    };
    none_is_odd(text, |bytes| unprintable(bytes) | is(bytes, b'"') | is(bytes, b'\\'))
}

/// Sets the highest bit of bytes below ` `, of `DEL` and of bytes that are not ASCII: if not of all of them, at
/// least of the lowest.
#[inline]
fn unprintable(bytes: u64) -> u64 {
    bytes.wrapping_sub(EACH * 0x20) | bytes.wrapping_add(EACH) | bytes
}

/// Whether this sets the highest bit of no byte, eight bytes at a time.
#[inline]
fn none_is_odd(text: &[u8], odd: impl Fn(u64) -> u64) -> bool {
    let odd = |bytes: &[u8; 8]| odd(u64::from_le_bytes(*bytes));
    let found = match (text.as_chunks(), text.last_chunk()) {
        ((words, _), Some(last)) => words.iter().fold(odd(last), |all, word| all | odd(word)),
        (_, None) => {
            let mut padded = *b"........";
            padded.iter_mut().zip(text).for_each(|(padded, byte)| *padded = *byte);
            odd(&padded)
        }
    };
    found & (EACH * 0x80) == 0
}

impl Tails {
    fn new(engine: &Engine, tail: impl Fn(Option<&Rule>, Option<u32>, Verdict) -> Vec<u8>) -> Self {
        let mut rendered = HashMap::default();
        for (id, rule) in engine.rules() {
            let conditions = (0..rule.conditions.len() as u32).map(Some);
            for condition in std::iter::once(None).chain(conditions) {
                for verdict in [Verdict::Deny, Verdict::Undetermined] {
                    let key = (id.0, condition, verdict == Verdict::Deny);
                    rendered.insert(key, tail(Some(rule), condition, verdict));
                }
            }
        }
        Self { rendered, allowed: tail(None, None, Verdict::Allow) }
    }

    fn of(&self, decision: Decision) -> &[u8] {
        let key = decision.rule.map(|rule| (rule.0, decision.condition, decision.verdict == Verdict::Deny));
        key.and_then(|key| self.rendered.get(&key)).unwrap_or(&self.allowed)
    }
}

fn new_tail(rule: Option<&Rule>, condition: Option<u32>, verdict: Verdict, sources: &Sources) -> Vec<u8> {
    let decided = rule.and_then(|rule| rule.conditions.get(condition? as usize));
    let place = decided.and_then(|condition| condition.place).or(rule.and_then(|rule| rule.place));
    let message = rule.filter(|_| verdict == Verdict::Deny).and_then(Rule::answer);
    members(&json!({
        "decision": verdict.word(),
        "rule": rule.map_or_else(String::new, |rule| rule.name(condition)),
        "message": message,
        "argument": decided.map(|condition| condition.path.to_json()),
        "file": place.map(|place| sources.get(place.source).name.clone()),
        "position": place.map(|place| position(place, sources)),
    }))
}

fn old_tail(rule: Option<&Rule>, condition: Option<u32>, verdict: Verdict) -> Vec<u8> {
    let name = rule.map_or_else(String::new, |rule| rule.name(condition));
    members(&json!({"old": {"decision": verdict.word(), "rule": name}}))
}

fn position(place: Place, sources: &Sources) -> Value {
    let start = sources.start(place);
    json!({"line": start.line, "column": start.column})
}

/// The members of an object, after a comma.
fn members(object: &Value) -> Vec<u8> {
    let text = visible::document(object.to_string());
    let inside = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or_default();
    format!(",{inside}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printable_text_is_recognized_at_every_position() {
        for byte in 0..=u8::MAX {
            for length in 0..20 {
                for at in 0..length {
                    let mut text = b"abcdefghi ~klmnopqrst".get(..length).unwrap().to_vec();
                    text[at] = byte;
                    let is_ascii = matches!(byte, b' '..=b'~');
                    assert_eq!(is_printable(&text), is_ascii, "{text:?}");
                    assert_eq!(is_plain(&text), is_ascii && byte != b'"' && byte != b'\\', "{text:?}");
                }
            }
        }
        assert!(is_printable(b"") && is_plain(b""));
    }
}
