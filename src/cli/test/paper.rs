//! What `jamb test` says, as a report.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::mutants::Mutants;
use super::{Outcome, Ran};
use crate::analyze::{Asserted, Proof};
use crate::mutants::{Fate, MAX_MUTANTS, Mutant};
use crate::policy_test::{Failure, Missed, Reached, TestRun};
use crate::report::{Case, Column, End, Part, Report, Suite, Table};
use crate::source::{Place, Sources};

/// How many clauses or conditions that no test has shown are listed for people.
const MOST_LISTED: usize = 100;
/// How many tests that are missing are shown to people.
const MOST_PICTURES: usize = 50;

impl Outcome<'_> {
    pub fn report(&self) -> Report<'_> {
        Report {
            body: self.body(),
            facts: self.facts(),
            suites: self.suites(),
            facts_alone: true,
            ..Report::new(self.sources, &self.diagnostics)
        }
    }

    fn body(&self) -> Vec<Part> {
        let failures = self.diagnostics.len() - self.mutants.iter().flat_map(Mutants::diagnostics).count();
        let mut body = vec![Part::Diagnostics(0..failures)];
        if let Some(coverage) = &self.coverage {
            let (clauses, conditions) = (coverage.clauses(), coverage.conditions());
            let refused = format!("{} of {} clauses refused a call", clauses.reached, clauses.total);
            let seen = format!("{} of {} conditions came out both ways", conditions.reached, conditions.total);
            let missed: Vec<_> = clauses.missed.iter().chain(&conditions.missed).copied().collect();
            if missed.is_empty() {
                body.push(Part::Text(format!("{refused}, {seen}")));
            } else {
                body.push(Part::Heading(format!("{refused}, {seen}")));
                body.push(Part::Table(self.missed(&missed)));
            }
            if missed.len() > MOST_LISTED {
                body.push(Part::Text(format!("… and {} more", missed.len() - MOST_LISTED)));
            }
        }
        if let Some(mutants) = &self.mutants {
            body.extend(of_mutants(mutants, failures));
        }
        body.push(Part::Text(self.summary()));
        body
    }

    fn missed(&self, missed: &[Missed]) -> Table {
        let column = |title| Column { title, is_number: false };
        let mut missed = missed.to_vec();
        missed.sort_by_key(|missed| missed.place);
        let row = |missed: &Missed| {
            let (file, line) = place_of(missed.place, self.sources);
            vec![format!("{file}:{line}"), text_of(missed, self.sources), missed.missing.to_owned()]
        };
        let rows = missed.iter().take(MOST_LISTED).map(row).collect();
        Table { columns: vec![column("place"), column("what"), column("by the tests")], rows, total: None }
    }

    /// `2 of 9 tests failed in 1 file; 9 asserts hold`
    fn summary(&self) -> String {
        let (count, failed) = (self.tests().count(), self.failed());
        let tests = match (count, failed) {
            (0, _) => "no tests".to_owned(),
            (1, 0) => "1 test passed".to_owned(),
            (count, 0) => format!("{count} tests passed"),
            (count, failed) => format!("{failed} of {} failed", counted(count, "test")),
        };
        let files = self.files.iter().filter(|file| !file.tests.is_empty()).count();
        let files = if files > 1 { format!(" in {files} files") } else { String::new() };
        let asserts = self.asserted().map(|asserts| format!("; {asserts}")).unwrap_or_default();
        let mutants = self.mutants.as_ref().map(|mutants| format!("; {}", noticed(mutants))).unwrap_or_default();
        format!("{tests}{files}{asserts}{mutants}")
    }

    /// `1 of 9 asserts is false`, where there are any.
    fn asserted(&self) -> Option<String> {
        let count = self.asserts().count();
        let are = |count| if count == 1 { "is" } else { "are" };
        let broken = self.asserts().filter(|assert| matches!(assert.proof, Proof::Broken(_))).count();
        let unknown = self.asserts().filter(|assert| matches!(assert.proof, Proof::Unknown(..))).count();
        let all = counted(count, "assert");
        match (count, broken, unknown) {
            (0, _, _) => None,
            (1, 0, 0) => Some("1 assert holds".to_owned()),
            (_, 0, 0) => Some(format!("{all} hold")),
            (_, broken, 0) => Some(format!("{broken} of {all} {} false", are(broken))),
            (_, 0, unknown) => Some(format!("{unknown} of {all} {} unknown", are(unknown))),
            (_, broken, unknown) => Some(format!("{broken} of {all} {} false, {unknown} unknown", are(broken))),
        }
    }

    fn facts(&self) -> Vec<(&'static str, Value)> {
        let tests: Vec<_> = self.tests().map(|test| self.test(test)).collect();
        let asserts: Vec<_> = self.asserts().map(|assert| self.assert(assert)).collect();
        let coverage = self.coverage.as_ref().map(|coverage| {
            json!({"clauses": self.reached(&coverage.clauses()), "conditions": self.reached(&coverage.conditions())})
        });
        vec![
            ("tests", tests.into()),
            ("asserts", asserts.into()),
            ("coverage", coverage.unwrap_or_default()),
            ("mutants", self.mutants.as_ref().map(|mutants| self.mutants(mutants)).unwrap_or_default()),
        ]
    }

    fn mutants(&self, mutants: &Mutants) -> Value {
        let missed = |mutant: &Mutant| {
            let (file, line) = place_of(mutant.place, self.sources);
            let call = match &mutant.fate {
                Fate::Missed(missed) => Some(&missed.call),
                Fate::Noticed | Fate::Equal | Fate::Unknown(_) | Fate::LeftOut => None,
            };
            let witness = call.map(|call| json!({"tool": call.tool, "args": call.args}));
            json!({"file": file, "line": line, "mutant": mutant.words, "witness": witness})
        };
        let missed: Vec<_> = mutants.missed().map(missed).collect();
        json!({"total": mutants.total(), "missed": missed, "left_out": mutants.left_out()})
    }

    fn test(&self, test: &TestRun) -> Value {
        let (file, line) = place_of(test.place, self.sources);
        let failures: Vec<_> = test.failures.iter().map(|failure| self.failure(failure)).collect();
        let passed = failures.is_empty();
        json!({"name": test.name, "file": file, "line": line, "passed": passed, "failures": failures})
    }

    fn failure(&self, failure: &Failure) -> Value {
        let (_, line) = place_of(failure.place, self.sources);
        let args: Value = serde_json::from_str(&failure.args).unwrap_or_default();
        json!({
            "line": line,
            "call": {"tool": failure.tool, "args": args},
            "expected": failure.expected,
            "decision": failure.decision.map(|verdict| verdict.word()),
            "rule": failure.rule,
        })
    }

    fn assert(&self, assert: &Asserted) -> Value {
        let (file, line) = place_of(assert.place, self.sources);
        let (holds, witness) = match &assert.proof {
            Proof::Holds => (Some(true), None),
            Proof::Broken(broken) => (Some(false), Some(json!({"tool": broken.call.tool, "args": broken.call.args}))),
            Proof::Unknown(..) => (None, None),
        };
        let reason = match &assert.proof {
            Proof::Unknown(_, why) => Some(why.to_string()),
            Proof::Holds | Proof::Broken(_) => assert.message.as_ref().map(|message| message.message.clone()),
        };
        json!({"file": file, "line": line, "holds": holds, "witness": witness, "reason": reason})
    }

    fn reached(&self, reached: &Reached) -> Value {
        let missed = |missed: &Missed| {
            let (file, line) = place_of(missed.place, self.sources);
            json!({"file": file, "line": line, "text": text_of(missed, self.sources), "missing": missed.missing})
        };
        let missed: Vec<_> = reached.missed.iter().map(missed).collect();
        json!({"reached": reached.reached, "total": reached.total, "missed": missed})
    }

    fn suites(&self) -> Vec<Suite> {
        let mut from = 0;
        let mut suites: Vec<_> = self.files.iter().map(|file| self.suite(file, &mut from)).collect();
        suites.extend(self.mutants.as_ref().map(|mutants| self.suite_of_mutants(mutants, from)));
        suites
    }

    /// A case for each file, with the messages from `from` on.
    fn suite_of_mutants(&self, mutants: &Mutants, from: usize) -> Suite {
        let mut files: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, diagnostic) in mutants.diagnostics().enumerate() {
            files.entry(place_of(diagnostic.primary.place, self.sources).0).or_default().push(from + index);
        }
        let missed = |diagnostics: Vec<usize>| End::Failed {
            message: format!("nothing notices {}", counted(diagnostics.len(), "change")),
            diagnostics,
        };
        let names = self.files.iter().map(|file| self.sources.get(file.source).name.as_str());
        let names: BTreeSet<&str> = names.chain(files.keys().copied()).collect();
        let case = |name: &str| Case { name: name.to_owned(), end: files.remove(name).map_or(End::Passed, missed) };
        Suite { name: "mutants".to_owned(), cases: names.into_iter().map(case).collect() }
    }

    /// A suite a file, a case a test or an assert; `from` is where the file's messages start among all.
    fn suite(&self, file: &Ran, from: &mut usize) -> Suite {
        let test = |test: &TestRun| {
            let start = *from;
            *from += test.failures.len();
            let end = match test.failures.first() {
                None => End::Passed,
                Some(first) => {
                    End::Failed { message: first.diagnostic.message.clone(), diagnostics: (start..*from).collect() }
                }
            };
            Case { name: test.name.clone(), end }
        };
        let mut cases: Vec<_> = file.tests.iter().map(test).collect();
        cases.extend(file.asserts.iter().map(|assert| self.case(assert, from)));
        Suite { name: self.sources.get(file.source).name.clone(), cases }
    }

    fn case(&self, assert: &Asserted, from: &mut usize) -> Case {
        let end = match &assert.message {
            None => End::Passed,
            Some(message) => {
                *from += 1;
                End::Failed { message: message.message.clone(), diagnostics: vec![*from - 1] }
            }
        };
        Case { name: one_line(self.sources.text(assert.place)), end }
    }
}

