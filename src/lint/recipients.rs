//! Tools that carry something to others, and the arguments that say to whom.

use super::context::{Context, Tool};
use super::names;
use crate::catalog::Argument;
use crate::classify::{ArgumentKind, recipients};
use crate::vocab::{Category, Kind, Path};

/// Whether a tool sends, posts, shares, invites, pays or books.
pub fn carries(context: &Context<'_>, tool: &Tool<'_>) -> bool {
    let description = tool.listed.and_then(|listed| listed.description);
    let hears = |path: &Path| recipients::hears(names::name(path));
    let is_kept = || description.is_some_and(recipients::stays_within);
    let is_heard =
        || !is_kept() && context.texts(tool).iter().any(|it| it.kind == ArgumentKind::Mail && hears(&it.path));
    let pays = || tool.category() == Some(Category::Financial) && recipients::moves_money(tool.name);
    tool.category() != Some(Category::Read) && (recipients::carries(tool.name, description) || is_heard() || pays())
}

/// Whether an argument says who receives something.
pub fn is_recipient(context: &Context<'_>, tool: &Tool<'_>, path: &Path, argument: &Argument) -> bool {
    let kinds = argument.kinds();
    let name = names::name(path);
    let is_text = kinds.has(Kind::String) || kinds.has(Kind::List);
    let may_name_somebody = is_text || kinds.has(Kind::Number) && !recipients::is_count(name);
    may_name_somebody
        && (recipients::is_recipient(name) || recipients::is_paid(tool.name, name) || is_addressed(context, tool, path))
}

/// Whether an argument takes mail addresses, so that it adds recipients to others: `to`, `cc`.
pub fn is_addressed(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> bool {
    let holds = || context.texts(tool).iter().any(|texts| texts.path == *path && texts.kind == ArgumentKind::Mail);
    context.kind(tool, path) == Some(ArgumentKind::Mail) || holds()
}

/// Whether an argument probably takes mail addresses, by its name.
pub fn is_mailed(path: &Path) -> bool {
    recipients::is_mailed(names::name(path))
}

/// Whether an argument is a text that a tool carries to others, whoever they are.
pub fn is_content(tool: &Tool<'_>, path: &Path, argument: &Argument) -> bool {
    recipients::is_named_so(tool.name)
        && argument.kinds().has(Kind::String)
        && recipients::is_content(names::name(path))
}
