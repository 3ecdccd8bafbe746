//! The tools that targets are about: every name, in the order of their bytes, and which of them a pattern or
//! `every` can match.

use std::collections::HashMap;
use std::rc::Rc;

use super::context::Context;
use super::errors::tools::{self as errors, Covers};
use super::includes::Reading;
use super::statements::Statement;
use super::types::ArgumentsOf;
use crate::catalog::Catalog;
use crate::diagnostic::Code;
use crate::source::{Place, SourceId};
use crate::syntax::tree::{self, Lost, Target, TargetKind};
use crate::vocab::{Category, NamePattern};

/// The work of finding the tools that patterns match, in characters compared. Otherwise as many patterns as
/// tools would take the square of their number.
const MAX_WORK: usize = 1_000_000_000;
/// The work of looking at one tool that a target matches, in the same unit.
const WORK_OF_A_TOOL: usize = 8;

/// The number of a tool in [`Tools::names`].
pub type ToolId = u32;

/// All tools.
pub struct Tools<'t> {
    /// Their names, sorted.
    pub names: Vec<&'t str>,
    /// The catalog, if there is one.
    pub catalog: Option<&'t Catalog>,
    lost: Lost,
    /// Whether the arguments of a rule may have types here, or in the policies that include it.
    may_have_types: bool,
    /// Which of them patterns and `every` can match.
    ranged: Vec<bool>,
    is_ranged_over: bool,
    /// Which of them the patterns of guards can match.
    guardable: Vec<bool>,
    matched: HashMap<(&'t str, Range), Rc<[ToolId]>>,
    rated: HashMap<(Category, Range), Rc<[ToolId]>>,
    work: usize,
    gave_up: bool,
}

/// The tools that a pattern or `every` can match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Range {
    /// Those of the catalog, or without one, those that are rated by name.
    Statements,
    /// Those of the catalog and those that can be called; for `every`, all that are rated.
    Guards,
}

/// The tools that a target means.
#[derive(Debug, Clone)]
pub enum Meant {
    /// The one that it names.
    One(ToolId),
    /// Those that it matches.
    Many(Rc<[ToolId]>),
}

impl Meant {
    /// The tools.
    pub fn ids(&self) -> &[ToolId] {
        match self {
            Meant::One(id) => std::slice::from_ref(id),
            Meant::Many(ids) => ids,
        }
    }
}

