//! Arguments: whole paths, steps of a path, and keys of a call.

use std::collections::BTreeSet;

use super::candidate::{Candidate, CandidateKind};
use super::scene::{Scene, string};
use crate::catalog::{Argument, Inner, InputSchema, Lookup};
use crate::editor::arguments;
use crate::editor::symbol::{Symbol, symbol};
use crate::editor::text::{self, Paragraph};
use crate::syntax::mentions::mentions;
use crate::vocab::Path;

/// The most arguments of one tool that are proposed.
const MOST: usize = 300;

/// An argument that can be written.
struct Known {
    key: String,
    argument: Option<Argument>,
    /// Whether its object must have it, if that is known.
    is_required: Option<bool>,
}

/// The arguments of the statement's tools, from `args` on.
pub(super) fn whole(scene: &Scene<'_>) -> Vec<Candidate> {
    let used = used(scene, &scene.tools());
    let candidate = |known: Known| {
        let is_used = used.contains(std::slice::from_ref(&known.key));
        let text = format!("args.{}", key_text(scene, &known.key));
        let candidate = described(Candidate::new(CandidateKind::Argument, text.clone()), &known);
        scene.placed(candidate.with_text(text).with_rank(rank(&known, is_used)))
    };
    members(scene, &scene.tools(), &[]).into_iter().filter(is_step).map(candidate).collect()
}

/// The steps that a path can go on with.
pub(super) fn steps(scene: &Scene<'_>, keys: &[String]) -> Vec<Candidate> {
    let used = used(scene, &scene.tools());
    let candidate = |known: Known| {
        let path: Vec<String> = keys.iter().chain([&known.key]).cloned().collect();
        let is_used = used.contains(path.as_slice());
        let candidate = described(Candidate::new(CandidateKind::Argument, known.key.clone()), &known);
        scene.placed(candidate.with_text(key_text(scene, &known.key)).with_rank(rank(&known, is_used)))
    };
    members(scene, &scene.tools(), keys).into_iter().filter(is_step).map(candidate).collect()
}

/// Whether a path can have this step: `policy.json` separates steps by dots.
fn is_step(known: &Known) -> bool {
    !known.key.is_empty() && !known.key.contains('.')
}

/// The keys that an object of a call lacks.
pub(super) fn keys(scene: &Scene<'_>, keys: &[Option<String>], given: &[String]) -> Vec<Candidate> {
    let candidate = |known: Known| {
        let text = key_text(scene, &known.key);
        let candidate = described(Candidate::new(CandidateKind::Argument, known.key.clone()), &known);
        let text = if scene.is_before_colon { text } else { format!("{text}: ") };
        scene.placed(candidate.with_text(text).with_rank(rank(&known, false)))
    };
    let (path, steps) = split(keys);
    let all = if steps.is_empty() { members(scene, &scene.tools(), &path) } else { inner(scene, &path, &steps) };
    all.into_iter().filter(|known| !given.contains(&known.key)).map(candidate).collect()
}

/// What is known about a value in a call, for the tool that is called.
pub(super) fn in_call(scene: &Scene<'_>, keys: &[Option<String>]) -> Vec<Argument> {
    let (path, steps) = split(keys);
    match steps.is_empty() {
        true => at(scene, &path),
        false => inside(scene, &path).into_iter().filter(|(found, _)| *found == steps).map(|(_, it)| it).collect(),
    }
}

/// The part of some keys that a path can follow, and the steps after it, from an element of a list on.
fn split(keys: &[Option<String>]) -> (Vec<String>, Vec<Inner>) {
    let path: Vec<String> = keys.iter().map_while(Clone::clone).collect();
    let step = |key: &Option<String>| key.clone().map_or(Inner::Element, Inner::Member);
    let steps = keys.iter().skip(path.len()).map(step).collect();
    (path, steps)
}

/// The members of an object inside a list.
fn inner(scene: &Scene<'_>, path: &[String], steps: &[Inner]) -> Vec<Known> {
    let member = |(found, argument): (Vec<Inner>, Argument)| match found.split_last() {
        Some((Inner::Member(key), before)) if before == steps => {
            Some(Known { key: key.clone(), argument: Some(argument), is_required: None })
        }
        Some(_) | None => None,
    };
    inside(scene, path).into_iter().filter_map(member).collect()
}

/// The arguments that each call of a tool must have.
pub(super) fn required(scene: &Scene<'_>, tool: &str) -> Vec<String> {
    let keys = schema(scene, tool).map(|schema| schema.reader().required_in(&[])).unwrap_or_default();
    keys.into_iter().take(10).map(|key| if Path::is_ident(&key) { key } else { string(&key) }).collect()
}

/// What is known about the argument at a path, for each tool of the statement.
pub(super) fn at(scene: &Scene<'_>, keys: &[String]) -> Vec<Argument> {
    let Some(catalog) = &scene.catalog else { return Vec::new() };
    scene.tools().iter().filter_map(|tool| arguments::argument(catalog, tool, keys)).collect()
}

