//! All policies that the branch touches, in a table.

use super::page::Page;
use crate::analyze::diff::OTHERS;
use crate::report::content::{Column, Part, Table};
use crate::review::{FileChange, PolicyReview, Review};
use crate::settings::AcceptedChange;

/// The table has at most this many rows.
const MOST_ROWS: usize = 60;

/// The table. It says of every policy whether agents may do more, also if there is no room for the rest.
pub fn overview(review: &Review, page: &mut Page) {
    let mut policies: Vec<&PolicyReview> = review.policies.iter().filter(|policy| !policy.is_silent()).collect();
    if policies.len() < 2 {
        return;
    }
    policies.sort_by_key(|policy| policy.rank());
    let columns =
        vec![Column::name("policy"), Column::text("agents may do more"), Column::text("less"), Column::text("besides")];
    let rows = policies.iter().take(MOST_ROWS).map(|policy| row(policy)).collect();
    page.part(Part::Table(Table { columns, rows, total: None }));
    if policies.len() > MOST_ROWS {
        page.text(format!("… and {} more", policies.len() - MOST_ROWS));
    }
}

fn row(policy: &PolicyReview) -> Vec<String> {
    let more = match policy.unknown {
        Some(_) => "not known".to_owned(),
        None => tools(policy, AcceptedChange::Wider),
    };
    let less = tools(policy, AcceptedChange::Narrower);
    let besides = [
        (policy.change == FileChange::Added, "new"),
        (policy.change == FileChange::Moved, "moved"),
        (policy.claims.iter().any(|claim| claim.fails() || claim.is_lost()), "tests"),
        (!policy.silenced.is_empty(), "silenced"),
        (!policy.stale.is_empty(), "stale"),
        (!policy.findings.is_empty(), "findings"),
        (!policy.wording.is_empty(), "messages"),
        (policy.agreed.iter().any(|agreed| agreed.by.is_some()), "agreed on"),
    ];
    let besides: Vec<&str> = besides.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect();
    vec![policy.file.clone(), more, less, besides.join(", ")]
}

/// How many tools a change is about.
fn tools(policy: &PolicyReview, change: AcceptedChange) -> String {
    let named = policy.open(change).filter(|agreed| agreed.tool != OTHERS).count();
    let is_of_others = policy.open(change).any(|agreed| agreed.tool == OTHERS);
    match (named, is_of_others) {
        (0, false) => String::new(),
        (0, true) => "all other tools".to_owned(),
        (1, false) => "1 tool".to_owned(),
        (1, true) => "1 tool, and all others".to_owned(),
        (_, false) => format!("{named} tools"),
        (_, true) => format!("{named} tools, and all others"),
    }
}
