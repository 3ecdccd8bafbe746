//! The clauses that denied. One clause may be several rules: of an `or` each side is an entry, a rule of
//! the language stands in every tool that applies it, and of a `require` each condition denies for
//! itself. People wrote one clause, and are shown one.

use std::collections::{BTreeMap, HashMap};

use super::{Deciders, place_of, shown};
use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::{Engine, Rule, RuleId, RuleKind};
use crate::simulate::errors;
use crate::simulate::outcome::{Hit, Outcome};
use crate::source::{Place, Sources};

/// A clause and the hits of its rules.
pub struct Clause<'o> {
    /// How many calls it denied.
    calls: u64,
    /// The hit of the condition that denied most.
    main: (&'o Hit, &'o Rule),
    /// All hits, this one first.
    hits: Vec<(&'o Hit, &'o Rule)>,
}

/// What makes hits those of one clause: its place and what it says, or the rule where there is no place.
type Key<'o> = (Option<Place>, Option<RuleId>, Option<&'o str>);

/// All clauses that denied, those that denied most first. What the change of a policy narrowed is told
/// as that, and not again.
pub fn clauses<'o>(outcome: &'o Outcome, engine: &'o Engine) -> Vec<Clause<'o>> {
    let mut narrowed: HashMap<(RuleId, Option<u32>), u64> = HashMap::new();
    for change in outcome.changes.iter().filter(|change| !change.widened) {
        if let Some(new) = change.new {
            *narrowed.entry(new).or_default() += change.calls;
        }
    }
    let is_told = |hit: &&Hit| narrowed.get(&(hit.rule, hit.condition)) == Some(&hit.calls);
    let mut by_key: BTreeMap<Key<'o>, Vec<(&Hit, &Rule)>> = BTreeMap::new();
    for hit in outcome.denials.iter().filter(|hit| !is_told(hit)) {
        let rule = engine.rule(hit.rule);
        let key = (rule.place, rule.place.is_none().then_some(hit.rule), rule.message.as_deref());
        by_key.entry(key).or_default().push((hit, rule));
    }
    let mut clauses: Vec<Clause<'o>> = by_key.into_values().filter_map(clause).collect();
    // A stable sort: clauses that denied alike often stay in the order of the policy.
    clauses.sort_by_key(|clause| std::cmp::Reverse(clause.calls));
    clauses
}

fn clause<'o>(mut hits: Vec<(&'o Hit, &'o Rule)>) -> Option<Clause<'o>> {
    hits.sort_by_key(|(hit, _)| std::cmp::Reverse(hit.calls));
    Some(Clause { calls: hits.iter().map(|(hit, _)| hit.calls).sum(), main: *hits.first()?, hits })
}

impl Clause<'_> {
    /// The picture: the clause, and the first call that its foremost condition denied.
    pub fn told(
        &self,
        severity: Severity,
        outcome: &Outcome,
        deciders: Deciders<'_>,
        sources: &mut Sources,
    ) -> Diagnostic {
        let (hit, rule) = self.main;
        let of_spot = |spot: Option<Place>| {
            let same = self.hits.iter().filter(move |(hit, rule)| spot_of(rule, hit.condition) == spot);
            same.map(|(hit, _)| hit.calls).sum::<u64>()
        };
        let tools = self.tools(rule, outcome, deciders.new);
        let spot = spot_of(rule, hit.condition);
        let shown = shown(&hit.first, rule, hit.condition, of_spot(spot), sources);
        let Some(place) = spot else {
            return errors::denied_by_default(severity, shown.place, deciders.name, self.calls, &tools);
        };
        let mut told = shown.label(errors::denied(severity, place, rule, self.calls, &tools));
        let mut seen = vec![place];
        for (hit, rule) in &self.hits {
            let Some(other) = spot_of(rule, hit.condition).filter(|other| !seen.contains(other)) else { continue };
            seen.push(other);
            told = told.with_label(other, errors::also_by(of_spot(Some(other))));
        }
        told
    }

    /// The tools whose calls it denied, by name.
    fn tools<'t>(&'t self, rule: &Rule, outcome: &'t Outcome, engine: &Engine) -> Vec<&'t str> {
        let mut tools: Vec<&str> = match rule.kind {
            RuleKind::DefaultDeny => {
                let denied = outcome.tools.iter().filter(|(_, decided)| decided.denied > 0);
                denied.map(|(name, _)| name.as_str()).filter(|name| engine.tool(name.as_bytes()).is_none()).collect()
            }
            RuleKind::Hidden | RuleKind::Require | RuleKind::DenyIf | RuleKind::Limit | RuleKind::AllToolsLimit => {
                let of_rule = |(hit, rule): &(&'t Hit, &'t Rule)| {
                    let tool: &'t str = rule.tool.as_deref().unwrap_or(&hit.first.tool);
                    tool
                };
                self.hits.iter().map(of_rule).collect()
            }
        };
        tools.sort_unstable();
        tools.dedup();
        tools
    }
}

/// What to underline of a rule: of a `deny_if` all its conditions together, since all of them held; of a
/// `require` the one that did not hold.
fn spot_of(rule: &Rule, condition: Option<u32>) -> Option<Place> {
    match rule.kind {
        RuleKind::DenyIf => {
            let places = rule.conditions.iter().filter_map(|condition| condition.place);
            let inside = places.filter(|place| rule.place.is_some_and(|rule| rule.source == place.source));
            let all = inside.reduce(|one, other| Place { span: one.span.to(other.span), ..one });
            all.or(rule.place)
        }
        RuleKind::Require | RuleKind::Hidden | RuleKind::DefaultDeny | RuleKind::Limit | RuleKind::AllToolsLimit => {
            place_of(rule, condition)
        }
    }
}
