//! Finds calls, and has the engine confirm each one before anyone sees it.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::call::Call;
use super::encode::Encoder;
use super::formula::Formula;
use super::judge::AnyCall;
use super::language::Languages;
use super::schema::{Fitting, Reading, accepted, closed};
use super::solve::{Answer, solve};
use super::why::Why;
use crate::catalog::schema::Reader;
use crate::catalog::{self, Catalog, InputSchema};

/// How much work all questions may take together, plus an allowance for each. Ordinary policies need far less;
/// one that was written to take forever ends within seconds.
const MAX_WORK: u64 = 10_000_000;
const WORK_OF_A_QUESTION: u64 = 5_000;
/// The same for questions that are asked about every clause: for a tool with a thousand clauses, the work grows
/// with the square.
const MAX_WORK_OF_MANY: u64 = 6_000_000;
const WORK_OF_ONE_OF_MANY: u64 = 500;
/// One of them may not use up the work of the others.
const MAX_WORK_OF_ONE: u64 = 2_000_000;

/// Answers questions. It remembers what it finds out about regular expressions.
#[derive(Debug, Default)]
pub struct Prover<'c> {
    languages: Languages,
    /// The first that lists a tool says which calls the server accepts.
    catalogs: Vec<&'c Catalog>,
    calls: Calls,
    /// Tools that no catalog lists are ignored.
    only_listed: bool,
    is_asked_often: bool,
    questions: u64,
    /// The tools of the questions that were given up because they take too much work.
    given_up: BTreeSet<String>,
}

/// Which calls count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Calls {
    /// All, preferably those that the server would accept.
    #[default]
    Preferring,
    /// Those that the server would accept.
    Accepted,
    /// Also those that the server may refuse.
    AcceptedOrUnclear,
}

impl<'c> Prover<'c> {
    /// A prover that prefers calls which the server would accept, according to its catalog.
    pub fn preferring(catalog: &'c Catalog) -> Self {
        Self { catalogs: vec![catalog], ..Self::default() }
    }

    /// A prover that considers only calls which the server would accept.
    pub fn within(catalog: &'c Catalog) -> Self {
        Self { catalogs: vec![catalog], calls: Calls::Accepted, only_listed: true, ..Self::default() }
    }

    /// A prover that considers only calls which the server would accept, according to the first of some catalogs that
    /// lists the tool. It considers every call to a tool that none of them lists.
    pub fn within_first(catalogs: Vec<&'c Catalog>) -> Self {
        Self { catalogs, calls: Calls::Accepted, ..Self::default() }
    }

    /// The same, but a call counts too if its schema says something that can't be evaluated.
    #[must_use]
    pub fn or_unclear(self) -> Self {
        Self { calls: Calls::AcceptedOrUnclear, ..self }
    }

    /// A prover for a caller that asks about every clause and can do without answers for absurd policies.
    #[must_use]
    pub fn asked_often(self) -> Self {
        Self { is_asked_often: true, ..self }
    }
}

impl<'c> Prover<'c> {
    /// Asks whether there are calls at all, whatever the server would accept. This costs a fraction of finding one that
    /// the server would accept.
    pub fn without_schemas<A>(&mut self, ask: impl FnOnce(&mut Self) -> A) -> A {
        let catalogs = std::mem::take(&mut self.catalogs);
        self.languages.any_will_do = true;
        let answer = ask(self);
        self.languages.any_will_do = false;
        self.catalogs = catalogs;
        answer
    }

    /// The first tools that a catalog lists and that meet a condition.
    pub fn listed(&self, is_wanted: impl Fn(&str) -> bool, most: usize) -> Vec<String> {
        let names = self.catalogs.iter().flat_map(|catalog| catalog.names());
        names.filter(|name| is_wanted(name)).take(most).map(str::to_owned).collect()
    }

