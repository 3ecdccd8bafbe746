//! Findings, compiled files and recorded calls of a policy.

use super::page::{MOST_SHOWN, Page, safe};
use crate::analyze::diff::{OTHERS, messages};
use crate::diagnostic::{Code, Diagnostic, Severity, listed, quoted};
use crate::review::{Concern, PolicyReview, Review, SilencedBy, Stale, StaleWhy, Unread, Wording, WordingChange};
use crate::settings::AcceptedChange;
use crate::simulate::count;
use crate::source::Span;

/// At most this many names of what was not read are shown: what is wider needs the room.
const MOST_UNREAD: usize = 10;

/// Findings that the branch silenced.
pub fn silenced(policy: &PolicyReview, review: &Review, page: &mut Page) {
    if policy.silenced.is_empty() {
        return;
    }
    let is_agreed = policy.is_agreed("*", AcceptedChange::Silenced);
    let is_finding = review.concerns.contains(&Concern::Silenced) && !is_agreed;
    page.heading(format!("findings that are not reported any more in `{}`", safe(&policy.file)));
    for (by, words) in [
        (SilencedBy::Comment, "a comment silences"),
        (SilencedBy::Settings, "`jamb.toml` silences"),
        (SilencedBy::Baseline, "a baseline lists"),
    ] {
        let found = policy.silenced.iter().filter(|silenced| silenced.by == by);
        let found: Vec<Diagnostic> = found.map(|silenced| silenced.finding.clone()).collect();
        if !found.is_empty() {
            page.text(format!("{words} {}", count(found.len() as u64, "finding")));
            let raised = |finding: Diagnostic| match is_finding {
                true => Diagnostic { severity: finding.severity.max(Severity::Warning), ..finding },
                false => Diagnostic { severity: Severity::Note, ..finding },
            };
            page.diagnostics(found.into_iter().map(raised));
        }
    }
}

/// Compiled files that are out of date.
pub fn stale(policy: &PolicyReview, review: &Review, page: &mut Page) {
    if policy.stale.is_empty() {
        return;
    }
    page.heading(format!("the compiled form of `{}`", safe(&policy.file)));
    let is_finding = review.concerns.contains(&Concern::Stale);
    for stale in &policy.stale {
        page.diagnostics(annotation(stale, policy, is_finding));
        let differences = stale.difference.as_ref().zip(policy.main);
        let found = differences
            .map(|((difference, _), main)| messages::messages(difference, main, messages::Findings::default()));
        let wider = found.into_iter().flatten().filter(|diagnostic| diagnostic.code == Code::WIDENED_CALL);
        page.diagnostics(wider.map(in_file));
    }
}

fn sentence(stale: &Stale) -> String {
    let file = safe(&stale.file);
    let wider = stale.difference.as_ref().map(|(difference, _)| (difference.is_wider(), difference.is_narrower()));
    match (stale.why, wider) {
        (StaleWhy::Missing, _) => format!("there is no `{file}`"),
        (StaleWhy::LeftOver, _) => format!("`{file}` is still there, but its policy is gone"),
        (StaleWhy::Differs, None) => format!("`{file}` can't be read as a policy"),
        (StaleWhy::Differs, Some((true, true))) => {
            format!(
                "`{file}` is not what the policy compiles to: it allows calls that the policy denies, and denies others"
            )
        }
        (StaleWhy::Differs, Some((true, false))) => {
            format!("`{file}` is not what the policy compiles to: it allows calls that the policy denies")
        }
        (StaleWhy::Differs, Some((false, true))) => {
            format!("`{file}` is not what the policy compiles to: it denies calls that the policy allows")
        }
        (StaleWhy::Differs, Some((false, false))) => {
            format!("`{file}` is not what the policy compiles to, but decides every call the same way")
        }
    }
}

fn annotation(stale: &Stale, policy: &PolicyReview, is_finding: bool) -> Option<Diagnostic> {
    let severity = if is_finding { Severity::Error } else { Severity::Note };
    let place = Span::at(0).of(policy.main?);
    let error = Diagnostic::error(Code::UNAGREED_CHANGE, place, sentence(stale), "its policy");
    let error = match stale.why {
        StaleWhy::LeftOver => error.with_help(format!("remove `{}`", safe(&stale.file))),
        StaleWhy::Missing | StaleWhy::Differs => error.with_help("`jamb compile` writes it"),
    };
    Some(Diagnostic { severity, ..error })
}

/// The comparison is between the policy and its compiled file, not between before and now.
fn in_file(mut diagnostic: Diagnostic) -> Diagnostic {
    let words = [
        ("is allowed now, and was denied before", "is allowed by the compiled file, and denied by the policy"),
        ("allow more calls than before", "are higher in the compiled file than in the policy"),
        ("allowed now; ", "allowed here; "),
        (" denied it before", " of the policy denies it"),
        ("denied before", "denied here"),
    ];
    let labels = std::iter::once(&mut diagnostic.primary).chain(&mut diagnostic.labels).map(|label| &mut label.message);
    for text in labels.chain([&mut diagnostic.message]) {
        *text = words.iter().fold(std::mem::take(text), |text, (from, to)| text.replace(from, to));
    }
    diagnostic.severity = Severity::Note;
    diagnostic
}

