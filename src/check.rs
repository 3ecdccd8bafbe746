//! From trees to checked rules: files are put together, names are resolved, rules are expanded, and every
//! tool gets its one state.

pub mod ir;
mod bounds;
mod diagnostics;
mod errors;
mod includes;
mod duplicates;
mod meaning;
mod lets;
mod names;
mod cycles;
mod site;
mod purpose;
mod context;
mod regexes;
mod constants;
mod texts;
mod conditions;
mod templates;
mod statements;
mod tools;
mod ratings;
mod targets;
pub mod types;
mod counters;
mod negations;
mod weight;
mod guards;
mod guarded;
mod bodies;
mod asserts;

pub use bounds::{MAX_CLAUSES, MAX_LIMIT};
pub(crate) use errors::{applied, guarded_by};
pub use includes::is_part;
pub(crate) use purpose::Purpose;
pub use types::ArgumentCount;

use std::collections::BTreeMap;

use crate::catalog::{Catalog, Catalogs};
use crate::diagnostic::{self, Diagnostic};
use crate::source::disk::Disk;
use crate::source::{SourceId, Sources};
use crate::syntax::tree::{self, Item, ItemKind};

/// The result of checking a policy.
#[derive(Debug)]
pub struct Checked {
    /// The policy, complete if there are no errors.
    pub policy: ir::Policy,
    /// The tools of the server, if the policy names a catalog that could be read.
    pub catalog: Option<Catalog>,
    /// Whether this is a part for other policies: only lets, rules, rates, guards and includes, and at least one.
    pub is_part: bool,
    /// How many paths have a type.
    pub arguments: ArgumentCount,
    /// The diagnostics of all files that were read, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// The trees of the policy and of its includes, in the order of reading.
    pub files: Vec<(SourceId, tree::File)>,
}

/// Reads and checks a policy and everything that it names.
pub fn check(sources: &mut Sources, disk: &dyn Disk, catalogs: &Catalogs, main: SourceId) -> Checked {
    let mut diagnostics = diagnostics::Diagnostics::default();
    let reading = includes::read(sources, (disk, catalogs), main, &mut diagnostics);
    duplicates::check(&reading, &mut diagnostics);
    let names = names::Names::of(&reading, &mut diagnostics);
    let cycles = cycles::Cycles::among(&names, &mut diagnostics);
    let mut context = context::Context::new(sources, names, cycles, diagnostics);
    let (policy, arguments) = meaning(&mut context, &reading);
    let diagnostics = diagnostic::in_order(main, context.diagnostics.into_list());
    let is_part = reading.is_part();
    let includes::Reading { files, catalog, .. } = reading;
    Checked { policy, catalog, is_part, arguments, diagnostics, files }
}

fn meaning<'t>(context: &mut context::Context<'t>, reading: &'t includes::Reading) -> (ir::Policy, ArgumentCount) {
    let (main, items) = reading.main();
    let statements = statements::statements(reading);
    let others = asserts::targets(items).chain(guards::targets(reading));
    let mut tools = tools::Tools::of(reading, &statements, others);
    let ratings = ratings::Ratings::of(context, &mut tools, &statements);
    let hide_everything = targets::hidden_everything(context, &statements);
    let states = targets::states(context, &mut tools, &statements);
    let default = default(items);
    let default_allow = default.is_some_and(|(_, default)| default.allow);
    let hides_everything = hide_everything.is_some();
    let callable = guards::Callable { states: &states, default_allow, hides_everything };
    let guards = guards::guards(context, &mut tools, callable, reading);
    let (mut bodies, applied) = bodies::bodies(context, &tools, &statements, &states, (guards, reading));
    let asserts = asserts::asserts(context, &mut tools, &states, (main, items));
    // Last, because they may use up the room that is left.
    bodies.unused.extend(bodies::unapplied_rules(context, &tools, applied));
    untyped_catalog(context, reading, bodies.arguments);
    let policy = ir::Policy {
        default_allow,
        default_place: default.map(|(item, _)| item.span.of(main)),
        hide_everything,
        tools: bodies.tools,
        limits: bodies.limits,
        categories: categories(&tools, &ratings),
        asserts,
        left_out: bodies.left_out,
        unused_bodies: bodies.unused,
    };
    // Reported once, at the first one.
    if let Some(first) =
        policy.limits_per_day().map(|limit| limit.place).min_by_key(|place| (place.source != main, *place))
    {
        context.diagnostics.push(errors::limits::undocumented_window(first));
    }
    (policy, bodies.arguments)
}

/// Warns of a catalog without types if the policy asks for arguments.
fn untyped_catalog(context: &mut context::Context<'_>, reading: &includes::Reading, arguments: ArgumentCount) {
    let Some(catalog) = reading.catalog.as_ref().filter(|catalog| !catalog.has_types()) else { return };
    if let Some(place) = reading.catalog_place().filter(|_| arguments.unknown > 0) {
        let name = &context.sources.get(catalog.source).name;
        context.diagnostics.push(errors::files::untyped_catalog(place, name, catalog.place()));
    }
}

/// The first `default`.
fn default(items: &[Item]) -> Option<(&Item, tree::DefaultItem)> {
    items.iter().find_map(|item| if let ItemKind::Default(default) = item.kind { Some((item, default)) } else { None })
}

