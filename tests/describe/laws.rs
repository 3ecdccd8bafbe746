//! The law that a sentence claims what the engine decides.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use serde_json::{Value as Json, json};

use jamb::describe::{self, Condition, Fact, Subject};
use jamb::document::Job;
use jamb::engine::{Counters, Engine};
use jamb::model::Policy;
use jamb::source::disk::MemoryDisk;

use super::claims::{Reading, assert_said_well, engine_denies, holds, is_left_to_server, subject};
use crate::support::judged::{judged, judged_with};
use crate::support::{calls, meaning, models};

/// A random policy, with limits that a few calls reach, and calls of its tools.
fn policy_and_calls() -> impl Strategy<Value = (Policy, Vec<(String, String)>)> {
    models::arbitrary_policy().prop_flat_map(|mut policy| {
        let limits = policy.tools.values_mut().flat_map(|tool| &mut tool.limits);
        limits.chain(&mut policy.all_tools).for_each(|limit| limit.max %= 5);
        let mut names: Vec<String> = policy.tools.keys().chain(policy.hide.keys()).cloned().collect();
        names.push("unnamed".to_owned());
        let call = (select(names), models::arguments(&policy));
        (Just(policy), prop::collection::vec(call, 8..24))
    })
}

/// Conditions on arguments that have types, so that every negation can be compiled.
fn typed_condition() -> impl Strategy<Value = String> {
    let leaf = select(vec![
        "args.n < 1",
        "args.n <= 5",
        "args.n > 0",
        "args.n == 1",
        "args.n != 5",
        "args.n in [0, 1]",
        "args.n not in [0, 5]",
        "args.n exists",
        "args.s missing",
        "args.s == \"a\"",
        "args.s != \"a\"",
        "args.s not in [\"a\", \"b\"]",
        "args.s matches r\"^a+$\"",
        "args.s starts with \"a\"",
        "args.s ends with [\"b\", \"c\"]",
        "args.s under \"/a\"",
        "args.s on \"a.example\"",
        "args.s at \"a.example\"",
        "args.absent == 1",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" or "))),
            1 => prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" and "))),
            1 => inner.prop_map(|inner| format!("not ({inner})")),
        ]
    })
}

