//! The probes that are about the arguments of one call.

use std::collections::{BTreeMap, BTreeSet};

use super::candidates::candidates;
use super::gateway::Gateway;
use super::names::UNLISTED;
use super::point::{POINTS, Point};
use crate::analyze::{Prover, Subject};
use crate::model::{Policy, Tool};
use crate::source::json::Json;
use crate::trace::Expect;
use crate::vocab::Operator;

/// How many tools are looked at.
const MOST_TOOLS: usize = 300;

/// A call that shows a point.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The point.
    pub point: Point,
    /// The tool.
    pub tool: String,
    /// The arguments, as JSON text.
    pub args: String,
    /// The decision that jamb assumes.
    pub expect: Expect,
}

/// What is shown already: a point, and for which operator, by a tool that only reads or by another one.
type Known = BTreeSet<(Point, Option<Operator>, bool)>;

/// The calls that show a point, in the order of the points. Each is shown for each operator, if possible by a tool that
/// only reads, and otherwise by the first other tool.
pub fn calls(policy: &Policy, prover: &mut Prover<'_>, reads: &BTreeSet<String>) -> Vec<Shown> {
    let subject = Subject::new(policy);
    let mut known = Known::new();
    let mut shown = Vec::new();
    let mut names: Vec<&str> = policy.tools.keys().map(String::as_str).collect();
    // Tools that can be tried come first.
    names.sort_by_key(|name| !reads.contains(*name));
    for name in names.into_iter().take(MOST_TOOLS) {
        let Some(tool) = policy.tools.get(name) else { continue };
        shown.extend(of_tool(policy, prover, &subject, (name, tool), reads.contains(name), &mut known));
    }
    shown.extend(without_rules(policy));
    shown.sort_by_key(|shown| POINTS.iter().position(|(point, _)| *point == shown.point));
    shown
}

fn of_tool(
    policy: &Policy,
    prover: &mut Prover<'_>,
    subject: &Subject<'_>,
    (name, tool): (&str, &Tool),
    is_read: bool,
    known: &mut Known,
) -> Vec<Shown> {
    let gateway = Gateway::new(policy, name);
    // The shortest call for each point and operator is the easiest to read.
    let mut best: BTreeMap<(Point, Option<Operator>), Shown> = BTreeMap::new();
    for candidate in candidates(prover, subject, name, tool) {
        let text = candidate.to_string();
        let Ok(args) = Json::parse_text(&text) else { continue };
        let assumed = gateway.denies(&text, &args, None);
        for (point, _) in POINTS {
            let other = gateway.denies(&text, &args, Some(point));
            let differs = match (&assumed, &other) {
                (None, Some(_)) | (Some(_), None) => true,
                // Both deny: only the message can tell.
                (Some(assumed), Some(other)) => {
                    point == Point::DenyIfComesFirst && tells(assumed.message.as_ref(), other.message.as_ref())
                }
                (None, None) => false,
            };
            // A call that changes several conditions does not say which of them matters.
            let operator = match &gateway.changed(&text, &args, point)[..] {
                [] => None,
                [one] => Some(*one),
                [..] => continue,
            };
            let key = (point, operator);
            if !differs || known.contains(&(key.0, key.1, true)) || known.contains(&(key.0, key.1, is_read)) {
                continue;
            }
            let expect = if assumed.is_some() { Expect::Deny } else { Expect::Allow };
            let shown = Shown { point, tool: name.to_owned(), args: text.clone(), expect };
            let is_longer = |known: &Shown| known.args.len() <= shown.args.len();
            if !best.get(&key).is_some_and(is_longer) {
                best.insert(key, shown);
            }
        }
    }
    known.extend(best.keys().map(|(point, operator)| (*point, *operator, is_read)));
    best.into_values().collect()
}

/// Whether the agent gets two different messages.
fn tells(one: Option<&String>, other: Option<&String>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one != other)
}

/// Calls to tools that no rule is about: a hidden one, and one that is not named.
fn without_rules(policy: &Policy) -> Vec<Shown> {
    let hidden = policy.hide.keys().map(String::as_str);
    let empty = |name: &str, point| {
        let gateway = Gateway::new(policy, name);
        let args = Json::parse_text("{}").ok()?;
        let (assumed, other) = (gateway.denies("{}", &args, None), gateway.denies("{}", &args, Some(point)));
        let expect = if assumed.is_some() { Expect::Deny } else { Expect::Allow };
        let shown = Shown { point, tool: name.to_owned(), args: "{}".to_owned(), expect };
        (assumed.is_some() != other.is_some()).then_some(shown)
    };
    let is_unnamed = |name: &&str| *name != "*" && !policy.tools.contains_key(*name);
    let hidden = hidden.filter(is_unnamed).find_map(|name| empty(name, Point::HiddenIsCallable));
    hidden.into_iter().chain(empty(UNLISTED, Point::UnlistedIsDenied)).collect()
}
