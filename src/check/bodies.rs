//! The clauses of tools: rules are expanded, and each tool that gets its state from a `tool` statement is
//! checked with them. Clauses that no tool gets are checked as far as that is possible without one.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::context::Context;
use super::counters::{self, Counters};
use super::errors::{self, tools as tool_errors};
use super::includes::Reading;
use super::ir;
use super::negations::Typed;
use super::site::Site;
use super::statements::{Says, Statement};
use super::targets::{States, Won};
use super::templates::{self, Applied};
use super::tools::{ToolId, Tools};
use super::types::{ArgumentCount, ArgumentsOf, check_body};
use crate::source::{Place, SourceId};
use crate::syntax::tree::{self, Item, ItemKind};

/// How many steps of paths and values may be checked, for all tools together: a statement with a hundred
/// thousand tools checks its clauses for each of them.
pub const MAX_CHECKED: usize = 8_000_000;
/// What it costs to look a tool up, in the same unit.
pub const COST_OF_A_TOOL: usize = 16;

/// The tools with their states, and the limits at the top level.
#[derive(Default)]
pub struct Bodies {
    /// The tools that a statement is about.
    pub tools: BTreeMap<String, ir::Tool>,
    /// The limits at the top level.
    pub limits: Vec<ir::Limit>,
    /// The bodies of statements that decide no tool, and of rules that no tool applies.
    pub unused: Vec<Arc<ir::Body>>,
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
    reading: &'t Reading,
) -> (Bodies, Applied) {
    let main = reading.main();
    let mut pass = Pass {
        tools,
        won: by_statement(states.won(), statements.len()),
        disputed: by_statement(states.disputed.iter().copied(), statements.len()),
        counters: Counters::default(),
        applied: Applied::new(),
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
    (pass.out, pass.applied)
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
    context.diagnostics.extend(found);
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
    counters: Counters<'t>,
    applied: Applied,
    left: Option<usize>,
    out: Bodies,
}

impl<'t> Pass<'_, 't> {
    fn limit(&mut self, context: &mut Context<'t>, main: SourceId, tree: &'t tree::Limit) {
        if let Some(limit) = templates::limit(context, &Site::plain(main), tree) {
            self.counters.of_all_tools(&mut context.diagnostics, &limit);
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
            Says::Hide => self.all(&won, || ir::State::Hide),
            Says::Allow => self.all(&won, || ir::State::Allow),
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
                context.diagnostics.extend(found);
            }
        }
    }

    fn all(&mut self, won: &[(ToolId, Won<'t>)], state: impl Fn() -> ir::State) {
        for (id, won) in won {
            self.set(*id, won.place, state());
        }
    }

    fn set(&mut self, id: ToolId, place: Place, state: ir::State) {
        self.out.tools.insert(self.tools.name(id).to_owned(), ir::Tool { place, state });
    }

    fn rules(
        &mut self,
        context: &mut Context<'t>,
        won: &[(ToolId, Won<'t>)],
        tree: &'t tree::Tool,
        source: SourceId,
        body: &Arc<ir::Body>,
    ) {
        let weight = weight(body);
        // Without a catalog, all tools of the statement are checked the same way, so once is enough.
        let mut checked: Option<ArgumentCount> = None;
        let mut typed = Typed::new(body);
        for (id, won) in won {
            let name = self.tools.name(*id);
            let arguments = self.tools.arguments_of(name, Some((tree, source)));
            let Some(typed_body) = typed.of(context, &arguments) else { return context.report_full(won.place) };
            self.set(*id, won.place, ir::State::Rules(typed_body));
            if let (Some(signature), ArgumentsOf::Catalog(_, tool)) = (&tree.signature, &arguments) {
                context.diagnostics.push(tool_errors::duplicate_signature(signature.span.of(source), tool));
            }
            // Once is enough: what follows is not checked.
            let Some(left) = self.left else { return };
            self.left = left.checked_sub(weight);
            if self.left.is_none() {
                context.diagnostics.push(errors::too_many_checks(won.place));
                return;
            }
            self.counters.of_tool(&mut context.diagnostics, name, body.limits());
            let is_shared = !matches!(arguments, ArgumentsOf::Catalog(..));
            let count = match checked.filter(|_| is_shared) {
                Some(count) => count,
                None => {
                    let (found, count) = check_body(name, &arguments, body, &mut context.patterns);
                    context.diagnostics.extend(found);
                    checked = is_shared.then_some(count).or(checked);
                    count
                }
            };
            self.out.arguments.typed += count.typed;
            self.out.arguments.unknown += count.unknown;
        }
    }
}

/// How much there is to check in a body. The name of a counter is copied for each tool.
fn weight(body: &ir::Body) -> usize {
    /// A name of this many bytes counts like a comparison.
    const NAME_BYTES: usize = 256;
    let of_clause = |clause: &ir::Clause| match &clause.kind {
        ir::ClauseKind::Require { condition, .. } | ir::ClauseKind::Deny { condition: Some(condition), .. } => {
            length_of(condition)
        }
        ir::ClauseKind::Deny { condition: None, .. } => 1,
        ir::ClauseKind::Limit(limit) => 1 + limit.counter.as_ref().map_or(0, String::len) / NAME_BYTES,
    };
    COST_OF_A_TOOL + body.clauses.iter().map(of_clause).sum::<usize>()
}

/// How many steps and values the comparisons of a condition have. The parser bounds the depth.
pub fn length_of(condition: &ir::Condition) -> usize {
    match &condition.kind {
        ir::ConditionKind::Or(parts) | ir::ConditionKind::And(parts) => parts.iter().map(length_of).sum(),
        ir::ConditionKind::Not(inner) => length_of(inner),
        ir::ConditionKind::Comparison(comparison) => steps_and_values(comparison),
        ir::ConditionKind::Incomplete(incomplete) => steps_and_values(&incomplete.known),
    }
}

fn steps_and_values(comparison: &ir::Comparison) -> usize {
    comparison.path.segments().len() + comparison.operand.values().len()
}
