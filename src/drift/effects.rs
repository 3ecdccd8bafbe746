//! How a change of the tools affects a policy: calls that it allows and the server did not accept before,
//! clauses that no longer decide anything, and statements about tools that were removed.

use std::collections::{BTreeMap, BTreeSet};

use super::errors;
use super::lists::{Change, Detail, DetailKind, ToolDrift, schema_of};
use super::policy::{Compiled, Lists};
use crate::analyze::questions::{Value, callable, decided_by, entries, newly_accepted, otherwise_accepted};
use crate::analyze::{Answer, Call, Prover, Subject};
use crate::diagnostic::{Diagnostic, MAX_DIAGNOSTICS};
use crate::model::{Entry, Policy};
use crate::source::Place;
use crate::vocab::{Category, Path};

/// How many clauses of one tool are checked for whether they still decide calls.
const MOST_CLAUSES: usize = 256;

/// An effect that a change of the tools has on a policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// Its kind.
    pub kind: EffectKind,
    /// The tool.
    pub tool: String,
    /// A one-line description.
    pub message: String,
    /// Whether the policy allows calls that the server did not accept before.
    pub is_wider: bool,
    /// A call that shows it.
    pub witness: Option<Call>,
    /// The same as a diagnostic, at the places of the policy and of the list.
    pub diagnostic: Diagnostic,
}

/// The kinds of effects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EffectKind {
    /// The policy allows a new tool.
    Added,
    /// The policy allows a tool under a new name.
    Renamed,
    /// The policy allows calls to a tool that the server did not accept before.
    Accepted,
    /// A clause no longer decides anything, or names a tool that was removed.
    Dead,
    /// A tool does something that its rating does not cover.
    Rated,
    /// The policy has an error with the new list.
    Wrong,
}

/// The diagnostics of the effects, one for all new tools that the same pattern matches.
pub fn messages(effects: &[Effect]) -> Vec<Diagnostic> {
    let mut by_place: BTreeMap<Place, Vec<&Effect>> = BTreeMap::new();
    let place = |effect: &Effect| (effect.kind == EffectKind::Added).then_some(effect.diagnostic.primary.place);
    for effect in effects {
        if let Some(place) = place(effect) {
            by_place.entry(place).or_default().push(effect);
        }
    }
    let message = |effect: &Effect| match place(effect) {
        None => Some(effect.diagnostic.clone()),
        Some(place) => {
            let new: Vec<_> =
                by_place.remove(&place)?.into_iter().map(|it| (it.tool.as_str(), &it.diagnostic)).collect();
            new.split_first().map(|(first, others)| errors::together(*first, others))
        }
    };
    effects.iter().filter_map(message).collect()
}

/// The state while one policy is examined.
struct Look<'l> {
    compiled: &'l Compiled,
    lists: Lists<'l>,
    /// The place to use if there is no better one: the default, or the start of the policy.
    start: Place,
    /// Where the policy names tools that still exist.
    alive: BTreeSet<Place>,
    old: Subject<'l>,
    new: Subject<'l>,
    by_old: Prover<'l>,
    by_new: Prover<'l>,
}

/// The effects of some changes on a policy, in order; then the errors of the policy with the new list.
pub fn effects(drifted: &[ToolDrift], compiled: &Compiled, lists: Lists<'_>, start: Place) -> Vec<Effect> {
    let mut look = Look {
        compiled,
        lists,
        start,
        alive: alive(&compiled.old, lists),
        old: Subject::new(&compiled.old),
        new: Subject::new(&compiled.new),
        by_old: Prover::within(lists.old),
        by_new: Prover::within(lists.new),
    };
    let (mut effects, mut is_wider): (Vec<Effect>, bool) = (Vec::new(), false);
    for tool in drifted {
        let found = match &tool.change {
            Change::Added => look.added(tool, None).into_iter().collect(),
            Change::Renamed(was) => look.added(tool, Some(was)).into_iter().collect(),
            Change::Gone => look.gone(tool).into_iter().collect(),
            Change::Changed => look.changed(tool),
        };
        // After this many, only whether one is wider still matters.
        let is_full = effects.len() >= MAX_DIAGNOSTICS;
        let kept = found.into_iter().filter(|effect| !is_full || effect.is_wider);
        effects.extend(kept.inspect(|effect| is_wider |= effect.is_wider));
        if effects.len() >= MAX_DIAGNOSTICS && is_wider {
            break;
        }
    }
    let is_reported = |diagnostic: &Diagnostic| {
        let inner = diagnostic.primary.place;
        let holds = |outer: Place| outer.source == inner.source && outer.span.to(inner.span) == outer.span;
        effects.iter().any(|effect| effect.kind == EffectKind::Dead && holds(effect.diagnostic.primary.place))
    };
    let broken = compiled.broken.iter().filter(|diagnostic| !is_reported(diagnostic));
    let broken: Vec<_> = broken.map(|it| Effect::new(EffectKind::Wrong, "", errors::broken(it))).collect();
    effects.extend(broken);
    effects
}

