//! Types of arguments: whether a path leads to an argument, whether an operator applies to it, and whether a
//! comparison can be both true and false.

mod agree;
mod errors;
mod judge;
mod known;
mod patterns;
mod signature;
mod uses;

use self::agree::{order_by_no_number, use_of};
use self::uses::Uses;

pub use self::known::{ArgumentsOf, Known};
pub use self::patterns::Patterns;

use super::errors::applied;
use super::ir;
use crate::catalog::Lookup;
use crate::diagnostic::Diagnostic;
use crate::vocab::Path;

/// How many mistakes of one tool get a suggestion: finding one is slow, and nobody reads more.
const MAX_SUGGESTIONS: usize = 100;

/// How many distinct paths have a type. A path that does not exist counts as neither.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct ArgumentCount {
    /// The type is known.
    pub typed: usize,
    /// It is not.
    pub unknown: usize,
}

impl ArgumentCount {
    /// Adds those of another tool.
    pub fn add(&mut self, other: Self) {
        self.typed += other.typed;
        self.unknown += other.unknown;
    }
}

impl std::iter::Sum for ArgumentCount {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |sum, count| Self {
            typed: sum.typed + count.typed,
            unknown: sum.unknown + count.unknown,
        })
    }
}

/// Checks the types of a tool's clauses, and returns the mistakes, each with the number of its clause.
pub fn check_body(
    tool: &str,
    arguments: &ArgumentsOf<'_>,
    body: &ir::Body,
    patterns: &mut Patterns,
) -> (Vec<(usize, Diagnostic)>, ArgumentCount) {
    let mut checker = Checker::new(tool, arguments, patterns);
    let mut all = Vec::new();
    for (number, clause) in body.clauses.iter().enumerate() {
        let condition = match &clause.kind {
            ir::ClauseKind::Require { condition, .. } | ir::ClauseKind::Deny { condition: Some(condition), .. } => {
                condition
            }
            ir::ClauseKind::Deny { condition: None, .. } | ir::ClauseKind::Limit(_) => continue,
        };
        checker.condition(condition, true);
        let found = std::mem::take(&mut checker.diagnostics).into_iter();
        checker.reported += found.len();
        all.extend(found.map(|diagnostic| (number, applied(diagnostic, clause.applied_at))));
    }
    (all, checker.count)
}

/// Checks that the arguments of an assert exist. Its types are not checked, because it may be about any call.
pub fn check_paths(tool: &str, arguments: &ArgumentsOf<'_>, condition: &ir::Condition) -> Vec<Diagnostic> {
    let mut patterns = Patterns::default();
    let mut checker = Checker::new(tool, arguments, &mut patterns);
    checker.condition(condition, false);
    checker.diagnostics
}

/// What the arguments of all comparisons in a body may be, in the order of the text.
pub fn admitted(arguments: &ArgumentsOf<'_>, body: &ir::Body) -> Vec<ir::Admits> {
    let known = Known::of(arguments);
    let mut admitted = Vec::new();
    body.each_comparison(&mut |comparison| admitted.push(known.admits(&comparison.path)));
    admitted
}

struct Checker<'a, 'p> {
    tool: &'a str,
    patterns: &'p mut Patterns,
    arguments: Known<'a>,
    uses: Uses<'a, Argument>,
    count: ArgumentCount,
    /// How many mistakes of earlier clauses were reported.
    reported: usize,
    diagnostics: Vec<Diagnostic>,
}

/// What is known about a path.
struct Argument {
    lookup: Lookup,
    /// Whether it takes every use, because it may have any value or its type is not known here.
    takes_every_use: bool,
}

impl<'a, 'p> Checker<'a, 'p> {
    fn new(tool: &'a str, arguments: &ArgumentsOf<'a>, patterns: &'p mut Patterns) -> Self {
        let arguments = Known::of(arguments);
        let uses = Uses::default();
        let count = ArgumentCount::default();
        Self { tool, patterns, arguments, uses, count, reported: 0, diagnostics: Vec::new() }
    }

