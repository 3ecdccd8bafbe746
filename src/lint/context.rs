//! What a rule can ask about the tools of a policy, their clauses and arguments, and the calls. Answers are cached,
//! since many rules ask the same questions.

mod clauses;
pub mod comparisons;
mod tools;

pub use clauses::Clause;
pub use tools::{Target, Tool};

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::concerned::Concerned;
use super::kept::Kept;
use super::strings::{self, Written};
use super::subject::Subject;
use crate::analyze::questions::{EntryId, Idle};
use crate::analyze::{self, Answer, Call, Prover, guess, questions};
use crate::catalog::schema::Reader;
use crate::catalog::{Argument, Catalog, Lookup};
use crate::check::Checked;
use crate::classify::argument_signs::ToolSigns;
use crate::classify::tool_texts;
use crate::model;
use crate::source::json::Json;
use crate::source::{Place, SourceId, Sources, Span};
use crate::vocab::{Map, Path};

/// Arguments and their paths.
pub type Arguments = Rc<[(Path, Argument)]>;

/// A policy without errors, ready for questions.
#[derive(Debug)]
pub struct Context<'c> {
    /// The texts.
    pub sources: &'c Sources,
    /// The linted file.
    pub main: SourceId,
    /// The policy itself, compiled or read from JSON.
    pub policy: &'c model::Policy,
    /// The result of checking, if the policy is a `.pl` file.
    pub checked: Option<&'c Checked>,
    /// The tools whose arguments are known.
    pub known: Option<&'c Catalog>,
    tools: Vec<Tool<'c>>,
    callable: OnceCell<Vec<Tool<'c>>>,
    subject: analyze::Subject<'c>,
    accepted: RefCell<Prover<'c>>,
    any: RefCell<Prover<'c>>,
    passing: RefCell<Map<String, Answer<Call>>>,
    has_passing: RefCell<Map<String, bool>>,
    origins: RefCell<clauses::Kept>,
    clauses: RefCell<Map<&'c str, Rc<[Clause<'c>]>>>,
    arguments: RefCell<Map<String, Arguments>>,
    readers: RefCell<Map<&'c str, Rc<Reader<'c>>>>,
    concerned: RefCell<Concerned<'c>>,
    strings: OnceCell<Vec<Written>>,
    pub(super) kept: RefCell<Kept<'c>>,
}

/// The number of tools whose clauses are kept: with a guard for every tool of a large server, they take much memory.
const MOST_KEPT: usize = 1_000;

/// What a rule found at a clause.
#[derive(Debug)]
pub struct Found<'c, F> {
    /// The clause, in the first of the tools.
    pub clause: Clause<'c>,
    /// The tools where it was found, sorted by name; at least one.
    pub tools: Vec<Tool<'c>>,
    /// What was found for the first of them.
    pub what: F,
}

impl<'c> Context<'c> {
    /// A context for a policy, with what is known about the arguments of its tools.
    pub fn new(subject: &Subject<'c>, known: Option<&'c Catalog>) -> Self {
        let Subject { sources, main, policy, checked } = *subject;
        Self {
            sources,
            main,
            policy,
            checked,
            known,
            tools: tools::of(subject, known),
            callable: OnceCell::new(),
            subject: analyze::Subject::new(policy),
            accepted: RefCell::new(known.map_or_else(Prover::default, Prover::within).or_unclear().asked_often()),
            any: RefCell::new(known.map_or_else(Prover::default, Prover::preferring).asked_often()),
            passing: RefCell::default(),
            has_passing: RefCell::default(),
            origins: RefCell::default(),
            clauses: RefCell::default(),
            arguments: RefCell::default(),
            readers: RefCell::default(),
            concerned: RefCell::default(),
            strings: OnceCell::new(),
            kept: RefCell::default(),
        }
    }

