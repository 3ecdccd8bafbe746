//! The members that all decisions with the same cause have in common, rendered once.

use serde_json::{Value, json};

use crate::engine::{Decision, Engine, Rule, Verdict};
use crate::simulate::causes::Causes;
use crate::simulate::input::Policies;
use crate::source::{Place, Sources};
use crate::vocab::visible;

/// The members of the decisions of one policy.
pub struct Tails {
    causes: Causes,
    /// By the number of the cause.
    denied: Vec<Vec<u8>>,
    undetermined: Vec<Vec<u8>>,
    allowed: Vec<u8>,
}

impl Tails {
    /// Those of the policy that decides.
    pub fn of_new(policies: &Policies<'_>) -> Self {
        let Policies { new, sources, .. } = policies;
        Self::new(new, |rule, condition, verdict| new_tail(rule, condition, verdict, sources))
    }

    /// Those of the policy that it is compared with.
    pub fn of_old(engine: &Engine) -> Self {
        Self::new(engine, old_tail)
    }

    fn new(engine: &Engine, tail: impl Fn(Option<&Rule>, Option<u32>, Verdict) -> Vec<u8>) -> Self {
        let causes = Causes::new(engine);
        let all = |verdict| -> Vec<Vec<u8>> {
            causes.all().map(|(rule, condition)| tail(Some(engine.rule(rule)), condition, verdict)).collect()
        };
        let (denied, undetermined) = (all(Verdict::Deny), all(Verdict::Undetermined));
        Self { causes, denied, undetermined, allowed: tail(None, None, Verdict::Allow) }
    }

    /// Those of a decision, after a comma.
    #[inline]
    pub fn of(&self, decision: Decision) -> &[u8] {
        let by_cause = match decision.verdict {
            Verdict::Allow => return &self.allowed,
            Verdict::Deny => &self.denied,
            Verdict::Undetermined => &self.undetermined,
        };
        let number = decision.rule.map(|rule| self.causes.number((rule, decision.condition)));
        number.and_then(|number| by_cause.get(number)).map_or(&[], Vec::as_slice)
    }
}

fn new_tail(rule: Option<&Rule>, condition: Option<u32>, verdict: Verdict, sources: &Sources) -> Vec<u8> {
    let decided = rule.and_then(|rule| rule.conditions.get(condition? as usize));
    let place = decided.and_then(|condition| condition.place).or(rule.and_then(|rule| rule.place));
    let message = rule.filter(|_| verdict == Verdict::Deny).and_then(Rule::answer);
    members(&json!({
        "decision": verdict.word(),
        "rule": rule.map_or_else(String::new, |rule| rule.name(condition)),
        "message": message,
        "argument": decided.map(|condition| condition.path.to_json()),
        "file": place.map(|place| sources.get(place.source).name.clone()),
        "position": place.map(|place| position(place, sources)),
    }))
}

fn old_tail(rule: Option<&Rule>, condition: Option<u32>, verdict: Verdict) -> Vec<u8> {
    let name = rule.map_or_else(String::new, |rule| rule.name(condition));
    members(&json!({"old": {"decision": verdict.word(), "rule": name}}))
}

fn position(place: Place, sources: &Sources) -> Value {
    let start = sources.start(place);
    json!({"line": start.line, "column": start.column})
}

/// The members of an object, after a comma.
fn members(object: &Value) -> Vec<u8> {
    let text = visible::document(object.to_string());
    let inside = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or_default();
    format!(",{inside}").into_bytes()
}
