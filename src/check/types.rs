//! Types of arguments: whether a path leads to an argument, whether an operator applies to it, and whether a
//! comparison can be both true and false.

mod agree;
mod errors;
mod judge;
mod signature;

use std::collections::HashMap;

use self::agree::{Uses, order_by_no_number};
use super::errors::applied;
use super::ir;
use crate::catalog::schema::Reader;
use crate::catalog::{self, Lookup};
use crate::diagnostic::Diagnostic;
use crate::source::SourceId;
use crate::syntax::tree;
use crate::vocab::Path;

/// How many mistakes of one tool get a suggestion: finding one is slow, and nobody reads more.
const MAX_SUGGESTIONS: usize = 100;

/// Where the types of a tool's arguments come from.
#[derive(Debug, Clone, Copy)]
pub enum ArgumentsOf<'a> {
    /// The catalog's `inputSchema`; without one they are unknown.
    Catalog(&'a catalog::Catalog, catalog::Tool<'a>),
    /// The signature, and the file that it is in.
    Signature(&'a tree::Signature, SourceId),
    /// Nothing is known.
    Unknown,
}

/// How many distinct paths have a type. A path that does not exist counts as neither.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct ArgumentCount {
    /// The type is known.
    pub typed: usize,
    /// It is not.
    pub unknown: usize,
}

impl std::iter::Sum for ArgumentCount {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |sum, count| Self {
            typed: sum.typed + count.typed,
            unknown: sum.unknown + count.unknown,
        })
    }
}

/// Checks the types of a tool's clauses.
pub fn check_body(tool: &str, arguments: &ArgumentsOf<'_>, body: &ir::Body) -> (Vec<Diagnostic>, ArgumentCount) {
    let mut checker = Checker::new(tool, arguments);
    for clause in &body.clauses {
        let condition = match &clause.kind {
            ir::ClauseKind::Require { condition, .. } | ir::ClauseKind::Deny { condition: Some(condition), .. } => {
                condition
            }
            ir::ClauseKind::Deny { condition: None, .. } | ir::ClauseKind::Limit(_) => continue,
        };
        let before = checker.diagnostics.len();
        checker.condition(condition, true);
        let found = checker.diagnostics.split_off(before);
        checker.diagnostics.extend(found.into_iter().map(|diagnostic| applied(diagnostic, clause.applied_at)));
    }
    (checker.diagnostics, checker.count)
}

/// Checks that the arguments of an assert exist. Its types are not checked, because it may be about any call.
pub fn check_paths(tool: &str, arguments: &ArgumentsOf<'_>, condition: &ir::Condition) -> Vec<Diagnostic> {
    let mut checker = Checker::new(tool, arguments);
    checker.condition(condition, false);
    checker.diagnostics
}

struct Checker<'a> {
    tool: &'a str,
    arguments: Arguments<'a>,
    paths: HashMap<&'a Path, Argument>,
    count: ArgumentCount,
    diagnostics: Vec<Diagnostic>,
}

/// What is known about a path, and if that is nothing, how it was used so far.
struct Argument {
    lookup: Lookup,
    /// Whether its signature says `any`.
    stated_any: bool,
    uses: Uses,
}

/// Types, ready to be asked about many paths.
enum Arguments<'a> {
    Schema(Box<Reader<'a>>),
    Signature(signature::Reader<'a>),
    Unknown,
}

impl<'a> Checker<'a> {
    fn new(tool: &'a str, arguments: &ArgumentsOf<'a>) -> Self {
        let arguments = match arguments {
            ArgumentsOf::Catalog(_, tool) => match tool.input_schema {
                Some(schema) => Arguments::Schema(Box::new(schema.reader())),
                None => Arguments::Unknown,
            },
            ArgumentsOf::Signature(signature, source) => {
                Arguments::Signature(signature::Reader::new(signature, *source))
            }
            ArgumentsOf::Unknown => Arguments::Unknown,
        };
        Self { tool, arguments, paths: HashMap::new(), count: ArgumentCount::default(), diagnostics: Vec::new() }
    }

    /// Checks the comparisons of a condition, in the order of the text; for an assert, only their paths.
    fn condition(&mut self, condition: &'a ir::Condition, with_types: bool) {
        match &condition.kind {
            ir::ConditionKind::Or(parts) | ir::ConditionKind::And(parts) => {
                parts.iter().for_each(|part| self.condition(part, with_types));
            }
            ir::ConditionKind::Not(inner) => self.condition(inner, with_types),
            ir::ConditionKind::Comparison(comparison) => {
                let suggest = self.diagnostics.len() < MAX_SUGGESTIONS;
                let found = self.comparison(comparison, with_types, suggest);
                self.diagnostics.extend(found);
            }
        }
    }

    fn comparison(&mut self, comparison: &'a ir::Comparison, with_types: bool, suggest: bool) -> Option<Diagnostic> {
        let tool = self.tool;
        let argument = self.argument(&comparison.path);
        match &argument.lookup {
            Lookup::Found(typed) if !typed.is_untyped() => {
                with_types.then(|| judge::comparison(comparison, typed, suggest)).flatten()
            }
            Lookup::Found(_) | Lookup::Unknown if argument.stated_any => {
                let no_number = order_by_no_number(comparison).filter(|_| with_types)?;
                Some(errors::order_by(comparison, no_number, None))
            }
            Lookup::Found(_) | Lookup::Unknown => with_types.then(|| argument.uses.add(comparison)).flatten(),
            Lookup::NoSuchMember { step, known, place } => {
                Some(errors::no_such_member(tool, comparison, *step, known, *place, suggest))
            }
            Lookup::IntoList { step, place } => Some(errors::into_list(comparison, *step, *place)),
            Lookup::IntoScalar { step, place, words } => Some(errors::into_scalar(comparison, *step, words, *place)),
        }
    }

    fn argument(&mut self, path: &'a Path) -> &mut Argument {
        let (arguments, count) = (&self.arguments, &mut self.count);
        self.paths.entry(path).or_insert_with(|| {
            let lookup = match arguments {
                Arguments::Schema(schema) => schema.lookup(path),
                Arguments::Signature(signature) => signature.lookup(path),
                Arguments::Unknown => Lookup::Unknown,
            };
            match &lookup {
                Lookup::Found(argument) if !argument.is_untyped() => count.typed += 1,
                Lookup::Found(_) | Lookup::Unknown => count.unknown += 1,
                Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. } => {}
            }
            let stated_any = match arguments {
                Arguments::Signature(signature) => signature.says_any(path),
                Arguments::Schema(_) | Arguments::Unknown => false,
            };
            Argument { lookup, stated_any, uses: Uses::default() }
        })
    }
}

#[cfg(test)]
mod tests;