/// Errors and findings that are new.
pub fn findings(policy: &PolicyReview, _: &Review, page: &mut Page) {
    if !policy.findings.is_empty() {
        page.heading(format!("new findings in `{}`", safe(&policy.file)));
        page.diagnostics(policy.findings.iter().cloned());
    }
}

/// Recorded calls that are decided differently, and those about which nothing is known.
pub fn calls(policy: &PolicyReview, review: &Review, page: &mut Page) {
    let Some(calls) = policy.calls.as_ref().filter(|calls| calls.is_worth_a_word()) else { return };
    let file = safe(&policy.file);
    match calls.differ() {
        true => page.heading(format!("recorded calls that `{file}` decides differently")),
        false => page.heading(format!("recorded calls and `{file}`")),
    }
    let summary = &calls.summary;
    if summary.decided.calls() == 0 {
        page.text("the traces have no calls that could be decided");
    }
    if summary.unreadable > 0 {
        page.text(format!("{} could not be read", count(summary.unreadable, "line")));
    }
    if summary.decided.undetermined > 0 {
        page.text(format!("{} could not be decided", count(summary.decided.undetermined, "recorded call")));
    }
    if !calls.differ() {
        return;
    }
    let (wider, narrower) = (calls.summary.widened, calls.summary.narrowed);
    page.text(format!(
        "of {}, {} denied before and allowed now, {} allowed before and denied now",
        count(calls.summary.decided.calls(), "recorded call"),
        were(wider),
        were(narrower),
    ));
    let severity = if review.concerns.contains(&Concern::Decisions) { Severity::Error } else { Severity::Note };
    page.diagnostics(calls.messages.iter().map(|message| Diagnostic { severity, ..message.clone() }));
}

/// Messages that agents get, and tools that they see, other than before. No decision changes with them.
pub fn wording(policy: &PolicyReview, page: &mut Page) {
    if policy.wording.is_empty() {
        return;
    }
    page.heading(format!("what agents are told differently in `{}`", safe(&policy.file)));
    for Wording { tool, change } in policy.wording.iter().take(MOST_SHOWN) {
        let tool = if tool == OTHERS { "all tools".to_owned() } else { format!("`{}`", safe(tool)) };
        page.text(match change {
            WordingChange::Message { before, now } => {
                let [before, now] = [before, now].map(|text| text.as_deref().map(|text| format!("`{}`", safe(text))));
                let now = now.unwrap_or_else(|| "the gateway's own message".to_owned());
                let before = before.unwrap_or_else(|| "the gateway's own message".to_owned());
                format!("{tool} tells the agent something else: {now}, before {before}")
            }
            WordingChange::Listed => format!("{tool} was hidden, and the agent sees it now"),
            WordingChange::Hidden => format!("{tool} is hidden now, and the agent saw it before"),
        });
    }
    if policy.wording.len() > MOST_SHOWN {
        page.text(format!("… and {} more", policy.wording.len() - MOST_SHOWN));
    }
}

/// The policies that have another path.
pub fn moved(review: &Review, page: &mut Page) {
    let moved = review.policies.iter().filter_map(|policy| Some((policy, policy.was.as_deref()?)));
    let sentences: Vec<(String, &PolicyReview)> =
        moved.map(|(policy, was)| (format!("`{}` was `{}`", safe(&policy.file), safe(was)), policy)).collect();
    for (sentence, policy) in sentences.iter().take(MOST_SHOWN) {
        page.text(sentence.clone());
        if let Some(main) = policy.main {
            let place = Span::at(0).of(main);
            page.annotation(Diagnostic::note(Code::UNAGREED_CHANGE, place, sentence.clone(), "the policy moved"));
        }
    }
    if sentences.len() > MOST_SHOWN {
        page.text(format!("… and {} more moved", sentences.len() - MOST_SHOWN));
    }
}

/// What was not read.
pub fn unread(review: &Review, page: &mut Page) {
    let mut unread: Vec<&Unread> = review.unread.iter().collect();
    unread.sort_by_key(|unread| !unread.counts);
    for Unread { name, what, counts } in unread.into_iter().take(MOST_UNREAD) {
        let what = if name.is_empty() { what.clone() } else { format!("`{}` {what}", safe(name)) };
        page.text(if *counts { format!("{what}, so it counts as allowing more") } else { what });
    }
    if review.unread.len() > MOST_UNREAD {
        page.text(format!("… and {} more were not read", review.unread.len() - MOST_UNREAD));
    }
}

fn were(count: u64) -> String {
    if count == 1 { "1 was".to_owned() } else { format!("{count} were") }
}

/// The policies that the branch touches and of which there is nothing to say.
pub fn rest(review: &Review, page: &mut Page) {
    let silent: Vec<&str> =
        review.policies.iter().filter(|policy| policy.is_silent()).map(|policy| policy.file.as_str()).collect();
    let names = quoted(silent.iter().map(|name| safe(name)).take(MOST_SHOWN));
    match silent.len() {
        0 => {}
        1 => page.text(format!("{} decides every call as before", listed(&names, "and"))),
        several if several <= names.len() => {
            page.text(format!("{} decide every call as before", listed(&names, "and")));
        }
        several => page.text(format!("{several} more policies decide every call as before")),
    }
}