    /// What the server's schema of a tool is, if it is known.
    pub fn schema(&self, tool: &str) -> Option<InputSchema<'c>> {
        self.catalogs.iter().find_map(|catalog| catalog.tool(tool))?.input_schema
    }

    /// A call to a tool that satisfies a formula, confirmed.
    pub fn find(
        &mut self,
        tool: &str,
        formula: impl FnOnce(&mut Encoder<'_>) -> Formula,
        is_confirmed: impl FnOnce(&Call) -> bool,
    ) -> Answer<Call> {
        let listed = self.catalogs.iter().find_map(|catalog| catalog.tool(tool));
        if self.only_listed && listed.is_none() {
            return Answer::None;
        }
        let answer = self.answer(tool, listed, formula, is_confirmed);
        if answer == Answer::Unknown(Why::MuchWork) {
            self.given_up.insert(tool.to_owned());
        }
        answer
    }

    /// The tools of the questions that were given up because they take too much work.
    pub fn given_up(&self) -> &BTreeSet<String> {
        &self.given_up
    }

    fn answer(
        &mut self,
        tool: &str,
        listed: Option<catalog::Tool<'_>>,
        formula: impl FnOnce(&mut Encoder<'_>) -> Formula,
        is_confirmed: impl FnOnce(&Call) -> bool,
    ) -> Answer<Call> {
        self.questions += 1;
        let (most, of_each) = match self.is_asked_often {
            true => (MAX_WORK_OF_MANY, WORK_OF_ONE_OF_MANY),
            false => (MAX_WORK, WORK_OF_A_QUESTION),
        };
        let most = most + self.questions * of_each;
        if self.languages.work > most {
            return Answer::Unknown(Why::MuchWork);
        }
        self.languages.limit = self.is_asked_often.then_some(most.min(self.languages.work + MAX_WORK_OF_ONE));
        let mut encoder = Encoder::new(&mut self.languages);
        let formula = formula(&mut encoder);
        let schema = listed.and_then(|tool| tool.input_schema);
        let found = match schema {
            Some(schema) => search(&mut encoder, formula, schema),
            None => Found::free(solve(&formula, &encoder.paths, encoder.languages, &mut AnyCall)),
        };
        let Shown { args, accepted, unclear } = found.shown(self.calls);
        match (args, encoder.lacking) {
            (Answer::Some(args), lacking) => {
                let call = Call { tool: tool.to_owned(), args, accepted, unclear };
                match (is_confirmed(&call), lacking) {
                    (true, _) => Answer::Some(call),
                    (false, Some(why)) => Answer::Unknown(why),
                    (false, None) => Answer::Unknown(Why::NotConfirmed),
                }
            }
            // What could not be encoded was taken as true, so a proof that there is no call is still valid.
            (Answer::None, _) => Answer::None,
            (Answer::Unknown(why), lacking) => Answer::Unknown(lacking.unwrap_or(why)),
        }
    }
}

/// What a search found.
struct Found {
    /// Among the calls that the server accepts.
    accepted: Answer<Json>,
    /// Whether it is known what the server accepts.
    is_checked: bool,
    /// Otherwise, if there is none, or if it is not clear whether there is one.
    other: Option<Shown>,
}

/// Arguments that may be shown.
struct Shown {
    args: Answer<Json>,
    /// Whether the server would accept them, if that is known.
    accepted: Option<bool>,
    /// The keyword that makes this unknown.
    unclear: Option<&'static str>,
}

impl Found {
    /// Nothing is known about what the server accepts.
    fn free(args: Answer<Json>) -> Self {
        Self { accepted: args, is_checked: false, other: None }
    }

    fn shown(self, calls: Calls) -> Shown {
        let Self { accepted, other, is_checked } = self;
        let takes_other = match (calls, &accepted) {
            (_, Answer::Some(_)) | (Calls::Accepted, _) | (Calls::AcceptedOrUnclear, Answer::None) => false,
            (Calls::Preferring, Answer::None | Answer::Unknown(_)) | (Calls::AcceptedOrUnclear, Answer::Unknown(_)) => {
                true
            }
        };
        match other.filter(|_| takes_other) {
            Some(other) => other,
            None => Shown { args: accepted, accepted: is_checked.then_some(true), unclear: None },
        }
    }
}

/// Searches among the calls that a schema accepts, and if there is none, among all.
fn search(encoder: &mut Encoder<'_>, formula: Formula, schema: InputSchema<'_>) -> Found {
    let free = solve(&formula, &encoder.paths, encoder.languages, &mut AnyCall);
    if free == Answer::None {
        return Found::free(free);
    }
    let reader = schema.reader();
    let mut fitting = Fitting::new(&reader);
    let mut sure = Formula::always();
    let mut found = Answer::None;
    // What is too strict for one search may be found by the next, and only the last proves anything.
    for reading in [Reading::Formats, Reading::Strict, Reading::Sure] {
        if reading == Reading::Strict && !fitting.left.has_formats {
            continue;
        }
        sure = met(encoder, &reader, reading, &mut fitting);
        let all = Formula::All(vec![formula.clone(), sure.clone()]);
        found = solve(&all, &encoder.paths, encoder.languages, &mut fitting);
        if matches!(found, Answer::Some(_)) {
            return Found { accepted: found, is_checked: true, other: None };
        }
    }
    let mut other = Shown { args: free, accepted: None, unclear: None };
    if found == Answer::None {
        // A schema that no call fits was not meant like that.
        let is_contradictory = solve(&sure, &encoder.paths, encoder.languages, &mut AnyCall) == Answer::None;
        if is_contradictory {
            let accepted = Answer::Unknown(Why::ContradictorySchema);
            return Found { accepted, is_checked: true, other: Some(other) };
        }
        other.accepted = Some(false);
    } else if let Some((args, keyword)) = fitting.unclear.take() {
        other = Shown { args: Answer::Some(args), accepted: None, unclear: Some(keyword) };
    }
    Found { accepted: found, is_checked: true, other: Some(other) }
}

/// The arguments that a schema accepts, as far as formulas mention them.
fn met<'c>(encoder: &mut Encoder<'_>, reader: &Reader<'c>, reading: Reading, fitting: &mut Fitting<'_, 'c>) -> Formula {
    let accepted = accepted(encoder, reader, None, reading, &mut fitting.left);
    Formula::All(vec![accepted, closed(encoder, reader)])
}
