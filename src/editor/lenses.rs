//! What can be done with an item: show what it compiles to, or run it.

use crate::document::Judged;
use crate::source::Span;
use crate::syntax::tree::{ItemKind, Target, TargetKind};

/// Something to do, at an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// The keyword of the item.
    pub span: Span,
    /// What to do.
    pub kind: LensKind,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LensKind {
    /// Show the entry of a tool in `policy.json`.
    Entry(String),
    /// Run a test.
    Test(String),
}

/// What can be done with the items of a policy that compiles, in the order of the text.
pub fn lenses(judged: &Judged) -> Vec<Lens> {
    let (Some(policy), Some(tree)) = (&judged.judgement.policy, judged.judgement.tree()) else { return Vec::new() };
    let mut lenses = Vec::new();
    for item in &tree.items {
        if let ItemKind::Tool(tool) = &item.kind {
            let first = tool.targets.iter().find_map(name).filter(|name| policy.tools.contains_key(*name));
            lenses.extend(first.map(|name| Lens { span: item.keyword, kind: LensKind::Entry(name.to_owned()) }));
        }
        if let ItemKind::Test(test) = &item.kind {
            lenses.push(Lens { span: item.keyword, kind: LensKind::Test(test.name.value.clone()) });
        }
    }
    lenses
}

fn name(target: &Target) -> Option<&str> {
    match &target.kind {
        TargetKind::Name(name) => Some(name),
        TargetKind::Pattern(_) | TargetKind::Every(_) => None,
    }
}
