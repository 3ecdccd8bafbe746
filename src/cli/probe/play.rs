//! Makes the calls of probes through a gateway, at the right time, and records how they are answered.

use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::cli::exit::Problem;
use crate::cli::server::{Answer, Tools};
use crate::cli::shared::Shared;
use crate::engine::{Call, Counters, Engine, RuleKind, Verdict};
use crate::model::Policy;
use crate::probe::{Edge, Point, Probe};
use crate::simulate::count;
use crate::source::json::{Json, JsonKind};
use crate::trace::DEFAULT_GRANT;
use crate::vocab::{Time, Window};

/// How long the gateway may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);
const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
/// How long before the edge of a minute calls are made, and how long after it.
const BEFORE: i64 = 3 * SECOND;
const AFTER: i64 = SECOND / 2;

/// What was answered, and why the gateway answered no more, if it did not.
#[derive(Debug, Default)]
pub struct Played {
    /// The lines of a trace.
    pub lines: Vec<String>,
    /// Why there are no more.
    pub problem: Option<Problem>,
}

/// Makes the calls to tools that may be called.
pub fn play(
    policy: &Policy,
    probes: &[Probe],
    command: &[String],
    may_call: &dyn Fn(&str) -> bool,
    shared: &Shared,
) -> Result<Played, Problem> {
    let groups: Vec<&[Probe]> = probes.chunk_by(|one, other| one.group == other.group).collect();
    let (playable, others): (Vec<&[Probe]>, Vec<&[Probe]>) =
        groups.into_iter().partition(|group| group.iter().all(|probe| may_call(&probe.tool)));
    note_left_out(&others, shared);
    let (playable, distant): (Vec<&[Probe]>, Vec<&[Probe]>) =
        playable.into_iter().partition(|group| !is_distant(group));
    if !distant.is_empty() {
        shared.note("the edges of hours and days are not waited for: play those calls by yourself");
    }
    if playable.is_empty() {
        return Ok(Played::default());
    }
    let engine = Engine::new(policy);
    let counters = Counters::new(&engine);
    let tools = Tools::start(command, PATIENCE)?;
    let mut player = Player { tools, engine: &engine, counters, last: None, lines: Vec::new(), shared, skipped: 0 };
    let problem = playable.into_iter().try_for_each(|group| player.group(group)).err();
    if player.skipped > 0 {
        let skipped = count(player.skipped, "probe");
        shared.note(&format!("left out {skipped}: a limit of the policy would deny the call for more than a minute"));
    }
    Ok(Played { lines: player.lines, problem })
}

fn note_left_out(groups: &[&[Probe]], shared: &Shared) {
    let mut tools: Vec<&str> = groups.iter().copied().flatten().map(|probe| probe.tool.as_str()).collect();
    tools.sort_unstable();
    tools.dedup();
    if let Some(first) = tools.first() {
        let probes = count(groups.len() as u64, "probe");
        shared.note(&format!(
            "left out {probes} of tools that the policy does not rate `read`, such as `{first}`; `--also {first}` makes \
             the calls to this one"
        ));
    }
}

/// Whether a group is about the edge of a window that may be hours away.
fn is_distant(group: &[Probe]) -> bool {
    group.iter().any(|probe| probe.edge.is_some() && probe.window != Some(Window::Minute))
}

struct Player<'p> {
    tools: Tools,
    engine: &'p Engine,
    /// What the policy's limits have counted, as jamb assumes.
    counters: Counters,
    /// When the last call was made.
    last: Option<Time>,
    lines: Vec<String>,
    shared: &'p Shared,
    skipped: u64,
}