impl<'t> Tools<'t> {
    /// The tools of the catalog, and those that a target of a statement or of another item names. Patterns match those of the catalog, or
    /// without one, those that are rated by name.
    pub fn of(reading: &'t Reading, statements: &[Statement<'t>], others: impl Iterator<Item = &'t Target>) -> Self {
        let catalog = reading.catalog.as_ref();
        let said = statements.iter().flat_map(|statement| statement.targets);
        let listed = catalog.into_iter().flat_map(Catalog::names);
        let mut names: Vec<&str> = listed.chain(said.chain(others).filter_map(name_of)).collect();
        names.sort_unstable();
        names.dedup();
        let rated = statements.iter().filter(|statement| statement.rating.is_some());
        let rated = rated.flat_map(|statement| statement.targets).filter_map(name_of);
        let in_range: Vec<&str> =
            if catalog.is_some() { catalog.into_iter().flat_map(Catalog::names).collect() } else { rated.collect() };
        let mut tools = Self {
            ranged: vec![false; names.len()],
            is_ranged_over: catalog.is_some() || !in_range.is_empty(),
            guardable: Vec::new(),
            names,
            catalog,
            lost: reading.lost,
            may_have_types: reading.is_part() || statements.iter().any(Statement::has_signature),
            matched: HashMap::new(),
            rated: HashMap::new(),
            work: MAX_WORK,
            gave_up: false,
        };
        for name in in_range {
            if let Some(ranged) = tools.id(name).and_then(|id| tools.ranged.get_mut(id as usize)) {
                *ranged = true;
            }
        }
        tools
    }

    /// The name of a tool.
    pub fn name(&self, id: ToolId) -> &'t str {
        self.names.get(id as usize).copied().unwrap_or_default()
    }

    /// The number of a name.
    pub fn id(&self, name: &str) -> Option<ToolId> {
        self.names.binary_search(&name).ok().map(|index| index as ToolId)
    }

    /// Whether the catalog lists a tool.
    pub fn is_listed(&self, id: ToolId) -> bool {
        self.catalog.is_some_and(|catalog| catalog.tool(self.name(id)).is_some())
    }

    /// Whether there is no reason to think that these tools do not exist: no catalog that leaves one out.
    pub fn are_known(&self, ids: &[ToolId]) -> bool {
        self.catalog.is_none() || self.lost.tools || ids.iter().all(|id| self.is_listed(*id))
    }

    /// Whether all tools and their states could be read, but perhaps only the first page of the catalog.
    pub fn is_complete(&self) -> bool {
        !self.lost.ratings && (self.catalog.is_some() || !self.lost.tools)
    }

    /// Sets the categories of the tools. From then on, `every` can be resolved.
    pub fn set_categories(&mut self, category_of: impl Fn(ToolId) -> Option<Category>) {
        let mut rated: HashMap<(Category, Range), Vec<ToolId>> = HashMap::new();
        for (id, is_ranged) in (0..).zip(&self.ranged) {
            let Some(category) = category_of(id) else { continue };
            rated.entry((category, Range::Guards)).or_default().push(id);
            if *is_ranged {
                rated.entry((category, Range::Statements)).or_default().push(id);
            }
        }
        self.rated = rated.into_iter().map(|(category, ids)| (category, ids.into())).collect();
    }

    /// Sets which tools can be called. From then on, the targets of guards can be resolved.
    pub fn set_callable(&mut self, is_callable: impl Fn(ToolId) -> bool) {
        let is_listed = |name: &str| self.catalog.is_some_and(|catalog| catalog.tool(name).is_some());
        self.guardable = (0..).zip(&self.names).map(|(id, name)| is_callable(id) || is_listed(name)).collect();
    }

    /// The tools that a target means; none if it is wrong, which is reported if `is_strict`.
    pub fn meant(&mut self, context: &mut Context<'t>, target: &'t Target, place: Place, is_strict: bool) -> Meant {
        self.meant_in(context, target, place, (is_strict, Range::Statements))
    }

    /// The same for a target of a guard, which covers tools that can be called, too.
    pub fn guarded(&mut self, context: &mut Context<'t>, target: &'t Target, place: Place, is_strict: bool) -> Meant {
        self.meant_in(context, target, place, (is_strict, Range::Guards))
    }

    fn meant_in(
        &mut self,
        context: &mut Context<'t>,
        target: &'t Target,
        place: Place,
        (is_strict, range): (bool, Range),
    ) -> Meant {
        let ids = match &target.kind {
            TargetKind::Name(name) => return self.named(context, name, place, is_strict),
            TargetKind::Pattern(pattern) => self.matching(pattern, range),
            TargetKind::Every(category) => Some(self.rated.get(&(*category, range)).cloned().unwrap_or_default()),
        };
        let ids = ids.filter(|ids| self.spend(ids.len() * WORK_OF_A_TOOL));
        let Some(ids) = ids else {
            // Once is enough: the patterns after it are skipped.
            if !std::mem::replace(&mut self.gave_up, true) {
                context.diagnostics.push(errors::too_much_matching(place));
            }
            return Meant::Many(Rc::default());
        };
        if ids.is_empty() && is_strict && !self.may_be_lost(target) {
            let (is_ranged_over, covers) = match (range, &target.kind) {
                (Range::Guards, TargetKind::Pattern(_)) => (self.guardable.contains(&true), Covers::Callable),
                (Range::Guards | Range::Statements, _) => (self.is_ranged_over, Covers::Rated),
            };
            context.diagnostics.push(match (is_ranged_over, self.catalog) {
                (false, _) => errors::pattern_without_catalog(place, target, covers),
                (true, Some(catalog)) => {
                    errors::matches_nothing(place, target, Some(&context.sources.get(catalog.source).name), covers)
                }
                (true, None) => errors::matches_nothing(place, target, None, covers),
            });
        }
        Meant::Many(ids)
    }

    /// Where the types of a tool's arguments come from; `statement` is the one that the tool has its rules
    /// from.
    pub fn arguments_of(&self, name: &str, statement: Option<(&'t tree::Tool, SourceId)>) -> ArgumentsOf<'t> {
        if let Some(catalog) = self.catalog
            && let Some(tool) = catalog.tool(name).filter(|tool| tool.input_schema.is_some())
        {
            return ArgumentsOf::Catalog(catalog, tool);
        }
        let signature = statement.and_then(|(tree, source)| Some((tree.signature.as_ref()?, source)));
        // A tool that the catalog does not list may have any types, as one of a catalog that could not be read.
        let is_unlisted = self.catalog.is_some_and(|catalog| catalog.tool(name).is_none());
        match signature {
            Some((signature, source)) => ArgumentsOf::Signature(signature, source),
            None if self.lost.tools || is_unlisted => ArgumentsOf::Any,
            None => ArgumentsOf::Unknown,
        }
    }

    /// The types of the arguments where there is no tool: in a rule that no tool applies.
    pub fn arguments_of_none(&self) -> ArgumentsOf<'t> {
        let may_have_types = self.catalog.is_some() || self.lost.tools || self.may_have_types;
        if may_have_types { ArgumentsOf::Any } else { ArgumentsOf::Unknown }
    }

    fn named(&self, context: &mut Context<'t>, name: &'t str, place: Place, is_strict: bool) -> Meant {
        if let Some(catalog) = self.catalog
            && catalog.tool(name).is_none()
            && is_strict
            && !self.lost.tools
            && !context.diagnostics.has(Code::UNKNOWN_TOOL, place)
        {
            let near = context.diagnostics.nearest(name, catalog.len(), catalog.names());
            let file = &context.sources.get(catalog.source).name;
            context.diagnostics.push(errors::unknown_tool(place, name, file, near));
        }
        self.id(name).map_or(Meant::Many(Rc::default()), Meant::One)
    }

    /// Whether the tools that a target should match may be in a part that could not be read.
    fn may_be_lost(&self, target: &Target) -> bool {
        let by_rating = self.catalog.is_none() || matches!(target.kind, TargetKind::Every(_));
        self.lost.tools || (by_rating && self.lost.ratings)
    }

    /// The tools that a pattern matches; `None` if finding them would take too long.
    fn matching(&mut self, pattern: &'t NamePattern, range: Range) -> Option<Rc<[ToolId]>> {
        if let Some(ids) = self.matched.get(&(pattern.as_str(), range)) {
            return Some(Rc::clone(ids));
        }
        if self.gave_up {
            return None;
        }
        let text = pattern.as_str();
        let prefix = text.split(['*', '?']).next().unwrap_or_default();
        let start = self.names.partition_point(|name| *name < prefix);
        let behind = self.names.get(start..).unwrap_or_default();
        let end = start + behind.partition_point(|name| name.starts_with(prefix));
        // The matcher only backtracks if there is a second star.
        let steps = if text.matches('*').count() > 1 { text.len() } else { 1 };
        let work: usize = self.in_range(start..end, range).map(|id| text.len() + self.name(id).len() * steps).sum();
        if !self.spend(work + (end - start)) {
            return None;
        }
        let ids: Rc<[_]> = self.in_range(start..end, range).filter(|&id| pattern.matches(self.name(id))).collect();
        self.matched.insert((text, range), Rc::clone(&ids));
        Some(ids)
    }

    fn in_range(&self, ids: std::ops::Range<usize>, range: Range) -> impl Iterator<Item = ToolId> {
        let ranged = match range {
            Range::Statements => &self.ranged,
            Range::Guards => &self.guardable,
        };
        ids.filter(|&id| ranged.get(id) == Some(&true)).map(|id| id as ToolId)
    }

    fn spend(&mut self, work: usize) -> bool {
        self.work = self.work.saturating_sub(work);
        self.work > 0
    }
}

fn name_of(target: &Target) -> Option<&str> {
    if let TargetKind::Name(name) = &target.kind { Some(name) } else { None }
}
