//! jamb's own format: JSON Lines, one call per line. Nothing is copied, and the arguments are passed to the
//! caller as soon as the tool is known, so that each byte is looked at once.
//!
//! ```json
//! {"ts": "2026-03-01T12:00:00.123Z", "grant": "support-bot", "tool": "create_refund", "args": {"amount": 4200}}
//! ```

mod line;
mod members;
mod times;
mod unreadable;
mod values;

pub use self::line::{Extent, Line};
use self::members::{
    ARGS, DECISION, DENIED_BY, EXPECT, FIRST_ALIAS, FIRST_LIKE, GRANT, ID, MESSAGE, SERVER, SESSION, TOOL, TS, UNASKED,
    member,
};
use self::times::Times;
pub use self::unreadable::no_utf8;
use self::unreadable::{laid_out, no_arguments, no_json, no_object, no_tool};
use self::values::{decision, expect, text, text_or_null};
use super::aliases::{Aliases, Role};
use super::call::Unreadable;
use crate::source::scan::{Habits, Raw, RawKind, Scanner, Stop};
use crate::vocab::{Marks, Zone};

pub use super::aliases::{ALIASES, misspelt};

/// What is kept from line to line. It makes reading faster and does not affect the result.
#[derive(Debug, Default)]
pub struct Memory {
    times: Times,
    habits: Habits,
}

impl Memory {
    /// For times of this zone, if they are written without one.
    pub fn new(zone: Zone) -> Self {
        Self { times: Times::new(zone), habits: Habits::default() }
    }
}

/// Reads one line. `read_args` gets what is known of the line, the tool and a scanner at the arguments, and moves the
/// scanner past them. It is called a second time if the line names its tool after the arguments, or twice.
pub fn read<'l>(
    line: &'l str,
    memory: &mut Memory,
    read_args: impl FnMut(&Line, Raw, &mut Scanner<'l>) -> Result<Raw, Stop>,
) -> Result<(Line, Extent), Unreadable> {
    let mut call = Line::default();
    match read_by(Scanner::new(line), memory, &mut call, read_args) {
        Ok(extent) => Ok((call, extent)),
        Err(unreadable) => {
            let help = unreadable.help.clone().or_else(|| laid_out(line));
            Err(Unreadable { help, ..*unreadable })
        }
    }
}

/// Reads the first line of a text, like [`read`], into a call that was not used before. If the result is `None`,
/// [`read`] has to be asked why.
#[inline(always)]
pub fn read_first<'l>(
    text: &'l str,
    memory: &mut Memory,
    call: &mut Line,
    read_args: impl FnMut(&Line, Raw, &mut Scanner<'l>) -> Result<Raw, Stop>,
) -> Option<Extent> {
    read_by(Scanner::first_line(text), memory, call, read_args).ok()
}

#[inline(always)]
fn read_by<'l>(
    mut scanner: Scanner<'l>,
    memory: &mut Memory,
    line: &mut Line,
    mut read_args: impl FnMut(&Line, Raw, &mut Scanner<'l>) -> Result<Raw, Stop>,
) -> Result<Extent, Box<Unreadable>> {
    if !scanner.is_object() {
        return Err(Box::new(no_object(scanner)));
    }
    let mut reading = Reading { line, extent: Extent::default(), are_read: false, aliases: None };
    let read = match members(&mut scanner, &mut reading, memory, &mut read_args) {
        Ok(()) if reading.is_usual() => return Ok(reading.extent),
        Ok(()) => complete(&mut reading, &scanner, &mut memory.times, &mut read_args),
        Err(fault) => Err(fault),
    };
    read.map(|()| reading.extent).map_err(|fault| fault.unreadable(&scanner))
}

/// A line that is being read.
struct Reading<'r> {
    /// The call.
    line: &'r mut Line,
    /// The parts of the line.
    extent: Extent,
    /// Whether the arguments were read for the tool that the line names.
    are_read: bool,
    aliases: Option<Box<Aliases>>,
}

impl Reading<'_> {
    /// Whether everything is read.
    #[inline(always)]
    fn is_usual(&self) -> bool {
        self.are_read & self.line.tool.is_some() & self.aliases.is_none()
    }
}

/// Why a line is not a call: the scanner has stopped, or a member has the wrong type.
enum Fault {
    NoJson,
    NoCall(Box<Unreadable>),
}

impl Fault {
    #[cold]
    fn unreadable(self, scanner: &Scanner<'_>) -> Box<Unreadable> {
        match self {
            Fault::NoJson => Box::new(no_json(scanner.malformed())),
            Fault::NoCall(unreadable) => unreadable,
        }
    }
}

impl From<Stop> for Fault {
    fn from(_: Stop) -> Self {
        Fault::NoJson
    }
}

impl From<Unreadable> for Fault {
    #[cold]
    fn from(unreadable: Unreadable) -> Self {
        Fault::NoCall(Box::new(unreadable))
    }
}

