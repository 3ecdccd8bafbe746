//! The output of an import, and the policies that can't be imported.

use proptest::prelude::*;

use jamb::import::import;
use jamb::model::canonical::{self, Layout};
use jamb::source::{Source, SourceId};

use crate::support::models::{arbitrary_policy, expressible_policy};
use crate::support::said::{said, snapshots};

fn imported(text: &str) -> String {
    said(text, |id, source| import(id, source).1)
        + "-----\n"
        + &import(SourceId(0), &Source::from_text("input", text)).0.unwrap_or_else(|| "(nothing)\n".to_owned())
}

fn snapshot(name: &str, cases: &str) {
    let shown: Vec<_> = cases.split("\n====\n").map(imported).collect();
    snapshots("import").bind(|| insta::assert_snapshot!(name, shown.join("\n====\n")));
}

#[test]
fn a_policy_becomes_what_a_person_would_write() {
    snapshot("policies", include_str!("cases/import/policies.txt"));
}

#[test]
fn what_the_language_cannot_express_is_refused() {
    snapshot("refused", include_str!("cases/import/refused.txt"));
}

#[test]
fn older_policies_are_converted_as_far_as_possible() {
    snapshot("intercept", include_str!("cases/import/intercept.txt"));
}

proptest! {
    #[test]
    fn expressible_policies_are_imported(policy in expressible_policy()) {
        let source = Source::from_text("p.json", canonical::write(&policy, Layout::Pretty));
        let (text, diagnostics) = import(SourceId(0), &source);
        prop_assert!(text.is_some(), "{}\n{diagnostics:?}", source.text);
    }

    #[test]
    fn a_policy_is_imported_or_refused_with_a_reason(policy in arbitrary_policy()) {
        let source = Source::from_text("p.json", canonical::write(&policy, Layout::Pretty));
        let (text, diagnostics) = import(SourceId(0), &source);
        prop_assert_eq!(text.is_some(), diagnostics.is_empty());
        prop_assert_eq!(import(SourceId(0), &source).0, text);
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}|[-?:,\\[\\]{}#&*!|>'\"%@` \na]{0,60}") {
        let _ = import(SourceId(0), &Source::from_text("p.yaml", text));
    }
}
