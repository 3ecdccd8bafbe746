//! Slips: what people write by habit, from other languages or from what they say, and the way out of each.
//!
//! The tables have a row for each. When a place can't be read, the rows are compared with the text around it, and the
//! first that fits gives the help. To add a slip, add a row: its example is run by the tests.

mod slip;
mod tokens;
mod pattern;
mod index;
mod proposal;
mod meanings;
mod outside;
mod types;
mod steps;
mod limits;
mod items;
mod headers;
mod definitions;
mod guards;
mod statements;
mod targets;
mod clauses;
mod paths;
mod texts;
mod lists;
mod presence;
mod operators;
mod values;
mod conditions;
mod joints;
mod names;
mod fallbacks;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use self::index::Index;
use self::pattern::Found;
use self::slip::{Proposal, Slip, Table};
use self::tokens::Tokens;
use crate::diagnostic::{did_you_mean, listed, nearest, quoted};

pub use self::slip::Place;
pub use self::tokens::sign_at;

/// All slips. Of several that fit, the first is taken.
const TABLES: &[&Table] = &[
    &outside::CONDITIONS,
    &outside::CLAUSES,
    &outside::ITEMS,
    &outside::BLOCKS,
    &types::TABLE,
    &steps::TABLE,
    &steps::STARTS,
    &steps::BLOCKS,
    &limits::TABLE,
    &guards::ITEMS,
    &items::TABLE,
    &headers::DEFAULTS,
    &headers::TABLE,
    &definitions::LETS,
    &definitions::TABLE,
    &guards::TABLE,
    &statements::TABLE,
    &targets::TABLE,
    &clauses::TABLE,
    &clauses::BLOCKS,
    &paths::TABLE,
    &texts::TABLE,
    &lists::TABLE,
    &presence::TABLE,
    &operators::TABLE,
    &presence::BARE,
    &values::TABLE,
    &conditions::TABLE,
    &joints::TABLE,
    &joints::JOINED,
    &joints::BECAUSE,
    &joints::MESSAGES,
    &names::TABLE,
];

/// Slips that are only looked for where no keyword is meant.
const LAST: &[&Table] = &[
    &names::LAST,
    &names::STEPS,
    &limits::LAST,
    &fallbacks::TABLE,
    &fallbacks::CONDITIONS,
    &fallbacks::INSIDE,
    &fallbacks::CLAUSES,
    &fallbacks::ITEMS,
    &fallbacks::STEPS,
];

/// The help for a place that can't be read, if people often write what is there. A word that is meant to be one of the
/// `keywords` may be a slip of the last tables otherwise.
pub fn way_out(text: &str, offset: usize, places: &[Place], keywords: &[&'static str]) -> Option<String> {
    static FIRST: LazyLock<Index> = LazyLock::new(|| Index::of(TABLES));
    static THEN: LazyLock<Index> = LazyLock::new(|| Index::of(LAST));
    let tokens = Tokens::around(text, offset);
    let mut places = places.to_vec();
    if is_in_test(&tokens) {
        places.push(Place::Test);
    }
    let by = |index: &Index| index.find(&tokens, &places).map(|(slip, found)| help(slip, &found));
    let word = tokens.all.get(tokens.mistake).filter(|token| token.start == offset).map_or("", |token| token.text);
    by(&FIRST).or_else(|| nearest(word, keywords.iter().copied()).map(did_you_mean)).or_else(|| by(&THEN))
}

/// Whether the mistake is on the line of a call of a test.
fn is_in_test(tokens: &Tokens<'_>) -> bool {
    let before = tokens.all.get(..tokens.mistake).unwrap_or_default();
    let line = before.iter().rposition(|token| token.starts_line).unwrap_or(0);
    let words = before.get(line..).unwrap_or_default();
    let starts = |steps: &[&str]| words.first().is_some_and(|first| steps.iter().any(|step| first.is_word(step)));
    starts(&["at", "after", "as"]) || words.iter().any(|token| token.is_word("call"))
}

fn help(slip: &Slip, found: &Found<'_, '_>) -> String {
    let proposal = match slip.write {
        Proposal::Code(code) => listed(&quoted(code.lines().map(|line| proposal::filled(line, found))), "and"),
        Proposal::Elsewhere(_) => String::new(),
    };
    proposal::filled(slip.help, found).replace("{}", &proposal)
}
