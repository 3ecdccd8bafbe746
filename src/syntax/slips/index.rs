//! The slips by the word at the mistake, since a file may have ten thousand mistakes.

use std::collections::HashMap;

use super::pattern::{self, Found};
use super::slip::{Place, Slip, Table};
use super::tokens::{Token, Tokens};

/// The slips of some tables, in their order.
pub struct Index {
    rows: Vec<Row>,
    /// The rows that want a certain word or sign at the mistake.
    by_word: HashMap<&'static str, Vec<usize>>,
    /// The others.
    others: Vec<usize>,
}

struct Row {
    place: Place,
    slip: &'static Slip,
    elements: Vec<&'static str>,
}

impl Index {
    pub fn of(tables: &[&'static Table]) -> Self {
        let rows: Vec<Row> = tables.iter().flat_map(|table| table.slips.iter().map(|slip| row(table, slip))).collect();
        let (mut by_word, mut others) = (HashMap::<_, Vec<usize>>::new(), Vec::new());
        for (index, row) in rows.iter().enumerate() {
            match row.elements.iter().find_map(|element| element.strip_prefix('▸')) {
                Some(marked) if pattern::is_literal(marked) => {
                    for word in pattern::alternatives(marked) {
                        by_word.entry(pattern::without_star(word)).or_default().push(index);
                    }
                }
                Some(_) | None => others.push(index),
            }
        }
        Self { rows, by_word, others }
    }

    /// The first slip that fits.
    pub fn find<'t>(&self, tokens: &'t Tokens<'t>, places: &[Place]) -> Option<(&'static Slip, Found<'t, 'static>)> {
        // Where an item, a clause or a step begins, what comes before it was read.
        let begins = [Place::Item, Place::Clause, Place::Step].iter().any(|place| places.contains(place));
        let candidates = self.candidates(tokens.all.get(tokens.mistake));
        let mut rows = candidates.into_iter().filter_map(|index| self.rows.get(index));
        rows.find_map(|row| {
            let fits = row.place == Place::Any || places.contains(&row.place);
            let starts =
                || row.is_about_beginnings() || row.elements.iter().position(|e| e.starts_with('▸')) == row.start();
            if !fits || begins && !starts() {
                return None;
            }
            Some((row.slip, pattern::find(&row.elements, tokens)?))
        })
    }

    fn candidates(&self, token: Option<&Token<'_>>) -> Vec<usize> {
        let mut candidates = self.others.clone();
        if let Some(token) = token {
            let folded = pattern::fold(token.text);
            let first = folded.split('.').next().unwrap_or_default();
            for word in [token.text, &folded, first] {
                candidates.extend(self.by_word.get(word).into_iter().flatten());
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }
}

impl Row {
    fn is_about_beginnings(&self) -> bool {
        matches!(self.place, Place::Item | Place::Clause | Place::Step)
    }

    /// Where the mistake is in a pattern that says nothing about what comes before it.
    fn start(&self) -> Option<usize> {
        Some(usize::from(self.elements.first() == Some(&"START")))
    }
}

fn row(table: &Table, slip: &'static Slip) -> Row {
    Row { place: table.place, slip, elements: slip.written.split(' ').collect() }
}