fn categories(tools: &tools::Tools<'_>, ratings: &ratings::Ratings) -> BTreeMap<String, ir::Rating> {
    let rated = tools.names.iter().enumerate().filter_map(|(id, name)| Some(((*name).to_owned(), ratings.get(id)?)));
    rated.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;
    use crate::source::disk::MemoryDisk;

    fn checked(files: &[(&str, &str)]) -> Checked {
        let bytes = files.iter().map(|(name, text)| (name.into(), text.as_bytes().to_vec()));
        let disk = MemoryDisk { files: bytes.collect() };
        let (name, text) = files[0];
        let mut sources = Sources::default();
        let main = sources.add(Source::from_bytes(name, Some(name.as_ref()), text.as_bytes().to_vec()));
        check(&mut sources, &disk, &Catalogs::default(), main)
    }

    fn policy(files: &[(&str, &str)]) -> ir::Policy {
        let checked = checked(files);
        assert_eq!(checked.diagnostics, []);
        checked.policy
    }

    fn state(policy: &ir::Policy, tool: &str) -> &'static str {
        match policy.tools.get(tool).map(|tool| &tool.state) {
            Some(ir::State::Allow) => "allow",
            Some(ir::State::Deny { .. }) => "deny",
            Some(ir::State::Hide) => "hide",
            Some(ir::State::Rules) => "tool",
            Some(ir::State::Default) => "default",
            None => "none",
        }
    }

    const TOOLS: &str = r#"[{"name": "get_a"}, {"name": "get_b"}, {"name": "put_a"}, {"name": "put_b"}]"#;

    #[test]
    fn the_more_specific_target_wins_wherever_it_stands() {
        let text = "catalog \"t.json\"\ntool get_a {}\nallow every read\ndeny get_?\nrate *: read\nhide put_b";
        let policy = policy(&[("p.pl", text), ("t.json", TOOLS)]);
        let states: Vec<_> = ["get_a", "get_b", "put_a", "put_b"].iter().map(|tool| state(&policy, tool)).collect();
        assert_eq!(states, ["tool", "deny", "allow", "hide"]);
    }

    #[test]
    fn a_statement_rates_a_tool_even_where_its_state_loses() {
        let text =
            "catalog \"t.json\"\nallow get_*: read\nhide get_a, get_b\nrate get_b: write\nassert never every read";
        let policy = policy(&[("p.pl", text), ("t.json", TOOLS)]);
        assert_eq!(policy.categories["get_a"].category, crate::vocab::Category::Read);
        assert_eq!(policy.categories["get_b"].category, crate::vocab::Category::Write);
        assert_eq!(policy.asserts[0].tools, ["get_a"]);
    }

    #[test]
    fn without_a_catalog_patterns_range_over_names_that_are_rated() {
        let included = "rate get_a, get_b: read";
        let policy = policy(&[("p.pl", "include \"r.pl\"\nallow get_*\ndeny get_c"), ("r.pl", included)]);
        assert_eq!(policy.tools.keys().collect::<Vec<_>>(), ["get_a", "get_b", "get_c"]);
    }

    #[test]
    fn everything_hidden_and_one_name_hidden_stand_together() {
        let policy = policy(&[("p.pl", "hide a\nhide *")]);
        assert!(policy.hide_everything.is_some());
        assert_eq!(state(&policy, "a"), "hide");
    }

    #[test]
    fn targets_of_one_statement_share_its_body_and_rules_stand_in_it() {
        let text = "let n = 5\nrule outer(n, list) { apply inner(list) limit n per hour }\n\
                    rule inner(list) { require args.a in list }\ntool a, b { limit n per minute apply outer(7, [1, n]) }";
        let policy = policy(&[("p.pl", text)]);
        let body = |tool: &str| std::sync::Arc::clone(&policy.tools[tool].body);
        assert!(std::sync::Arc::ptr_eq(&body("a"), &body("b")));
        let limits: Vec<_> = body("a").limits().map(|limit| (limit.max, limit.applied_at.is_some())).collect();
        assert_eq!(limits, [(Some(5), false), (Some(7), true)]);
        assert_eq!(body("a").clauses.len(), 3);
        assert_eq!(policy.unused_bodies.len(), 0);
    }

    #[test]
    fn a_part_holds_lets_rules_rates_and_includes_only() {
        for (text, is_part) in [
            ("let a = 1", true),
            ("rate a*: read\nrule r {}", true),
            ("", false),
            ("let a = 1\nallow b", false),
            ("lett a", false),
        ] {
            assert_eq!(checked(&[("p.pl", text)]).is_part, is_part, "{text}");
        }
    }

    #[test]
    fn files_are_named_as_their_includes_say_and_read_once() {
        let files = [
            ("d/p.pl", "include \"x/a.pl\"\ninclude \"x/../x/b.pl\"\ndefault deny"),
            ("d/x/a.pl", "include \"b.pl\"\nlet a = 1"),
            ("d/x/b.pl", "include \"../../e.pl\"\nlet b = 1"),
            ("e.pl", "let e = 1\nlimit 1 per hour"),
        ];
        let checked = checked(&files);
        assert_eq!(checked.files.len(), 4);
        let places: Vec<_> = checked.diagnostics.iter().map(|found| found.primary.place.source).collect();
        assert_eq!(places, [SourceId(3)]);
    }
}
