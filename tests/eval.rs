//! `jamb eval` and its explanations, which agree with the engine for every call.

use proptest::prelude::*;

use jamb::engine::explain::{Answer, Explainer};
use jamb::engine::{Call, Counters, Decision, Engine, Verdict};
use jamb::model::Policy;
use jamb::model::canonical::{self, Layout};
use jamb::source::Source;
use jamb::source::json::Json as Tree;
use jamb::vocab::Time;

use serde_json::{Value as Json, json};

use crate::support::run::{folder, jamb, jamb_with};
use crate::support::said::snapshots;
use crate::support::{calls, models};

fn arguments(text: &str) -> Tree {
    Tree::parse(&Source::from_text("call", text)).unwrap()
}

fn decide(policy: &Policy, tool: &str, args: &str) -> (Engine, Decision) {
    let engine = Engine::new(policy);
    let call = Call { tool, args: Some(args), grant: "default", time: Time::default() };
    let decision = engine.decide(&call, &mut Counters::new(&engine)).unwrap();
    (engine, decision)
}

fn document(policy: &Policy) -> String {
    canonical::write(policy, Layout::Pretty)
}

/// The explanation and the engine name the same rule, and give the agent the same answer.
fn assert_agree(policy: &Policy, tool: &str, args: &str) {
    let (engine, decision) = decide(policy, tool, args);
    let args_tree = arguments(args);
    let explainer = Explainer::new(policy, tool);
    let explanation = explainer.explain(&args_tree);
    let denial = explanation.denial();
    assert_eq!(denial.is_some(), decision.verdict == Verdict::Deny, "{tool} {args}\n{}", document(policy));
    let (Some(denial), Some(rule)) = (denial, decision.rule) else { return };
    let rule = engine.rule(rule);
    assert_eq!(denial.name(), rule.name(decision.condition), "{tool} {args}\n{}", document(policy));
    assert_eq!((denial.ask.kind, denial.ask.place), (rule.kind, rule.place));
    assert_eq!(denial.ask.message(), rule.message.as_deref());
    let place_of = |index: u32| rule.conditions[index as usize].place;
    let deciding = denial.deciding().map(|Answer { condition, .. }| condition.place);
    assert_eq!(deciding, decision.condition.map(place_of), "{tool} {args}\n{}", document(policy));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    /// Explanations decide like the engine, for policies of the language.
    #[test]
    fn an_explanation_decides_like_the_engine(text in calls::policy(), args in prop::collection::vec(calls::arguments(), 4)) {
        let policy = crate::laws::compile(&text).policy;
        prop_assume!(policy.is_some());
        let policy = policy.unwrap();
        for args in args {
            for tool in ["t", "u", "v"] {
                assert_agree(&policy, tool, &args.to_string());
            }
        }
    }

    /// The same for any document.
    #[test]
    fn an_explanation_decides_like_the_engine_for_any_document(
        (policy, args) in models::arbitrary_policy().prop_flat_map(|policy| (Just(policy.clone()), models::arguments(&policy)))
    ) {
        for tool in policy.tools.keys().map(String::as_str).chain(["a", "nobody's"]) {
            assert_agree(&policy, tool, &args);
        }
    }
}

const REFUNDS: &[u8] = br#"default deny
let refund_cap = 100_00

limit 600 per hour
hide delete_account

tool create_refund: financial {
  require args.reason exists because "Say why."
  require args.currency in ["usd", "eur"] and args.amount > 0 because "Only USD and EUR."
  deny if args.amount > refund_cap and args.currency == "usd" because "Refunds above $100 need a human."
  require args.meta.ticket matches r"^SUP-[0-9]{1,8}$" because "Put the ticket into meta.ticket."
  limit 10 per minute
}

allow list_refunds: read
deny create_payout: financial because "Payouts need a human."
"#;

const CATALOG: &[u8] =
    br#"[{"name": "pay", "inputSchema": {"type": "object", "required": ["amount", "urgent"], "properties": {
  "amount": {"type": "integer", "minimum": 1}, "currency": {"enum": ["usd", "eur"]}, "urgent": {"type": "boolean"},
  "tags": {"type": "array"}}}}]"#;

