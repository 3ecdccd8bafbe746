//! The clauses of tools: rules are expanded, and each tool that gets its state from a `tool` statement is
//! checked with them. Clauses that no tool gets are checked as far as that is possible without one.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::context::Context;
use super::counters::{self, Counters, Limited};
use super::errors::{self, tools as tool_errors};
use super::guarded::{Guarded, Guarding};
use super::guards::Guards;
use super::includes::Reading;
use super::ir;
use super::negations::Typed;
use super::site::Site;
use super::statements::{Says, Statement};
use super::targets::{States, Won};
use super::templates::{self, Applied};
use super::tools::{ToolId, Tools};
use super::types::{ArgumentCount, ArgumentsOf, check_body};
use super::weight::{MAX_CHECKED, weight};
use crate::source::{Place, SourceId};
use crate::syntax::tree::{self, Item, ItemKind};

/// The tools with their states, and the limits at the top level.
#[derive(Default)]
pub struct Bodies {
    /// The tools that a statement is about.
    pub tools: BTreeMap<String, ir::Tool>,
    /// The limits at the top level.
    pub limits: Vec<ir::Limit>,
    /// The bodies of statements that decide no tool, of guards that no tool gets, and of rules that no tool applies.
    pub unused: Vec<Arc<ir::Body>>,
    /// The tools that guards leave out.
    pub left_out: Vec<ir::LeftOut>,
    /// The paths that have a type.
    pub arguments: ArgumentCount,
}

/// Checks the items of the policy in the order of the text, then those that its includes may not have, and
/// returns the rules that they apply.
pub fn bodies<'t>(
    context: &mut Context<'t>,
    tools: &Tools<'t>,
    statements: &[Statement<'t>],
    states: &States<'t>,
    ((guards, applied), reading): ((Guards<'t>, Applied), &'t Reading),
) -> (Bodies, Applied) {
    let main = reading.main();
    let mut pass = Pass {
        tools,
        won: by_statement(states.won(), statements.len()),
        disputed: by_statement(states.disputed.iter().copied(), statements.len()),
        guarding: Guarding::new(guards),
        limited: Vec::new(),
        none: Arc::default(),
        applied,
        left: Some(MAX_CHECKED),
        out: Bodies::default(),
    };
    let by_item: HashMap<_, _> = statements
        .iter()
        .enumerate()
        .filter(|(_, statement)| statement.source == main.0)
        .map(|(number, statement)| (statement.item, number))
        .collect();
    for (index, item) in main.1.iter().enumerate() {
        if let ItemKind::Limit(limit) = &item.kind {
            pass.limit(context, main.0, limit);
        } else if let Some(&number) = by_item.get(&index)
            && let Some(statement) = statements.get(number)
        {
            pass.statement(context, number, statement);
        }
    }
    for (source, file) in reading.in_order().filter(|(source, _)| *source != main.0) {
        file.items.iter().for_each(|item| pass.misplaced(context, source, item));
    }
    pass.unnamed(context, states);
    Counters::check(&mut context.diagnostics, &pass.limited);
    pass.finish(context, states, main.0)
}

/// The bodies of rules that no tool applies.
pub fn unapplied_rules(context: &mut Context<'_>, tools: &Tools<'_>, mut applied: Applied) -> Vec<Arc<ir::Body>> {
    let mut bodies = Vec::new();
    for rule in std::mem::take(&mut context.cycles.appliers_first) {
        if applied.contains(&rule) || context.is_full() {
            continue;
        }
        let Some(body) = templates::unapplied(context, rule, &mut applied) else { continue };
        without_tool(context, tools, &body);
        bodies.push(Arc::new(body));
    }
    bodies
}

/// Checks what needs no tool.
fn without_tool(context: &mut Context<'_>, tools: &Tools<'_>, body: &ir::Body) {
    let (found, _) = check_body("", &tools.arguments_of_none(), body, &mut context.patterns);
    context.diagnostics.extend(found.into_iter().map(|(_, found)| found));
    counters::of_unused(&mut context.diagnostics, body.limits());
}

/// The tools of each statement, by target and name.
fn by_statement<'t>(tools: impl Iterator<Item = (ToolId, Won<'t>)>, count: usize) -> Vec<Vec<(ToolId, Won<'t>)>> {
    let mut by_statement = vec![Vec::new(); count];
    for (id, won) in tools {
        if let Some(list) = by_statement.get_mut(won.statement) {
            list.push((id, won));
        }
    }
    for list in &mut by_statement {
        list.sort_by_key(|(_, won)| won.target);
    }
    by_statement
}

