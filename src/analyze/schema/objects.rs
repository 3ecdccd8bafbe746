//! The keywords about objects, as formulas. Each holds for every value of another kind.

use std::collections::BTreeSet;

use super::formula::Translator;
use crate::analyze::formula::{Formula, Paths};
use crate::analyze::term::Term;
use crate::source::json::{Json, JsonKind};

/// How many members are added because every one that is named counts.
const MAX_EAGER: usize = 64;
/// How many members are added because an object needs some of them.
const MAX_CANDIDATES: usize = 12;
/// The most clauses that say how many members an object has.
const MAX_CLAUSES: usize = 256;

impl<'c> Translator<'_, '_, 'c> {
    pub(super) fn objects_met(&mut self, schema: &'c Json, node: usize, depth: usize, parts: &mut Vec<Formula>) {
        for name in names(self.keyword(schema, "required")) {
            let Some(there) = self.child(node, name).map(|child| self.present(child)) else { continue };
            parts.push(self.if_object(node, there));
        }
        self.depending_met(schema, node, depth, parts);
        self.counted_met(schema, node, parts);
        for child in self.concerned(schema, node) {
            for schema in self.of_member(schema, child) {
                parts.push(self.missing_or_met(schema, child, depth));
            }
            if self.is_name_refused(schema, child) {
                parts.push(self.missing(child));
            }
        }
    }

    pub(super) fn objects_unmet(&mut self, schema: &'c Json, node: usize, depth: usize, parts: &mut Vec<Formula>) {
        for name in names(self.keyword(schema, "required")) {
            let left_out = self.child(node, name).map(|child| self.missing(child));
            let object = self.object(node);
            parts.push(Formula::All(std::iter::once(object).chain(left_out).collect()));
        }
        self.depending_unmet(schema, node, depth, parts);
        self.counted_unmet(schema, node, parts);
        for child in self.concerned(schema, node) {
            for schema in self.of_member(schema, child) {
                let there = self.present(child);
                let fails = self.unmet(schema, child, depth);
                parts.push(Formula::All(vec![there, fails]));
            }
        }
        const BEYOND_THE_NAMED: [&str; 4] =
            ["additionalProperties", "patternProperties", "unevaluatedProperties", "propertyNames"];
        if BEYOND_THE_NAMED.iter().any(|key| self.keyword(schema, key).is_some()) {
            parts.push(self.object(node));
        }
    }

    fn depending_met(&mut self, schema: &'c Json, node: usize, depth: usize, parts: &mut Vec<Formula>) {
        for (key, dependent) in self.depending(schema) {
            let Some(child) = self.mentioned(node, key) else { continue };
            let follows: Vec<Formula> = if dependent.elements().is_some() {
                let children = names(Some(dependent)).filter_map(|name| self.child(node, name));
                let children: Vec<_> = children.collect();
                children.into_iter().map(|child| self.present(child)).collect()
            } else {
                vec![self.met(dependent, node, depth)]
            };
            let left_out = self.missing(child);
            parts.push(Formula::Any(vec![left_out, Formula::All(follows)]));
        }
    }

    fn depending_unmet(&mut self, schema: &'c Json, node: usize, depth: usize, parts: &mut Vec<Formula>) {
        for (key, dependent) in self.depending(schema) {
            let Some(child) = self.child(node, key) else {
                parts.push(Formula::always());
                continue;
            };
            let fails: Vec<Formula> = if dependent.elements().is_some() {
                let children = names(Some(dependent)).filter_map(|name| self.child(node, name));
                let children: Vec<_> = children.collect();
                children.into_iter().map(|child| self.missing(child)).collect()
            } else {
                vec![self.unmet(dependent, node, depth)]
            };
            let there = self.present(child);
            parts.push(Formula::All(vec![there, Formula::Any(fails)]));
        }
    }

