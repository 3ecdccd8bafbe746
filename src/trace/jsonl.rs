//! jamb's own format: JSON Lines, one call per line. Nothing is copied, and the arguments are passed to the
//! caller as soon as the tool is known, so that each byte is looked at once.
//!
//! ```json
//! {"ts": "2026-03-01T12:00:00.123Z", "grant": "support-bot", "tool": "create_refund", "args": {"amount": 4200}}
//! ```

use std::borrow::Cow;

use super::aliases::{Aliases, Role, role_like};
use super::call::{Expect, Recorded, Unreadable, decision_of};
use crate::source::Span;
use crate::source::scan::{Habits, Malformed, Raw, RawKind, Scanner, Stop};
use crate::vocab::{Marks, Stamp, Time, Zone};

pub use super::aliases::{ALIASES, misspelt};

/// A call as its line states it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Line {
    /// `ts`
    pub time: Option<Time>,
    /// The time has no zone.
    pub zoneless: bool,
    /// `server`, a string.
    pub server: Option<Raw>,
    /// `grant`, a string.
    pub grant: Option<Raw>,
    /// `tool`, a string.
    pub tool: Option<Raw>,
    /// `expect`
    pub expect: Option<Expect>,
    /// `decision`, which a gateway recorded.
    pub decision: Option<Expect>,
    /// `denied_by`, a string: the rule of the gateway that denied.
    pub denied_by: Option<Raw>,
    /// `message`, a string: what the agent got.
    pub message: Option<Raw>,
    /// `id`, of any kind.
    pub id: Option<Raw>,
    /// `session`, of any kind.
    pub session: Option<Raw>,
    /// Whether one of these is there twice: the last one counts.
    pub has_twins: bool,
    /// Which members were read under other names, as bits in the order of [`ALIASES`].
    pub aliases: u16,
    /// A member that is not read looks like one that is missing.
    pub is_misspelt: bool,
}

/// The parts of a line that are read on the way and not kept.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extent {
    /// `args`, an object; `None` if it is absent or `null`.
    pub args: Option<Raw>,
    /// The offset after the object.
    pub end: usize,
    /// The offset of the line feed after it, or of the end of the text.
    pub line_end: usize,
}

/// What is kept from line to line. It makes reading faster and does not affect the result.
#[derive(Debug, Default)]
pub struct Memory {
    times: Times,
    habits: Habits,
}

impl Memory {
    /// For times of this zone, if they are written without one.
    pub fn new(zone: Zone) -> Self {
        Self { times: Times { zone, ..Times::default() }, habits: Habits::default() }
    }
}

/// Times that were read, so that the part that the next one shares with them need not be parsed again.
#[derive(Debug, Default)]
struct Times {
    zone: Zone,
    /// A date, as its ten characters, and the microseconds at which it begins.
    day: Option<([u8; 10], i64)>,
    /// A minute of it, as its seventeen characters, and the same.
    minute: Option<([u8; 17], i64)>,
}

/// Reads one line. `read_args` gets the tool and a scanner at the arguments, and moves the scanner past them.
/// It is called a second time if the line names its tool after the arguments, or twice.
pub fn read<'l>(
    line: &'l str,
    memory: &mut Memory,
    read_args: impl FnMut(Raw, &mut Scanner<'l>) -> Result<Raw, Stop>,
) -> Result<(Line, Extent), Unreadable> {
    read_by(Scanner::new(line), memory, read_args)
        .map_err(|unreadable| Unreadable { help: unreadable.help.or_else(|| laid_out(line)), ..unreadable })
}

/// The help for a trace that is one document over many lines, or a list of calls.
fn laid_out(line: &str) -> Option<Cow<'static, str>> {
    match line.trim_ascii().as_bytes() {
        [b'['] | [b'[', .., b']'] => Some("write one call per line: `jq -c '.[]'` does this for a list".into()),
        [b'{'] => Some("write each call on one line: `jq -c .` does this".into()),
        _ => None,
    }
}

