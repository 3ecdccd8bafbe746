//! Expands rules: each `apply` is replaced by the clauses of its rule, with the parameters filled in, until
//! only the clauses of one tool are left.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::bounds::MAX_CLAUSES;
use super::conditions::condition;
use super::context::Context;
use super::errors;
use super::ir;
use super::meaning::{Meaning, Named};
use super::names::Rule;
use super::purpose::Purpose;
use super::site::Site;
use crate::diagnostic::Code;
use crate::source::Place;
use crate::syntax::tree::{self, Apply, Because, ClauseKind};

/// Roughly what a clause takes, in bytes, in addition to its condition and its message.
const CLAUSE_BYTES: usize = 128;

/// The rules that some `apply` uses.
pub type Applied = HashSet<usize>;

/// The clauses of a tool.
pub fn body<'t>(
    context: &mut Context<'t>,
    site: Site<'t>,
    block: &'t [tree::Clause],
    applied: &mut Applied,
) -> ir::Body {
    expand(context, site, block, applied, TooMany::Report).body
}

/// The clauses of a guard, each with the number of the clause of its block that it comes from.
pub fn guard_body<'t>(
    context: &mut Context<'t>,
    site: Site<'t>,
    block: &'t [tree::Clause],
    applied: &mut Applied,
) -> (Vec<ir::Clause>, Vec<usize>) {
    let Expanded { body, parts } = expand(context, site, block, applied, TooMany::Report);
    (body.clauses, parts)
}

/// The clauses of a rule that no tool applies, with parameters that are not known.
pub fn unapplied<'t>(context: &mut Context<'t>, rule: usize, applied: &mut Applied) -> Option<ir::Body> {
    let rule = *context.names.rules.get(rule)?;
    let site = Site { source: rule.source, applied_at: None, parameters: Rc::new(unknown_parameters(&rule)) };
    Some(expand(context, site, &rule.tree.block.parts, applied, TooMany::Stop).body)
}

fn unknown_parameters<'t>(rule: &Rule<'t>) -> HashMap<&'t str, Named<'t>> {
    let unknown = |name: &'t tree::Name| {
        (name.text.as_str(), Named { given_at: name.span.of(rule.source), meaning: Meaning::Unknown })
    };
    rule.tree.parameters.iter().map(unknown).collect()
}

/// What to do about more clauses than a tool may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TooMany {
    /// Report a mistake.
    Report,
    /// Stop: no tool applies the rule.
    Stop,
}

/// A block that is being expanded.
struct Open<'t> {
    site: Site<'t>,
    rest: std::slice::Iter<'t, tree::Clause>,
}

/// The clauses of a block, each with the number of the clause that it comes from.
#[derive(Default)]
struct Expanded {
    body: ir::Body,
    parts: Vec<usize>,
}

fn expand<'t>(
    context: &mut Context<'t>,
    site: Site<'t>,
    block: &'t [tree::Clause],
    applied: &mut Applied,
    too_many: TooMany,
) -> Expanded {
    let Expanded { mut body, mut parts } = Expanded::default();
    let mut met = 0;
    let mut part = 0;
    // Rules may apply each other up to the bound on clauses, so the stack is our own.
    let mut open = vec![Open { site, rest: block.iter() }];
    while let Some(top) = open.last_mut() {
        let is_of_block = top.site.applied_at.is_none();
        let Some(tree) = top.rest.next() else {
            open.pop();
            continue;
        };
        met += 1;
        part += usize::from(is_of_block);
        let site = top.site.clone();
        let place = site.applied_at.unwrap_or(site.place(tree.span));
        if met > MAX_CLAUSES {
            if too_many == TooMany::Report {
                context.diagnostics.push(errors::too_many_clauses(place, site.applied_at.is_some()));
            }
            break;
        }
        if let ClauseKind::Apply(apply) = &tree.kind {
            open.extend(enter(context, &site, apply, applied));
        } else {
            body.clauses.extend(clause(context, &site, tree));
            parts.resize(body.clauses.len(), part - 1);
        }
        if context.is_full() {
            if too_many == TooMany::Report {
                context.report_full(place);
            }
            break;
        }
    }
    Expanded { body, parts }
}

