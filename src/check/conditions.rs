//! Conditions with their names resolved. A comparison with a mistake stays in its condition as far as it is known, so
//! that the mistake hides no other.

use super::context::Context;
use super::errors::{self, Wanted};
use super::ir;
use super::purpose::Purpose;
use super::site::Site;
use crate::source::Place;
use crate::syntax::tree::{self, StepKind};
use crate::vocab::{Operand, Path};

/// Roughly what a comparison takes, in bytes, in addition to its values and names.
const COMPARISON_BYTES: usize = 256;
/// Roughly what a step of a path takes, in addition to its name.
const STEP_BYTES: usize = 48;

/// A condition; `None` if there is no room for it. The parser bounds how deep brackets and `not` nest.
pub fn condition<'t>(
    context: &mut Context<'t>,
    site: &Site<'t>,
    tree: &'t tree::Condition,
    purpose: Purpose,
) -> Option<ir::Condition> {
    let place = site.place(tree.span);
    let kind = match &tree.kind {
        tree::ConditionKind::Or(parts) => ir::ConditionKind::Or(all(context, site, parts, purpose)?),
        tree::ConditionKind::And(parts) => ir::ConditionKind::And(all(context, site, parts, purpose)?),
        tree::ConditionKind::Not(inner) => {
            ir::ConditionKind::Not(Box::new(condition(context, site, inner, purpose.negated())?))
        }
        tree::ConditionKind::Group(inner) => condition(context, site, inner, purpose)?.kind,
        tree::ConditionKind::Comparison(inner) => comparison(context, site, inner, (place, purpose))?,
    };
    Some(ir::Condition { place, kind })
}

fn all<'t>(
    context: &mut Context<'t>,
    site: &Site<'t>,
    parts: &'t [tree::Condition],
    purpose: Purpose,
) -> Option<Vec<ir::Condition>> {
    parts.iter().map(|part| condition(context, site, part, purpose)).collect()
}

fn comparison<'t>(
    context: &mut Context<'t>,
    site: &Site<'t>,
    tree: &'t tree::Comparison,
    (place, purpose): (Place, Purpose),
) -> Option<ir::ConditionKind> {
    let (path, wrong_step) = path(context, site, &tree.path)?;
    let operator = tree.operator;
    let written = if let tree::Operand::Texts(written, _) = &tree.operand { Some(*written) } else { None };
    let wanted = Wanted { comparison: place, operator, written, inexact: purpose.of_inexact(operator) };
    let (operand, knows_operand) = operand(context, site, &tree.operand, wanted);
    if context.is_full() {
        return None;
    }
    let segment_places = tree.path.steps.iter().map(|step| site.place(step.span)).collect();
    let known =
        ir::Comparison { place, path, segment_places, operator, written, operand, admits: ir::Admits::Anything };
    Some(match (wrong_step, knows_operand) {
        (None, true) => ir::ConditionKind::Comparison(known),
        (Some(_), _) | (None, false) => ir::ConditionKind::Incomplete(ir::Incomplete { known, wrong_step }),
    })
}

/// The operand, and whether it is known: if not, the values that are.
fn operand<'t>(context: &mut Context<'t>, site: &Site<'t>, tree: &'t tree::Operand, wanted: Wanted) -> (Operand, bool) {
    let known = match tree {
        tree::Operand::Value(value) => context.one(site, value, wanted).map(Operand::One),
        tree::Operand::List(list) => {
            let (values, all_known) = context.many(site, list, wanted);
            return (Operand::Many(values), all_known);
        }
        tree::Operand::Pattern(pattern) => context.pattern(site, pattern, wanted).map(Operand::Pattern),
        tree::Operand::Texts(operator, operand) => {
            context.texts(site, *operator, operand, wanted).map(Operand::Pattern)
        }
        tree::Operand::Presence(present) => Some(Operand::Presence(*present)),
    };
    let knows_operand = known.is_some();
    (known.unwrap_or(Operand::Many(Vec::new())), knows_operand)
}

/// A path up to its first step that is wrong, and the number of that step; `None` if there is no room for it.
fn path<'t>(context: &mut Context<'t>, site: &Site<'t>, tree: &'t tree::Path) -> Option<(Path, Option<usize>)> {
    let mut segments = Vec::with_capacity(tree.steps.len());
    let mut bytes = COMPARISON_BYTES;
    let mut wrong_step = None;
    for (number, step) in tree.steps.iter().enumerate() {
        let place = site.place(step.span);
        let text = match &step.kind {
            StepKind::Member(name) => name.as_str(),
            StepKind::Index => context.sources.text(place),
        };
        bytes += STEP_BYTES + text.len();
        segments.push(text.to_owned());
        let error = match &step.kind {
            StepKind::Member(_) if number < Path::MAX_STEPS => continue,
            StepKind::Member(_) => errors::too_many_steps(place),
            StepKind::Index => errors::list_index(place, text),
        };
        context.report(site, error);
        wrong_step = Some(number);
        break;
    }
    let has_room = site.applied_at.is_none() || context.take(bytes);
    let path = has_room.then(|| Path::new(segments)).flatten()?;
    Some((path, wrong_step))
}
