//! `jamb eval`, and what explains a decision: it says of every call what the engine says.

use proptest::prelude::*;

use jamb::engine::explain::{Answer, Explainer};
use jamb::engine::{Call, Counters, Decision, Engine, Verdict};
use jamb::model::Policy;
use jamb::model::canonical::{self, Layout};
use jamb::source::Source;
use jamb::source::json::Json;
use jamb::vocab::Time;

use crate::support::{calls, models};

fn arguments(text: &str) -> Json {
    Json::parse(&Source::from_text("call", text)).unwrap()
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

/// The explanation and the engine name the same rule, and give the same answer to the agent.
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

    /// What explains a decision decides like the engine, on policies of the language.
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

    /// The same of whatever a document can say.
    #[test]
    fn an_explanation_decides_like_the_engine_by_any_document(
        (policy, args) in models::arbitrary_policy().prop_flat_map(|policy| (Just(policy.clone()), models::arguments(&policy)))
    ) {
        for tool in policy.tools.keys().map(String::as_str).chain(["a", "nobody's"]) {
            assert_agree(&policy, tool, &args);
        }
    }
}