/// What mutants come to, with the pictures from `from` on: one for each test that is missing.
fn of_mutants(mutants: &Mutants, from: usize) -> Vec<Part> {
    let (missed, shown) = (mutants.missed().count(), mutants.diagnostics().count());
    if missed == 0 {
        return left_out(mutants).into_iter().collect();
    }
    let told = if shown == 0 { "" } else { ", with a test for each that is missing" };
    let mut body = vec![Part::Heading(format!("nothing notices {}{told}", counted(missed, "change")))];
    body.push(Part::Diagnostics(from..from + shown.min(MOST_PICTURES)));
    if shown > MOST_PICTURES {
        body.push(Part::Text(format!("… and {} more", shown - MOST_PICTURES)));
    }
    let unknown = |mutant: &&Mutant| if let Fate::Unknown(why) = mutant.fate { Some(why) } else { None };
    let whys: Vec<_> = mutants.missed().filter_map(|mutant| unknown(&mutant)).collect();
    let told = missed - shown - whys.len();
    if told > 0 {
        body.push(Part::Text(format!("the tests above notice {}, too", counted(told, "other change"))));
    }
    if let Some(why) = whys.first() {
        let count = counted(whys.len(), "change");
        body.push(Part::Text(format!("of {count} it could not be found out whether a call tells it apart: {why}")));
    }
    body.extend(left_out(mutants));
    body
}

fn left_out(mutants: &Mutants) -> Option<Part> {
    let left_out = mutants.left_out();
    let words = format!(
        "{} were not tried: {} are made at most, and tests and traces may make so many calls in them",
        counted(left_out, "more change"),
        MAX_MUTANTS
    );
    (left_out > 0).then_some(Part::Text(words))
}

/// `80 of 84 mutants noticed`
fn noticed(mutants: &Mutants) -> String {
    let (total, missed) = (mutants.total(), mutants.missed().count());
    match (total, missed) {
        (0, _) => "no mutants".to_owned(),
        (total, 0) => format!("{} noticed", counted(total, "mutant")),
        (total, missed) => format!("{missed} of {} missed", counted(total, "mutant")),
    }
}

fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// The file and the line where a place starts.
fn place_of(place: Place, sources: &Sources) -> (&str, u64) {
    let source = sources.get(place.source);
    (&source.name, source.position(place.span.start).line)
}

/// What stands at a place, on one line: a clause, a condition, or a target with its statement.
fn text_of(missed: &Missed, sources: &Sources) -> String {
    let text = one_line(sources.text(missed.place));
    match missed.statement {
        Some(statement) => format!("{statement} {text}"),
        None => text,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