fn typed_arguments() -> impl Strategy<Value = Json> {
    let values = [
        json!(null),
        json!(0),
        json!(1),
        json!(5),
        json!(6),
        json!("6"),
        json!(""),
        json!("a"),
        json!("aa"),
        json!("b"),
        json!("/a/b"),
        json!("/a/../b"),
        json!("a/b"),
        json!("https://b.a.example/x"),
        json!("https://a.example/x"),
        json!("a@a.example"),
        json!(true),
        json!([1]),
        json!({}),
    ];
    let value = || prop::option::weighted(0.8, select(values.to_vec()));
    (value(), value()).prop_map(|(number, text)| {
        let number = number.map(|number| ("n".to_owned(), number));
        Json::Object(number.into_iter().chain(text.map(|text| ("s".to_owned(), text))).collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    /// Read in order, the sentences of a `policy.json` decide every call as the engine does, with the same message,
    /// limits included.
    #[test]
    fn sentences_claim_what_the_engine_decides((policy, calls) in policy_and_calls()) {
        let engine = Engine::new(&policy);
        let mut counters = Counters::new(&engine);
        let mut reading = Reading::of(Subject { policy: &policy, checked: None });
        for (tool, args) in calls {
            let args: Json = serde_json::from_str(&args).unwrap();
            let decided = engine_denies(&engine, &mut counters, &tool, &args);
            prop_assert!(reading.agrees(&tool, &args, &decided), "{} {} {:?}", tool, args, decided);
            assert_said_well(&reading.sentences(&tool), &args)?;
        }
    }

    /// The same for `.pl` files.
    #[test]
    fn sentences_of_a_source_claim_what_the_engine_decides(
        text in calls::policy(),
        args in prop::collection::vec(calls::arguments(), 8),
    ) {
        let (_, judgement) = judged(&text, Job::DESCRIBE);
        prop_assume!(judgement.policy.is_some());
        let engine = Engine::new(judgement.policy.as_ref().unwrap());
        let mut counters = Counters::new(&engine);
        let mut reading = Reading::of(subject(&judgement));
        for args in &args {
            for tool in ["t", "u", "v"] {
                let decided = engine_denies(&engine, &mut counters, tool, args);
                prop_assert!(reading.agrees(tool, args, &decided), "{} {} {:?}\n{}", tool, args, decided, text);
                assert_said_well(&reading.sentences(tool), args)?;
            }
        }
    }

    /// The same where types make negations possible and where guards add clauses, for the values that are not left to
    /// the server.
    #[test]
    fn sentences_of_typed_clauses_claim_what_the_engine_decides(
        required in typed_condition(),
        denied in typed_condition(),
        guarded in typed_condition(),
        args in prop::collection::vec(typed_arguments(), 12),
    ) {
        let signature = |absent: &str| format!("(n?: number, s?: string{absent})");
        let text = format!(
            "default deny\nguard * {{ require {guarded}  deny if {denied} }}\n\
             tool t{} {{ require {required} because \"R\"  deny if {denied} because \"D\" }}\n\
             tool u{} {{}}\n",
            signature(", absent?: number"), signature("")
        );
        let (_, judgement) = judged_with(MemoryDisk::default(), "policy.pl", &text, Job::DESCRIBE);
        prop_assume!(judgement.policy.is_some());
        let engine = Engine::new(judgement.policy.as_ref().unwrap());
        let mut counters = Counters::new(&engine);
        let mut reading = Reading::of(subject(&judgement));
        for args in &args {
            for tool in ["t", "u"] {
                if is_left_to_server(&reading.sentences(tool), args) {
                    continue;
                }
                let decided = engine_denies(&engine, &mut counters, tool, args);
                prop_assert!(reading.agrees(tool, args, &decided), "{} {} {:?}\n{}", tool, args, decided, text);
                assert_said_well(&reading.sentences(tool), args)?;
            }
        }
    }
}

/// Arguments for which a condition holds, or does not hold, as far as they are easy to find.
fn arguments_for(condition: &Condition, wanted: bool, args: &mut serde_json::Map<String, Json>) {
    match (condition, wanted) {
        (Condition::All(parts), true) | (Condition::Any(parts), false) => {
            parts.iter().for_each(|part| arguments_for(part, wanted, args));
        }
        (Condition::All(parts), false) | (Condition::Any(parts), true) => {
            parts.iter().take(1).for_each(|part| arguments_for(part, wanted, args));
        }
        (Condition::Is(is), _) => {
            let near = meaning::operand(&is.operand);
            let number = near.as_f64().unwrap_or(0.0);
            let pattern = near.as_str().and_then(|text| jamb::vocab::Regex::new(text).ok()?.example());
            let elements = near.as_array().cloned().unwrap_or_default();
            let others =
                [json!(number + 1.0), json!(number - 1.0), json!(pattern), json!([near]), json!("~"), json!(null)];
            let values = elements.into_iter().chain([near.clone()]).chain(others).map(Some).chain([None]);
            let found = values
                .map(|value| with(args, is.path.segments(), value))
                .find(|args| holds(condition, &Json::Object(args.clone())) == wanted);
            *args = found.unwrap_or_else(|| args.clone());
        }
    }
}

fn with(args: &serde_json::Map<String, Json>, path: &[String], value: Option<Json>) -> serde_json::Map<String, Json> {
    let mut args = args.clone();
    match (path, value) {
        ([], _) => {}
        ([last], None) => drop(args.remove(last)),
        ([last], Some(value)) => drop(args.insert(last.clone(), value)),
        ([first, rest @ ..], value) => {
            let inner = args.get(first).and_then(Json::as_object).cloned().unwrap_or_default();
            args.insert(first.clone(), Json::Object(with(&inner, rest, value)));
        }
    }
    args
}

/// Calls that are made for a sentence, from what it claims, and that the engine decides as it claims: a violation is
/// denied, and what satisfies the sentence is not denied by its clause.
#[test]
fn calls_made_from_sentences_are_decided_as_they_claim() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut tried, mut found) = (0, [0, 0]);
    for _ in 0..1_000 {
        let policy = models::arbitrary_policy().new_tree(&mut runner).unwrap().current();
        for name in policy.tools.keys() {
            for sentence in describe::tool(Subject { policy: &policy, checked: None }, name) {
                let (condition, is_required) = match &sentence.fact {
                    Fact::OnlyIf { condition, .. } => (condition, true),
                    Fact::NotIf { condition, .. } => (condition, false),
                    _ => continue,
                };
                tried += 1;
                // The engine, with this clause alone.
                let entry = jamb::model::Entry { conditions: entry_of(condition), ..Default::default() };
                let mut tool = jamb::model::Tool::default();
                if is_required {
                    tool.require.push(entry)
                } else {
                    tool.deny_if.push(entry)
                }
                let only = Policy { tools: [(name.clone(), tool)].into(), ..Policy::default() };
                let engine = Engine::new(&only);
                for wanted in [true, false] {
                    let mut args = serde_json::Map::new();
                    arguments_for(condition, wanted, &mut args);
                    let args = Json::Object(args);
                    found[usize::from(wanted)] += usize::from(holds(condition, &args) == wanted);
                    let denied = engine_denies(&engine, &mut Counters::new(&engine), name, &args).is_some();
                    assert_eq!(denied, holds(condition, &args) != is_required, "{} {args}", sentence.text());
                }
            }
        }
    }
    // Some conditions of a `policy.json` hold for no call.
    assert!(tried > 1_000 && found.iter().all(|found| found * 10 > tried * 6), "{tried} {found:?}");
}

fn entry_of(condition: &Condition) -> Vec<jamb::model::Condition> {
    let plain = |is: &describe::Comparison| jamb::model::Condition {
        place: None,
        path: is.path.clone(),
        op: is.operator,
        value: is.operand.clone(),
    };
    condition.comparisons().into_iter().map(plain).collect()
}
