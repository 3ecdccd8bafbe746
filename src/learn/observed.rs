//! What was observed in the traces.

use std::collections::{BTreeMap, HashMap};

use super::argument::Observation;
use super::heard::{Heard, Outcome};
use super::reading::Unread;
use super::role::Role;
use super::seats::Everyone;
use super::tally::Budget;
use super::who::{self, Fingerprints, Support, Unit, Who};
use crate::classify::tool_texts::{self, Held};
use crate::init::Judged;
use crate::simulate::suggest::Row;
use crate::source::json::Json;
use crate::vocab::{Category, Marks, Path, Time};

/// The longest name that is kept of a tool outside the catalog, or of an argument that no schema names.
const LONGEST_NAME: usize = 128;
/// The most tools outside the catalog that are named.
const MOST_UNLISTED: usize = 1_000;
/// The most arguments of a tool without a schema.
const MOST_ARGUMENTS: usize = 32;

/// What was observed in the traces.
pub struct Observed {
    /// The tools, in the order of the catalog.
    pub tools: Vec<ToolObservation>,
    /// Tools that were called and are not in the catalog.
    pub unlisted: BTreeMap<String, u64>,
    /// Counts over all tools.
    pub totals: Totals,
    /// What is left out in turn.
    pub unit: Unit,
    /// What could not be read.
    pub unread: Unread,
    /// Which files of calls to leave out did not do that, in words.
    pub not_excluded: Vec<String>,
    /// The busiest windows of each tool.
    pub windows: Vec<Row>,
    numbers: HashMap<String, usize>,
    fingerprints: Fingerprints,
    who: Everyone,
    budget: Budget,
}

/// Counts over all tools.
#[derive(Debug, Clone, Copy, Default)]
pub struct Totals {
    /// Calls in the traces.
    pub calls: u64,
    /// Calls that taught something.
    pub taught: u64,
    /// Calls that failed.
    pub failed: u64,
    /// Calls that were never answered.
    pub unanswered: u64,
    /// Calls whose outcome is a word that is not known.
    pub unknown: u64,
    /// Calls that a gateway denied, or that should be denied.
    pub denied: u64,
    /// Calls that were left out on request.
    pub excluded: u64,
    /// How many grants made the calls that taught.
    pub grants: u64,
    /// How many sessions.
    pub sessions: u64,
    /// The first and the last time.
    pub times: Option<(Time, Time)>,
}

/// What was observed of a tool.
#[derive(Debug, Default)]
pub struct ToolObservation {
    /// The calls that taught.
    pub taught: Option<Support>,
    /// Other calls: they failed, were denied or were left out.
    pub others: u64,
    /// Calls whose arguments were not recorded.
    pub unrecorded: u64,
    /// The grants and sessions of the calls that taught.
    pub who: Everyone,
    /// Its arguments.
    pub arguments: Vec<Observation>,
    category: Option<Category>,
    has_schema: bool,
}

impl ToolObservation {
    fn new(judged: &Judged<'_>) -> Self {
        let category = judged.judgement.category;
        let texts = tool_texts::of(&judged.tool, category == Category::Execute);
        let kind = |path: &Path| {
            let text = texts.iter().find(|text| text.path == *path && text.held == Held::Itself);
            text.or_else(|| texts.iter().find(|text| text.path == *path)).and_then(|text| text.kind)
        };
        let known = judged.tool.input_schema.map(|schema| schema.reader().arguments()).unwrap_or_default();
        let observation = |path: Path| {
            let role = Role::of(judged.tool.name, category, &path, kind(&path));
            Observation::new(path, role)
        };
        let arguments = known.into_iter().map(|(path, _)| path).filter(Path::is_expressible).map(observation).collect();
        let has_schema = judged.tool.input_schema.is_some();
        Self { arguments, category: Some(category), has_schema, ..Self::default() }
    }

    /// How many calls taught.
    pub fn calls(&self) -> u64 {
        self.taught.map_or(0, |taught| taught.calls)
    }

