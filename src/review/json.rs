//! A review as JSON.
//!
//! ```text
//! "base":     HASH
//! "head":     HASH | null for the work tree
//! "policies": [{"file", "was", "change": "added"|"gone"|"moved"|"changed", "unknown", "diff", "drift",
//!               "tests": [{…, "change": "same"|"added"|"changed"|"gone", "lost"}], "asserts",
//!               "findings": [DIAGNOSTIC], "silenced": [{…, "by": "comment"|"settings"|"baseline"}],
//!               "messages": [{"tool", "change": "message"|"listed"|"hidden", "before", "now"}],
//!               "stale": [{"file", "why": "missing"|"differs"|"left-over", "diff"}], "calls",
//!               "accepted": [{"policy", "tool", "change", "now", "reason", "until"}],
//!               "to_accept": [{"policy", "tool", "change", "now"}]}]
//! "own":      entries of `[[review.accept]]` that the branch itself adds
//! "warnings": entries that accept nothing
//! "unread":   [{"file", "reason", "counts": whether it counts as more allowed}]
//! "fails":    words of `--fail-on`, and `accept-own`
//! ```

use serde_json::{Map, Value, json};

use super::claims::{Claim, ClaimKind};
use super::compiled::Stale;
use super::fails::{Concern, Fail};
use super::findings::Silenced;
use super::outcome::{Agreed, PolicyReview, Review};
use super::unread::Unread;
use super::wording::{Wording, WordingChange};
use crate::analyze::diff::json as differences;
use crate::diagnostic::json::{Members, diagnostics};
use crate::drift::json as drifts;
use crate::model::Policy;
use crate::settings::{Acceptance, AcceptedChange};
use crate::source::Sources;

/// The members of the document. `base` and `head` name the two states.
pub fn members(review: &Review, base: &str, head: Option<&str>) -> Members {
    let policies = review.policies.iter().map(|policy| self::policy(policy, review)).collect();
    vec![
        ("base", json!(base)),
        ("head", json!(head)),
        ("policies", policies),
        ("own", review.own.iter().map(|own| entry(&own.entry, &own.entry.policy)).collect()),
        ("warnings", json!(review.warnings)),
        ("unread", review.unread.iter().map(unread).collect()),
        ("fails", review.fails().into_iter().map(Fail::word).collect()),
    ]
}

fn policy(policy: &PolicyReview, review: &Review) -> Value {
    let sources = &review.sources;
    let none = Policy::default();
    let (old, new) = (policy.old.as_ref().unwrap_or(&none), policy.new.as_ref().unwrap_or(&none));
    let diff = policy.difference.as_ref().map(|difference| object(differences::members(difference, old, new)));
    let drift = policy.drift.as_ref().map(|drift| {
        let effects = [(drift.policy.clone(), drift.effects.clone())];
        object(drifts::members(&drift.tools, &effects))
    });
    let claims = |kind: ClaimKind| -> Value {
        policy.claims.iter().filter(|claim| claim.kind == kind).map(Claim::json).collect()
    };
    let name = &policy.settings.policy;
    let accepted = policy.agreed.iter().filter_map(|agreed| agreed.by.as_ref());
    json!({
        "file": policy.file,
        "was": policy.was,
        "change": policy.change.word(),
        "unknown": policy.unknown.as_ref().or(policy.assumed.as_ref()),
        "diff": diff,
        "drift": drift,
        "tests": claims(ClaimKind::Test),
        "asserts": claims(ClaimKind::Assert),
        "findings": diagnostics(&policy.findings, sources),
        "silenced": policy.silenced.iter().map(|silenced| self::silenced(silenced, sources)).collect::<Value>(),
        "stale": policy.stale.iter().map(|stale| self::stale(stale, new)).collect::<Value>(),
        "messages": policy.wording.iter().map(wording).collect::<Value>(),
        "calls": policy.calls.as_ref().map(|calls| object(calls.members.clone())),
        "accepted": accepted.map(|by| entry(by, name)).collect::<Value>(),
        "to_accept": to_accept(policy, &review.concerns).map(|agreed| open(agreed, name)).collect::<Value>(),
    })
}

/// The changes that fail, and that an entry would accept.
pub fn to_accept<'p>(policy: &'p PolicyReview, concerns: &'p [Concern]) -> impl Iterator<Item = &'p Agreed> {
    let fails = |agreed: &&Agreed| {
        let is_any = |all: &[Concern]| all.iter().any(|concern| concerns.contains(concern));
        match agreed.change {
            AcceptedChange::Wider => is_any(&[Concern::Widened, Concern::Changed]),
            AcceptedChange::Narrower => is_any(&[Concern::Narrowed, Concern::Changed]),
            AcceptedChange::Tests => is_any(&[Concern::Tests]),
            AcceptedChange::Silenced => is_any(&[Concern::Silenced]),
        }
    };
    policy.agreed.iter().filter(|agreed| agreed.by.is_none()).filter(fails)
}

fn wording(wording: &Wording) -> Value {
    let (change, before, now) = match &wording.change {
        WordingChange::Message { before, now } => ("message", before.as_deref(), now.as_deref()),
        WordingChange::Listed => ("listed", None, None),
        WordingChange::Hidden => ("hidden", None, None),
    };
    json!({"tool": wording.tool, "change": change, "before": before, "now": now})
}

fn unread(unread: &Unread) -> Value {
    let file = (!unread.name.is_empty()).then_some(&unread.name);
    json!({"file": file, "reason": unread.what, "counts": unread.counts})
}

fn open(agreed: &Agreed, policy: &str) -> Value {
    json!({"policy": policy, "tool": agreed.tool, "change": agreed.change.word(), "now": agreed.now})
}

fn entry(entry: &Acceptance, policy: &str) -> Value {
    json!({
        "policy": policy,
        "tool": entry.tool,
        "change": entry.change.word(),
        "now": entry.now,
        "reason": entry.reason,
        "until": entry.until,
    })
}

fn silenced(silenced: &Silenced, sources: &Sources) -> Value {
    let mut value = diagnostics(std::slice::from_ref(&silenced.finding), sources);
    let mut value = value.get_mut(0).map(Value::take).unwrap_or_default();
    if let Some(members) = value.as_object_mut() {
        members.insert("by".to_owned(), json!(silenced.by.word()));
    }
    value
}

fn stale(stale: &Stale, policy: &Policy) -> Value {
    let diff = stale.difference.as_ref();
    let diff = diff.map(|(difference, written)| object(differences::members(difference, policy, written)));
    json!({"file": stale.file, "why": stale.why.word(), "diff": diff})
}

fn object(members: Members) -> Value {
    Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}