#[inline(always)]
fn members<'l>(
    scanner: &mut Scanner<'l>,
    reading: &mut Reading<'_>,
    memory: &mut Memory,
    read_args: &mut impl FnMut(&Line, Raw, &mut Scanner<'l>) -> Result<Raw, Stop>,
) -> Result<(), Fault> {
    let text = scanner.source();
    let Memory { times, habits } = memory;
    let mut next = habits.enter(scanner, |key| member(key, text))?;
    while let Some(here) = next {
        let Reading { line, extent, are_read, .. } = reading;
        let is_twin = match here.1 {
            TOOL => {
                *are_read = false;
                line.tool.replace(self::text(scanner.value()?, "`tool` must be a string")?).is_some()
            }
            ARGS => {
                let tool = line.tool.filter(|_| scanner.is_object());
                *are_read = tool.is_some();
                let args = match tool {
                    Some(tool) => read_args(line, tool, scanner)?,
                    None => scanner.value()?,
                };
                extent.args.replace(args).is_some()
            }
            TS => {
                let time = match times.pass_usual(scanner) {
                    Some(time) => Some(time),
                    None => {
                        let stamp = times.of(scanner.value()?, text)?;
                        line.zoneless = stamp.is_some_and(|stamp| stamp.zoneless);
                        line.is_odd |= line.zoneless;
                        stamp.map(|stamp| stamp.time)
                    }
                };
                std::mem::replace(&mut line.time, time).is_some()
            }
            GRANT => {
                let grant = text_or_null(scanner.value()?, "`grant` must be a string")?;
                std::mem::replace(&mut line.grant, grant).is_some()
            }
            SESSION => line.session.replace(scanner.value()?).is_some(),
            UNASKED => {
                scanner.value()?;
                false
            }
            other => {
                let value = scanner.value()?;
                odd_member(reading, other, value, text)?
            }
        };
        reading.line.has_twins |= is_twin;
        next = habits.next(here, scanner, |key| member(key, text))?;
    }
    reading.extent.end = scanner.offset();
    scanner.end()?;
    reading.extent.line_end = scanner.offset();
    Ok(())
}

/// A member that few lines have. Returns whether it was there before.
#[inline(never)]
fn odd_member(reading: &mut Reading<'_>, number: u32, value: Raw, text: &[u8]) -> Result<bool, Fault> {
    let Reading { line, aliases, .. } = reading;
    // An id is only passed on.
    line.is_odd |= number != ID;
    Ok(match number {
        ID => line.id.replace(value).is_some(),
        EXPECT => std::mem::replace(&mut line.expect, expect(value, text)?).is_some(),
        DECISION => std::mem::replace(&mut line.decision, decision(value, text)?).is_some(),
        DENIED_BY => line.denied_by.replace(value).is_some(),
        MESSAGE => line.message.replace(value).is_some(),
        SERVER => {
            let server = text_or_null(value, "`server` must be a string")?;
            std::mem::replace(&mut line.server, server).is_some()
        }
        _ => {
            aliases.get_or_insert_default().meet(number, FIRST_ALIAS, FIRST_LIKE, value);
            false
        }
    })
}

/// Completes a line with members under other names, or with a tool after its arguments.
#[inline(never)]
fn complete<'l>(
    reading: &mut Reading<'_>,
    scanner: &Scanner<'l>,
    times: &mut Times,
    read_args: &mut dyn FnMut(&Line, Raw, &mut Scanner<'l>) -> Result<Raw, Stop>,
) -> Result<(), Fault> {
    if let Some(aliases) = reading.aliases.take() {
        take(&aliases, scanner, reading, times)?;
    }
    let Reading { line, extent, are_read, .. } = reading;
    let tool = line.tool.ok_or_else(|| no_tool(scanner.source()))?;
    if *are_read {
        return Ok(());
    }
    extent.args = match extent.args {
        Some(args) if args.is(RawKind::Object) => {
            let mut scanner = scanner.at_value(args);
            Some(read_args(line, tool, &mut scanner).map_err(|Stop| no_json(scanner.malformed()))?)
        }
        // The log removed them.
        Some(args) if args.is_string() && Marks::default().are_in(&args.text(scanner.source())) => None,
        Some(args) if !args.is(RawKind::Null) => return Err(no_arguments(args).into()),
        Some(_) | None => None,
    };
    Ok(())
}

/// Fills what is missing from members with other names.
fn take(aliases: &Aliases, scanner: &Scanner<'_>, reading: &mut Reading<'_>, times: &mut Times) -> Result<(), Fault> {
    let Reading { line, extent, .. } = reading;
    let taken = aliases.taken(scanner, |role| match role {
        Role::Tool => line.tool.is_some(),
        Role::Args => extent.args.is_some(),
        Role::Time => line.time.is_some(),
        Role::Grant => line.grant.is_some(),
        Role::Server => line.server.is_some(),
        Role::Session => line.session.is_some(),
        Role::Expect => line.expect.is_some(),
    });
    line.tool = line.tool.or(taken.tool);
    extent.args = extent.args.or(taken.args);
    line.grant = line.grant.or(taken.grant);
    if let Some(value) = taken.time {
        let stamp = times.of(value, scanner.source())?;
        (line.time, line.zoneless) = (stamp.map(|stamp| stamp.time), stamp.is_some_and(|stamp| stamp.zoneless));
    }
    (line.aliases, line.is_misspelt) = (taken.aliases, taken.is_misspelt);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::call::Expect;
    use crate::vocab::Time;

    type Read = Result<(Line, Extent, Vec<(String, String)>), Unreadable>;

    fn read_line(line: &str) -> Read {
        read_with(&mut Memory::default(), line)
    }

    fn read_with(memory: &mut Memory, line: &str) -> Read {
        let mut seen = Vec::new();
        let read_args = |_: &Line, tool: Raw, scanner: &mut Scanner<'_>| {
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
}
