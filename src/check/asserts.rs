//! Asserts: their tools, arguments, names and regular expressions are checked, but not their types, because
//! an assert may be about any call.

use std::collections::HashSet;

use super::conditions::condition;
use super::context::Context;
use super::errors;
use super::ir;
use super::purpose::Purpose;
use super::site::Site;
use super::statements::Says;
use super::targets::States;
use super::tools::{Meant, ToolId, Tools};
use super::types::check_paths;
use super::weight::{COST_OF_A_TOOL, MAX_CHECKED, length_of};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::SourceId;
use crate::syntax::tree::{Item, ItemKind, Target, TargetKind};

/// The targets of all asserts.
pub fn targets(items: &[Item]) -> impl Iterator<Item = &Target> {
    items.iter().filter_map(|item| if let ItemKind::Assert(assert) = &item.kind { Some(&assert.target) } else { None })
}

/// The asserts, in the order of the text.
pub fn asserts<'t>(
    context: &mut Context<'t>,
    tools: &mut Tools<'t>,
    states: &States<'t>,
    (main, items): (SourceId, &'t [Item]),
) -> Vec<ir::Assert> {
    let mut asserts = Vec::new();
    let mut left = Some(MAX_CHECKED);
    for item in items {
        let ItemKind::Assert(tree) = &item.kind else { continue };
        let place = tree.target.span.of(main);
        let meant = tools.meant(context, &tree.target, place, true);
        let checked = tree.condition.as_ref().map(|tree| condition(context, &Site::plain(main), tree, Purpose::Claim));
        if context.is_full() {
            context.report_full(item.span.of(main));
            return asserts;
        }
        let condition = match checked {
            Some(None) => continue,
            Some(Some(condition)) => Some(condition),
            None => None,
        };
        if let Some(condition) = &condition {
            let cost = (COST_OF_A_TOOL + length_of(condition)) * meant.ids().len();
            left = left.and_then(|left| left.checked_sub(cost));
            if left.is_none() {
                context.diagnostics.push(errors::too_many_checks(place));
                return asserts;
            }
            let missing = missing_everywhere(tools, states, &meant, condition, main);
            context.diagnostics.extend(missing);
        }
        asserts.push(ir::Assert {
            place: item.span.of(main),
            always: tree.always,
            tools: names(tools, &tree.target, &meant),
            pattern: everything(&tree.target),
            condition,
        });
    }
    asserts
}

/// The arguments that none of the tools has.
fn missing_everywhere<'t>(
    tools: &Tools<'t>,
    states: &States<'t>,
    meant: &Meant,
    condition: &ir::Condition,
    main: SourceId,
) -> Vec<Diagnostic> {
    let paths_of = |id: ToolId| {
        let says = states.get(id).map(|won| won.says);
        let statement = if let Some(Says::Rules(tree)) = says { Some((tree, main)) } else { None };
        let name = tools.name(id);
        check_paths(name, &tools.arguments_of(name, statement), condition)
    };
    let Some((&first, others)) = meant.ids().split_first() else { return Vec::new() };
    let mut missing = paths_of(first);
    for &other in others {
        if missing.is_empty() {
            break;
        }
        let found: HashSet<_> = paths_of(other).iter().map(key).collect();
        missing.retain(|diagnostic| found.contains(&key(diagnostic)));
    }
    missing
}

fn key(diagnostic: &Diagnostic) -> (Code, u32) {
    (diagnostic.code, diagnostic.primary.place.span.start)
}

/// The names of the tools, in the order of their bytes.
fn names(tools: &Tools<'_>, target: &Target, meant: &Meant) -> Vec<String> {
    match &target.kind {
        TargetKind::Name(name) => vec![name.clone()],
        TargetKind::Pattern(_) | TargetKind::Every(_) => {
            meant.ids().iter().map(|&id| tools.name(id).to_owned()).collect()
        }
    }
}

/// `*`, which is about all names, known or not.
fn everything(target: &Target) -> Option<crate::vocab::NamePattern> {
    match &target.kind {
        TargetKind::Pattern(pattern) if pattern.is_everything() => Some(pattern.clone()),
        TargetKind::Pattern(_) | TargetKind::Name(_) | TargetKind::Every(_) => None,
    }
}
