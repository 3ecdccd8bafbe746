//! Codes in a suppression.

use super::candidate::{Candidate, CandidateKind};
use super::scene::Scene;
use crate::lint::RULES;
use crate::lint::notes::NOTE;

/// The codes of all findings that a comment can suppress, without those that it names already.
pub(super) fn codes(scene: &Scene<'_>, named: &[String]) -> Vec<Candidate> {
    let rules = RULES.iter().map(|rule| (rule.name(), rule.title));
    let all = rules.chain([(NOTE.name(), NOTE.title())]).filter(|(name, _)| !named.iter().any(|other| other == name));
    all.map(|(name, title)| scene.placed(Candidate::new(CandidateKind::Code, name).with_detail(title))).collect()
}
