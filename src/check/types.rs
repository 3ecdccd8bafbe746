//! Types of arguments: whether a path leads to an argument, whether an operator applies to it, and whether a
//! comparison can be both true and false.

mod agree;
mod errors;
mod judge;
mod patterns;
mod signature;
mod uses;

use self::agree::{order_by_no_number, use_of};
use self::uses::Uses;

pub use self::patterns::Patterns;

use super::errors::applied;
use super::ir;
use crate::catalog::schema::Reader;
use crate::catalog::{self, Lookup};
use crate::diagnostic::Diagnostic;
use crate::source::SourceId;
use crate::syntax::tree;
use crate::vocab::{Kind, Kinds, Path};

/// How many mistakes of one tool get a suggestion: finding one is slow, and nobody reads more.
const MAX_SUGGESTIONS: usize = 100;

/// Where the types of a tool's arguments come from.
#[derive(Debug, Clone, Copy)]
pub enum ArgumentsOf<'a> {
    /// The catalog's `inputSchema`; without one they are unknown.
    Catalog(&'a catalog::Catalog, catalog::Tool<'a>),
    /// The signature, and the file that it is in.
    Signature(&'a tree::Signature, SourceId),
    /// Nothing is known, so their uses must agree.
    Unknown,
    /// They may have types that are not known here: those of a rule that no tool applies, or of a catalog that could
    /// not be read.
    Any,
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
pub fn check_body(
    tool: &str,
    arguments: &ArgumentsOf<'_>,
    body: &ir::Body,
    patterns: &mut Patterns,
) -> (Vec<Diagnostic>, ArgumentCount) {
    let mut checker = Checker::new(tool, arguments, patterns);
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
    let mut patterns = Patterns::default();
    let mut checker = Checker::new(tool, arguments, &mut patterns);
    checker.condition(condition, false);
    checker.diagnostics
}

/// What the arguments of all comparisons in a body may be, in the order of the text.
pub fn admitted(arguments: &ArgumentsOf<'_>, body: &ir::Body) -> Vec<ir::Admits> {
    let arguments = Arguments::of(arguments);
    let mut admitted = Vec::new();
    body.each_comparison(&mut |comparison| {
        admitted.push(match arguments.lookup(&comparison.path) {
            Lookup::Found(argument) if !argument.is_untyped() => admits(argument.kinds()),
            Lookup::Found(_)
            | Lookup::Unknown
            | Lookup::NoSuchMember { .. }
            | Lookup::IntoList { .. }
            | Lookup::IntoScalar { .. } => ir::Admits::Anything,
        });
    });
    admitted
}

fn admits(kinds: Kinds) -> ir::Admits {
    let null = Kinds::of(Kind::Null);
    let or_null = kinds.has(Kind::Null);
    let are_only = |kind| kinds == Kinds::of(kind) || kinds == Kinds::of(kind).or(null);
    if are_only(Kind::Number) {
        ir::Admits::Numbers { or_null }
    } else if are_only(Kind::String) {
        ir::Admits::Texts { or_null }
    } else {
        ir::Admits::Anything
    }
}

struct Checker<'a, 'p> {
    tool: &'a str,
    patterns: &'p mut Patterns,
    arguments: Arguments<'a>,
    uses: Uses<'a, Argument>,
    count: ArgumentCount,
    diagnostics: Vec<Diagnostic>,
}

/// What is known about a path.
struct Argument {
    lookup: Lookup,
    /// Whether it takes every use, because it may have any value or its type is not known here.
    takes_every_use: bool,
}

/// Types, ready to be asked about many paths.
enum Arguments<'a> {
    Schema(Box<Reader<'a>>),
    Signature(signature::Reader<'a>),
    Unknown,
    Any,
}

impl<'a> Arguments<'a> {
    fn of(arguments: &ArgumentsOf<'a>) -> Self {
        match arguments {
            ArgumentsOf::Catalog(_, tool) => match tool.input_schema {
                Some(schema) => Arguments::Schema(Box::new(schema.reader())),
                None => Arguments::Unknown,
            },
            ArgumentsOf::Signature(signature, source) => {
                Arguments::Signature(signature::Reader::new(signature, *source))
            }
            ArgumentsOf::Unknown => Arguments::Unknown,
            ArgumentsOf::Any => Arguments::Any,
        }
    }

    fn lookup(&self, path: &Path) -> Lookup {
        match self {
            Arguments::Schema(schema) => schema.lookup(path),
            Arguments::Signature(signature) => signature.lookup(path),
            Arguments::Unknown | Arguments::Any => Lookup::Unknown,
        }
    }

    fn takes_every_use(&self, path: &Path) -> bool {
        match self {
            Arguments::Signature(signature) => signature.says_any(path),
            Arguments::Schema(schema) => says_any(schema, path),
            Arguments::Any => true,
            Arguments::Unknown => false,
        }
    }
}

/// Whether a schema lists a path, or something on the way, and allows any value there.
fn says_any(schema: &Reader<'_>, path: &Path) -> bool {
    let beginnings = (1..=path.segments().len()).map(|steps| path.segments().iter().take(steps).cloned().collect());
    let mut lookups = beginnings.filter_map(Path::new).map(|path| schema.lookup(&path));
    lookups.find_map(|lookup| match lookup {
        Lookup::Found(argument) => argument.is_untyped().then_some(true),
        Lookup::Unknown | Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. } => {
            Some(false)
        }
    }) == Some(true)
}

impl<'a, 'p> Checker<'a, 'p> {
    fn new(tool: &'a str, arguments: &ArgumentsOf<'a>, patterns: &'p mut Patterns) -> Self {
        let arguments = Arguments::of(arguments);
        let uses = Uses::default();
        Self { tool, patterns, arguments, uses, count: ArgumentCount::default(), diagnostics: Vec::new() }
    }

    /// Checks the comparisons of a condition, in the order of the text; for an assert, only their paths.
    fn condition(&mut self, condition: &'a ir::Condition, with_types: bool) {
        let found = match &condition.kind {
            ir::ConditionKind::Or(parts) | ir::ConditionKind::And(parts) => {
                return parts.iter().for_each(|part| self.condition(part, with_types));
            }
            ir::ConditionKind::Not(inner) => return self.condition(inner, with_types),
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
        self.diagnostics.len() < MAX_SUGGESTIONS
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
                Lookup::Unknown if matches!(self.arguments, Arguments::Any) => {}
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
