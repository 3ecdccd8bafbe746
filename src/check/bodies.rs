//! The clauses of tools: rules are expanded, and each tool that gets its state from a `tool` statement is
//! checked with them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::context::Context;
use super::counters::{self, Counters};
use super::errors::{self, limits, tools as tool_errors};
use super::ir;
use super::site::Site;
use super::statements::{Says, Statement};
use super::targets::Won;
use super::templates::{self, Applied};
use super::tools::{ToolId, Tools};
use super::types::{ArgumentCount, ArgumentsOf, check_body};
use crate::source::{Place, SourceId};
use crate::syntax::tree::{self, Item, ItemKind};
use crate::vocab::{Operand, Window};

/// How many comparisons and values may be checked, for all tools together: a statement with a hundred
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
    /// The paths that have a type.
    pub arguments: ArgumentCount,
}

/// Checks the items of the policy in the order of the text, and returns the rules that they apply.
pub fn bodies<'t>(
    context: &mut Context<'t>,
    tools: &Tools<'t>,
    statements: &[Statement<'t>],
    states: &[Option<Won<'t>>],
    main: (SourceId, &'t [Item]),
) -> (Bodies, Applied) {
    let mut pass = Pass {
        tools,
        won: won_by_statement(states, statements.len()),
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
    undocumented_window(context, &pass.out, main.0);
    (pass.out, pass.applied)
}

/// The bodies of rules that no tool applies. They are checked as far as that is possible without a tool.
pub fn unapplied_rules(context: &mut Context<'_>, mut applied: Applied) -> Vec<Arc<ir::Body>> {
    let mut bodies = Vec::new();
    for rule in std::mem::take(&mut context.cycles.appliers_first) {
        if applied.contains(&rule) || context.is_full() {
            continue;
        }
        let Some(body) = templates::unapplied(context, rule, &mut applied) else { continue };
        let name = context.names.rules.get(rule).map_or("", |rule| rule.tree.name.text.as_str());
        let (found, _) = check_body(name, &ArgumentsOf::Unknown, &body);
        context.diagnostics.extend(found);
        counters::of_rule(&mut context.diagnostics, body.limits());
        bodies.extend(templates::form_of_unapplied(context, rule).map(Arc::new));
    }
    bodies
}

/// The tools that each statement decides, by target and name.
fn won_by_statement<'t>(states: &[Option<Won<'t>>], count: usize) -> Vec<Vec<(ToolId, Won<'t>)>> {
    let mut by_statement = vec![Vec::new(); count];
    for (id, won) in states.iter().enumerate() {
        if let Some(won) = won
            && let Some(list) = by_statement.get_mut(won.statement)
        {
            list.push((id as ToolId, *won));
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
        for (id, won) in won {
            self.set(*id, won.place, ir::State::Rules(Arc::clone(body)));
            let name = self.tools.name(*id);
            let arguments = self.tools.arguments_of(name, Some((tree, source)));
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
                None if self.tools.lacks_types(&arguments) => ArgumentCount::default(),
                None => {
                    let (found, count) = check_body(name, &arguments, body);
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
            comparisons_and_values(condition)
        }
        ir::ClauseKind::Deny { condition: None, .. } => 1,
        ir::ClauseKind::Limit(limit) => 1 + limit.counter.as_ref().map_or(0, String::len) / NAME_BYTES,
    };
    COST_OF_A_TOOL + body.clauses.iter().map(of_clause).sum::<usize>()
}

/// How many comparisons a condition has, and values in them. The parser bounds the depth.
pub fn comparisons_and_values(condition: &ir::Condition) -> usize {
    match &condition.kind {
        ir::ConditionKind::Or(parts) | ir::ConditionKind::And(parts) => parts.iter().map(comparisons_and_values).sum(),
        ir::ConditionKind::Not(inner) => comparisons_and_values(inner),
        ir::ConditionKind::Comparison(comparison) => match &comparison.operand {
            Operand::Many(values) => 1 + values.len(),
            Operand::One(_) | Operand::Pattern(_) | Operand::Presence(_) => 1,
        },
    }
}

/// The gateway does not document limits per day. This is reported once, at the first one.
fn undocumented_window(context: &mut Context<'_>, bodies: &Bodies, main: SourceId) {
    let of_tools = bodies.tools.values().filter_map(|tool| match &tool.state {
        ir::State::Rules(body) => Some(body.limits()),
        ir::State::Allow | ir::State::Deny { .. } | ir::State::Hide => None,
    });
    let all = of_tools.flatten().chain(&bodies.limits).filter(|limit| limit.window == Window::Day);
    if let Some(first) = all.map(|limit| limit.place).min_by_key(|place| (place.source != main, *place)) {
        context.diagnostics.push(limits::undocumented_window(first));
    }
}
