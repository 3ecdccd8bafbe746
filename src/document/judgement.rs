//! Runs the passes of a job on a document.

use super::errors;
use super::file::Document;
use super::job::Job;
use super::kind::Kind;
use crate::analyze::{self, Asserted};
use crate::catalog::{Catalog, Catalogs};
use crate::check::{ArgumentCount, Checked};
use crate::diagnostic::{Diagnostic, has_errors, in_order};
use crate::drift;
use crate::format;
use crate::lint::{Chosen, Subject, lint, notes};
use crate::model;
use crate::pipeline;
use crate::source::disk::Disk;
use crate::source::{Place, SourceId, Sources};
use crate::syntax::{self, tree};

/// The result of judging a document. Its places are in the sources that the document was judged with.
#[derive(Debug)]
pub struct Judgement {
    /// The document itself.
    pub main: SourceId,
    /// The compiled policy, or the `policy.json` itself; `None` if there is an error, or if the job does not
    /// compile.
    pub policy: Option<model::Policy>,
    /// A `.pl` file after checking.
    pub checked: Option<Checked>,
    /// How many of its argument paths have a type.
    pub arguments: ArgumentCount,
    /// Whether it is a part of other policies: lets, rules, ratings, guards and includes only.
    pub is_part: bool,
    /// The diagnostics of parsing, checking and compiling, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// The asserts and their proofs, if the job proves asserts and there is no error.
    pub asserts: Vec<Asserted>,
    /// The findings of lint rules, if the job runs them and there is no error.
    pub findings: Vec<Diagnostic>,
    tree: Option<tree::File>,
}

/// What judging a document needs besides the document.
#[derive(Clone, Copy)]
pub(super) struct Room<'r> {
    pub disk: &'r dyn Disk,
    pub catalogs: &'r Catalogs,
    pub job: Job,
    pub rules: &'r Chosen,
}

/// A document that was read as its kind requires.
enum Reading {
    Policy,
    Json(Option<model::Policy>, Vec<Diagnostic>),
    Unusable(Vec<Diagnostic>),
}

/// Runs the passes of a job.
pub(super) fn judge(sources: &mut Sources, document: &Document, room: Room<'_>) -> Judgement {
    let (main, reading) = read(sources, document);
    let mut judgement = match reading {
        Reading::Unusable(diagnostics) => Judgement { diagnostics, ..Judgement::empty(main) },
        Reading::Json(policy, diagnostics) => {
            Judgement { policy, diagnostics: in_order(main, diagnostics), ..Judgement::empty(main) }
        }
        Reading::Policy if room.job.types => compiled(sources, main, room),
        Reading::Policy => {
            let (tree, diagnostics) = syntax::parse(main, sources.get(main));
            Judgement { tree: Some(tree), diagnostics, ..Judgement::empty(main) }
        }
    };
    judgement.asserts = if room.job.asserts { judgement.proved() } else { Vec::new() };
    judgement.findings = if room.job.findings { judgement.found(sources, room.rules) } else { Vec::new() };
    judgement
}

/// Compiles a document against two lists of tools instead of its catalog. If it has errors with the old
/// list, returns its diagnostics.
pub(super) fn drifted(
    sources: &mut Sources,
    document: &Document,
    disk: &dyn Disk,
    lists: drift::Lists<'_>,
) -> (SourceId, Result<drift::Compiled, Vec<Diagnostic>>) {
    let (main, reading) = read(sources, document);
    let compiled = match reading {
        Reading::Unusable(diagnostics) => Err(diagnostics),
        Reading::Json(policy, diagnostics) => policy.map(drift::Compiled::unchecked).ok_or(diagnostics),
        Reading::Policy => drift::compiled(sources, disk, main, lists),
    };
    (main, compiled)
}

/// Reads a document. This is the only place where it matters what kind of file it is.
fn read(sources: &mut Sources, document: &Document) -> (SourceId, Reading) {
    let main = sources.add(document.source.clone());
    let reading = match document.kind {
        Kind::Policy => Reading::Policy,
        Kind::Json => {
            let (policy, diagnostics) = model::json::read(main, sources.get(main));
            Reading::Json(policy, diagnostics)
        }
        Kind::TooLarge => Reading::Unusable(vec![errors::too_large(main)]),
        Kind::Foreign(_) => Reading::Unusable(Vec::new()),
    };
    (main, reading)
}