/// Reads the first line of a text, like [`read`]. If this fails, [`read`] has to be asked why.
#[inline(always)]
pub fn read_first<'l>(
    text: &'l str,
    memory: &mut Memory,
    read_args: impl FnMut(Raw, &mut Scanner<'l>) -> Result<Raw, Stop>,
) -> Option<(Line, Extent)> {
    read_by(Scanner::first_line(text), memory, read_args).ok()
}

#[inline(always)]
fn read_by<'l>(
    mut scanner: Scanner<'l>,
    memory: &mut Memory,
    mut read_args: impl FnMut(Raw, &mut Scanner<'l>) -> Result<Raw, Stop>,
) -> Result<(Line, Extent), Unreadable> {
    if !scanner.is_object() {
        return Err(no_object(scanner));
    }
    let (mut call, mut extent) = (Line::default(), Extent::default());
    // Whether the arguments were read for the tool that the line names.
    let mut are_read = false;
    let mut aliases = None;
    let read = members(&mut scanner, (&mut call, &mut extent, &mut aliases), memory, &mut read_args, &mut are_read);
    let read = match &aliases {
        Some(aliases) if read.is_ok() => take(aliases, &scanner, &mut call, &mut extent, &mut memory.times),
        Some(_) | None => read,
    };
    match read {
        Ok(()) => {}
        Err(Fault::NoJson) => return Err(no_json(scanner.malformed())),
        Err(Fault::NoCall(unreadable)) => return Err(*unreadable),
    }
    if call.tool.is_none() {
        return Err(no_tool(scanner.source()));
    }
    if are_read {
        return Ok((call, extent));
    }
    extent.args = match (extent.args, call.tool) {
        (Some(args), Some(tool)) if args.kind() == RawKind::Object => {
            let mut scanner = scanner.at_value(args);
            Some(read_args(tool, &mut scanner).map_err(|Stop| no_json(scanner.malformed()))?)
        }
        // The log removed them.
        (Some(args), _) if args.is_string() && Marks::default().are_in(&args.text(scanner.source())) => None,
        (Some(args), _) if args.kind() != RawKind::Null => return Err(no_arguments(args)),
        _ => None,
    };
    Ok((call, extent))
}

/// Why a line is not a call: the scanner has stopped, or a member has the wrong type.
enum Fault {
    NoJson,
    NoCall(Box<Unreadable>),
}

impl From<Stop> for Fault {
    fn from(_: Stop) -> Self {
        Fault::NoJson
    }
}

impl From<Unreadable> for Fault {
    fn from(unreadable: Unreadable) -> Self {
        Fault::NoCall(Box::new(unreadable))
    }
}

// The members that are read, by number.
const TS: u32 = 1;
const GRANT: u32 = 2;
const TOOL: u32 = 3;
const ARGS: u32 = 4;
const EXPECT: u32 = 5;
const ID: u32 = 6;
const SESSION: u32 = 7;
const DECISION: u32 = 8;
const DENIED_BY: u32 = 9;
const MESSAGE: u32 = 10;
const SERVER: u32 = 11;
/// The members that are read only if another one is missing: see [`Aliases`].
const FIRST_ALIAS: u32 = 16;
/// The members that look like one that is read: this, and the number of its role.
const FIRST_LIKE: u32 = 32;

fn member(key: Raw, line: &[u8]) -> u32 {
    match &*key.text(line) {
        b"ts" => TS,
        b"grant" => GRANT,
        b"tool" => TOOL,
        b"args" => ARGS,
        b"expect" => EXPECT,
        b"id" => ID,
        b"session" => SESSION,
        b"decision" => DECISION,
        b"denied_by" => DENIED_BY,
        b"message" => MESSAGE,
        b"server" => SERVER,
        other => odd_member(other),
    }
}

#[inline(never)]
fn odd_member(key: &[u8]) -> u32 {
    match ALIASES.iter().position(|(alias, _)| alias.as_bytes() == key) {
        Some(index) => FIRST_ALIAS + index as u32,
        None => role_like(key).map_or(0, |role| FIRST_LIKE + role as u32),
    }
}

