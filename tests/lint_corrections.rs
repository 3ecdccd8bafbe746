//! The laws of what findings propose: each fix and each clause that a help writes down, applied to the cases of all
//! rules, leaves no new finding; and an unsafe fix leaves a call that got through before.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jamb::analyze::{Answer, Prover, Subject, questions};
use jamb::diagnostic::{Diagnostic, Fix, Safety};
use jamb::document::{Document, Job, Workspace};
use jamb::file_system::RealDisk;
use jamb::lint::fixes::Edits;
use jamb::lint::{Options, RULES};
use jamb::model::{Policy, Tool};
use jamb::source::{Source, SourceId, Sources};

use crate::support::run::{files, root};

/// The policy in a text and the findings of the rules that run by default, or nothing if it has an error.
fn judged(text: &str, folder: &Path) -> Option<(Policy, Vec<Diagnostic>)> {
    let path = folder.join("policy.pl");
    let document = Document::new(Source::from_bytes("policy.pl", Some(&path), text.as_bytes().to_vec()));
    let workspace = Workspace::new(RealDisk).with_options(Options::default());
    let judgement = workspace.judge(&mut Sources::default(), &document, Job::LINT);
    Some((judgement.policy?, judgement.findings))
}

fn cases() -> impl Iterator<Item = PathBuf> {
    RULES.iter().flat_map(|rule| files(&root().join("tests/cases/lint").join(rule.name()), "pl"))
}

fn counts(found: &[Diagnostic]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in found {
        *counts.entry(finding.code.name()).or_default() += 1;
    }
    counts
}

fn assert_nothing_new(before: &[Diagnostic], after: &[Diagnostic], text: &str) {
    let before = counts(before);
    for (code, count) in counts(after) {
        assert!(count <= before.get(code).copied().unwrap_or_default(), "`{code}` is new in\n{text}\n{after:#?}");
    }
}

fn applied(text: &str, fix: &Fix) -> Option<String> {
    let mut edits = Edits::default();
    edits.add(&fix.edits.iter().map(|edit| (edit.place.source, edit)).collect::<Vec<_>>());
    edits.texts(|id| (id == SourceId(0)).then(|| text.to_owned())).remove(&SourceId(0))
}

#[test]
fn a_fix_leaves_no_new_finding() {
    let mut fixes = 0;
    for path in cases() {
        let folder = path.parent().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let Some((_, before)) = judged(&text, folder) else { continue };
        for fix in before.iter().filter_map(|finding| finding.fix.as_ref()) {
            let Some(fixed) = applied(&text, fix) else { continue };
            let (_, after) = judged(&fixed, folder).unwrap_or_else(|| panic!("no longer valid:\n{fixed}"));
            assert_nothing_new(&before, &after, &fixed);
            fixes += 1;
        }
    }
    assert!(fixes >= 30, "{fixes}");
}

/// The clause that a help writes down, unless another one has to go, which is what its fix does.
fn clause(help: &str) -> Option<&str> {
    let rest = help.strip_prefix("also write `").filter(|_| !help.contains("remove"))?;
    Some(&rest[..rest.find('`')?])
}

#[test]
fn a_clause_that_a_help_proposes_corrects_the_finding() {
    let mut clauses = 0;
    for path in cases() {
        let folder = path.parent().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let Some((_, before)) = judged(&text, folder) else { continue };
        for finding in &before {
            let Some(clause) = finding.help.as_deref().and_then(clause) else { continue };
            if finding.primary.place.source != SourceId(0) {
                continue;
            }
            let mut corrected = text.clone();
            corrected.insert_str(finding.primary.place.span.start as usize, &format!("{clause} because \"X.\"\n  "));
            let (_, after) = judged(&corrected, folder).unwrap_or_else(|| panic!("no longer valid:\n{corrected}"));
            assert_nothing_new(&before, &after, &corrected);
            let code = finding.code.name();
            assert!(counts(&after).get(code) < counts(&before).get(code), "`{code}` is still there:\n{corrected}");
            clauses += 1;
        }
    }
    assert!(clauses >= 2, "{clauses}");
}

#[test]
fn an_unsafe_fix_leaves_a_call_that_got_through_before() {
    let mut fixes = 0;
    for path in cases() {
        let folder = path.parent().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let Some((old, before)) = judged(&text, folder) else { continue };
        for finding in before.iter().filter(|finding| finding.witness.is_some()) {
            let Some(fix) = finding.fix.as_ref().filter(|fix| fix.safety == Safety::Unsafe) else { continue };
            let Some(fixed) = applied(&text, fix) else { continue };
            let (new, _) = judged(&fixed, folder).unwrap();
            for name in &finding.tools {
                let both = both(&old, &new, name);
                let answer = questions::callable(&mut Prover::default(), &Subject::new(&both), name);
                assert!(matches!(answer, Answer::Some(_)), "`{name}`: {answer:?}\n{text}\n{fixed}");
                fixes += 1;
            }
        }
    }
    assert!(fixes >= 20, "{fixes}");
}

/// A policy that allows the calls of a tool that two others allow.
fn both(old: &Policy, new: &Policy, name: &str) -> Policy {
    let (old, new) = (&old.tools[name], &new.tools[name]);
    let tool = Tool {
        require: [old.require.as_slice(), &new.require].concat(),
        deny_if: [old.deny_if.as_slice(), &new.deny_if].concat(),
        ..Tool::default()
    };
    Policy { tools: [(name.to_owned(), tool)].into(), ..Policy::default() }
}
