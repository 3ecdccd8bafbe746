//! All policies that the branch touches, in a table.

use super::page::Page;
use crate::report::content::{Column, Part, Table};
use crate::review::{Concern, PolicyReview, Review};
use crate::settings::AcceptedChange;

/// The table has at most this many rows.
const MOST_ROWS: usize = 200;

/// The table. It says of every policy whether agents may do more, also if there is no room for the rest.
pub fn overview(review: &Review, page: &mut Page) {
    let mut policies: Vec<&PolicyReview> = review.policies.iter().filter(|policy| !policy.is_silent()).collect();
    if policies.len() < 2 {
        return;
    }
    policies.sort_by_key(|policy| !policy.raises(Concern::Widened));
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
        None => tools(policy.open(AcceptedChange::Wider).count()),
    };
    let less = tools(policy.open(AcceptedChange::Narrower).count());
    let besides = [
        (policy.claims.iter().any(|claim| claim.fails() || claim.is_lost()), "tests"),
        (!policy.silenced.is_empty(), "silenced"),
        (!policy.stale.is_empty(), "stale"),
        (!policy.findings.is_empty(), "findings"),
        (policy.agreed.iter().any(|agreed| agreed.by.is_some()), "agreed on"),
    ];
    let besides: Vec<&str> = besides.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect();
    vec![policy.file.clone(), more, less, besides.join(", ")]
}

fn tools(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "1 tool".to_owned(),
        _ => format!("{count} tools"),
    }
}
