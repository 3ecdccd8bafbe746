//! The names that a policy and its includes define: lets and rules, each in their own namespace.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::diagnostics::Diagnostics;
use super::errors;
use super::includes::Reading;
use super::lets::{self, Let};
use super::meaning::Named;
use crate::source::{Place, SourceId};
use crate::syntax::tree::{self, ItemKind};

/// All lets and rules.
pub struct Names<'t> {
    /// The lets, in the order of the text, without duplicates.
    pub let_names: Vec<&'t str>,
    /// The rules, in the same order, with those that nothing can apply.
    pub rules: Vec<Rule<'t>>,
    /// Some name may be missing because its item could not be read.
    pub lost: bool,
    lets: HashMap<&'t str, Named<'t>>,
    rules_by_name: HashMap<&'t str, usize>,
}

/// A rule, and the file that it is in.
#[derive(Debug, Clone, Copy)]
pub struct Rule<'t> {
    /// The file.
    pub source: SourceId,
    /// The rule.
    pub tree: &'t tree::Rule,
}

impl<'t> Names<'t> {
    /// The names of all files that were read.
    pub fn of(reading: &'t Reading, diagnostics: &mut Diagnostics) -> Self {
        let mut names = Self {
            let_names: Vec::new(),
            rules: Vec::new(),
            lost: reading.lost.names,
            lets: HashMap::new(),
            rules_by_name: HashMap::new(),
        };
        let mut all_lets = Vec::new();
        for (source, file) in reading.in_order() {
            for item in &file.items {
                if let ItemKind::Let(item) = &item.kind {
                    all_lets.push(Let { source, tree: item });
                } else if let ItemKind::Rule(rule) = &item.kind {
                    names.add_rule(source, rule, diagnostics);
                }
            }
        }
        names.add_lets(&all_lets, diagnostics);
        names
    }

    /// The meaning of a let.
    pub fn named(&self, name: &str) -> Option<&Named<'t>> {
        self.lets.get(name)
    }

    /// The number of a rule in [`Names::rules`].
    pub fn rule_index(&self, name: &str) -> Option<usize> {
        self.rules_by_name.get(name).copied()
    }

    fn add_lets(&mut self, all: &[Let<'t>], diagnostics: &mut Diagnostics) {
        let mut first_places = HashMap::new();
        let mut lets = Vec::new();
        for item in all {
            let name = item.tree.name.text.as_str();
            match first_places.entry(name) {
                Entry::Occupied(first) => {
                    diagnostics.push(errors::duplicate_name("let", name, item.place(), *first.get()));
                }
                Entry::Vacant(free) => {
                    free.insert(item.place());
                    self.let_names.push(name);
                    lets.push(*item);
                }
            }
        }
        self.lets = lets::meanings(&lets, self.lost, diagnostics);
    }

    fn add_rule(&mut self, source: SourceId, rule: &'t tree::Rule, diagnostics: &mut Diagnostics) {
        // What is left of an item whose head could not be read. Nothing can apply it.
        if rule.name.text.is_empty() {
            self.rules.push(Rule { source, tree: rule });
            return;
        }
        match self.rules_by_name.entry(&rule.name.text) {
            Entry::Occupied(first) => {
                let first = self.rules.get(*first.get()).map(Rule::place);
                let place = rule.name.span.of(source);
                diagnostics.push(errors::duplicate_name("rule", &rule.name.text, place, first.unwrap_or(place)));
                // Nothing can apply the second one, but its own mistakes are found.
                self.rules.push(Rule { source, tree: rule });
            }
            Entry::Vacant(free) => {
                free.insert(self.rules.len());
                self.rules.push(Rule { source, tree: rule });
            }
        }
    }
}

impl Rule<'_> {
    /// The place of its name.
    pub fn place(&self) -> Place {
        self.tree.name.span.of(self.source)
    }
}