/// What is known about the elements of a list at a path.
pub(super) fn elements(scene: &Scene<'_>, keys: &[String]) -> Vec<Argument> {
    let is_element = |(steps, _): &(Vec<Inner>, Argument)| steps.as_slice() == [Inner::Element];
    inside(scene, keys).into_iter().filter(is_element).map(|(_, argument)| argument).collect()
}

/// The values inside the lists and objects at a path, with the steps that lead there.
fn inside(scene: &Scene<'_>, keys: &[String]) -> Vec<(Vec<Inner>, Argument)> {
    let (Some(catalog), Some(path)) = (&scene.catalog, Path::new(keys.to_vec())) else { return Vec::new() };
    let of_tool = |tool: &String| Some(catalog.tool(tool)?.input_schema?.reader().inside(&path));
    scene.tools().iter().filter_map(of_tool).flatten().collect()
}

/// The members of the object at a path: those that schemas list, and others that the policy mentions.
fn members(scene: &Scene<'_>, tools: &[String], keys: &[String]) -> Vec<Known> {
    let mut all: Vec<Known> = Vec::new();
    let mut seen = BTreeSet::new();
    for tool in tools {
        let Some(schema) = scene.catalog.as_ref().and_then(|catalog| catalog.tool(tool)?.input_schema) else {
            continue;
        };
        let reader = schema.reader();
        let required = reader.required_in(keys);
        for key in reader.members_in(keys).into_iter().take(MOST) {
            if seen.insert(key.clone()) {
                let path = Path::new(keys.iter().chain([&key]).cloned().collect());
                let argument = path.and_then(|path| reader.lookup(&path).argument().cloned());
                all.push(Known { is_required: Some(required.contains(&key)), key, argument });
            }
        }
    }
    let has_schema = tools.iter().any(|tool| schema(scene, tool).is_some());
    let others = if has_schema { used(scene, tools) } else { mentioned(scene) };
    for path in others {
        let next = path.strip_prefix(keys).and_then(<[String]>::first);
        if let Some(key) = next.filter(|key| !seen.contains(*key) && takes(scene, tools, keys, key)) {
            seen.insert(key.clone());
            all.push(Known { key: key.clone(), argument: None, is_required: None });
        }
    }
    all
}

/// Whether an object may have a member that no schema lists.
fn takes(scene: &Scene<'_>, tools: &[String], keys: &[String], key: &String) -> bool {
    let Some(path) = Path::new(keys.iter().chain([key]).cloned().collect()) else { return false };
    let is_taken = |schema: InputSchema<'_>| match schema.reader().lookup(&path) {
        Lookup::Found(_) | Lookup::Unknown => true,
        Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. } => false,
    };
    tools.is_empty() || tools.iter().any(|tool| schema(scene, tool).is_none_or(is_taken))
}

fn schema<'s>(scene: &'s Scene<'_>, tool: &str) -> Option<InputSchema<'s>> {
    scene.catalog.as_ref()?.tool(tool)?.input_schema
}

/// The paths of all arguments that the policy mentions.
fn mentioned(scene: &Scene<'_>) -> BTreeSet<Vec<String>> {
    let mut all = BTreeSet::new();
    for (source, file) in scene.files() {
        for mention in mentions(&scene.judged.sources.get(source).text, file) {
            if let Some(Symbol::Argument(keys)) = symbol(source, &mention) {
                all.insert(keys);
            }
        }
    }
    all
}

/// The paths that clauses of some tools compare, and what leads to them.
fn used(scene: &Scene<'_>, tools: &[String]) -> BTreeSet<Vec<String>> {
    let mut used = BTreeSet::new();
    for tool in tools.iter().filter_map(|tool| scene.checked.policy.tools.get(tool)) {
        tool.body.each_comparison(&mut |comparison| {
            let segments = comparison.path.segments();
            used.extend((1..=segments.len()).filter_map(|steps| Some(segments.get(..steps)?.to_vec())));
        });
    }
    used
}

fn described(candidate: Candidate, known: &Known) -> Candidate {
    let Some(argument) = &known.argument else { return candidate.with_detail("used elsewhere in the policy") };
    let presence = match known.is_required {
        Some(true) => ", required",
        Some(false) => ", optional",
        None => "",
    };
    let about = argument.description.as_ref().map(|about| text::plain(&[Paragraph::Quote(about.clone())]));
    candidate.with_detail(format!("{}{presence}", argument.words())).with_documentation(about)
}

fn key_text(scene: &Scene<'_>, key: &str) -> String {
    if scene.quote().is_some() || !Path::is_ident(key) { string(key) } else { key.to_owned() }
}

/// Required arguments without a clause come first, those that only the policy knows last.
fn rank(known: &Known, is_used: bool) -> u8 {
    match known.argument {
        Some(_) => u8::from(known.is_required != Some(true) || is_used),
        None => 2,
    }
}