impl Effect {
    /// An effect that is not wider.
    fn new(kind: EffectKind, tool: &str, diagnostic: Diagnostic) -> Self {
        let message = diagnostic.message.clone();
        Self { kind, tool: tool.to_owned(), message, is_wider: false, witness: None, diagnostic }
    }

    /// A wider effect, with a call that shows it if one is known.
    fn wider(kind: EffectKind, tool: &str, witness: Option<Call>, diagnostic: Diagnostic) -> Self {
        Self { is_wider: true, witness, ..Self::new(kind, tool, diagnostic) }
    }
}

impl Look<'_> {
    fn added(&mut self, tool: &ToolDrift, was: Option<&String>) -> Option<Effect> {
        let call = match callable(&mut self.by_new, &self.new, &tool.name) {
            Answer::Some(call) => Some(call),
            Answer::Unknown(_) => None,
            Answer::None => {
                let was = was.filter(|was| names(&self.compiled.old, was))?;
                let diagnostic = errors::renamed(&tool.name, was, self.place_of(was), tool.place);
                return Some(Effect::new(EffectKind::Dead, &tool.name, diagnostic));
            }
        };
        let kind = if was.is_none() { EffectKind::Added } else { EffectKind::Renamed };
        let place = self.compiled.new.tools.get(&tool.name).and_then(|tool| tool.place).unwrap_or(self.start);
        let diagnostic = errors::added(&tool.name, was.map(String::as_str), place, tool.place, call.as_ref());
        Some(Effect::wider(kind, &tool.name, call, diagnostic))
    }

    /// A pattern that also matches other tools still has an effect.
    fn gone(&self, tool: &ToolDrift) -> Option<Effect> {
        let policy = &self.compiled.old;
        let is_shared = place_of(policy, &tool.name).is_some_and(|place| self.alive.contains(&place));
        let is_dead = names(policy, &tool.name) && !is_shared;
        let diagnostic = || errors::gone(&tool.name, self.place_of(&tool.name));
        is_dead.then(|| Effect::new(EffectKind::Dead, &tool.name, diagnostic()))
    }

    fn changed(&mut self, tool: &ToolDrift) -> Vec<Effect> {
        let mut effects: Vec<_> = tool.details.iter().filter_map(|detail| self.detail(tool, detail)).collect();
        if effects.iter().all(|effect| effect.kind != EffectKind::Accepted) {
            effects.extend(tool.details.iter().find_map(|detail| self.accepted_together(tool, detail)));
        }
        if tool.details.iter().any(|detail| detail.path.is_some()) {
            effects.extend(self.died(tool));
        }
        effects
    }

    fn detail(&mut self, tool: &ToolDrift, detail: &Detail) -> Option<Effect> {
        match (&detail.path, detail.kind) {
            (_, DetailKind::Gone | DetailKind::Required) | (None, DetailKind::Added | DetailKind::Optional) => None,
            (Some(path), DetailKind::Added) => self.accepted(tool, detail, (path, Value::Some), errors::takes),
            (Some(path), DetailKind::Optional) => {
                self.accepted(tool, detail, (path, Value::Missing), errors::needs_not)
            }
            (Some(path), DetailKind::Values) => {
                self.accepted(tool, detail, (path, Value::Some), errors::takes_other_values)
            }
            // What is about all arguments counts if nothing else explains a call: see `changed`.
            (None, DetailKind::Values) | (_, DetailKind::Together) => None,
            (_, DetailKind::Hint) => {
                let is_let_through = callable(&mut self.by_new, &self.old, &tool.name) != Answer::None;
                let place = self.place_of(&tool.name);
                let diagnostic = || errors::hinted(&tool.name, &detail.words, place, tool.place);
                (is_let_through && self.is_rated_read(&tool.name))
                    .then(|| Effect::new(EffectKind::Rated, &tool.name, diagnostic()))
            }
        }
    }

    /// Calls that the server now accepts and the policy allows.
    fn accepted(
        &mut self,
        tool: &ToolDrift,
        detail: &Detail,
        (path, value): (&Path, Value),
        words: Words,
    ) -> Option<Effect> {
        let older = schema_of(self.lists.old, &tool.name)?;
        let call = match newly_accepted(&mut self.by_new, &self.old, &tool.name, (older, path), value) {
            Answer::Some(call) => Some(call),
            Answer::Unknown(_) => None,
            Answer::None => return None,
        };
        let listed = (detail.place.unwrap_or(tool.place), detail.words.as_str());
        let diagnostic = words(&tool.name, path, self.place_of(&tool.name), listed, call.as_ref());
        let is_optional = matches!(detail.kind, DetailKind::Added | DetailKind::Optional);
        if is_optional && self.is_unrestricted(&tool.name) {
            let diagnostic = errors::as_note(diagnostic);
            return Some(Effect { witness: call, ..Effect::new(EffectKind::Accepted, &tool.name, diagnostic) });
        }
        Some(Effect::wider(EffectKind::Accepted, &tool.name, call, diagnostic))
    }

    /// Calls that the server refused for something other than the value of one argument.
    fn accepted_together(&mut self, tool: &ToolDrift, detail: &Detail) -> Option<Effect> {
        let older = schema_of(self.lists.old, &tool.name).filter(|_| detail.kind == DetailKind::Together)?;
        let (call, keyword) = otherwise_accepted(&mut self.by_new, &self.old, &tool.name, older)?;
        let listed = (detail.place.unwrap_or(tool.place), detail.words.as_str());
        let place = self.place_of(&tool.name);
        let diagnostic = errors::accepts_other_calls(&tool.name, keyword, place, listed, &call);
        Some(Effect::wider(EffectKind::Accepted, &tool.name, Some(call), diagnostic))
    }

    /// Whether the policy never looked at the arguments of a tool.
    fn is_unrestricted(&self, tool: &str) -> bool {
        entries(&self.compiled.old, tool).next().is_none()
    }

    /// Only a rating in the safe direction can be contradicted.
    fn is_rated_read(&self, tool: &str) -> bool {
        let rating = self.compiled.checked.as_ref().and_then(|checked| checked.policy.categories.get(tool));
        rating.is_some_and(|rating| rating.category == Category::Read)
    }

    /// Clauses that decided calls which the server accepted, and no longer decide any that it accepts.
    fn died(&mut self, tool: &ToolDrift) -> Vec<Effect> {
        let policy = &self.compiled.old;
        let is_concerned = |entry: &Entry| tool.details.iter().any(|detail| concerns(detail, entry));
        let concerned = entries(policy, &tool.name).filter(|(_, entry)| is_concerned(entry)).take(MOST_CLAUSES);
        let mut died: Vec<Effect> = Vec::new();
        for (id, entry) in concerned {
            // A clause with several entries is reported once.
            let is_reported = |effect: &Effect| Some(effect.diagnostic.primary.place) == entry.place;
            if died.iter().any(is_reported) {
                continue;
            }
            if decided_by(&mut self.by_new, &self.old, &tool.name, id) != Answer::None {
                continue;
            }
            if let Answer::Some(call) = decided_by(&mut self.by_old, &self.old, &tool.name, id) {
                let reason = tool.details.iter().find(|detail| concerns(detail, entry));
                let reason = reason.and_then(|detail| Some((detail.place?, detail.words.as_str())));
                let place = entry.place.unwrap_or_else(|| self.place_of(&tool.name));
                let diagnostic = errors::died(&tool.name, place, reason, &call);
                died.push(Effect { witness: Some(call), ..Effect::new(EffectKind::Dead, &tool.name, diagnostic) });
            }
        }
        died
    }

    /// Where the policy names a tool.
    fn place_of(&self, tool: &str) -> Place {
        place_of(&self.compiled.old, tool).unwrap_or(self.start)
    }
}

/// Makes the diagnostic about a tool that accepts more calls, at one argument.
type Words = fn(&str, &Path, Place, (Place, &str), Option<&Call>) -> Diagnostic;

fn alive(policy: &Policy, lists: Lists<'_>) -> BTreeSet<Place> {
    let names = policy.tools.keys().chain(policy.hide.keys()).filter(|name| lists.new.tool(name).is_some());
    names.filter_map(|name| place_of(policy, name)).collect()
}

fn names(policy: &Policy, tool: &str) -> bool {
    policy.tools.contains_key(tool) || policy.hide.contains_key(tool)
}

/// Where a policy names a tool.
fn place_of(policy: &Policy, tool: &str) -> Option<Place> {
    policy.tools.get(tool).and_then(|tool| tool.place).or_else(|| policy.hide.get(tool).copied().flatten())
}

/// Whether an entry uses an argument that changed, or a part of it.
fn concerns(detail: &Detail, entry: &Entry) -> bool {
    let is_of =
        |path: &Path| entry.conditions.iter().any(|condition| condition.path.segments().starts_with(path.segments()));
    detail.path.as_ref().is_some_and(is_of)
}