#[inline(always)]
fn members<'l>(
    scanner: &mut Scanner<'l>,
    (call, extent, aliases): (&mut Line, &mut Extent, &mut Option<Aliases>),
    memory: &mut Memory,
    read_args: &mut impl FnMut(Raw, &mut Scanner<'l>) -> Result<Raw, Stop>,
    are_read: &mut bool,
) -> Result<(), Fault> {
    let line = scanner.source();
    let Memory { times, habits } = memory;
    let mut next = habits.enter(scanner, |key| member(key, line))?;
    while let Some(here) = next {
        let is_twin = match here.1 {
            TOOL => {
                *are_read = false;
                let value = scanner.value()?;
                call.tool.replace(text(value, "`tool` must be a string")?).is_some()
            }
            ARGS => {
                let args = match call.tool {
                    Some(tool) if scanner.is_object() => {
                        *are_read = true;
                        read_args(tool, scanner)?
                    }
                    Some(_) | None => {
                        *are_read = false;
                        scanner.value()?
                    }
                };
                extent.args.replace(args).is_some()
            }
            TS => {
                let read = match times.pass_usual(scanner) {
                    Some(time) => Some(time),
                    None => {
                        let stamp = time(scanner.value()?, line, times)?;
                        call.zoneless = stamp.is_some_and(|stamp| stamp.zoneless);
                        stamp.map(|stamp| stamp.time)
                    }
                };
                std::mem::replace(&mut call.time, read).is_some()
            }
            GRANT => {
                let value = scanner.value()?;
                std::mem::replace(&mut call.grant, text_or_null(value, "`grant` must be a string")?).is_some()
            }
            EXPECT => {
                let value = scanner.value()?;
                std::mem::replace(&mut call.expect, expect(value, line)?).is_some()
            }
            ID => call.id.replace(scanner.value()?).is_some(),
            SESSION => call.session.replace(scanner.value()?).is_some(),
            DECISION => {
                let value = scanner.value()?;
                std::mem::replace(&mut call.decision, decision(value, line)?).is_some()
            }
            DENIED_BY => call.denied_by.replace(scanner.value()?).is_some(),
            MESSAGE => call.message.replace(scanner.value()?).is_some(),
            SERVER => {
                let value = scanner.value()?;
                std::mem::replace(&mut call.server, text_or_null(value, "`server` must be a string")?).is_some()
            }
            0 => {
                scanner.value()?;
                false
            }
            odd => {
                let value = scanner.value()?;
                meet(aliases, odd, value);
                false
            }
        };
        call.has_twins |= is_twin;
        next = habits.next(here, scanner, |key| member(key, line))?;
    }
    extent.end = scanner.offset();
    scanner.end()?;
    extent.line_end = scanner.offset();
    Ok(())
}

fn text(value: Raw, message: &'static str) -> Result<Raw, Unreadable> {
    match value.kind() {
        RawKind::Text | RawKind::Escaped => Ok(value),
        RawKind::Null | RawKind::True | RawKind::False | RawKind::Number | RawKind::List | RawKind::Object => {
            Err(unreadable(message, value.span()))
        }
    }
}

fn text_or_null(value: Raw, message: &'static str) -> Result<Option<Raw>, Unreadable> {
    if value.kind() == RawKind::Null { Ok(None) } else { text(value, message).map(Some) }
}

