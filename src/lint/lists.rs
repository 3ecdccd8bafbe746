//! Lists of texts of a kind, where a clause asks for one element only.

use super::context::{Clause, Context, Tool};
use super::held_texts::{Held, Texts};
use super::required;
use crate::vocab::{Operator, Path};

/// The lists of which a `require … contains` asks for one element, so that any others may be beside it.
pub fn asked_for_one(context: &Context<'_>, tool: &Tool<'_>, clause: &Clause<'_>) -> Vec<Texts> {
    let contains: Vec<Path> =
        required::of_clause(clause).into_iter().filter(|it| it.op == Operator::Contains).map(|it| it.path).collect();
    if contains.is_empty() {
        return Vec::new();
    }
    let is_asked = |texts: &&Texts| texts.held == Held::Element && contains.contains(&texts.path);
    context.texts(tool).iter().filter(is_asked).cloned().collect()
}

/// Whether a clause of a tool asks for one element of the list at a path, which is reported there.
pub fn is_asked_for_one(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> bool {
    let clauses = context.clauses(tool);
    clauses.iter().any(|clause| asked_for_one(context, tool, clause).iter().any(|texts| texts.path == *path))
}

/// Whether a clause of a tool asks for one element of some list.
pub fn are_asked_for_one(context: &Context<'_>, tool: &Tool<'_>) -> bool {
    context.clauses(tool).iter().any(|clause| !asked_for_one(context, tool, clause).is_empty())
}