    /// The members that others depend on, with what depends on them. Drafts before 2019 have one keyword for that, later
    /// ones two others, and not every server reads both.
    fn depending(&self, schema: &'c Json) -> Vec<(&'c str, &'c Json)> {
        const KEYWORDS: [&str; 3] = ["dependencies", "dependentRequired", "dependentSchemas"];
        let keywords = match (self.is_strict(), self.is_old()) {
            (true, _) => &KEYWORDS[..],
            (false, true) => &KEYWORDS[..1],
            (false, false) => &KEYWORDS[1..],
        };
        let members = keywords.iter().filter_map(|key| self.keyword(schema, key)?.members());
        members.flatten().map(|member| (member.key.as_str(), &member.value)).collect()
    }

    /// `minProperties` and `maxProperties`.
    fn counted_met(&mut self, schema: &'c Json, node: usize, parts: &mut Vec<Formula>) {
        if let Some(least) = self.count(schema, "minProperties").filter(|least| *least > 0) {
            let (enough, is_every) = self.at_least(schema, node, least);
            // Calls may have members that are not among the candidates.
            if is_every || self.is_strict() {
                parts.push(self.if_object(node, enough));
            }
        }
        if let Some(most) = self.count(schema, "maxProperties") {
            parts.push(self.at_most(node, most));
        }
    }

    fn counted_unmet(&mut self, schema: &'c Json, node: usize, parts: &mut Vec<Formula>) {
        let object = self.object(node);
        if let Some(most) = self.count(schema, "minProperties").and_then(|least| least.checked_sub(1)) {
            let fewer = self.at_most(node, most);
            parts.push(Formula::All(vec![object.clone(), fewer]));
        }
        if let Some(most) = self.count(schema, "maxProperties") {
            let (more, is_every) = self.at_least(schema, node, most.saturating_add(1));
            let more = if is_every || self.is_strict() { more } else { Formula::always() };
            parts.push(Formula::All(vec![object, more]));
        }
    }

    /// An object has so many members: of each group of the others and one more, one is there. Also whether it can't have
    /// members that do not count here.
    fn at_least(&mut self, schema: &'c Json, node: usize, least: usize) -> (Formula, bool) {
        let (candidates, is_every) = self.candidates(schema, node, least);
        let there: Vec<_> = candidates.iter().map(|child| self.present(*child)).collect();
        let Some(size) = (candidates.len() + 1).checked_sub(least).filter(|size| *size > 0) else {
            return (Formula::never(), is_every);
        };
        match subsets(&there, size) {
            Some(clauses) => (Formula::All(clauses.into_iter().map(Formula::Any).collect()), is_every),
            // The last ones are those that no formula mentions.
            None => (Formula::All(there.into_iter().rev().take(least).collect()), false),
        }
    }

    /// An object has at most so many members that are mentioned: of each group of one more, one is missing.
    fn at_most(&mut self, node: usize, most: usize) -> Formula {
        let children = self.encoder.paths.children(node).to_vec();
        let missing: Vec<_> = children.iter().map(|child| self.missing(*child)).collect();
        let clauses = subsets(&missing, most.saturating_add(1)).unwrap_or_default();
        Formula::All(clauses.into_iter().map(Formula::Any).collect())
    }

    /// The members that an object may have: those that are mentioned, and others, as many as it needs. Also whether it
    /// can't have any more.
    fn candidates(&mut self, schema: &'c Json, node: usize, least: usize) -> (Vec<usize>, bool) {
        let named = self.keyword(schema, "properties").and_then(Json::members).unwrap_or_default();
        let mut names: BTreeSet<String> = self.listed(node).into_iter().collect();
        names.extend(named.iter().map(|member| member.key.clone()));
        let is_open = self.is_open(node);
        let is_possible = |all: &Self, child: &usize| is_open || names.contains(all.encoder.paths.key(*child));
        let mentioned = self.encoder.paths.children(node).to_vec();
        let mut candidates: Vec<_> = mentioned.into_iter().filter(|child| is_possible(self, child)).collect();
        let made_up = ('a'..='z').map(String::from).filter(|_| is_open);
        let wanted = MAX_CANDIDATES.max(least).min(MAX_EAGER);
        for name in names.iter().cloned().chain(made_up) {
            let enough = if names.contains(&name) { wanted } else { least };
            if candidates.len() < enough
                && self.mentioned(node, &name).is_none()
                && let Some(child) = self.child(node, &name)
            {
                candidates.push(child);
            }
        }
        let is_every = !is_open && names.iter().all(|name| self.mentioned(node, name).is_some());
        (candidates, is_every)
    }

