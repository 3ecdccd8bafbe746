//! Finds calls, and has the engine confirm each one before anyone sees it.

use serde_json::Value as Json;

use super::call::Call;
use super::encode::Encoder;
use super::fits::fits;
use super::formula::Formula;
use super::language::Languages;
use super::schema::{Reading, accepted as accepted_by};
use super::solve::{Answer, solve};
use super::why::Why;
use crate::catalog::{Catalog, InputSchema};

/// How much work all questions may take together, plus an allowance for each. Ordinary policies need far less;
/// one that was written to take forever ends within seconds.
const MAX_WORK: u64 = 10_000_000;
const WORK_OF_A_QUESTION: u64 = 5_000;
/// The same for questions that are asked about every clause: for a tool with a thousand clauses, the work grows
/// with the square.
const MAX_WORK_OF_MANY: u64 = 2_000_000;
const WORK_OF_ONE_OF_MANY: u64 = 500;

/// Answers questions. It remembers what it finds out about regular expressions.
#[derive(Debug, Default)]
pub struct Prover<'c> {
    languages: Languages,
    /// The first that lists a tool says which calls the server accepts.
    catalogs: Vec<&'c Catalog>,
    /// Calls that the server would refuse are ignored.
    only_accepted: bool,
    /// So are tools that no catalog lists.
    only_listed: bool,
    is_asked_often: bool,
    questions: u64,
}

impl<'c> Prover<'c> {
    /// A prover that prefers calls which the server would accept, according to its catalog.
    pub fn preferring(catalog: &'c Catalog) -> Self {
        Self { catalogs: vec![catalog], ..Self::default() }
    }

    /// A prover that considers only calls which the server would accept.
    pub fn within(catalog: &'c Catalog) -> Self {
        Self { catalogs: vec![catalog], only_accepted: true, only_listed: true, ..Self::default() }
    }

    /// A prover that considers only calls which the server would accept, according to the first of some catalogs that
    /// lists the tool. It considers every call to a tool that none of them lists.
    pub fn within_first(catalogs: Vec<&'c Catalog>) -> Self {
        Self { catalogs, only_accepted: true, ..Self::default() }
    }

    /// A prover for a caller that asks about every clause and can do without answers for absurd policies.
    #[must_use]
    pub fn asked_often(self) -> Self {
        Self { is_asked_often: true, ..self }
    }
}

impl Prover<'_> {
    /// The first tools that a catalog lists and that meet a condition.
    pub fn listed(&self, is_wanted: impl Fn(&str) -> bool, most: usize) -> Vec<String> {
        let names = self.catalogs.iter().flat_map(|catalog| catalog.names());
        names.filter(|name| is_wanted(name)).take(most).map(str::to_owned).collect()
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
        self.questions += 1;
        let (most, of_each) = match self.is_asked_often {
            true => (MAX_WORK_OF_MANY, WORK_OF_ONE_OF_MANY),
            false => (MAX_WORK, WORK_OF_A_QUESTION),
        };
        if self.languages.work > most + self.questions * of_each {
            return Answer::Unknown(Why::MuchWork);
        }
        let mut encoder = Encoder::new(&mut self.languages);
        let formula = formula(&mut encoder);
        let schema = listed.and_then(|tool| tool.input_schema);
        let (found, accepted) = search(&mut encoder, formula, schema, self.only_accepted);
        match (found, encoder.lacking) {
            (Answer::Some(args), lacking) => {
                let call = Call { tool: tool.to_owned(), args, accepted };
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

/// Arguments that satisfy a formula, and whether the server would accept them.
fn search(
    encoder: &mut Encoder<'_>,
    formula: Formula,
    schema: Option<InputSchema<'_>>,
    only_accepted: bool,
) -> (Answer<Json>, Option<bool>) {
    let Some(schema) = schema else { return (solve(&formula, &encoder.paths, encoder.languages), None) };
    let strict = accepted_by(encoder, schema, Reading::Strict);
    let strict = Formula::All(vec![formula.clone(), strict]);
    let refused = match solve(&strict, &encoder.paths, encoder.languages) {
        Answer::Some(args) if fits(schema, &args) => return (Answer::Some(args), Some(true)),
        Answer::Some(_) | Answer::Unknown(_) => None,
        Answer::None => {
            let sure = accepted_by(encoder, schema, Reading::Sure);
            let sure = Formula::All(vec![formula.clone(), sure]);
            (solve(&sure, &encoder.paths, encoder.languages) == Answer::None).then_some(false)
        }
    };
    match (only_accepted, refused) {
        (true, Some(_)) => (Answer::None, None),
        (true, None) => (Answer::Unknown(Why::UnclearSchema), None),
        (false, refused) => (solve(&formula, &encoder.paths, encoder.languages), refused),
    }
}
