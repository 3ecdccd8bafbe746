//! The keywords that combine schemas, as formulas.

use super::formula::Translator;
use super::rules::term;
use crate::analyze::formula::Formula;
use crate::analyze::term::Term;
use crate::catalog::types::Alternative;
use crate::source::json::Json;

/// A `oneOf` with more schemas than this is not compared pair by pair.
const MAX_ONE_OF: usize = 8;

impl<'c> Translator<'_, '_, 'c> {
    pub(super) fn combined_met(&mut self, schema: &'c Json, node: usize, depth: usize, parts: &mut Vec<Formula>) {
        if let Some(reference) = self.keyword(schema, "$ref") {
            parts.push(self.referred(reference, node, |all, target| all.met(target, node, depth)));
        }
        for part in self.several(schema, "allOf") {
            parts.push(self.met(part, node, depth));
        }
        for key in ["anyOf", "oneOf"] {
            let Some(member) = self.reader.keyword(schema, key) else { continue };
            if let Some(constants) = self.constants(schema, key) {
                let holds = term(self.encoder, &constants, self.reading);
                parts.push(self.atom(node, holds, Term::all()));
                continue;
            }
            let schemas = member.value.elements().unwrap_or_default();
            if key == "oneOf" && schemas.len() <= MAX_ONE_OF {
                parts.push(self.one_met(schemas, node, depth));
            } else if !schemas.is_empty() {
                parts.push(Formula::Any(schemas.iter().map(|one| self.met(one, node, depth)).collect()));
            }
        }
        if let Some(not) = self.keyword(schema, "not") {
            parts.push(self.unmet(not, node, depth));
        }
        if let Some(condition) = self.keyword(schema, "if") {
            let cases = [(true, self.keyword(schema, "then")), (false, self.keyword(schema, "else"))];
            let cases = cases.map(|(is_met, branch)| {
                let condition = self.decided(condition, node, is_met, depth);
                let branch = branch.map_or_else(Formula::always, |branch| self.met(branch, node, depth));
                Formula::All(vec![condition, branch])
            });
            parts.push(Formula::Any(cases.into()));
        }
    }

    pub(super) fn combined_unmet(&mut self, schema: &'c Json, node: usize, depth: usize, parts: &mut Vec<Formula>) {
        if let Some(reference) = self.keyword(schema, "$ref") {
            parts.push(self.referred(reference, node, |all, target| all.unmet(target, node, depth)));
        }
        for part in self.several(schema, "allOf") {
            parts.push(self.unmet(part, node, depth));
        }
        for key in ["anyOf", "oneOf"] {
            let schemas: Vec<_> = self.several(schema, key).collect();
            if !schemas.is_empty() {
                parts.push(Formula::All(schemas.iter().map(|one| self.unmet(one, node, depth)).collect()));
            }
            if key == "oneOf" {
                // Two of them may be met.
                parts.extend((schemas.len() > 1).then(Formula::always));
            }
        }
        if let Some(not) = self.keyword(schema, "not") {
            parts.push(self.met(not, node, depth));
        }
        if let Some(condition) = self.keyword(schema, "if") {
            for (is_met, key) in [(true, "then"), (false, "else")] {
                let Some(branch) = self.keyword(schema, key) else { continue };
                let condition = self.decided(condition, node, is_met, depth);
                parts.push(Formula::All(vec![condition, self.unmet(branch, node, depth)]));
            }
        }
    }

    /// What the schema of a `$ref` says. One that refers to itself at the same value says nothing.
    fn referred(
        &mut self,
        reference: &'c Json,
        node: usize,
        says: impl FnOnce(&mut Self, &'c Json) -> Formula,
    ) -> Formula {
        let target = self.reader.target(reference);
        let Some(target) = target.filter(|target| !self.referring.contains(&(target.span, node))) else {
            return Formula::always();
        };
        self.referring.push((target.span, node));
        let formula = says(self, target);
        self.referring.pop();
        formula
    }

    /// Exactly one of some schemas is met.
    fn one_met(&mut self, schemas: &'c [Json], node: usize, depth: usize) -> Formula {
        self.eager += 1;
        let unmet: Vec<_> = schemas.iter().map(|one| self.unmet(one, node, depth)).collect();
        let only = |(index, one): (usize, &'c Json)| {
            let others = unmet.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, unmet)| unmet.clone());
            Formula::All(std::iter::once(self.met(one, node, depth)).chain(others).collect())
        };
        let ways = schemas.iter().enumerate().map(only).collect();
        self.eager -= 1;
        Formula::Any(ways)
    }

    fn decided(&mut self, condition: &'c Json, node: usize, is_met: bool, depth: usize) -> Formula {
        self.eager += 1;
        let formula = if is_met { self.met(condition, node, depth) } else { self.unmet(condition, node, depth) };
        self.eager -= 1;
        formula
    }

    fn constants(&self, schema: &'c Json, key: &str) -> Option<Alternative> {
        self.reader.constants(self.reader.keyword(schema, key)?)
    }

    fn several(&self, schema: &'c Json, key: &str) -> impl Iterator<Item = &'c Json> + use<'c> {
        self.keyword(schema, key).and_then(Json::elements).unwrap_or_default().iter()
    }
}