    fn count(&self, schema: &'c Json, key: &str) -> Option<usize> {
        let JsonKind::Number(Some(number)) = self.keyword(schema, key)?.kind else { return None };
        number.as_whole().and_then(|whole| usize::try_from(whole).ok())
    }

    /// The members that a schema says something about and that count: those that are mentioned, and in an eager reading
    /// all that it names.
    fn concerned(&mut self, schema: &'c Json, node: usize) -> Vec<usize> {
        if self.eager > 0 {
            let named = self.keyword(schema, "properties").and_then(Json::members).unwrap_or_default();
            for member in named.iter().take(MAX_EAGER) {
                self.child(node, &member.key);
            }
        }
        self.encoder.paths.children(node).to_vec()
    }

    /// The schemas for a member.
    fn of_member(&self, schema: &'c Json, child: usize) -> Vec<&'c Json> {
        let key = self.encoder.paths.key(child);
        let mut all: Vec<_> =
            self.keyword(schema, "properties").and_then(|it| self.keyword(it, key)).into_iter().collect();
        for pattern in self.keyword(schema, "patternProperties").and_then(Json::members).unwrap_or_default() {
            match self.reader.is_match(pattern.key_span, &pattern.key, key) {
                Some(true) => all.push(&pattern.value),
                Some(false) => {}
                // What is said about additional members may not apply.
                None => return all,
            }
        }
        if all.is_empty() {
            all.extend(self.keyword(schema, "additionalProperties"));
        }
        all
    }

    fn is_name_refused(&self, schema: &'c Json, child: usize) -> bool {
        let Some(names) = self.keyword(schema, "propertyNames") else { return false };
        let key = self.encoder.paths.key(child);
        let pattern = self.reader.keyword(names, "pattern").and_then(|it| Some((it.value.span, it.value.text()?)));
        pattern.is_some_and(|(place, pattern)| self.reader.is_match(place, pattern, key) == Some(false))
    }

    fn mentioned(&self, node: usize, key: &str) -> Option<usize> {
        let children = self.encoder.paths.children(node).iter().copied();
        children.into_iter().find(|child| self.encoder.paths.key(*child) == key)
    }

    fn object(&mut self, node: usize) -> Formula {
        self.atom(node, Term::object(), Term { object: false, ..Term::all() })
    }

    /// A formula that has to hold if the value is an object.
    fn if_object(&mut self, node: usize, formula: Formula) -> Formula {
        if node == Paths::ROOT {
            return formula;
        }
        let other = self.atom(node, Term { object: false, ..Term::all() }, Term::object());
        Formula::Any(vec![other, formula])
    }
}

fn names(list: Option<&Json>) -> impl Iterator<Item = &str> {
    list.and_then(Json::elements).unwrap_or_default().iter().filter_map(Json::text)
}

/// Each choice of so many formulas; `None` if there are too many choices.
fn subsets(formulas: &[Formula], size: usize) -> Option<Vec<Vec<Formula>>> {
    if size > formulas.len() {
        return Some(Vec::new());
    }
    let mut all: Vec<(usize, Vec<Formula>)> = vec![(0, Vec::new())];
    for _ in 0..size {
        let mut longer = Vec::new();
        for (next, some) in &all {
            for (index, formula) in formulas.iter().enumerate().skip(*next) {
                longer.push((index + 1, some.iter().chain([formula]).cloned().collect()));
            }
        }
        if longer.len() > MAX_CLAUSES {
            return None;
        }
        all = longer;
    }
    Some(all.into_iter().map(|(_, some)| some).collect())
}
