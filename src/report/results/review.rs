//! What a branch does to the policies that it touches, as a report. What lets agents do more comes first, of all
//! policies, so that it is there even if a comment has no room for the rest.

mod accept;
mod claims;
mod decisions;
mod files;
mod overview;
mod page;

use self::page::Page;
use crate::diagnostic::json::Members;
use crate::diagnostic::{Diagnostic, listed, quoted};
use crate::report::content::{Part, Report};
use crate::review::{Concern, PolicyReview, Review, json};
use crate::settings::AcceptedChange;

/// By this mark, a program finds the comment that it wrote before.
const MARKER: &str = "jamb-review";

/// The names of the two states.
#[derive(Debug, Clone)]
pub struct Names {
    /// The commit where the branch began.
    pub base: String,
    /// The commit that is reviewed; `None` for the work tree.
    pub head: Option<String>,
}

/// A report before it is put together.
#[derive(Debug)]
pub struct Written {
    body: Vec<Part>,
    diagnostics: Vec<Diagnostic>,
    members: Members,
}

impl Written {
    /// The report.
    pub fn as_report<'r>(&'r self, review: &'r Review) -> Report<'r> {
        let Self { body, diagnostics, members } = self;
        let (body, members, marker) = (body.clone(), members.clone(), Some(MARKER));
        Report { body, members, members_only: true, marker, ..Report::new(&review.sources, diagnostics) }
    }
}

/// Writes a report.
pub fn report(review: &Review, names: &Names) -> Written {
    let members = json::members(review, &names.base, names.head.as_deref());
    let mut page = Page { body: Vec::new(), diagnostics: Vec::new() };
    page.heading("what this branch lets agents do");
    page.text(summary(review));
    page.text(compared(names));
    page.text(verdict(review));
    accept::own(review, &mut page);
    overview::overview(review, &mut page);
    files::unread(review, &mut page);
    let mut ranked: Vec<&PolicyReview> = review.policies.iter().collect();
    ranked.sort_by_key(|policy| policy.rank());
    for policy in ranked {
        decisions::wider(policy, review, &mut page);
    }
    files::moved(review, &mut page);
    for policy in &review.policies {
        claims::lost(policy, review, &mut page);
        files::silenced(policy, review, &mut page);
        files::stale(policy, review, &mut page);
    }
    accept::to_accept(review, &mut page);
    for policy in &review.policies {
        decisions::others(policy, review, &mut page);
        files::wording(policy, &mut page);
        files::findings(policy, review, &mut page);
        files::calls(policy, review, &mut page);
    }
    accept::own_places(review, &mut page);
    accept::accepted(review, &mut page);
    files::rest(review, &mut page);
    Written { body: page.body, diagnostics: page.diagnostics, members }
}

/// The first sentence: how many policies let agents do more.
fn summary(review: &Review) -> String {
    let count = |is: &dyn Fn(&&PolicyReview) -> bool| review.policies.iter().filter(is).count();
    let wider = count(&|policy| policy.raises(Concern::Widened));
    let narrower = count(&|policy| policy.open(AcceptedChange::Narrower).next().is_some());
    let of = |count: usize| match review.count {
        1 => String::new(),
        all => format!(" in {count} of {all} policies"),
    };
    let agreed = review
        .policies
        .iter()
        .any(|policy| policy.agreed.iter().any(|agreed| agreed.change == AcceptedChange::Wider && agreed.by.is_some()));
    match (wider, narrower, agreed) {
        (0, 0, _) if review.may_be_wider() => "agents may do more than before: not everything could be read".to_owned(),
        (0, 0, true) => "agents may do more than before only where that was agreed on".to_owned(),
        (0, 0, false) if review.policies.iter().all(PolicyReview::is_silent) => {
            "the branch changes no decision".to_owned()
        }
        (0, 0, false) => "agents may do nothing that they could not do before".to_owned(),
        (0, _, true) => {
            format!("agents may do less than before{}, and more only where that was agreed on", of(narrower))
        }
        (0, _, false) => format!("agents may do less than before{}, and nothing more", of(narrower)),
        (_, 0, _) => format!("agents may do more than before{}", of(wider)),
        (_, _, _) => format!("agents may do more than before{}, and less{}", of(wider), of(narrower)),
    }
}

/// Which commits are compared.
fn compared(names: &Names) -> String {
    let short = |hash: &str| hash.chars().take(10).collect::<String>();
    let head = names.head.as_deref().map_or_else(|| "the work tree".to_owned(), |hash| format!("`{}`", short(hash)));
    format!("this compares `{}`, where the branch began, with {head}", short(&names.base))
}

fn verdict(review: &Review) -> String {
    let fails = review.fails();
    let words = listed(&quoted(fails.iter().map(|fail| fail.word())), "and");
    match fails.as_slice() {
        [] => "nothing here fails the review".to_owned(),
        [_] => format!("this fails the review: {words}"),
        _ => format!("these fail the review: {words}"),
    }
}
