//! A policy of any size and a trace for it: eight kinds of tools in as many shops as necessary, and the calls that a few
//! hundred grants make. The same shape always gives the same bytes.

use std::fmt::Write as _;
use std::io::{self, Write};

use fastrand::Rng;
use jamb::vocab::Time;

use super::kinds::{self, KINDS, Kind};

/// The lengths of the shortest and the longest line, in bytes, including the line break.
const LINE: std::ops::RangeInclusive<usize> = 250..=400;
/// The start time of a trace.
const START: &str = "2026-03-01T00:00:00Z";
/// The longest time from one call to the next, in microseconds: a million calls take a day.
const STEP: i64 = 172_000;

/// The size of a policy and its trace.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// The number of tools in the policy.
    pub tools: usize,
    /// The number of grants that call them.
    pub grants: usize,
    /// The number of calls.
    pub calls: u64,
}

/// The policy, as people write it.
pub fn policy(shape: Shape) -> String {
    let mut text = "default deny\n\nlimit 12 per minute\nlimit 20_000 per day\n\nhide delete_account\n".to_owned();
    for tool in 0..shape.tools {
        let kind = kind_of(tool);
        let shop = shop(tool);
        let name = format!("{}_{shop}", kind.name);
        match kind.clauses {
            Some(clauses) => {
                let _ = write!(text, "\ntool {name} {{\n{}}}\n", clauses.replace("SHOP", &shop));
            }
            None => {
                let _ = write!(text, "\nallow {name}\n");
            }
        }
    }
    text
}

/// The trace, one call per line.
pub fn write_trace(shape: Shape, out: &mut dyn Write) -> io::Result<()> {
    let mut rng = Rng::with_seed(20_260_301);
    let tools: Vec<_> = (0..shape.tools).map(|tool| format!("{}_{}", kind_of(tool).name, shop(tool))).collect();
    let mut grants: Vec<_> = (0..shape.grants).map(Grant::new).collect();
    let mut clock = Clock::default();
    let (mut line, mut args) = (String::new(), String::new());
    for id in 0..shape.calls {
        // The smaller of two numbers, so that some grants are busier than others.
        let grant = rng.usize(..shape.grants).min(rng.usize(..shape.grants));
        let Some(grant) = grants.get_mut(grant) else { continue };
        let tool = rng.usize(..shape.tools);
        let goal = rng.usize(LINE);
        line.clear();
        clock.step(&mut rng);
        let _ = write!(line, r#"{{"ts":"{}{:03}Z","grant":"{}","#, clock.text, clock.millis(), grant.name);
        let _ = write!(line, r#""session":"{:016x}","id":{id},"#, grant.session(&mut rng));
        let name = match rng.u8(..) {
            0 => "delete_account",
            1 => "tool_that_nobody_knows",
            _ => tools.get(tool).map(String::as_str).unwrap_or_default(),
        };
        let _ = write!(line, r#""tool":"{name}","args":{{"#);
        args.clear();
        (kind_of(tool).args)(&mut rng, &shop(tool), &mut args);
        fill(&mut line, &args, goal, &mut rng);
        line.push_str("}}\n");
        out.write_all(line.as_bytes())?;
    }
    out.flush()
}

fn kind_of(tool: usize) -> &'static Kind {
    KINDS.get(tool % KINDS.len()).unwrap_or(&kinds::LIST_CUSTOMERS)
}

fn shop(tool: usize) -> String {
    let number = tool / KINDS.len();
    match ["eu", "us", "uk", "ca", "au"].get(number) {
        Some(country) => (*country).to_owned(),
        None => format!("shop{number}"),
    }
}

/// Puts the arguments into the line and, before or after them, enough arguments that no policy asks about to fill the
/// line to its length.
fn fill(line: &mut String, args: &str, goal: usize, rng: &mut Rng) {
    let is_first = rng.u8(..3) == 0;
    if !is_first {
        line.push_str(args);
        line.push(',');
    }
    let _ = write!(line, r#""context":{{"turn":{},"cost":{}.{:02},"note":""#, rng.u8(..), rng.u8(..9), rng.u8(..100));
    let rest = if is_first { args.len() + 1 } else { 0 };
    let end = goal.saturating_sub(r#""}"#.len() + rest + "}}\n".len());
    kinds::prose(rng, end.saturating_sub(line.len()), line);
    line.push_str(r#""}"#);
    if is_first {
        line.push(',');
        line.push_str(args);
    }
}

/// The grant that calls.
struct Grant {
    name: String,
    session: u64,
}

impl Grant {
    fn new(number: usize) -> Self {
        let team = ["support", "billing", "research", "ops"].get(number % 4).copied().unwrap_or_default();
        Self { name: format!("{team}-bot-{number}"), session: 0 }
    }

    /// A session is about fifty calls long.
    fn session(&mut self, rng: &mut Rng) -> u64 {
        if self.session == 0 || rng.u8(..50) == 0 {
            self.session = rng.u64(1..);
        }
        self.session
    }
}

/// The time of the calls, with the text of its second.
struct Clock {
    now: Time,
    second: i64,
    text: String,
}

impl Default for Clock {
    fn default() -> Self {
        Self { now: Time::parse(START).unwrap_or_default(), second: i64::MIN, text: String::new() }
    }
}

impl Clock {
    fn step(&mut self, rng: &mut Rng) {
        self.now.micros += rng.i64(0..STEP);
        let second = self.now.micros.div_euclid(1_000_000);
        if second != self.second {
            self.second = second;
            self.text = Time::from_seconds(second).to_string().replace('Z', ".");
        }
    }

    fn millis(&self) -> i64 {
        self.now.micros.rem_euclid(1_000_000) / 1_000
    }
}