/// The output of `eval` for some calls.
fn said(policy: &[u8], calls: &[(&str, &str, &[&str])]) -> String {
    let folder = folder(&[("refunds.pl", policy), ("pay.tools.json", CATALOG)]);
    let mut out = String::new();
    for (tool, args, options) in calls {
        let run = jamb(folder.path(), &[&["eval", "refunds.pl", tool, args], *options].concat());
        out += &format!("$ jamb eval refunds.pl {tool} '{args}' {}\n", options.join(" "));
        out += &format!("{}{}exit {}\n\n", run.stdout, run.stderr, run.code);
    }
    out
}

#[test]
fn every_answer_has_a_snapshot() {
    let good = r#"{"amount": 4200, "currency": "usd", "reason": "dup", "meta": {"ticket": "SUP-7"}}"#;
    let high = r#"{"amount": 20000, "currency": "usd", "reason": "dup", "meta": {"ticket": "SUP-7"}}"#;
    let said = said(
        REFUNDS,
        &[
            ("create_refund", good, &[]),
            ("create_refund", high, &["--exit-code"]),
            ("create_refund", high, &["--explain"]),
            ("create_refund", good, &["--explain"]),
            ("create_refund", r#"{"amount": 5, "currency": "USD", "reason": "dup"}"#, &[]),
            ("create_refund", "{}", &["--explain"]),
            ("create_payout", "{}", &[]),
            ("delete_account", "{}", &[]),
            ("list_refunds", "{}", &["--exit-code"]),
            ("creat_refund", "{}", &[]),
            ("create_refund", r#"{"amuont": 5}"#, &[]),
        ],
    );
    snapshots("eval").bind(|| insta::assert_snapshot!("answers", said));
}

#[test]
fn invalid_arguments_are_a_usage_error() {
    let calls = ["{'amount': 5}", "{amount: 5}", "[1]", "{\"amount\": 1e999}", "{\"amount\": 5", "", "null"];
    let calls = calls.map(|args| ("create_refund", args, &[][..]));
    snapshots("eval").bind(|| insta::assert_snapshot!("problems", said(REFUNDS, &calls)));
}

#[test]
fn the_document_has_every_step() {
    let said = said(REFUNDS, &[("create_refund", r#"{"amount": 5, "reason": "dup"}"#, &["--format", "json"])]);
    snapshots("eval").bind(|| insta::assert_snapshot!("document", said));
}

#[test]
fn standard_input_is_the_policy_or_the_arguments() {
    let folder = folder(&[("refunds.pl", REFUNDS)]);
    let run = jamb_with(folder.path(), &["eval", "refunds.pl", "list_refunds", "-"], b"{\"a\": 1}\n");
    assert_eq!(run.stdout, "`list_refunds` is allowed\n", "{}", run.stderr);
    let run = jamb_with(folder.path(), &["eval", "-", "list_refunds"], REFUNDS);
    assert_eq!(run.stdout, "`list_refunds` is allowed\n", "{}", run.stderr);
    let run = jamb_with(folder.path(), &["eval", "-", "list_refunds", "-"], REFUNDS);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert_eq!(jamb(folder.path(), &["eval", "nowhere.pl", "x"]).code, 2);
    assert_eq!(jamb_with(folder.path(), &["eval", "-", "x"], b"alow x\n").code, 1);
}

#[test]
fn explanations_of_a_policy_json_have_places() {
    let folder = folder(&[("refunds.pl", REFUNDS)]);
    jamb(folder.path(), &["compile", "refunds.pl", "-o", "policy.json"]);
    let arguments = ["eval", "policy.json", "create_refund", "{\"reason\": 1}", "--format", "json"];
    let document: Json = serde_json::from_str(&jamb(folder.path(), &arguments).stdout).unwrap();
    assert_eq!(document["rule"], "/tools/create_refund/require/args.currency-in");
    assert_eq!((&document["file"], &document["range"]["start"]["line"]), (&"policy.json".into(), &38.into()));
}

/// The smallest change in the JSON output, or `null` if there is none.
fn nearest(clauses: &str, args: &str) -> Json {
    let policy = format!("default deny\ncatalog \"pay.tools.json\"\ntool pay: financial {{\n{clauses}\n}}\n");
    let untyped = policy.replace("catalog \"pay.tools.json\"\n", "").replace("tool pay", "tool untyped");
    let folder =
        folder(&[("typed.pl", policy.as_bytes()), ("untyped.pl", untyped.as_bytes()), ("pay.tools.json", CATALOG)]);
    let eval = |arguments: &[&str]| -> Json {
        let run = jamb(folder.path(), arguments);
        serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}{}", run.stdout, run.stderr))
    };
    let of_typed = eval(&["eval", "typed.pl", "pay", args, "--format", "json"])["nearest"]["args"].clone();
    let of_untyped = eval(&["eval", "untyped.pl", "untyped", args, "--format", "json"])["nearest"]["args"].clone();
    json!([of_typed, of_untyped])
}

#[test]
fn the_smallest_change_is_found() {
    for (clauses, args, typed, untyped) in [
        (
            "deny if args.amount > 100",
            r#"{"amount": 500, "urgent": true}"#,
            json!({"amount": 100, "urgent": true}),
            json!({"amount": 100, "urgent": true}),
        ),
        ("require args.amount < 100", r#"{"amount": 500}"#, json!({"amount": 99}), json!({"amount": 99})),
        (
            "require args.amount > 1 and args.amount < 2.5",
            r#"{"amount": 9}"#,
            json!({"amount": 2}),
            json!({"amount": 2}),
        ),
        ("require args.amount > 4 and args.amount < 5", r#"{"amount": 9}"#, Json::Null, json!({"amount": 4.5})),
        // The server requires the argument, so it is changed rather than left out.
        ("deny if args.urgent == true", r#"{"urgent": true}"#, json!({"urgent": false}), json!({"urgent": false})),
        ("deny if args.urgent exists", r#"{"urgent": true}"#, Json::Null, json!({})),
        (
            "require args.currency in [\"usd\", \"eur\"]",
            r#"{"currency": "EUR"}"#,
            json!({"currency": "eur"}),
            json!({"currency": "eur"}),
        ),
        (
            "deny if args.currency == \"usd\"",
            r#"{"currency": "usd"}"#,
            json!({"currency": "eur"}),
            json!({"currency": "…"}),
        ),
        (
            "require args.tags contains \"ok\"",
            r#"{"tags": ["a"]}"#,
            json!({"tags": ["a", "ok"]}),
            json!({"tags": ["a", "ok"]}),
        ),
        (
            "deny if args.tags contains \"bad\"",
            r#"{"tags": ["a", "bad"]}"#,
            json!({"tags": ["a"]}),
            json!({"tags": ["a"]}),
        ),
        // Of two ways the one with fewer changes; of the conditions of a clause the nearest.
        (
            "deny if args.amount > 100 and args.amount < 1_000",
            r#"{"amount": 900}"#,
            json!({"amount": 1000}),
            json!({"amount": 1000}),
        ),
        (
            "deny if args.amount > 100\n deny if args.amount > 50 and args.urgent == true",
            r#"{"amount": 500, "urgent": true}"#,
            json!({"amount": 50, "urgent": true}),
            json!({"amount": 50, "urgent": true}),
        ),
        ("deny because \"never\"", "{}", Json::Null, Json::Null),
        ("require args.amount == 1 and args.amount == 2", "{}", Json::Null, Json::Null),
    ] {
        assert_eq!(nearest(clauses, args), json!([typed, untyped]), "{clauses} {args}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    /// A suggested call is allowed, and allowed calls get no suggestion.
    #[test]
    fn a_nearest_call_is_allowed((policy, args) in models::arbitrary_policy().prop_flat_map(|policy| (Just(policy.clone()), models::arguments(&policy)))) {
        for tool in policy.tools.keys() {
            let tree = arguments(&args);
            let explainer = Explainer::new(&policy, tool);
            let passes = |args: &Tree| decide(&policy, tool, &args.to_string()).1.verdict == Verdict::Allow;
            if let Some(nearest) = jamb::engine::nearest::nearest(&explainer, &tree, &|_| None, &passes) {
                prop_assert_eq!(decide(&policy, tool, &nearest.args.to_string()).1.verdict, Verdict::Allow);
                prop_assert_eq!(nearest.edits.is_empty(), decide(&policy, tool, &args).1.verdict == Verdict::Allow);
            }
        }
    }
}
