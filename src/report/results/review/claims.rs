//! Tests and asserts that are not true, or that the branch took away.

use super::page::{Page, safe};
use crate::diagnostic::{Code, Diagnostic, Severity, between_backticks, shortened};
use crate::review::{Claim, ClaimState, Concern, PolicyReview, Review};
use crate::settings::AcceptedChange;
use crate::source::Span;

/// The text of an assert is shortened to this many characters.
const LONGEST: usize = 160;

/// What a reviewer has to know about the claims of a policy.
pub fn lost(policy: &PolicyReview, review: &Review, page: &mut Page) {
    let told: Vec<&Claim> = policy.claims.iter().filter(|claim| claim.fails() || claim.is_lost()).collect();
    let changed: Vec<&Claim> = policy.claims.iter().filter(|claim| claim.state == ClaimState::Changed).collect();
    if told.is_empty() && changed.is_empty() {
        return;
    }
    page.heading(format!("tests and asserts of `{}`", safe(&policy.file)));
    let is_agreed = policy.is_agreed("*", AcceptedChange::Tests);
    let is_finding = review.concerns.contains(&Concern::Tests) && !is_agreed;
    for claim in changed.iter().filter(|claim| !claim.is_lost() && !claim.fails()) {
        let before = if claim.broken_for.is_empty() {
            "no call that it ruled out before is allowed now"
        } else {
            "what it said before is not true any more, and that was agreed on"
        };
        page.text(format!("{} was changed; {before}", subject(claim)));
    }
    let of_branch = told
        .iter()
        .filter(|claim| claim.is_lost() && !claim.fails())
        .filter_map(|claim| annotation(claim, policy, is_finding));
    let failing = told.iter().filter(|claim| claim.fails()).flat_map(|claim| claim.messages.iter().cloned());
    page.diagnostics(of_branch.chain(failing));
}

fn sentence(claim: &Claim) -> String {
    let subject = subject(claim);
    match (claim.state, claim.holds) {
        (ClaimState::Gone, Some(true)) => format!("{subject} was taken away; it would still be true"),
        (ClaimState::Gone, Some(false)) => format!("{subject} was taken away, and is not true any more"),
        (ClaimState::Gone, None) => format!("{subject} was taken away, and could not be decided"),
        (ClaimState::Changed, _) => format!("{subject} was changed; what it said before is not true any more"),
        (ClaimState::Same | ClaimState::Added, _) => {
            format!("{subject} means something else now; what it said before is not true any more")
        }
    }
}

fn subject(claim: &Claim) -> String {
    let text = between_backticks(&shortened(&claim.text, LONGEST));
    match claim.kind {
        crate::review::ClaimKind::Test => format!("the test `{text}`"),
        crate::review::ClaimKind::Assert => format!("`{text}`"),
    }
}

/// A message at the place after the branch: at the start of the policy if the claim is gone.
fn annotation(claim: &Claim, policy: &PolicyReview, is_finding: bool) -> Option<Diagnostic> {
    let start = Span::at(0).of(policy.main?);
    let severity = if is_finding { Severity::Error } else { Severity::Note };
    let diagnostic = match claim.state {
        ClaimState::Gone => {
            Diagnostic::error(Code::UNAGREED_CHANGE, start, sentence(claim), "not in this file any more")
                .with_label(claim.place, "it was here")
        }
        ClaimState::Same | ClaimState::Added | ClaimState::Changed => {
            Diagnostic::error(Code::UNAGREED_CHANGE, claim.place, sentence(claim), "this says something else now")
        }
    };
    Some(Diagnostic { severity, ..diagnostic })
}