    /// Checks the comparisons of a condition, in the order of the text; for an assert, only their paths.
    fn condition(&mut self, condition: &'a ir::Condition, with_types: bool) {
        let found = match &condition.kind {
            ir::ConditionKind::Or(parts) | ir::ConditionKind::And(parts) => {
                return parts.iter().for_each(|part| self.condition(part, with_types));
            }
            ir::ConditionKind::Not(inner) => return self.condition(inner, with_types),
            // A guard does not add the entries with an argument that the tool does not have.
            ir::ConditionKind::Comparison(ir::Comparison { admits: ir::Admits::Absent, .. }) => None,
            ir::ConditionKind::Incomplete(incomplete) if incomplete.known.admits == ir::Admits::Absent => None,
            ir::ConditionKind::Comparison(comparison) => self.comparison(comparison, true, with_types),
            ir::ConditionKind::Incomplete(incomplete) => self.incomplete(incomplete, with_types),
        };
        self.diagnostics.extend(found);
    }

    /// A comparison of which a part is not known. What is wrong with the other parts is wrong whatever it is.
    fn incomplete(&mut self, incomplete: &'a ir::Incomplete, with_types: bool) -> Option<Diagnostic> {
        let comparison = &incomplete.known;
        if incomplete.wrong_step.is_none() {
            return self.comparison(comparison, false, with_types);
        }
        let suggest = self.suggests();
        let lookup = incomplete.known_path().map(|path| self.arguments.lookup(&path));
        lookup.and_then(|lookup| self.wrong_path(comparison, &lookup, suggest)).or_else(|| {
            let no_number = order_by_no_number(comparison).filter(|_| with_types)?;
            Some(errors::order_by(comparison, no_number, None))
        })
    }

    fn comparison(
        &mut self,
        comparison: &'a ir::Comparison,
        knows_operand: bool,
        with_types: bool,
    ) -> Option<Diagnostic> {
        let suggest = self.suggests();
        let node = self.argument(&comparison.path);
        let argument = self.uses.get(node)?;
        if let Lookup::Found(typed) = &argument.lookup
            && !typed.is_untyped()
        {
            return with_types.then(|| judge::comparison(comparison, typed, self.patterns, suggest)).flatten();
        }
        if let wrong @ Some(_) = self.wrong_path(comparison, &argument.lookup, suggest) {
            return wrong;
        }
        if !with_types {
            return None;
        }
        if let Some(no_number) = order_by_no_number(comparison) {
            return Some(errors::order_by(comparison, no_number, None));
        }
        let agrees = argument.takes_every_use;
        (!agrees).then(|| self.uses.add(node, &use_of(comparison, knows_operand))).flatten()
    }

    fn wrong_path(&self, comparison: &ir::Comparison, lookup: &Lookup, suggest: bool) -> Option<Diagnostic> {
        match lookup {
            Lookup::Found(_) | Lookup::Unknown => None,
            Lookup::NoSuchMember { step, known, place } => {
                Some(errors::no_such_member(self.tool, comparison, *step, known, *place, suggest))
            }
            Lookup::IntoList { step, place } => Some(errors::into_list(comparison, *step, *place)),
            Lookup::IntoScalar { step, place, words } => Some(errors::into_scalar(comparison, *step, words, *place)),
        }
    }

    fn suggests(&self) -> bool {
        self.reported + self.diagnostics.len() < MAX_SUGGESTIONS
    }

    /// The node of a path, with what is known about it.
    fn argument(&mut self, path: &'a Path) -> uses::Node {
        let node = self.uses.node(path.segments());
        if self.uses.get(node).is_none() {
            let lookup = self.arguments.lookup(path);
            let is_typed = matches!(&lookup, Lookup::Found(argument) if !argument.is_untyped());
            let takes_every_use = !is_typed && self.arguments.takes_every_use(path);
            let argument = Argument { lookup, takes_every_use };
            match &argument.lookup {
                Lookup::Found(argument) if !argument.is_untyped() => self.count.typed += 1,
                Lookup::Unknown if matches!(self.arguments, Known::Any) => {}
                Lookup::Found(_) | Lookup::Unknown => self.count.unknown += 1,
                Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. } => {}
            }
            self.uses.set(node, argument);
        }
        node
    }
}

#[cfg(test)]
mod tests;
