//! What becomes of each tool.

use super::argument::Observation;
use super::clauses::{self, Clause};
use super::limits::{Counters, Limit, limits};
use super::needs;
use super::observed::{Observed, ToolObservation};
use super::options::Options;
use super::role::Role;
use super::shown;
use super::subject::{Bounds, Left};
use super::who::Support;
use crate::classify;
use crate::init::Judged;
use crate::vocab::{Category, Path};

/// How many times more calls may be refused by a clause without which a tool could not be allowed at all.
const PATIENCE: f64 = 5.0;

/// A tool, and what was learned about it.
#[derive(Debug)]
pub struct LearnedTool {
    /// What becomes of it.
    pub verdict: Verdict,
    /// The clauses that its calls support.
    pub clauses: Vec<Clause>,
    /// The arguments that have no clause.
    pub left: Vec<(Path, Left)>,
    /// How many calls had each argument, and how many grants, or sessions, made these calls.
    pub given: Vec<(Path, u64, u64)>,
    /// Its limits.
    pub limits: Vec<Limit>,
    /// How many calls taught.
    pub calls: u64,
    /// How many grants, or sessions, made them.
    pub units: u64,
    /// How many calls did not teach: they failed, were denied or were left out.
    pub others: u64,
}

/// What becomes of a tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It reads, and is allowed as `init` allows it, with clauses if calls support some.
    Read,
    /// It was called, and is allowed within its clauses.
    Allowed,
    /// It was not called, so it is not allowed.
    NotCalled,
    /// One grant alone called it, so it is not allowed.
    OneAlone,
    /// It is dangerous, and the calls do not support the clause that it needs.
    NoClause(String),
    /// No policy can allow a tool of this name.
    Star,
}

impl Verdict {
    /// Whether it is allowed.
    pub fn is_allowed(&self) -> bool {
        match self {
            Verdict::Read | Verdict::Allowed => true,
            Verdict::NotCalled | Verdict::OneAlone | Verdict::NoClause(_) | Verdict::Star => false,
        }
    }
}

/// What becomes of each tool, in the order of the catalog.
pub fn all(judged: &[Judged<'_>], observed: &Observed, options: &Options) -> Vec<LearnedTool> {
    let bounds = Bounds { unit: observed.unit, surprise: options.surprise };
    let mut counters = Counters::default();
    let tools = judged.iter().zip(&observed.tools);
    tools.map(|(judged, tool)| of(judged, tool, observed, (bounds, options.strict), &mut counters)).collect()
}

/// The clauses of a dangerous tool, with those that it needs although they would refuse a few more calls. Without them,
/// every call would be refused.
fn needed(
    judged: &Judged<'_>,
    tool: &ToolObservation,
    (clauses, left): (&[Clause], &[(Path, Left)]),
    bounds: Bounds,
) -> Option<Vec<Clause>> {
    let wider = Bounds { surprise: bounds.surprise * PATIENCE, ..bounds };
    let (more, still_left) = clauses::of(judged, tool, wider);
    let is_needed = |clause: &&Clause| {
        let role = tool.arguments.iter().find(|it| it.path == clause.path).map(|it| it.role);
        let decides = matches!(role, Some(Role::Recipient | Role::Site | Role::Code | Role::Path | Role::Id));
        decides && left.iter().any(|(path, _)| *path == clause.path)
    };
    let mut enough = clauses.to_vec();
    enough.extend(more.iter().filter(is_needed).cloned());
    // Without the list, it may do what several grants did without it.
    let lists = clauses::without_lists(judged, tool, &still_left).into_iter();
    let is_shared = |missing: Option<Support>| missing.is_some_and(|missing| missing.is_shared(bounds.unit));
    enough.extend(lists.filter(|(_, missing)| is_shared(*missing)).map(|(clause, _)| clause));
    needs::unmet(judged, tool, (&enough, &still_left), bounds.unit).is_none().then_some(enough)
}

fn of(
    judged: &Judged<'_>,
    tool: &ToolObservation,
    observed: &Observed,
    (bounds, strict): (Bounds, bool),
    counters: &mut Counters,
) -> LearnedTool {
    let (mut clauses, mut left) = clauses::of(judged, tool, bounds);
    // A tool that reads secrets is not a usual read.
    let is_secret = classify::secret(judged.tool.name).is_some();
    let is_read = judged.judgement.category == Category::Read && judged.judgement.known && !is_secret;
    let is_shared = tool.taught.is_some_and(|taught| taught.is_shared(bounds.unit));
    let verdict = match () {
        () if judged.tool.name == "*" => Verdict::Star,
        () if is_read && !strict => Verdict::Read,
        () if tool.calls() == 0 => Verdict::NotCalled,
        () if !is_shared => {
            (clauses, left) = clauses::offered(judged, tool, bounds.unit);
            Verdict::OneAlone
        }
        () => match needs::unmet(judged, tool, (&clauses, &left), bounds.unit) {
            Some(why) => match needed(judged, tool, (&clauses, &left), bounds) {
                Some(enough) => {
                    clauses = enough;
                    Verdict::Allowed
                }
                None => {
                    (clauses, left) = clauses::offered(judged, tool, bounds.unit);
                    Verdict::NoClause(why)
                }
            },
            None if is_read => Verdict::Read,
            None => Verdict::Allowed,
        },
    };
    let (calls, units, others) = (tool.calls(), tool.who.count(bounds.unit), tool.others);
    let called = shown::calls_of(calls, units, bounds.unit);
    let limits = if is_read { Vec::new() } else { limits(judged, &observed.windows, &called, counters) };
    let given = |it: &Observation| (it.path.clone(), it.calls(), it.givers.count(bounds.unit));
    let given = tool.arguments.iter().map(given).collect();
    LearnedTool { verdict, clauses, left, given, limits, calls, units, others }
}
