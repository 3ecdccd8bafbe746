//! Which tools are allowed only with a clause about what makes them dangerous.

use crate::classify::recipients;
use crate::init::{self, Judged};
use crate::vocab::{Category, Path};

/// Whether a tool runs something, moves money, deletes, sends, or may do anything.
pub fn is_dangerous(judged: &Judged<'_>) -> bool {
    match judged.judgement.category {
        _ if !judged.judgement.known => true,
        Category::Execute | Category::Destructive | Category::Financial => true,
        Category::Write => sends(judged),
        Category::Read => false,
    }
}

/// Whether a tool sends something to others. Those who are invited hear of it, whatever the schema says about their
/// addresses.
pub fn sends(judged: &Judged<'_>) -> bool {
    let invites = |path: &Path| path.segments().last().is_some_and(|name| recipients::hears(name));
    let arguments = || judged.tool.input_schema.map(|schema| schema.reader().arguments()).unwrap_or_default();
    let may_send = judged.judgement.category != Category::Read;
    init::sends(judged) || may_send && arguments().iter().any(|(path, _)| invites(path))
}
