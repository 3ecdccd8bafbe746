//! The tables of decisions: by tool, by grant, and by clause.

use crate::report::content::{Column, Part, Table};
use crate::simulate::grouped;
use crate::simulate::outcome::{Decided, Outcome, Reach};
use crate::simulate::overview::Overview;
use crate::simulate::why::ClauseRow;
use crate::source::{Place, Sources};
use crate::vocab::Time;

use super::view::{NOTHING, View, one_line, place_name};

/// The decisions by tool; those with most denials come first. Without `all`, only tools with calls that were not
/// allowed have a row of their own.
pub fn by_tool(outcome: &Outcome, view: View) -> Option<Table> {
    let all = &outcome.summary.decided;
    let columns = Columns { has_open: all.undetermined > 0, has_reach: true };
    let mut tools: Vec<(&str, &Decided)> =
        outcome.tools.iter().map(|(name, decided)| (name.as_str(), decided)).collect();
    tools.sort_by_key(|(name, decided)| {
        (std::cmp::Reverse((decided.denied, decided.undetermined, decided.calls())), *name)
    });
    let is_shown = |decided: &Decided| view.all || view.is_page || decided.denied + decided.undetermined > 0;
    let shown = tools.iter().take_while(|(_, decided)| is_shown(decided)).take(view.rows()).count();
    let (shown, hidden) = tools.split_at_checked(shown).unwrap_or((&tools, &[]));
    let reach = |name: &str| outcome.reach.get(name).map_or_else(|| NOTHING.to_owned(), reached);
    let mut rows: Vec<Vec<String>> =
        shown.iter().map(|(name, decided)| columns.row((*name).to_owned(), decided, reach(name))).collect();
    let others = hidden.iter().fold(outcome.other_tools, |sum, (_, decided)| sum.with(decided));
    if rows.is_empty() && others.denied + others.undetermined == 0 {
        return None;
    }
    if others.calls() > 0 {
        let more = match (hidden.len(), outcome.other_tools.calls()) {
            (1, 0) => "… and one more tool".to_owned(),
            (more, 0) => format!("… and {} more tools", grouped(more as u64)),
            (_, _) => "… and all others".to_owned(),
        };
        rows.push(columns.row(more, &others, String::new()));
    }
    let total = (rows.len() > 1).then(|| columns.row("all".to_owned(), all, String::new()));
    Some(Table { columns: columns.titles("tool"), rows, total })
}

/// The decisions by grant.
pub fn by_grant(overview: &Overview, all: &Decided) -> Table {
    let columns = Columns { has_open: all.undetermined > 0, has_reach: false };
    let mut rows: Vec<Vec<String>> =
        overview.grants().into_iter().map(|(name, decided)| columns.row(name, &decided, String::new())).collect();
    if overview.other_grants.calls() > 0 {
        rows.push(columns.row("… and all others".to_owned(), &overview.other_grants, String::new()));
    }
    let total = (rows.len() > 1).then(|| columns.row("all".to_owned(), all, String::new()));
    Table { columns: columns.titles("grant"), rows, total }
}

/// The clauses that denied calls, from a certain one on.
pub fn by_clause(clauses: &[ClauseRow], view: View, sources: &Sources) -> Vec<Part> {
    let time = |time: Option<Time>| time.map_or_else(|| NOTHING.to_owned(), |time| time.to_string());
    let line = |row: &ClauseRow| {
        let (at, text) = match row.place {
            Some(place) => (place_name(place, sources), view.clipped(clause(place, sources))),
            None => (NOTHING.to_owned(), view.clipped(format!("not named: {}", row.tools.join(", ")))),
        };
        let grants = number_of(row.grants, row.has_more_grants);
        vec![at, grouped(row.calls), grants, time(row.first), time(row.last), text]
    };
    let mut parts = Vec::new();
    if !clauses.is_empty() {
        let columns = vec![
            Column::text("at"),
            Column::number("denied"),
            Column::number("grants"),
            Column::text("first"),
            Column::text("last"),
            Column::name("clause"),
        ];
        let rows = clauses.iter().take(view.clauses()).map(line).collect();
        parts.push(Part::Table(Table { columns, rows, total: None }));
    }
    let more = clauses.len().saturating_sub(view.clauses());
    if more > 0 {
        parts.push(Part::Text(format!("… and {} more clauses that denied fewer calls", grouped(more as u64))));
    }
    parts
}

/// The text of a clause. Of a statement that only names a tool, such as `hide`, the whole line.
fn clause(place: Place, sources: &Sources) -> String {
    let text = sources.text(place);
    let source = sources.get(place.source);
    let line = source.slice(source.line(sources.start(place).line));
    one_line(if text.contains(char::is_whitespace) { text } else { line })
}

/// The number of grants that the denials of a tool hit.
fn reached(reach: &Reach) -> String {
    number_of(reach.grants, reach.has_more)
}

/// A number, with a `+` if there may be more.
fn number_of(number: u64, has_more: bool) -> String {
    format!("{}{}", grouped(number), if has_more { "+" } else { "" })
}

/// The columns of decisions.
#[derive(Debug, Clone, Copy)]
struct Columns {
    has_open: bool,
    has_reach: bool,
}

impl Columns {
    fn titles(self, first: &'static str) -> Vec<Column> {
        let mut columns =
            vec![Column::name(first), Column::number("calls"), Column::number("allowed"), Column::number("denied")];
        columns.extend(self.has_open.then_some(Column::number("undetermined")));
        columns.extend(self.has_reach.then_some(Column::number("grants denied")));
        columns
    }

    fn row(self, name: String, decided: &Decided, reach: String) -> Vec<String> {
        let open = self.has_open.then_some(decided.undetermined);
        let counts = [decided.calls(), decided.allowed, decided.denied].into_iter().chain(open);
        std::iter::once(name).chain(counts.map(cell)).chain(self.has_reach.then_some(reach)).collect()
    }
}

fn cell(number: u64) -> String {
    if number == 0 { NOTHING.to_owned() } else { grouped(number) }
}
