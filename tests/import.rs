//! The output of an import, and the policies that can't be imported.

use proptest::collection::vec;
use proptest::prelude::*;

use jamb::diagnostic::{Severity, has_errors};
use jamb::document::{self, Document, Job};
use jamb::import::import;
use jamb::model::canonical::{self, Layout};
use jamb::source::{Source, SourceId, Sources};
use jamb::vocab::Time;

use crate::support::gateway::Gateway;
use crate::support::intercept::{self, Intercept};
use crate::support::judged::judged;
use crate::support::models::{arbitrary_policy, expressible_policy};
use crate::support::run::{folder, jamb};
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

#[test]
fn losses_are_reported_in_order_and_once() {
    snapshot("losses", include_str!("cases/import/losses.txt"));
}

#[test]
fn comments_stay_where_they_were() {
    snapshot("comments", include_str!("cases/import/comments.txt"));
}

#[test]
fn a_denied_tool_is_exit_1_a_lost_message_0_and_a_refused_file_is_not_written() {
    let head = "version: \"1\"\ndefault: deny\ntools:\n";
    let lost = format!("{head}  pay: {{rules: [{{action: require_approval}}]}}\n");
    let worded = format!("{head}  pay: {{rules: [{{rate_limit: 5/hour, on_deny: Wait.}}]}}\n");
    let refused = lost.replace("\"1\"", "\"2\"");
    for (yaml, code, is_written) in [(lost, 1, true), (worded, 0, true), (refused, 1, false)] {
        let folder = folder(&[("p.yaml", yaml.as_bytes())]);
        let run = jamb(folder.path(), &["import", "p.yaml", "-o", "p.pl"]);
        assert_eq!((run.code, folder.path().join("p.pl").exists()), (code, is_written), "{yaml}\n{}", run.stderr);
    }
}

/// The formatted text that an import writes.
fn written(yaml: &str) -> Option<String> {
    document::import(&mut Sources::default(), &Document::new(Source::from_text("p.yaml", yaml))).0
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    /// Each call that an imported policy lets through, Intercept would have let through after the same calls.
    #[test]
    fn an_imported_policy_allows_no_more_than_intercept(policy in intercept::policy(), calls in intercept::calls()) {
        let yaml = intercept::yaml(&policy, &[false]).0;
        let text = written(&yaml).expect("a policy");
        let (_, judgement) = judged(&text, Job::COMPILE);
        let compiled = judgement.policy.unwrap_or_else(|| panic!("{yaml}\n{text}\n{:?}", judgement.diagnostics));
        let (mut gateway, mut older) = (Gateway::default(), Intercept::default());
        for (tool, args, seconds) in calls {
            if gateway.denies(&compiled, tool, &args, "g", Time::from_seconds(seconds)).is_none() {
                prop_assert!(older.allows(&policy, tool, &args, seconds), "{tool} {args} at {seconds}\n{yaml}\n{text}");
            }
        }
    }

    /// Without a message, it allows the same calls.
    #[test]
    fn a_policy_without_losses_allows_the_same(policy in intercept::policy(), calls in intercept::calls()) {
        let yaml = intercept::yaml(&policy, &[false]).0;
        let diagnostics = import(SourceId(0), &Source::from_text("p.yaml", yaml.clone())).1;
        let is_lost = |one: &jamb::diagnostic::Diagnostic| {
            one.severity == Severity::Error || one.primary.message.contains("`minute`") || one.primary.message.contains("nearest") || one.primary.message.contains("equal nothing")
        };
        if diagnostics.iter().any(is_lost) {
            return Ok(());
        }
        let compiled = judged(&written(&yaml).expect("a policy"), Job::COMPILE).1.policy.expect("it compiles");
        let (mut gateway, mut older) = (Gateway::default(), Intercept::default());
        for (tool, args, seconds) in calls {
            let allows = gateway.denies(&compiled, tool, &args, "g", Time::from_seconds(seconds)).is_none();
            prop_assert_eq!(allows, older.allows(&policy, tool, &args, seconds), "{} {} at {}\n{}", tool, args, seconds, yaml);
        }
    }

    #[test]
    fn an_imported_policy_keeps_every_comment_and_has_no_tool_that_denies_every_call(
        policy in intercept::policy(), with in vec(any::<bool>(), 2..9)
    ) {
        let (yaml, count) = intercept::yaml(&policy, &with);
        let text = written(&yaml).expect("a policy");
        for comment in 0..count {
            prop_assert!(text.contains(&format!("cm{comment}x")), "{comment}\n{yaml}\n{text}");
        }
        let (_, judgement) = judged(&text, Job::LINT);
        prop_assert!(!has_errors(&judgement.diagnostics), "{yaml}\n{text}\n{:?}", judgement.diagnostics);
        let dead = judgement.findings.iter().find(|finding| finding.code.name() == "always-denied");
        prop_assert!(dead.is_none(), "{yaml}\n{text}\n{dead:?}");
    }
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