    /// The tools that the policy has a statement for, sorted by name. With `default allow` also the tools that it
    /// only rates.
    pub fn tools(&self) -> impl Iterator<Item = Tool<'c>> {
        self.tools.iter().copied()
    }

    /// The tools for which some call is allowed.
    pub fn callable(&self) -> impl Iterator<Item = Tool<'c>> {
        let callable = || self.tools().filter(|tool| self.is_callable(tool)).collect();
        self.callable.get_or_init(callable).iter().copied()
    }

    /// Whether some call of a tool is allowed. Also true if that could not be determined.
    pub fn is_callable(&self, tool: &Tool<'_>) -> bool {
        let is_stopped = |limit: &model::Limit| limit.max == 0;
        let limits = tool.model.into_iter().flat_map(|tool| &tool.limits).chain(&self.policy.all_tools);
        let is_stopped = limits.into_iter().any(is_stopped);
        !is_stopped && (self.has_no_clauses(tool) || self.has_passing(tool))
    }

    fn has_passing(&self, tool: &Tool<'_>) -> bool {
        if let Some(answer) = self.has_passing.borrow().get(tool.name) {
            return *answer;
        }
        let search = |prover: &mut Prover<'c>, subject: &analyze::Subject<'c>| {
            questions::callable(prover, subject, tool.name) != Answer::None
        };
        let has_passing = guess::is_allowed(&self.subject, tool.name) || self.conceivable(search);
        self.has_passing.borrow_mut().insert(tool.name.to_owned(), has_passing);
        has_passing
    }

    /// Whether nothing keeps calls of a tool out, so that no call needs to be found.
    fn has_no_clauses(&self, tool: &Tool<'_>) -> bool {
        let is_hidden = ["*", tool.name].iter().any(|name| self.policy.hide.contains_key(*name));
        !is_hidden && tool.model.is_some_and(|tool| tool.require.is_empty() && tool.deny_if.is_empty())
    }

    /// A call that is allowed, ignoring limits; preferably one that the server would accept.
    pub fn passing(&self, tool: &Tool<'_>) -> Answer<Call> {
        if let Some(answer) = self.passing.borrow().get(tool.name) {
            return answer.clone();
        }
        let answer = self.any(|prover, subject| questions::callable(prover, subject, tool.name));
        self.passing.borrow_mut().insert(tool.name.to_owned(), answer.clone());
        answer
    }

    /// Asks about the calls of a tool that the server's schema accepts, or about all calls if nothing is known about
    /// the tool's arguments.
    pub fn accepted<A>(&self, tool: &Tool<'_>, ask: impl FnOnce(&mut Prover<'c>, &analyze::Subject<'c>) -> A) -> A {
        let prover = if tool.listed.is_some() { &self.accepted } else { &self.any };
        ask(&mut prover.borrow_mut(), &self.subject)
    }

    /// Asks about all calls, preferably those that the server would accept.
    pub fn any<A>(&self, ask: impl FnOnce(&mut Prover<'c>, &analyze::Subject<'c>) -> A) -> A {
        ask(&mut self.any.borrow_mut(), &self.subject)
    }

    /// Asks whether there are calls at all, whatever the server would accept.
    pub fn conceivable<A>(&self, ask: impl FnOnce(&mut Prover<'c>, &analyze::Subject<'c>) -> A) -> A {
        self.any(|prover, subject| prover.without_schemas(|prover| ask(prover, subject)))
    }

    /// Why an entry of a tool never decides a call, whatever the server would accept; `None` if it does, or if that is
    /// not known.
    pub fn idle(&self, tool: &Tool<'_>, entry: EntryId) -> Option<Idle> {
        if guess::is_decided_by(&self.subject, tool.name, entry) {
            return None;
        }
        self.conceivable(|prover, subject| questions::idle(prover, subject, tool.name, entry))
    }

    /// Whether a call is allowed, ignoring limits.
    pub fn allows(&self, call: &Call) -> bool {
        self.subject.allows(call)
    }

    /// The `require` and `deny if` clauses of a tool in the order of evaluation: the entries of `policy.json`, each
    /// with the clause that it comes from.
    pub fn clauses(&self, tool: &Tool<'_>) -> Rc<[Clause<'c>]> {
        let Some(own) = self.own(tool) else { return Rc::new([]) };
        let mut kept = self.clauses.borrow_mut();
        if let Some(clauses) = kept.get(own.name) {
            return Rc::clone(clauses);
        }
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        let clauses: Rc<[_]> = clauses::of(self.policy, self.sources, own, &mut self.origins.borrow_mut()).into();
        kept.insert(own.name, Rc::clone(&clauses));
        clauses
    }

    /// The arguments that the tool's schema or signature lists, including those inside objects.
    pub fn arguments(&self, tool: &Tool<'_>) -> Arguments {
        let mut kept = self.arguments.borrow_mut();
        let all = kept
            .entry(tool.name.to_owned())
            .or_insert_with(|| self.reader(tool.name).map(|reader| reader.arguments()).unwrap_or_default().into());
        Rc::clone(all)
    }

    /// Whether an argument is among those that were listed for a tool before, which costs less to find out than what its
    /// schema lists.
    pub fn has_listed(&self, tool: &str, path: &Path) -> bool {
        self.arguments.borrow().get(tool).is_some_and(|all| all.iter().any(|(listed, _)| listed == path))
    }

    /// What the tool's schema or signature says about a path.
    pub fn lookup(&self, tool: &Tool<'_>, path: &Path) -> Rc<Lookup> {
        let kept = self.kept.borrow().lookups.get(tool.name, path);
        kept.unwrap_or_else(|| {
            let lookup = Rc::new(self.look_up(tool, path));
            self.kept.borrow_mut().lookups.insert(tool.name, path, Rc::clone(&lookup));
            lookup
        })
    }

    fn look_up(&self, tool: &Tool<'_>, path: &Path) -> Lookup {
        let listed = self.arguments(tool);
        match listed.iter().find(|(listed, _)| listed == path) {
            Some((_, argument)) => Lookup::Found(argument.clone()),
            None => self.reader(tool.name).map_or(Lookup::Unknown, |reader| reader.lookup(path)),
        }
    }

    /// What the server says about a tool, for questions about its arguments.
    pub(super) fn signs(&self, tool: &Tool<'_>) -> Rc<ToolSigns<'c>> {
        if let Some(signs) = self.kept.borrow().signs.get(tool.name) {
            return Rc::clone(signs);
        }
        let (name, listed) = self.own(tool).map_or(("", None), |own| (own.name, own.listed));
        let description = listed.and_then(|listed| listed.description);
        let signs = Rc::new(tool_texts::tool_signs(name, description, &self.arguments(tool)));
        self.kept.borrow_mut().signs.insert(name, Rc::clone(&signs));
        signs
    }

    /// The reader of a tool's schema or signature, if there is one. It keeps what it has read.
    pub fn reader(&self, tool: &str) -> Option<Rc<Reader<'c>>> {
        if let Some(reader) = self.readers.borrow().get(tool) {
            return Some(Rc::clone(reader));
        }
        let listed = self.known?.tool(tool)?;
        let reader = Rc::new(listed.input_schema?.reader());
        self.readers.borrow_mut().insert(listed.name, Rc::clone(&reader));
        Some(reader)
    }

    /// The tools grouped by target, for findings about tools: those of a pattern or of `every` are together.
    pub fn by_target(&self, tools: impl IntoIterator<Item = Tool<'c>>) -> Vec<Target<'c>> {
        let targets = tools::by_target(self.sources, self.checked.is_some(), tools);
        for target in &targets {
            self.concerned.borrow_mut().add(target.place, target.tools.iter().map(|tool| tool.name));
        }
        targets
    }

    /// What a rule finds at the clauses of callable tools. A clause that several tools share gives one result, the
    /// one for the first of them.
    pub fn by_clause<F>(&self, mut judge: impl FnMut(&Tool<'c>, &Clause<'c>) -> Option<F>) -> Vec<Found<'c, F>> {
        let mut found: BTreeMap<Place, Found<'c, F>> = BTreeMap::new();
        for tool in self.callable() {
            for clause in self.clauses(&tool).iter().copied() {
                let Some(what) = judge(&tool, &clause) else { continue };
                let tools = Vec::new();
                let found = found.entry(clause.place).or_insert(Found { clause, tools, what });
                if found.tools.last().is_none_or(|last| last.name != tool.name) {
                    found.tools.push(tool);
                }
            }
        }
        for (place, found) in &found {
            self.concerned.borrow_mut().add(*place, found.tools.iter().map(|tool| tool.name));
        }
        found.into_values().collect()
    }

    /// Says which tools a finding at a place is about.
    pub fn concern(&self, place: Place, tools: &[Tool<'c>]) {
        self.concerned.borrow_mut().add(place, tools.iter().map(|tool| tool.name));
    }

    /// The tools about which questions were given up because they take too much work, sorted by name.
    pub fn given_up(&self) -> Vec<Tool<'c>> {
        let (accepted, any) = (self.accepted.borrow(), self.any.borrow());
        let names = accepted.given_up() | any.given_up();
        self.tools().filter(|tool| names.contains(tool.name)).collect()
    }

    /// The tools that a rule has found something for. The next rule starts without any.
    pub fn take_concerned(&self) -> Concerned<'c> {
        self.concerned.take()
    }

    fn own(&self, tool: &Tool<'_>) -> Option<&Tool<'c>> {
        self.tools.binary_search_by(|own| own.name.cmp(tool.name)).ok().and_then(|index| self.tools.get(index))
    }

    /// The text at a place.
    pub fn text(&self, place: Place) -> &'c str {
        self.sources.text(place)
    }

    /// The strings of the policy, including those of the files that it includes.
    pub fn strings(&self) -> &[Written] {
        self.strings.get_or_init(|| strings::all(self.sources, self.main, self.checked))
    }

    /// The JSON document, if the policy is a `policy.json`, to find places that the model does not have.
    pub fn json(&self) -> Option<Json> {
        if self.checked.is_some() { None } else { Json::parse(self.sources.get(self.main)).ok() }
    }

    /// The first character of the linted file.
    pub fn start(&self) -> Place {
        Span::at(self.sources.get(self.main).body_start()).of(self.main)
    }
}
