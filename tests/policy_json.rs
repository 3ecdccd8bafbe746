//! Laws of `policy.json`: written documents are read back unchanged, and match the schema.

use proptest::prelude::*;

use jamb::model::canonical::{self, Layout};
use jamb::model::{Policy, json};
use jamb::source::{Source, SourceId};

use crate::support::models::{arbitrary_policy, expressible_policy};
use crate::support::said::{said, snapshots};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn written_documents_are_read_back(policy in arbitrary_policy(), minified in any::<bool>()) {
        let layout = if minified { Layout::Minified } else { Layout::Pretty };
        let text = canonical::write(&policy, layout);
        let (read, diagnostics) = json::read(SourceId(0), &Source::from_text("p.json", text.clone()));
        prop_assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let read = without_places(read.expect("a policy"));
        prop_assert_eq!(canonical::write(&read, layout), text);
        prop_assert_eq!(read, policy);
    }

    #[test]
    fn written_documents_match_the_schema(policy in prop_oneof![arbitrary_policy().boxed(), expressible_policy().boxed()]) {
        let text = canonical::write(&policy, Layout::Pretty);
        let document = serde_json::from_str(&text).expect("JSON");
        prop_assert!(schema().is_valid(&document), "{text}");
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let schema = schema();
    for text in WRONG {
        let (policy, diagnostics) = json::read(SourceId(0), &Source::from_text("p.json", *text));
        assert!(policy.is_none() && !diagnostics.is_empty(), "{text}");
        assert!(!schema.is_valid(&serde_json::from_str(text).expect(text)), "{text}");
    }
}

const WRONG: &[&str] = &[
    r#"{}"#,
    r#"[]"#,
    r#"{"version": "2", "default": "deny"}"#,
    r#"{"version": 1, "default": "deny"}"#,
    r#"{"version": "1", "default": "block"}"#,
    r#"{"version": "1", "default": "deny", "extra": 1}"#,
    r#"{"version": "1", "default": "deny", "hide": "x"}"#,
    r#"{"version": "1", "default": "deny", "hide": ["x", "x"]}"#,
    r#"{"version": "1", "default": "deny", "hide": [1]}"#,
    r#"{"version": "1", "default": "deny", "all_tools": {"require": []}}"#,
    r#"{"version": "1", "default": "deny", "tools": []}"#,
    r#"{"version": "1", "default": "deny", "tools": {"x": null}}"#,
    r#"{"version": "1", "default": "deny", "tools": {"x": {"rules": []}}}"#,
    r#"{"version": "1", "default": "deny", "tools": {"x": {"require": [{}]}}}"#,
    r#"{"version": "1", "default": "deny", "tools": {"x": {"deny_if": [{"conditions": [], "on_deny": null}]}}}"#,
    r#"{"version": "1", "default": "deny", "tools": {"x": {"limits": [{"counter": "c", "window": "minute", "max": 1}]}}}"#,
    r#"{"version": "1", "default": "deny", "tools": {"x": {"limits": [{"counter": "c", "window": "week", "max": 1, "scope": "grant"}]}}}"#,
    r#"{"version": "1", "default": "deny", "tools": {"x": {"limits": [{"counter": "c", "window": "hour", "max": -1, "scope": "grant"}]}}}"#,
    r#"{"version": "1", "default": "deny", "tools": {"x": {"limits": [{"counter": "c", "window": "hour", "max": 1.5, "scope": "grant"}]}}}"#,
    r#"{"version": "1", "default": "deny", "tools": {"x": {"limits": [{"counter": "c", "window": "hour", "max": 1, "scope": "team"}]}}}"#,
    r#"{"version": "1", "default": "deny", "tools": {"x": {"deny_if": [{"conditions": [{"path": "x", "op": "eq", "value": 1}]}]}}}"#,
    r#"{"version": "1", "default": "deny", "tools": {"x": {"deny_if": [{"conditions": [{"path": "args.x", "op": "is", "value": 1}]}]}}}"#,
    r#"{"version": "1", "default": "deny", "tools": {"x": {"deny_if": [{"conditions": [{"path": "args.x", "op": "eq"}]}]}}}"#,
    r#"{"version": "1", "default": "deny", "tools": {"x": {"deny_if": [{"conditions": [{"path": "args.x", "op": "eq", "value": {}}]}]}}}"#,
    r#"{"version": "1", "default": "deny", "tools": {"x": {"deny_if": [{"conditions": [{"path": "args.x", "op": "gt", "value": "5"}]}]}}}"#,
    r#"{"version": "1", "default": "deny", "tools": {"x": {"deny_if": [{"conditions": [{"path": "args.x", "op": "in", "value": "a"}]}]}}}"#,
    r#"{"version": "1", "default": "deny", "tools": {"x": {"deny_if": [{"conditions": [{"path": "args.x", "op": "exists", "value": 1}]}]}}}"#,
    r#"{"version": "1", "default": "deny", "tools": {"x": {"deny_if": [{"conditions": [{"path": "args.x", "op": "regex", "value": 1}]}]}}}"#,
];

fn schema() -> &'static jsonschema::Validator {
    static SCHEMA: std::sync::OnceLock<jsonschema::Validator> = std::sync::OnceLock::new();
    SCHEMA.get_or_init(|| {
        let text = include_str!("../schema/policy.v1.schema.json");
        let schema = serde_json::from_str(text).expect("JSON");
        jsonschema::draft202012::meta::validate(&schema).expect("a schema");
        jsonschema::draft202012::new(&schema).expect("a schema")
    })
}

fn without_places(mut policy: Policy) -> Policy {
    policy.hide.values_mut().for_each(|place| *place = None);
    policy.all_tools.iter_mut().for_each(|limit| limit.place = None);
    for tool in policy.tools.values_mut() {
        tool.place = None;
        tool.limits.iter_mut().for_each(|limit| limit.place = None);
        for entry in tool.require.iter_mut().chain(&mut tool.deny_if) {
            entry.place = None;
            entry.conditions.iter_mut().for_each(|condition| condition.place = None);
        }
    }
    policy
}

#[test]
fn every_mistake_is_reported_at_its_place() {
    let mut shown = String::new();
    let documents = include_str!("cases/model/wrong.txt").split("\n\n").chain(WRONG.iter().copied());
    for text in documents {
        shown += &(said(text, |id, source| json::read(id, source).1) + "\n");
    }
    snapshots("model").bind(|| insta::assert_snapshot!("messages", shown));
}