    fn add(&mut self, heard: &Heard<'_>, who: Who, marks: &Marks, budget: &mut Budget) {
        let before = self.taught;
        who::count(&mut self.taught, who);
        let seat = self.who.add(who, budget);
        let Some(args) = heard.arguments() else {
            self.unrecorded += 1;
            return;
        };
        if !self.has_schema {
            self.meet(heard.tool, &args, before);
        }
        for argument in &mut self.arguments {
            argument.add(&args, (who, seat), marks, budget);
        }
    }

    /// Adds the arguments of a tool without a schema as they are met.
    fn meet(&mut self, tool: &str, args: &Json, before: Option<Support>) {
        for member in args.members().unwrap_or_default() {
            if member.key.len() > LONGEST_NAME {
                continue;
            }
            let Some(path) = Path::new(vec![member.key.clone()]).filter(Path::is_expressible) else { continue };
            if self.arguments.len() < MOST_ARGUMENTS && self.arguments.iter().all(|known| known.path != path) {
                let role = Role::of(tool, self.category.unwrap_or(Category::Write), &path, None);
                let mut observation = Observation::new(path, role);
                observation.missing = before;
                self.arguments.push(observation);
            }
        }
    }
}

impl Observed {
    pub(super) fn new(judged: &[Judged<'_>]) -> Self {
        let numbers = judged.iter().enumerate().map(|(at, judged)| (judged.tool.name.to_owned(), at)).collect();
        Self {
            tools: judged.iter().map(ToolObservation::new).collect(),
            unlisted: BTreeMap::new(),
            totals: Totals::default(),
            unit: Unit::Nothing,
            unread: Unread::default(),
            not_excluded: Vec::new(),
            windows: Vec::new(),
            numbers,
            fingerprints: Fingerprints::default(),
            who: Everyone::default(),
            budget: Budget::default(),
        }
    }

    /// Counts a call; returns whether it teaches something.
    pub(super) fn add(&mut self, heard: &Heard<'_>, is_excluded: bool, marks: &Marks) -> bool {
        self.totals.calls += 1;
        let tool = self.numbers.get(heard.tool).copied().and_then(|at| self.tools.get_mut(at));
        let other = match heard.outcome {
            _ if is_excluded => Some(&mut self.totals.excluded),
            Outcome::Failed => Some(&mut self.totals.failed),
            Outcome::Unanswered => Some(&mut self.totals.unanswered),
            Outcome::Unknown => Some(&mut self.totals.unknown),
            Outcome::Denied => Some(&mut self.totals.denied),
            Outcome::Succeeded => None,
        };
        if let Some(count) = other {
            *count += 1;
            if let Some(tool) = tool {
                tool.others += 1;
            }
            return false;
        }
        let Some(tool) = tool else {
            if let Some(calls) = self.unlisted.get_mut(heard.tool) {
                *calls += 1;
            } else if self.unlisted.len() < MOST_UNLISTED && heard.tool.len() <= LONGEST_NAME {
                self.unlisted.insert(heard.tool.to_owned(), 1);
            }
            return false;
        };
        let who = self.fingerprints.who(heard.grant, heard.session.unwrap_or(heard.conversation));
        tool.add(heard, who, marks, &mut self.budget);
        self.who.add(who, &mut self.budget);
        self.totals.taught += 1;
        if let Some(time) = heard.time {
            let (first, last) = self.totals.times.unwrap_or((time, time));
            self.totals.times = Some((first.min(time), last.max(time)));
        }
        true
    }

    pub(super) fn finish(mut self, unread: Unread, windows: Vec<Row>) -> Self {
        self.unread = unread;
        (self.totals.grants, self.totals.sessions) = (self.who.count(Unit::Grant), self.who.count(Unit::Session));
        self.unit = match (self.totals.grants, self.totals.sessions) {
            (2.., _) => Unit::Grant,
            (_, 2..) => Unit::Session,
            _ => Unit::Nothing,
        };
        self.windows = windows;
        self
    }
}
