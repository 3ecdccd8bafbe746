//! What agents can do that they could not do before, and the other way round.

use super::page::{MOST_SHOWN, Page, safe};
use crate::analyze::diff::{Difference, OTHERS, ToolDifference, messages};
use crate::describe::Phrase;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::drift;
use crate::report::content::{List, Part};
use crate::review::{Concern, FileChange, PolicyReview, Review, Told};
use crate::settings::AcceptedChange;
use crate::source::Span;

/// What is wider in a policy and was not agreed on, or could not be determined.
pub fn wider(policy: &PolicyReview, review: &Review, page: &mut Page) {
    if !policy.raises(Concern::Widened) {
        return;
    }
    page.heading(format!("more is allowed in `{}`", safe(&policy.file)));
    page.body.extend(file_change(policy).map(Part::Text));
    if let Some(source) = &policy.compiled_from {
        let source = safe(source);
        page.text(format!("the gateway enforces this file, and it is not what `{source}` compiles to"));
    }
    let is_finding = [Concern::Widened, Concern::Changed].iter().any(|concern| review.concerns.contains(concern));
    if let Some(why) = &policy.unknown {
        page.text(format!("what it decides could not be compared, so it counts as allowing more: {why}"));
        page.diagnostics(unknown(policy, why, is_finding));
    }
    page.body.extend(told(policy, AcceptedChange::Wider, false));
    let findings = messages::Findings { wider: is_finding, narrower: false };
    page.diagnostics(of_tools(policy, AcceptedChange::Wider, false, findings));
    page.diagnostics(drifted(policy, true));
}

/// What is narrower, what else a changed catalog does, and what was agreed on.
pub fn others(policy: &PolicyReview, review: &Review, page: &mut Page) {
    let is_narrower = policy.open(AcceptedChange::Narrower).next().is_some();
    if is_narrower {
        page.heading(format!("less is allowed in `{}`", safe(&policy.file)));
        if !policy.raises(Concern::Widened) {
            page.body.extend(file_change(policy).map(Part::Text));
        }
        page.body.extend(told(policy, AcceptedChange::Narrower, false));
        let is_finding = [Concern::Narrowed, Concern::Changed].iter().any(|concern| review.concerns.contains(concern));
        let findings = messages::Findings { wider: false, narrower: is_finding };
        page.diagnostics(of_tools(policy, AcceptedChange::Narrower, false, findings));
    }
    let more: Vec<Diagnostic> = drifted(policy, false).collect();
    if !more.is_empty() {
        page.heading(format!("what the server's new tools change in `{}`", safe(&policy.file)));
        page.diagnostics(more);
    }
}

/// What was agreed on in a policy.
pub fn agreed(policy: &PolicyReview, page: &mut Page) {
    page.body.extend(told(policy, AcceptedChange::Wider, true));
    page.diagnostics(of_tools(policy, AcceptedChange::Wider, true, messages::Findings::default()));
}

fn file_change(policy: &PolicyReview) -> Option<String> {
    match policy.change {
        FileChange::Added => Some("the policy is new; without a policy, the gateway denies every call".to_owned()),
        FileChange::Gone => Some("the policy is gone; without a policy, the gateway denies every call".to_owned()),
        FileChange::Moved | FileChange::Changed => {
            let why = policy.assumed.as_ref();
            why.map(|why| format!("everything that it allows counts as new, because before the branch, {why}"))
        }
    }
}

fn unknown(policy: &PolicyReview, why: &str, is_finding: bool) -> Option<Diagnostic> {
    let place = Span::at(0).of(policy.main?);
    let severity = if is_finding { Severity::Error } else { Severity::Warning };
    let error = Diagnostic::error(Code::UNAGREED_CHANGE, place, "could not determine what this policy changes", why);
    Some(Diagnostic { severity, ..error.with_help("it counts as allowing more than before") })
}

/// The tools of a kind of change, each before and now, in words.
fn told(policy: &PolicyReview, change: AcceptedChange, is_agreed: bool) -> Vec<Part> {
    let is_wanted = |told: &&Told| {
        let mut all = policy.agreed.iter().filter(|agreed| agreed.change == change && agreed.tool == told.tool);
        all.any(|agreed| agreed.by.is_some() == is_agreed)
    };
    let items = |told: &Told| {
        let [before, now] = [("before: ", &told.before), ("now: ", &told.now)];
        let item = |(word, phrase): (&str, &Phrase)| Phrase::words(word).then(phrase.clone());
        Part::List(List { title: Phrase::name(&told.tool), items: vec![item(before), item(now)] })
    };
    let mut all: Vec<&Told> = policy.told.iter().filter(is_wanted).collect();
    all.sort_by_key(|told| !policy.dangerous.contains(&told.tool));
    all.into_iter().take(MOST_SHOWN).map(items).collect()
}

/// The messages about the tools of a kind of change: those that were agreed on, or the others.
fn of_tools(
    policy: &PolicyReview,
    change: AcceptedChange,
    is_agreed: bool,
    findings: messages::Findings,
) -> Vec<Diagnostic> {
    let (Some(difference), Some(main)) = (&policy.difference, policy.main) else { return Vec::new() };
    let is_wanted = |tool: &&ToolDifference| match change {
        AcceptedChange::Wider => tool.change().is_wider() || tool.limits.change.is_wider(),
        AcceptedChange::Narrower => tool.change().is_narrower() || tool.limits.change.is_narrower(),
        AcceptedChange::Tests | AcceptedChange::Silenced => false,
    };
    let tools = difference.tools.iter().filter(is_wanted);
    let mut tools: Vec<ToolDifference> =
        tools.filter(|tool| policy.is_agreed(&tool.name, change) == is_agreed).cloned().collect();
    tools.sort_by_key(|tool| !policy.dangerous.contains(&tool.name));
    let code = if change == AcceptedChange::Wider { Code::WIDENED_CALL } else { Code::NARROWED_CALL };
    let mut found = messages::messages(&Difference { tools }, main, findings);
    found.retain(|diagnostic| diagnostic.code == code);
    found
}

/// What a changed catalog does: wider effects that were not agreed on, or all others.
fn drifted(policy: &PolicyReview, is_open: bool) -> impl Iterator<Item = Diagnostic> {
    let effects: Vec<_> = policy
        .drift
        .iter()
        .flat_map(|drift| &drift.effects)
        .filter(|effect| (effect.is_wider && !policy.is_agreed(&effect.tool, AcceptedChange::Wider)) == is_open)
        .cloned()
        .collect();
    drift::messages(&effects).into_iter()
}

/// What a row calls a tool.
pub fn name(tool: &str) -> &str {
    if tool == OTHERS { "all other tools" } else { tool }
}