#[inline(never)]
fn time(value: Raw, line: &[u8], times: &mut Times) -> Result<Option<Stamp>, Unreadable> {
    let stamp = match value.kind() {
        RawKind::Null => return Ok(None),
        RawKind::Number => value.number(line).and_then(Stamp::from_epoch),
        RawKind::Text | RawKind::Escaped => times.read(&value.text(line)),
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

#[inline(never)]
fn meet(aliases: &mut Option<Aliases>, number: u32, value: Raw) {
    aliases.get_or_insert_default().meet(number, FIRST_ALIAS, FIRST_LIKE, value);
}

/// Fills what is missing from members with other names.
#[inline(never)]
fn take(
    aliases: &Aliases,
    scanner: &Scanner<'_>,
    call: &mut Line,
    extent: &mut Extent,
    times: &mut Times,
) -> Result<(), Fault> {
    let line = scanner.source();
    let taken = aliases.taken(scanner, |role| match role {
        Role::Tool => call.tool.is_some(),
        Role::Args => extent.args.is_some(),
        Role::Time => call.time.is_some(),
        Role::Grant => call.grant.is_some(),
        Role::Server => call.server.is_some(),
        Role::Session => call.session.is_some(),
        Role::Expect => call.expect.is_some(),
    });
    call.tool = call.tool.or(taken.tool);
    extent.args = extent.args.or(taken.args);
    call.grant = call.grant.or(taken.grant);
    if let Some(value) = taken.time {
        let stamp = time(value, line, times)?;
        (call.time, call.zoneless) = (stamp.map(|stamp| stamp.time), stamp.is_some_and(|stamp| stamp.zoneless));
    }
    (call.aliases, call.is_misspelt) = (taken.aliases, taken.is_misspelt);
    Ok(())
}

fn expect(value: Raw, line: &[u8]) -> Result<Option<Expect>, Unreadable> {
    const WORDS: &str = "`expect` must be \"allow\" or \"deny\"";
    match text_or_null(value, WORDS)? {
        None => Ok(None),
        Some(word) => match &*word.text(line) {
            b"allow" => Ok(Some(Expect::Allow)),
            b"deny" => Ok(Some(Expect::Deny)),
            _ => Err(unreadable(WORDS, value.span())),
        },
    }
}

/// What a gateway decided, in its word.
fn decision(value: Raw, line: &[u8]) -> Result<Option<Expect>, Unreadable> {
    const WORDS: &str = "`decision` must be \"allow\" or \"deny\"";
    match text_or_null(value, WORDS)? {
        None => Ok(None),
        Some(word) => decision_of(&word.text(line)).ok_or_else(|| unreadable(WORDS, value.span())),
    }
}

impl Line {
    /// What a gateway recorded about the call, from the line's text.
    pub fn recorded(&self, line: &[u8]) -> Option<Recorded> {
        let text = |raw: Raw| match raw.kind() {
            RawKind::Text | RawKind::Escaped => Some(String::from_utf8_lossy(&raw.text(line)).into_owned()),
            RawKind::Null | RawKind::True | RawKind::False | RawKind::Number | RawKind::List | RawKind::Object => None,
        };
        let decision = self.decision?;
        Some(Recorded { decision, rule: self.denied_by.and_then(text), message: self.message.and_then(text) })
    }
}

impl Times {
    /// A time in the same minute as the last one, with milliseconds, is read digit by digit, without searching
    /// for the end of the string.
    #[inline(always)]
    fn pass_usual(&mut self, scanner: &mut Scanner<'_>) -> Option<Time> {
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

fn unreadable(message: &'static str, span: Span) -> Unreadable {
    Unreadable { message: message.into(), span, help: None }
}

/// A line that is not UTF-8.
pub fn no_utf8(error: std::str::Utf8Error) -> Unreadable {
    no_json(Malformed { offset: error.valid_up_to() as u32, message: "these bytes are not valid UTF-8" })
}

fn no_json(malformed: Malformed) -> Unreadable {
    let message = super::errors::no_json(malformed.message);
    Unreadable { message: message.into(), span: Span::at(malformed.offset as usize), help: None }
}

/// A line that is JSON but not an object, or not JSON at all.
fn no_object(mut scanner: Scanner<'_>) -> Unreadable {
    match scanner.value().and_then(|value| scanner.end().map(|()| value)) {
        Ok(value) => unreadable("a call is an object: `{\"tool\": …, \"args\": {…}}`", value.span()),
        Err(Stop) => no_json(scanner.malformed()),
    }
}

fn no_tool(line: &[u8]) -> Unreadable {
    let start = line.iter().position(|&byte| byte == b'{').unwrap_or(0);
    unreadable("this object has no `tool`", Span::new(start, start + 1))
}

fn no_arguments(args: Raw) -> Unreadable {
    let help = "write `{}` if there were none, and omit `args` if they were not recorded";
    Unreadable { help: Some(help.into()), ..unreadable("`args` must be an object", args.span()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = Result<(Line, Extent, Vec<(String, String)>), Unreadable>;

    fn read_line(line: &str) -> Read {
        read_with(&mut Memory::default(), line)
    }

    fn read_with(memory: &mut Memory, line: &str) -> Read {
        let mut seen = Vec::new();
        let read_args = |tool: Raw, scanner: &mut Scanner<'_>| {
            let args = scanner.value()?;
            let tool = tool.text(line.as_bytes()).into_owned();
            seen.push((String::from_utf8(tool).unwrap(), line.get(args.span().range()).unwrap().to_owned()));
            Ok(args)
        };
        read(line, memory, read_args).map(|(line, extent)| (line, extent, seen))
    }

    #[test]
    fn members_come_in_any_order() {
        let (call, _, seen) =
            read_line(r#"{"ts": "1970-01-01T00:00:01Z", "tool": "a", "args": {"x": 1}, "more": [{}]}"#).unwrap();
        assert_eq!(call.time, Some(Time::from_seconds(1)));
        assert_eq!(seen, [("a".to_owned(), r#"{"x": 1}"#.to_owned())]);
        let (call, _, seen) =
            read_line(r#"{"args": {"x": 1}, "expect": "deny", "tool": "b\u0021", "grant": null}"#).unwrap();
        assert_eq!(seen, [("b!".to_owned(), r#"{"x": 1}"#.to_owned())]);
        assert_eq!((call.expect, call.grant, call.has_twins), (Some(Expect::Deny), None, false));
        let (call, _, seen) = read_line(r#"{"tool": "a", "args": {"x": 1}, "args": {"x": 2}, "tool": "b"}"#).unwrap();
        assert_eq!(seen.last().unwrap(), &("b".to_owned(), r#"{"x": 2}"#.to_owned()));
        assert!(call.has_twins);
        assert!(read_line(r#"{"tool": "a", "args": null}"#).unwrap().1.args.is_none());
        assert!(read_line(r#"{"tool": "a"}"#).unwrap().1.args.is_none());
    }

    #[test]
    fn members_with_other_names_fill_what_is_missing() {
        let named = |line: &str| {
            let (call, extent, seen) = read_line(line).unwrap();
            let text =
                |raw: Option<Raw>| raw.map(|raw| String::from_utf8(raw.bytes(line.as_bytes()).to_vec()).unwrap());
            let time = call.time.map(|time| time.to_string());
            let tool = seen.last().map(|(tool, _)| tool.clone()).or(text(call.tool));
            (tool.unwrap(), text(extent.args), time, text(call.grant))
        };
        let some = |text: &str| Some(text.to_owned());
        let full = || ("a".to_owned(), some(r#"{"x": 1}"#), some("1970-01-01T00:00:01Z"), some("\"ann\""));
        for line in [
            r#"{"ts": 1, "tool": "a", "args": {"x": 1}, "grant": "ann"}"#,
            r#"{"timestamp": 1, "tool": "a", "arguments": {"x": 1}, "user": "ann"}"#,
            r#"{"time": "1970-01-01 00:00:01", "tool_name": "a", "input": {"x": 1}, "principal": "ann"}"#,
            r#"{"ts": "1", "name": "a", "arguments": {"x": 1}, "user": {"name": "Ann", "id": "ann"}}"#,
            r#"{"params": {"arguments": {"x": 1}, "name": "a"}, "user": {"email": "ann"}, "ts": 1000e-3}"#,
            r#"{"time": 9, "timestamp": 8, "ts": 1, "input": {}, "tool": "a", "args": {"x": 1}, "grant": "ann", "user": "b"}"#,
        ] {
            assert_eq!(named(line), full(), "{line}");
        }
        // In a logger's line, `name` is the logger.
        assert!(read_line(r#"{"name": "app", "msg": "x"}"#).is_err());
        assert!(read_line(r#"{"params": {"name": "a"}}"#).is_err());
        assert_eq!(read_line(r#"{"tool": "a", "name": "app"}"#).unwrap().0.aliases, 0);
    }

    #[test]
    fn a_member_that_looks_like_a_missing_one_is_misspelt() {
        for (line, is_misspelt) in [
            (r#"{"tool": "a", "expects": "deny"}"#, true),
            (r#"{"tool": "a", "sesion": "s"}"#, true),
            (r#"{"tool": "a", "argument": {}}"#, true),
            (r#"{"tool": "a", "expects": "deny", "expect": "deny"}"#, false),
            (r#"{"tool": "a", "tools": 1, "type": "x", "id2": 3, "outcome": "ok", "would": "deny"}"#, false),
        ] {
            assert_eq!(read_line(line).unwrap().0.is_misspelt, is_misspelt, "{line}");
        }
    }

    #[test]
    fn earlier_lines_do_not_affect_a_line() {
        let members = [
            r#""ts":"1970-01-01T00:00:01.500Z""#,
            r#""tool":"a_tool_of_some_length""#,
            r#""args":{"x":1}"#,
            r#""grant":"g\u0067""#,
            r#""id":[1,{"b":2}]"#,
            r#""a_member_that_nobody_asks_for":true"#,
            r#""another_member_that_nobody_asks_for":"x""#,
            r#""to\u006fl":"b""#,
            r#""tool" :"c""#,
            r#""tool":5"#,
            r#""args":[1]"#,
            r#""expect":"denied""#,
            "",
        ];
        let mut memory = Memory::default();
        let mut number = 7_usize;
        for round in 0..3_000 {
            // Members from a simple generator, so that each follows each other one now and then.
            let chosen: Vec<&str> = (0..2 + round % 5)
                .filter_map(|_| {
                    number = (number * 1_103 + 977) % 104_729;
                    members.get(number % members.len()).copied()
                })
                .collect();
            for (start, comma, end) in [("{", ",", "}"), ("{ ", ", ", " }"), ("{", ",", "} x"), ("{", " ,\t", "")] {
                let line = format!("{start}{}{end}", chosen.join(comma));
                let known = format!("{:?}", read_with(&mut memory, &line));
                assert_eq!(known, format!("{:?}", read_line(&line)), "{line}");
            }
        }
    }

    #[test]
    fn an_unreadable_line_reports_its_position() {
        for (line, start, message) in [
            ("", 0, "this is not valid JSON: expected a value"),
            ("{\"tool\": \"a\"", 12, "this is not valid JSON: expected `,` or `}`"),
            ("{\"tool\": \"a\"} x", 14, "this is not valid JSON: expected nothing after the value on this line"),
            ("[1]", 0, "a call is an object: `{\"tool\": …, \"args\": {…}}`"),
            (" {\"args\": {}}", 1, "this object has no `tool`"),
            ("{\"tool\": 5}", 9, "`tool` must be a string"),
            ("{\"tool\": \"a\", \"args\": [1]}", 22, "`args` must be an object"),
            ("{\"args\": \"x\", \"tool\": \"a\"}", 9, "`args` must be an object"),
            ("{\"tool\": \"a\", \"ts\": \"noon\"}", 20, "this is not a time"),
            ("{\"tool\": \"a\", \"ts\": [5]}", 20, "`ts` must be a string or a number"),
            ("{\"tool\": \"a\", \"expect\": \"denied\"}", 24, "`expect` must be \"allow\" or \"deny\""),
            ("{\"tool\": \"a\", \"grant\": 7}", 23, "`grant` must be a string"),
        ] {
            let unreadable = read_line(line).unwrap_err();
            assert_eq!((unreadable.span.start, &*unreadable.message), (start, message), "{line}");
        }
    }

    #[test]
    fn a_document_over_many_lines_gets_help() {
        for (line, help) in [
            ("[", Some("write one call per line: `jq -c '.[]'` does this for a list")),
            (" [{\"tool\": \"a\"}] ", Some("write one call per line: `jq -c '.[]'` does this for a list")),
            ("{", Some("write each call on one line: `jq -c .` does this")),
            ("  \"tool\": \"a\",", None),
            ("{\"tool\": \"a\"", None),
        ] {
            assert_eq!(read_line(line).unwrap_err().help.as_deref(), help, "{line}");
        }
    }

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
