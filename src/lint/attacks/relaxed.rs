//! A tool without what restricts nothing: a `deny if` that lists bad values, since such a list is never complete.

use crate::analyze::questions::EntryId;
use crate::check::ir;
use crate::lint::claims;
use crate::lint::context::{Clause, Context, Tool};
use crate::lint::required;
use crate::model::{Condition, Entry, Policy};
use crate::vocab::{Operator, Path};

/// A policy of one tool without the entries that only list bad values of an argument, or of any argument; nothing if it
/// has none.
pub fn of_tool(context: &Context<'_>, tool: &Tool<'_>, path: Option<&Path>) -> Option<Policy> {
    let clauses = context.clauses(tool);
    let is_left = |id: EntryId| clauses.iter().any(|clause| clause.id == id && !lists_bad(clause, path));
    if clauses.iter().all(|clause| is_left(clause.id)) {
        return None;
    }
    let model = tool.model?;
    let left = model.deny_if.iter().enumerate().filter(|(index, _)| is_left(EntryId::DenyIf(*index)));
    let deny_if: Vec<Entry> = left.map(|(_, entry)| entry.clone()).collect();
    let model = crate::model::Tool { deny_if, ..model.clone() };
    Some(Policy { tools: [(tool.name.to_owned(), model)].into(), ..Policy::default() })
}

/// The arguments that the clauses of a tool restrict, as far as their form tells.
pub fn restricting(context: &Context<'_>, tool: &Tool<'_>) -> Vec<Path> {
    let clauses = context.clauses(tool);
    let mut paths = Vec::new();
    for clause in clauses.iter() {
        let claimed: Vec<Path> =
            required::of_clause(clause).iter().filter(|it| claims::is_claim(it)).map(|it| it.path.clone()).collect();
        let conditions = clause.entry.conditions.iter().map(|condition| &condition.path);
        paths.extend(conditions.filter(|path| !claimed.contains(path) && !lists_bad(clause, Some(path))).cloned());
    }
    paths.sort_unstable();
    paths.dedup();
    paths
}

/// Whether a `require` lists the values of an argument.
pub fn is_listed(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> bool {
    let lists = |condition: &Condition| condition.path == *path && matches!(condition.op, Operator::Eq | Operator::In);
    let is_required = |clause: &Clause<'_>| matches!(clause.id, EntryId::Require(_));
    context.clauses(tool).iter().any(|clause| is_required(clause) && clause.entry.conditions.iter().any(lists))
}

/// Whether a tool compares an argument by order only, so that it is a number as far as anybody knows.
pub fn is_ordered(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> bool {
    let clauses = context.clauses(tool);
    let conditions = clauses.iter().flat_map(|clause| &clause.entry.conditions);
    let compared: Vec<&Condition> = conditions.filter(|condition| condition.path == *path).collect();
    let is_order = |condition: &&Condition| condition.op.order().is_some();
    compared.iter().any(is_order) && compared.iter().all(|it| is_order(it) || it.presence().is_some())
}

/// Whether an entry of `deny_if` lists bad values of an argument, or of any argument, and no good ones.
fn lists_bad(clause: &Clause<'_>, path: Option<&Path>) -> bool {
    if clause.is_require() || matches!(clause.id, EntryId::Require(_)) {
        return false;
    }
    let judged: Vec<bool> = match clause.condition() {
        Some(condition) => {
            let mut judged = Vec::new();
            add(condition, true, path, &mut judged);
            judged
        }
        None => {
            let own =
                clause.entry.conditions.iter().filter(|condition| path.is_none_or(|path| condition.path == *path));
            own.map(|condition| is_bad(condition.op)).collect()
        }
    };
    !judged.is_empty() && judged.into_iter().all(|is_bad| is_bad)
}

/// Whether the comparisons of a condition list bad values. The parser limits how deep conditions nest.
fn add(condition: &ir::Condition, is_denied: bool, path: Option<&Path>, judged: &mut Vec<bool>) {
    match &condition.kind {
        ir::ConditionKind::Or(parts) | ir::ConditionKind::And(parts) => {
            parts.iter().for_each(|part| add(part, is_denied, path, judged));
        }
        ir::ConditionKind::Not(inner) => add(inner, !is_denied, path, judged),
        ir::ConditionKind::Comparison(comparison) if path.is_none_or(|path| comparison.path == *path) => {
            judged.push(is_denied && is_bad(comparison.operator));
        }
        ir::ConditionKind::Comparison(_) | ir::ConditionKind::Incomplete(_) => {}
    }
}

/// Whether a `deny if` with this operator lists bad values. One with an order leaves a range.
fn is_bad(operator: Operator) -> bool {
    match operator {
        Operator::Eq | Operator::In | Operator::Regex | Operator::Contains => true,
        Operator::Neq | Operator::NotIn | Operator::Exists => false,
        Operator::Lt | Operator::Lte | Operator::Gt | Operator::Gte => false,
    }
}