struct Pass<'p, 't> {
    tools: &'p Tools<'t>,
    won: Vec<Vec<(ToolId, Won<'t>)>>,
    /// The tools that each statement would decide if an earlier one did not.
    disputed: Vec<Vec<(ToolId, Won<'t>)>>,
    guarding: Guarding<'t>,
    /// The limits, in the order of the text.
    limited: Vec<Limited<'t>>,
    /// No clauses.
    none: Arc<ir::Body>,
    applied: Applied,
    left: Option<usize>,
    out: Bodies,
}

impl<'t> Pass<'_, 't> {
    fn limit(&mut self, context: &mut Context<'t>, main: SourceId, tree: &'t tree::Limit) {
        if let Some(limit) = templates::limit(context, &Site::plain(main), tree) {
            self.limited.push(Limited::AllTools(limit.clone()));
            self.out.limits.push(limit);
        }
    }

    fn statement(&mut self, context: &mut Context<'t>, number: usize, statement: &Statement<'t>) {
        let Some(says) = statement.says else { return };
        // Missing room is reported once.
        if context.is_full() || self.left.is_none() {
            return;
        }
        let won = self.won.get_mut(number).map(std::mem::take).unwrap_or_default();
        match says {
            Says::Hide => won.iter().for_each(|(id, won)| self.set(*id, won.place, ir::State::Hide)),
            Says::Allow => won.iter().for_each(|(id, won)| self.allow(context, *id, won.place)),
            Says::Deny(because) => {
                let message = because.map(|(because, _)| because.text.value.as_str());
                for (id, won) in won {
                    if !context.take(message.map_or(0, str::len)) {
                        context.report_full(won.place);
                        break;
                    }
                    self.set(id, won.place, ir::State::Deny { because: message.map(str::to_owned) });
                }
            }
            Says::Rules(tree) => {
                let site = Site::plain(statement.source);
                let body = Arc::new(templates::body(context, site, &tree.block.parts, &mut self.applied));
                self.rules(context, &won, tree, statement.source, &body);
                let disputed = self.disputed.get_mut(number).map(std::mem::take).unwrap_or_default();
                self.disputed(context, &disputed, (tree, statement.source), &body);
                if won.is_empty() {
                    self.unused(context, body);
                }
            }
        }
    }

    /// What an included file may not have is checked like a statement that decides no tool.
    fn misplaced(&mut self, context: &mut Context<'t>, source: SourceId, item: &'t Item) {
        if context.is_full() {
            return;
        }
        if let ItemKind::Tool(tree) = &item.kind {
            let body = templates::body(context, Site::plain(source), &tree.block.parts, &mut self.applied);
            self.unused(context, Arc::new(body));
        } else if let ItemKind::Limit(limit) = &item.kind {
            let _ = templates::limit(context, &Site::plain(source), limit);
        }
    }

    fn unused(&mut self, context: &mut Context<'t>, body: Arc<ir::Body>) {
        without_tool(context, self.tools, &body);
        self.out.unused.push(body);
    }

    /// Checks the types of clauses for tools that another statement decides by mistake.
    fn disputed(
        &mut self,
        context: &mut Context<'t>,
        disputed: &[(ToolId, Won<'t>)],
        (tree, source): (&'t tree::Tool, SourceId),
        body: &ir::Body,
    ) {
        for (id, _) in disputed {
            let name = self.tools.name(*id);
            self.left = self.left.and_then(|left| left.checked_sub(weight(body)));
            if self.left.is_some() {
                let arguments = self.tools.arguments_of(name, Some((tree, source)));
                let (found, _) = check_body(name, &arguments, body, &mut context.patterns);
                context.diagnostics.extend(found.into_iter().map(|(_, found)| found));
            }
        }
    }

    fn set(&mut self, id: ToolId, place: Place, state: ir::State) {
        self.set_body(id, place, state, Arc::clone(&self.none));
    }

    fn set_body(&mut self, id: ToolId, place: Place, state: ir::State, body: Arc<ir::Body>) {
        self.out.tools.insert(self.tools.name(id).to_owned(), ir::Tool { place, state, body });
    }

    fn allow(&mut self, context: &mut Context<'t>, id: ToolId, place: Place) {
        self.set(id, place, ir::State::Allow);
        let arguments = self.tools.arguments_of(self.tools.name(id), None);
        let own = Arc::clone(&self.none);
        self.guarded(context, (id, Some(place)), &arguments, &own, ir::State::Allow);
    }

    /// The tools that only guards name, or that they cover by a pattern or `every`, with `default allow`.
    fn unnamed(&mut self, context: &mut Context<'t>, states: &States<'t>) {
        let mut unnamed: Vec<ToolId> = self.guarding.covered().filter(|id| states.get(*id).is_none()).collect();
        unnamed.sort_unstable();
        let own = Arc::clone(&self.none);
        for id in unnamed {
            let arguments = self.tools.arguments_of(self.tools.name(id), None);
            self.guarded(context, (id, None), &arguments, &own, ir::State::Default);
        }
    }

    /// Adds the clauses of guards to a tool, and checks all its clauses. Returns whether there were any.
    fn guarded(
        &mut self,
        context: &mut Context<'t>,
        (id, place): (ToolId, Option<Place>),
        arguments: &ArgumentsOf<'t>,
        own: &Arc<ir::Body>,
        state: ir::State,
    ) -> bool {
        let name = self.tools.name(id);
        let tool = Guarded { id, name, place };
        let Some(combined) = self.guarding.combined(context, tool, arguments, own) else { return false };
        self.set_body(id, combined.place, state, Arc::clone(&combined.body));
        if !self.has_room(context, &combined.body, combined.place) {
            return true;
        }
        self.limited.push(Limited::Tool(name, Arc::clone(&combined.body)));
        let (found, count) = check_body(name, arguments, &combined.body, &mut context.patterns);
        found.into_iter().for_each(|found| self.guarding.report(context, &combined, name, found));
        self.out.arguments.add(count);
        true
    }

    /// Whether the clauses of one more tool can be checked. That there are too many is reported once, and what follows is
    /// not checked.
    fn has_room(&mut self, context: &mut Context<'t>, body: &ir::Body, place: Place) -> bool {
        let Some(left) = self.left else { return false };
        self.left = left.checked_sub(weight(body));
        if self.left.is_none() {
            context.diagnostics.push(errors::too_many_checks(place));
        }
        self.left.is_some()
    }

    fn finish(mut self, context: &mut Context<'t>, states: &States<'t>, main: SourceId) -> (Bodies, Applied) {
        let is_complete = self.tools.is_complete() && self.left.is_some() && !context.is_full();
        let tools = self.tools;
        let arguments_of = |id| {
            let statement = match states.get(id).map(|won| won.says) {
                Some(Says::Rules(tree)) => Some((tree, main)),
                Some(Says::Hide | Says::Deny(_) | Says::Allow) | None => None,
            };
            tools.arguments_of(tools.name(id), statement)
        };
        let (unused, left_out) = self.guarding.finish(context, arguments_of, is_complete);
        for body in unused {
            without_tool(context, tools, &body);
            self.out.unused.push(body);
        }
        self.out.left_out = left_out;
        (self.out, self.applied)
    }

    fn rules(
        &mut self,
        context: &mut Context<'t>,
        won: &[(ToolId, Won<'t>)],
        tree: &'t tree::Tool,
        source: SourceId,
        body: &Arc<ir::Body>,
    ) {
        // Without a catalog, all tools of the statement are checked the same way, so once is enough.
        let mut checked: Option<ArgumentCount> = None;
        let mut typed = Typed::new(body);
        for (id, won) in won {
            let name = self.tools.name(*id);
            let arguments = self.tools.arguments_of(name, Some((tree, source)));
            let Some(typed_body) = typed.of(context, &arguments) else { return context.report_full(won.place) };
            self.set_body(*id, won.place, ir::State::Rules, Arc::clone(&typed_body));
            if let (Some(signature), ArgumentsOf::Catalog(_, tool)) = (&tree.signature, &arguments) {
                context.diagnostics.push(tool_errors::duplicate_signature(signature.span.of(source), tool));
            }
            if self.guarded(context, (*id, Some(won.place)), &arguments, &typed_body, ir::State::Rules) {
                continue;
            }
            if !self.has_room(context, body, won.place) {
                return;
            }
            self.limited.push(Limited::Tool(name, typed_body));
            let is_shared = !matches!(arguments, ArgumentsOf::Catalog(..));
            let count = match checked.filter(|_| is_shared) {
                Some(count) => count,
                None => {
                    let (found, count) = check_body(name, &arguments, body, &mut context.patterns);
                    context.diagnostics.extend(found.into_iter().map(|(_, found)| found));
                    checked = is_shared.then_some(count).or(checked);
                    count
                }
            };
            self.out.arguments.add(count);
        }
    }
}