/// The block of the applied rule; `None` if there is none, or it is being applied already, which is reported.
fn enter<'t>(context: &mut Context<'t>, site: &Site<'t>, apply: &'t Apply, applied: &mut Applied) -> Option<Open<'t>> {
    let place = site.place(apply.rule.span);
    let arguments: Vec<_> = apply.arguments.iter().map(|argument| context.argument(site, argument)).collect();
    let Some(index) = context.names.rule_index(&apply.rule.text) else {
        unknown_rule(context, site, &apply.rule.text, place);
        return None;
    };
    let rule = *context.names.rules.get(index)?;
    if context.cycles.leading_back.contains(&place) {
        return None;
    }
    applied.insert(index);
    let has_room = site.applied_at.is_none() || context.take(arguments.len() * size_of::<(&str, Named<'_>)>());
    let parameters = parameters(context, site, (place, &rule), arguments);
    let site =
        Site { source: rule.source, applied_at: site.applied_at.or(Some(place)), parameters: Rc::new(parameters) };
    has_room.then(|| Open { site, rest: rule.tree.block.parts.iter() })
}

/// What the parameters of an applied rule mean. They are not known if the `apply` gives
/// too few values or too many.
fn parameters<'t>(
    context: &mut Context<'t>,
    site: &Site<'t>,
    (place, rule): (Place, &Rule<'t>),
    arguments: Vec<Named<'t>>,
) -> HashMap<&'t str, Named<'t>> {
    let declared = &rule.tree.parameters;
    if arguments.len() != declared.len() {
        let names: Vec<_> = declared.iter().map(|name| name.text.as_str()).collect();
        let error = errors::wrong_arguments(place, &rule.tree.name.text, rule.place(), &names, arguments.len());
        context.report(site, error);
        return unknown_parameters(rule);
    }
    let mut parameters = HashMap::with_capacity(arguments.len());
    for (parameter, argument) in declared.iter().zip(arguments) {
        parameters.entry(parameter.text.as_str()).or_insert(argument);
    }
    parameters
}

fn unknown_rule<'t>(context: &mut Context<'t>, site: &Site<'t>, name: &str, place: Place) {
    if !context.names.lost && !context.diagnostics.has(Code::UNKNOWN_NAME, place) {
        let is_let = context.names.named(name).is_some();
        let rules = context.names.rules.iter().map(|rule| rule.tree.name.text.as_str());
        let near = context.diagnostics.nearest(name, context.names.rules.len(), rules);
        context.report(site, errors::unknown_rule(place, name, is_let, near));
    }
}

fn clause<'t>(context: &mut Context<'t>, site: &Site<'t>, tree: &'t tree::Clause) -> Option<ir::Clause> {
    if site.applied_at.is_some() && !context.take(CLAUSE_BYTES) {
        return None;
    }
    let kind = match &tree.kind {
        ClauseKind::Require { condition: asked, because } => ir::ClauseKind::Require {
            condition: condition(context, site, asked, Purpose::Require)?,
            because: message(context, site, because)?,
        },
        ClauseKind::Deny { condition: None, because } => {
            ir::ClauseKind::Deny { condition: None, because: message(context, site, because)? }
        }
        ClauseKind::Deny { condition: Some(asked), because } => ir::ClauseKind::Deny {
            condition: Some(condition(context, site, asked, Purpose::Deny)?),
            because: message(context, site, because)?,
        },
        ClauseKind::Limit(tree) => ir::ClauseKind::Limit(limit(context, site, tree)?),
        ClauseKind::Apply(_) => return None,
    };
    Some(ir::Clause { place: site.place(tree.span), applied_at: site.applied_at, guard: None, kind })
}

/// A limit, in a block or at the top level; `None` if there is no room for it.
pub fn limit<'t>(context: &mut Context<'t>, site: &Site<'t>, tree: &'t tree::Limit) -> Option<ir::Limit> {
    let max = context.limit(site, &tree.max);
    let counter = tree.counter.as_ref().map(|name| name.text.clone());
    let has_room = site.applied_at.is_none() || context.take(counter.as_ref().map_or(0, String::len));
    let (place, whole) = (site.place(tree.keyword), site.place(tree.span));
    has_room.then_some(ir::Limit { place, whole, applied_at: site.applied_at, max, window: tree.window, counter })
}

/// The message of a clause; `None` if there is no room left for it.
fn message<'t>(context: &mut Context<'t>, site: &Site<'t>, because: &Option<Because>) -> Option<Option<String>> {
    let message = because.as_ref().map(|because| because.text.value.clone());
    let has_room = site.applied_at.is_none() || context.take(message.as_ref().map_or(0, String::len));
    has_room.then_some(message)
}