impl Player<'_> {
    fn group(&mut self, group: &[Probe]) -> Result<(), Problem> {
        // Calls that are counted need a minute of their own.
        if group.len() > 1 && self.last.is_some_and(|last| minute(last) == minute(now())) {
            self.wait_until(next_minute(now()) + AFTER);
        }
        for probe in group {
            match probe.edge {
                Some(Edge::Before) => self.wait_until(next_minute(now()) - BEFORE),
                Some(Edge::After) => {
                    let edge = self.last.map_or(0, next_minute);
                    self.wait_until(edge + AFTER);
                }
                None => {}
            }
            if group.len() > 1 {
                self.is_limited(probe);
            } else if !self.has_room(probe) {
                self.skipped += 1;
                continue;
            }
            self.make(probe)?;
        }
        Ok(())
    }

    /// Waits until no limit denies a call that is about something else; `false` if that takes longer than a minute.
    fn has_room(&mut self, probe: &Probe) -> bool {
        if !self.is_limited(probe) {
            return true;
        }
        self.wait_until(next_minute(now()) + AFTER);
        !self.is_limited(probe)
    }

    /// Whether a limit denies the call now. Otherwise it is counted.
    fn is_limited(&mut self, probe: &Probe) -> bool {
        let call = Call { tool: &probe.tool, args: Some(&probe.args), grant: DEFAULT_GRANT, time: now() };
        let Ok(decision) = self.engine.decide(&call, &mut self.counters) else { return false };
        let rule = decision.rule.map(|rule| self.engine.rule(rule).kind);
        decision.verdict == Verdict::Deny && matches!(rule, Some(RuleKind::Limit | RuleKind::AllToolsLimit))
    }

    fn make(&mut self, probe: &Probe) -> Result<(), Problem> {
        let time = now();
        self.last = Some(time);
        let answer = self.tools.call(&probe.tool, &probe.args)?;
        self.lines.push(line(probe, time, &answer));
        Ok(())
    }

    fn wait_until(&self, micros: i64) {
        let left = micros - now().micros;
        if left > 2 * SECOND {
            self.shared.note(&format!("waiting for {} seconds", left / SECOND));
        }
        thread::sleep(Duration::from_micros(u64::try_from(left).unwrap_or_default()));
    }
}

/// What was answered, as a line of a trace.
fn line(probe: &Probe, time: Time, answer: &Answer) -> String {
    let text = |text: &str| serde_json::Value::from(text).to_string();
    let (decision, message, outcome) = match answer {
        Answer::Result(result) => {
            let message = denial(result);
            let failed = result.get("isError").is_some_and(|flag| flag.kind == JsonKind::Boolean(true));
            let decision = if message.is_some() { "deny" } else { "allow" };
            (Some(decision), message, if failed { "error" } else { "ok" })
        }
        // A server may refuse the arguments, but it takes a gateway or a server to not know a tool.
        Answer::Error(_) => {
            let is_about_arguments = !matches!(probe.point, Point::HiddenIsCallable | Point::UnlistedIsDenied);
            (is_about_arguments.then_some("allow"), None, "error")
        }
    };
    let members = [
        Some(format!("\"ts\": \"{time}\"")),
        Some(format!("\"tool\": {}", text(&probe.tool))),
        Some(format!("\"args\": {}", probe.args)),
        decision.map(|decision| format!("\"decision\": \"{decision}\"")),
        message.map(|message| format!("\"message\": {}", text(message))),
        Some(format!("\"outcome\": \"{outcome}\"")),
        Some(format!("\"why\": {}", text(probe.point.why()))),
    ];
    format!("{{{}}}", members.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// The text of a denial.
fn denial(result: &Json) -> Option<&str> {
    let parts = result.get("content").and_then(Json::elements).unwrap_or_default();
    parts.iter().filter_map(|part| part.get("text")?.text()).find(|text| text.starts_with("[POLICY DENIED]"))
}

fn now() -> Time {
    let micros = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros());
    Time { micros: i64::try_from(micros).unwrap_or(i64::MAX) }
}

fn minute(time: Time) -> i64 {
    time.micros.div_euclid(MINUTE)
}

fn next_minute(time: Time) -> i64 {
    (minute(time) + 1) * MINUTE
}