fn compiled(sources: &mut Sources, main: SourceId, room: Room<'_>) -> Judgement {
    let compiled = pipeline::compile(sources, room.disk, room.catalogs, main);
    let (arguments, is_part) = (compiled.checked.arguments, compiled.checked.is_part);
    let (policy, mut diagnostics) = (compiled.policy, compiled.diagnostics);
    notes::silence(sources, &compiled.checked, room.rules, &mut diagnostics);
    Judgement { policy, checked: Some(compiled.checked), arguments, is_part, diagnostics, ..Judgement::empty(main) }
}

impl Judgement {
    fn empty(main: SourceId) -> Self {
        Self {
            main,
            policy: None,
            checked: None,
            arguments: ArgumentCount::default(),
            is_part: false,
            diagnostics: Vec::new(),
            asserts: Vec::new(),
            findings: Vec::new(),
            tree: None,
        }
    }

    /// Whether there is a note that settings can turn off.
    pub(super) fn has_note(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.code == notes::NOTE)
    }

    /// Drops that note.
    pub(super) fn drop_note(&mut self) {
        self.diagnostics.retain(|diagnostic| diagnostic.code != notes::NOTE);
    }

    fn proved(&self) -> Vec<Asserted> {
        let (Some(checked), Some(policy)) = (&self.checked, &self.policy) else { return Vec::new() };
        analyze::prove(&checked.policy, policy, checked.catalog.as_ref())
    }

    /// What these rules find in the policy.
    pub fn found(&self, sources: &Sources, rules: &Chosen) -> Vec<Diagnostic> {
        let Some(policy) = &self.policy else { return Vec::new() };
        lint(&Subject { sources, main: self.main, policy, checked: self.checked.as_ref() }, rules)
    }

    /// All diagnostics in order, with those of asserts and of these rules, if the job had neither.
    pub(super) fn with_findings(&self, sources: &Sources, rules: &Chosen) -> Vec<Diagnostic> {
        let asserts = self.proved().into_iter().filter_map(|assert| assert.message);
        let others = asserts.chain(self.found(sources, rules));
        in_order(self.main, self.diagnostics.iter().cloned().chain(others).collect())
    }

    /// All diagnostics in order: those of the passes, of the asserts and of the lint rules.
    pub fn all_diagnostics(&self) -> Vec<Diagnostic> {
        let asserts = self.asserts.iter().filter_map(|assert| assert.message.as_ref());
        let all = self.diagnostics.iter().chain(asserts).chain(&self.findings);
        in_order(self.main, all.cloned().collect())
    }

    /// Whether the policy can't be used. A false assert or a finding does not make it wrong.
    pub fn is_wrong(&self) -> bool {
        has_errors(&self.diagnostics)
    }

    /// The catalog, if the policy names one that could be read.
    pub fn catalog(&self) -> Option<&Catalog> {
        self.checked.as_ref()?.catalog.as_ref()
    }

    /// The `default` statement.
    pub fn default_place(&self) -> Option<Place> {
        self.checked.as_ref()?.policy.default_place
    }

    /// The tree of a `.pl` file, without what it includes.
    pub fn tree(&self) -> Option<&tree::File> {
        let checked = self.checked.as_ref().and_then(|checked| checked.files.first());
        self.tree.as_ref().or(checked.map(|(_, tree)| tree))
    }

    /// The formatted text of a `.pl` file; `None` if it has an error.
    pub fn formatted(&self, sources: &Sources) -> Option<String> {
        let tree = self.tree().filter(|_| !self.is_wrong())?;
        Some(format::format(sources.get(self.main), tree))
    }

    /// Drops the trees and the checked rules; keeps the policy and the diagnostics.
    pub(super) fn drop_trees(&mut self) {
        (self.checked, self.tree) = (None, None);
    }
}
