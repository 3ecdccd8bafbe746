//! The laws of fixes: safe fixes change no decision, applying all fixes terminates, and the result is a valid
//! policy.

use std::path::Path;

use proptest::prelude::*;

use jamb::analyze::diff::{Change, diff};
use jamb::analyze::{self, Prover};
use jamb::diagnostic::{Diagnostic, Safety};
use jamb::document::{Document, Job, Workspace};
use jamb::file_system::RealDisk;
use jamb::lint::RULES;
use jamb::lint::fixes::Edits;
use jamb::model::Policy;
use jamb::source::disk::{Disk, MemoryDisk};
use jamb::source::{Source, SourceId, Sources};

use crate::support::calls;
use crate::support::judged::all_rules;
use crate::support::run::{files, root};

/// The policy in a text and the findings of all rules, pedantic or not, or nothing if it has an error.
fn judged(text: &str, folder: Option<&Path>) -> Option<(Policy, Vec<Diagnostic>)> {
    let path = folder.map(|folder| folder.join("policy.pl"));
    let document = Document::new(Source::from_bytes("policy.pl", path.as_deref(), text.as_bytes().to_vec()));
    let disk: &dyn Disk = if folder.is_some() { &RealDisk } else { &MemoryDisk::default() };
    let workspace = Workspace::new(disk).with_options(all_rules());
    let judgement = workspace.judge(&mut Sources::default(), &document, Job::LINT);
    Some((judgement.policy?, judgement.findings))
}

/// The text after one round of fixes, or nothing if there are none.
fn round(text: &str, found: &[Diagnostic], safety: Safety) -> Option<String> {
    let mut edits = Edits::default();
    for fix in found.iter().filter_map(|finding| finding.fix.as_ref()) {
        if fix.safety == Safety::Safe || safety == Safety::Unsafe {
            edits.add(&fix.edits.iter().map(|edit| (edit.place.source, edit)).collect::<Vec<_>>());
        }
    }
    edits.texts(|id| (id == SourceId(0)).then(|| text.to_owned())).remove(&SourceId(0))
}

/// The text when nothing is left to fix. Each round is compared with the one before.
fn fixed(text: &str, folder: Option<&Path>, safety: Safety) -> String {
    let (mut policy, mut found) = judged(text, folder).unwrap();
    let mut text = text.to_owned();
    for _ in 0..64 {
        let Some(next) = round(&text, &found, safety) else { return text };
        let (new, left) = judged(&next, folder).unwrap_or_else(|| panic!("no longer valid:\n{text}\n{next}"));
        if safety == Safety::Safe {
            assert_same(&policy, &new, &text, &next);
        }
        (policy, found, text) = (new, left, next);
    }
    panic!("fixes do not terminate:\n{text}")
}

fn assert_same(old: &Policy, new: &Policy, text: &str, next: &str) {
    let difference = diff(&analyze::Subject::new(old), &analyze::Subject::new(new), &mut Prover::default());
    for tool in difference.tools {
        assert_eq!(tool.limits.change, Change::Same, "{text}\n{next}");
        let change = tool.change();
        assert!(matches!(change, Change::Same | Change::Unknown), "{}: {change:?}\n{text}\n{next}", tool.name);
    }
}

#[test]
fn the_fixes_of_all_cases_are_as_safe_as_they_claim() {
    let mut fixes = 0;
    for rule in RULES {
        let folder = root().join("tests/cases/lint").join(rule.name());
        for path in files(&folder, "pl") {
            let text = std::fs::read_to_string(&path).unwrap();
            let found = judged(&text, Some(&folder)).unwrap().1;
            fixes += found.iter().filter(|finding| finding.fix.is_some()).count();
            let safe = fixed(&text, Some(&folder), Safety::Safe);
            assert!(round(&safe, &judged(&safe, Some(&folder)).unwrap().1, Safety::Safe).is_none(), "{safe}");
            fixed(&text, Some(&folder), Safety::Unsafe);
        }
    }
    assert!(fixes >= 15, "{fixes}");
}

#[test]
fn rules_declare_the_fixes_that_they_have() {
    for rule in RULES {
        let folder = root().join("tests/cases/lint").join(rule.name());
        let mut kinds = Vec::new();
        for path in files(&folder, "pl") {
            let found = judged(&std::fs::read_to_string(&path).unwrap(), Some(&folder)).unwrap().1;
            let own = found.into_iter().filter(|finding| finding.code == rule.code);
            kinds.extend(own.filter_map(|finding| finding.fix).map(|fix| fix.safety));
        }
        match rule.fix {
            None => assert_eq!(kinds, [], "`{}` has a fix that it does not declare", rule.name()),
            // A rule with safe fixes may have unsafe ones, too.
            Some(safety) => assert!(kinds.contains(&safety), "no case of `{}` shows its fix", rule.name()),
        }
    }
}

/// Clauses and items that have fixes, to be added to a random policy.
fn extra() -> impl Strategy<Value = String> {
    let clause = prop::sample::select(vec![
        "require args.s in [\"a\"]",
        "require args.s in [\"a\"] # why",
        "require args.s matches \"^(a|b)$\" and args.n in [1]",
        "deny if args.s not in [\"a\"] and args.s exists",
        "deny if args.s matches \"^a b$\"",
        "apply r(1)",
        "limit 3 per minute as c",
    ]);
    let item = prop::sample::select(vec![
        "let one = 1\n",
        "## doc\nlet two = [\"x\"]\n\n",
        "rule r(one) { require args.n != one }\n",
        "rule r(n) {\n  require args.n in [n]\n}\n",
        "rate z: read\n",
        "rate t, z: write\n",
        "let three = 3 let four = 4\n",
    ]);
    (prop::collection::vec(clause, 0..5), prop::collection::btree_set(item, 0..4)).prop_map(|(clauses, items)| {
        let items: String = items.into_iter().collect();
        format!("{items}tool w {{\n  {}\n}}\n", clauses.join("\n  "))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    /// Safe fixes change no decision, and leave a valid policy.
    #[test]
    fn safe_fixes_change_no_decision(text in calls::policy(), extra in extra()) {
        let text = format!("{text}{extra}");
        prop_assume!(judged(&text, None).is_some());
        let safe = fixed(&text, None, Safety::Safe);
        prop_assert!(round(&safe, &judged(&safe, None).unwrap().1, Safety::Safe).is_none());
    }

    /// Unsafe fixes leave a valid policy, too.
    #[test]
    fn unsafe_fixes_leave_a_policy(text in calls::policy(), extra in extra()) {
        let text = format!("{text}{extra}");
        prop_assume!(judged(&text, None).is_some());
        fixed(&text, None, Safety::Unsafe);
    }
}
