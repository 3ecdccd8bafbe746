//! The category of each tool: the most specific rating counts.

use super::context::Context;
use super::errors::tools as errors;
use super::ir;
use super::statements::Statement;
use super::tools::Tools;
use crate::syntax::tree::TargetKind;

/// The rating of each tool, by its number.
pub struct Ratings {
    by_tool: Vec<Option<Rated>>,
}

#[derive(Debug, Clone, Copy)]
struct Rated {
    rating: ir::Rating,
    by_name: bool,
}

impl Ratings {
    /// The ratings that the statements give. From here on, `every` has a meaning.
    pub fn of<'t>(context: &mut Context<'t>, tools: &mut Tools<'t>, statements: &[Statement<'t>]) -> Self {
        let mut ratings = Self { by_tool: vec![None; tools.names.len()] };
        for by_name in [true, false] {
            for statement in statements {
                let Some(rating) = statement.rating else { continue };
                for target in statement.targets {
                    let is_named = match target.kind {
                        TargetKind::Name(_) => true,
                        TargetKind::Pattern(_) => false,
                        TargetKind::Every(_) => continue,
                    };
                    if is_named == by_name {
                        let place = statement.place(target);
                        let meant = tools.meant(context, target, place, statement.is_strict);
                        let rated = Rated { rating: ir::Rating { category: rating.category, place }, by_name };
                        ratings.add(context, tools, meant.ids(), rated);
                    }
                }
            }
        }
        tools.set_categories(|id| ratings.get(id as usize).map(|rating| rating.category));
        ratings
    }

    /// The rating of a tool.
    pub fn get(&self, id: usize) -> Option<ir::Rating> {
        self.by_tool.get(id).copied().flatten().map(|rated| rated.rating)
    }

    fn add(&mut self, context: &mut Context<'_>, tools: &Tools<'_>, ids: &[u32], new: Rated) {
        let mut reported = false;
        for &id in ids {
            let Some(slot) = self.by_tool.get_mut(id as usize) else { continue };
            match slot {
                None => *slot = Some(new),
                Some(old) => {
                    let is_settled = old.by_name != new.by_name || old.rating.category == new.rating.category;
                    if !is_settled && !reported {
                        reported = true;
                        context.diagnostics.push(errors::conflicting_rating(tools.name(id), old.rating, new.rating));
                    }
                }
            }
        }
    }
}
