//! From trees to checked rules: files are put together, names looked up, rules put in their places,
//! and every tool gets its one state.

mod asserts;
mod bodies;
mod conditions;
mod constants;
mod context;
mod counters;
mod cycles;
mod duplicates;
mod errors;
mod findings;
mod includes;
pub mod ir;
mod names;
mod ratings;
mod regexes;
mod statements;
mod targets;
mod templates;
mod tools;
pub mod types;

pub use constants::MAX_LIMIT;
pub use templates::MAX_CLAUSES;
pub use types::ArgumentCount;

use std::collections::BTreeMap;

use crate::catalog::Catalog;
use crate::diagnostic::{self, Diagnostic};
use crate::source::loader::Disk;
use crate::source::{SourceId, Sources};
use crate::syntax::tree::{self, Item, ItemKind};

/// What the checker makes of a policy.
#[derive(Debug)]
pub struct Checked {
    /// The policy, complete where there are no errors.
    pub policy: ir::Policy,
    /// The tools of the server, where the policy names a catalog that could be read.
    pub catalog: Option<Catalog>,
    /// Whether this is a part of other policies: lets, rules, rates and includes only, one at least.
    pub is_part: bool,
    /// How many paths have a type.
    pub arguments: ArgumentCount,
    /// What is wrong, of all files that were read, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// The trees of the policy and of what it includes, in the order of reading.
    pub files: Vec<(SourceId, tree::File)>,
}

/// Reads and checks a policy and all that it names.
pub fn check(sources: &mut Sources, disk: &dyn Disk, main: SourceId) -> Checked {
    let mut findings = findings::Findings::default();
    let reading = includes::read(sources, disk, main, &mut findings);
    duplicates::check(&reading, &mut findings);
    let names = names::Names::of(&reading, &mut findings);
    let mut context = context::Context::new(sources, names, findings);
    let (policy, arguments) = meaning(&mut context, &reading);
    let diagnostics = diagnostic::in_order(main, context.findings.into_list());
    let is_part = reading.is_part();
    let includes::Reading { files, catalog, .. } = reading;
    Checked { policy, catalog, is_part, arguments, diagnostics, files }
}

fn meaning<'t>(context: &mut context::Context<'t>, reading: &'t includes::Reading) -> (ir::Policy, ArgumentCount) {
    let (main, items) = reading.main();
    let statements = statements::statements(reading);
    let mut tools = tools::Tools::of(reading, &statements, asserts::targets(items));
    let ratings = ratings::Ratings::of(context, &mut tools, &statements);
    let hide_everything = targets::hidden_everything(context, &statements);
    let states = targets::states(context, &mut tools, &statements);
    let bodies = bodies::bodies(context, &tools, &statements, &states, (main, items));
    let asserts = asserts::asserts(context, &mut tools, &states, (main, items));
    let default = default(items);
    let policy = ir::Policy {
        default_allow: default.is_some_and(|(_, default)| default.allow),
        default_place: default.map(|(item, _)| item.span.of(main)),
        hide_everything,
        tools: bodies.tools,
        limits: bodies.limits,
        categories: categories(&tools, &ratings),
        asserts,
        unapplied_rules: bodies.unapplied_rules,
    };
    (policy, bodies.arguments)
}

/// The first `default`.
fn default(items: &[Item]) -> Option<(&Item, tree::DefaultItem)> {
    items.iter().find_map(|item| if let ItemKind::Default(default) = item.kind { Some((item, default)) } else { None })
}

fn categories(tools: &tools::Tools<'_>, ratings: &ratings::Ratings) -> BTreeMap<String, ir::Rating> {
    let rated = tools.names.iter().enumerate().filter_map(|(id, name)| Some(((*name).to_owned(), ratings.get(id)?)));
    rated.collect()
}
