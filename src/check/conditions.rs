//! Conditions with their names resolved. A condition with a mistake is left out of its clause, and the clause
//! out of the policy.

use super::context::Context;
use super::errors::{self, Wanted};
use super::ir;
use super::site::Site;
use crate::source::Place;
use crate::syntax::tree::{self, StepKind};
use crate::vocab::{Operand, Path};

/// Roughly what a comparison takes, in bytes, in addition to its values and names.
const COMPARISON_BYTES: usize = 256;
/// Roughly what a step of a path takes, in addition to its name.
const STEP_BYTES: usize = 48;

/// A condition; `None` if there is a mistake in it, which is reported. The parser bounds how deep brackets
/// and `not` nest.
pub fn condition<'t>(context: &mut Context<'t>, site: &Site<'t>, tree: &'t tree::Condition) -> Option<ir::Condition> {
    let place = site.place(tree.span);
    let kind = match &tree.kind {
        tree::ConditionKind::Or(parts) => ir::ConditionKind::Or(all(context, site, parts)?),
        tree::ConditionKind::And(parts) => ir::ConditionKind::And(all(context, site, parts)?),
        tree::ConditionKind::Not(inner) => ir::ConditionKind::Not(Box::new(condition(context, site, inner)?)),
        tree::ConditionKind::Group(inner) => condition(context, site, inner)?.kind,
        tree::ConditionKind::Comparison(inner) => {
            ir::ConditionKind::Comparison(comparison(context, site, inner, place)?)
        }
    };
    Some(ir::Condition { place, kind })
}

/// All parts. Each of them is checked.
fn all<'t>(context: &mut Context<'t>, site: &Site<'t>, parts: &'t [tree::Condition]) -> Option<Vec<ir::Condition>> {
    let parts: Vec<_> = parts.iter().map(|part| condition(context, site, part)).collect();
    parts.into_iter().collect()
}

fn comparison<'t>(
    context: &mut Context<'t>,
    site: &Site<'t>,
    tree: &'t tree::Comparison,
    place: Place,
) -> Option<ir::Comparison> {
    let path = path(context, site, &tree.path);
    let wanted = Wanted { comparison: place, operator: tree.operator };
    let operand = match &tree.operand {
        tree::Operand::Value(value) => context.one(site, value, wanted).map(Operand::One),
        tree::Operand::List(list) => context.many(site, list, wanted).map(Operand::Many),
        tree::Operand::Pattern(pattern) => context.pattern(site, pattern, wanted).map(Operand::Pattern),
        tree::Operand::Presence(present) => Some(Operand::Presence(*present)),
    };
    let segment_places = tree.path.steps.iter().map(|step| site.place(step.span)).collect();
    Some(ir::Comparison { place, path: path?, segment_places, operator: tree.operator, operand: operand? })
}

fn path<'t>(context: &mut Context<'t>, site: &Site<'t>, tree: &'t tree::Path) -> Option<Path> {
    let mut segments = Vec::with_capacity(tree.steps.len());
    let mut bytes = COMPARISON_BYTES;
    if let Some(excess) = tree.steps.get(Path::MAX_STEPS) {
        context.report(site, errors::too_many_steps(site.place(excess.span)));
        return None;
    }
    for step in &tree.steps {
        match &step.kind {
            StepKind::Member(name) => {
                bytes += STEP_BYTES + name.len();
                segments.push(name.clone());
            }
            StepKind::Index => {
                let place = site.place(step.span);
                context.report(site, errors::list_index(place, context.sources.text(place)));
                return None;
            }
        }
    }
    let has_room = site.applied_at.is_none() || context.take(bytes);
    has_room.then(|| Path::new(segments)).flatten()
}
