//! The clauses that denied calls. One clause may be several rules: each side of an `or` is an entry, a rule of
//! the language is in every tool that applies it, and each condition of a `require` denies by itself. People
//! wrote one clause, so they are shown one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::deciders::Deciders;
use super::shown::{place_of, shown};
use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::{Engine, Rule, RuleId, RuleKind};
use crate::simulate::errors;
use crate::simulate::facts::Facts;
use crate::simulate::outcome::{Hit, Outcome};
use crate::source::{Place, Sources, Span};
use crate::vocab::Time;

/// At most this many further conditions of a clause are shown, besides the one that denied most.
const MOST_SPOTS: usize = 4;

/// Conditions that take more lines than this together are not underlined as one.
const MOST_LINES: usize = 4;

/// A clause and the hits of its rules.
pub struct Clause<'o> {
    /// What it did.
    facts: Facts<'o>,
    /// The hit of the condition that denied most.
    main: (&'o Hit, &'o Rule),
    /// All hits, the main one first.
    hits: Vec<(&'o Hit, &'o Rule)>,
}

/// Hits with the same key belong to one clause: its place and message, or the rule if there is no place.
type Key<'o> = (Option<Place>, Option<RuleId>, Option<&'o str>);

/// All clauses that denied calls, those that denied most first. Calls that a policy change narrowed are
/// reported as that, and not again.
pub fn clauses<'o>(outcome: &'o Outcome, engine: &'o Engine) -> Vec<Clause<'o>> {
    let mut narrowed: HashMap<(RuleId, Option<u32>), u64> = HashMap::new();
    for change in outcome.changes.iter().filter(|change| !change.widened) {
        if let Some(new) = change.new {
            *narrowed.entry(new).or_default() += change.calls;
        }
    }
    let is_reported = |hit: &&Hit| narrowed.get(&(hit.rule, hit.condition)) == Some(&hit.calls);
    let mut by_key: BTreeMap<Key<'o>, Vec<(&Hit, &Rule)>> = BTreeMap::new();
    for hit in outcome.denials.iter().filter(|hit| !is_reported(hit)) {
        let rule = engine.rule(hit.rule);
        let key = (rule.place, rule.place.is_none().then_some(hit.rule), rule.message.as_deref());
        by_key.entry(key).or_default().push((hit, rule));
    }
    let mut clauses: Vec<Clause<'o>> = by_key.into_values().filter_map(clause).collect();
    // A stable sort: clauses that denied equally often stay in policy order.
    clauses.sort_by_key(|clause| (Reverse(clause.facts.calls), clause.main.1.place.is_none()));
    clauses
}

fn clause<'o>(mut hits: Vec<(&'o Hit, &'o Rule)>) -> Option<Clause<'o>> {
    hits.sort_by_key(|(hit, _)| Reverse(hit.calls));
    Some(Clause { facts: Facts::of(hits.iter().map(|(hit, _)| *hit)), main: *hits.first()?, hits })
}

/// A clause that denied calls, as the row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseRow {
    /// Where it is; `None` if the default denied the calls.
    pub place: Option<Place>,
    /// The tools whose calls it denied; empty if that is every tool.
    pub tools: Vec<String>,
    /// How many calls it denied.
    pub calls: u64,
    /// How many grants made them.
    pub grants: u64,
    /// There may be more of them: too many to keep.
    pub has_more_grants: bool,
    /// The earliest recorded time.
    pub first: Option<Time>,
    /// The latest recorded time.
    pub last: Option<Time>,
    /// What the agent gets.
    pub answer: Option<String>,
}

impl Clause<'_> {
    /// The picture: the clause, and the first call that its main condition denied.
    pub fn diagnostic(
        &self,
        severity: Severity,
        tools: &[&str],
        deciders: Deciders<'_>,
        sources: &mut Sources,
    ) -> Diagnostic {
        let (hit, rule) = self.main;
        let spots = self.spots(sources);
        let main = spot_of(rule, hit.condition, sources);
        let calls = main.and_then(|main| spots.get(&main)).copied().unwrap_or(self.facts.calls);
        let shown = shown(&hit.first, rule, hit.condition, calls, sources);
        let Some(place) = main else {
            return errors::denied_by_default(severity, shown.place, deciders.name, &self.facts, tools);
        };
        let diagnostic = shown.label(errors::denied(severity, place, rule, &self.facts, tools));
        let others = spots.into_iter().filter(|(spot, _)| *spot != place).take(MOST_SPOTS);
        others.fold(diagnostic, |diagnostic, (spot, calls)| diagnostic.with_label(spot, errors::also_by(calls)))
    }

    /// The row of a table.
    pub fn row(&self, tools: &[&str]) -> ClauseRow {
        let (_, rule) = self.main;
        ClauseRow {
            place: rule.place,
            tools: tools.iter().map(|tool| (*tool).to_owned()).collect(),
            calls: self.facts.calls,
            grants: self.facts.grants.len() as u64,
            has_more_grants: self.facts.other_grants > 0,
            first: self.facts.first,
            last: self.facts.last,
            answer: rule.answer(),
        }
    }

    /// The tools whose calls it denied, by name; empty if that is every tool.
    pub fn tools<'t>(&'t self, outcome: &'t Outcome, engine: &Engine) -> Vec<&'t str> {
        let (main, rule) = self.main;
        let mut tools: Vec<&str> = match rule.kind {
            RuleKind::DefaultDeny => {
                let denied = outcome.tools.iter().filter(|(_, decided)| decided.denied > 0);
                denied.map(|(name, _)| name.as_str()).filter(|name| engine.tool(name.as_bytes()).is_none()).collect()
            }
            RuleKind::AllToolsLimit => Vec::new(),
            RuleKind::Hidden => {
                // One rule hides one tool, or all of them.
                let own = outcome.tools.get(&main.first.tool).map_or(0, |decided| decided.denied);
                if own == main.calls { vec![main.first.tool.as_str()] } else { Vec::new() }
            }
            RuleKind::Require | RuleKind::DenyIf | RuleKind::Limit => {
                self.hits.iter().filter_map(|(_, rule)| rule.tool.as_deref()).collect()
            }
        };
        tools.sort_unstable();
        tools.dedup();
        tools
    }

    /// The parts of its rules that are underlined, and how many calls each of them denied, in policy order.
    fn spots(&self, sources: &Sources) -> BTreeMap<Place, u64> {
        let mut spots = BTreeMap::new();
        for (hit, rule) in &self.hits {
            if let Some(spot) = spot_of(rule, hit.condition, sources) {
                *spots.entry(spot).or_default() += hit.calls;
            }
        }
        spots
    }
}

/// The part of a rule to underline: all conditions of a `deny_if` together, since all of them held; for a
/// `require`, the one that did not hold. In JSON, conditions are objects of many lines, and too far apart.
fn spot_of(rule: &Rule, condition: Option<u32>, sources: &Sources) -> Option<Place> {
    match rule.kind {
        RuleKind::DenyIf => {
            let places = rule.conditions.iter().filter_map(|condition| condition.place);
            let inside = places.filter(|place| rule.place.is_some_and(|rule| rule.source == place.source));
            let all = inside.reduce(|one, other| Place { span: one.span.to(other.span), ..one });
            let all = all.map(|all| with_brackets(all, &sources.get(all.source).text));
            let is_near = |place: &Place| sources.text(*place).lines().nth(MOST_LINES).is_none();
            all.filter(is_near).or_else(|| place_of(rule, condition))
        }
        RuleKind::Require | RuleKind::Hidden | RuleKind::DefaultDeny | RuleKind::Limit | RuleKind::AllToolsLimit => {
            place_of(rule, condition)
        }
    }
}

/// A place in a text, extended by the brackets that belong to those inside it: the first condition of `(args.a
/// == 1 or args.b == 2) and args.c exists` is inside a bracket that opens before it.
fn with_brackets(place: Place, text: &str) -> Place {
    let (mut opened, mut closed) = (0_usize, 0_usize);
    for byte in text.get(place.span.range()).unwrap_or_default().bytes() {
        match byte {
            b'(' => opened += 1,
            b')' if opened > 0 => opened -= 1,
            b')' => closed += 1,
            _ => {}
        }
    }
    // A bracket in a string is counted too. That does no harm unless there is one next to the place.
    let (mut start, mut end) = (place.span.start as usize, place.span.end as usize);
    for _ in 0..closed {
        let Some(before) = text.get(..start).and_then(|before| before.trim_end().strip_suffix('(')) else { break };
        start = before.len();
    }
    for _ in 0..opened {
        let after = text.get(end..).unwrap_or_default();
        let Some(rest) = after.trim_start().strip_prefix(')') else { break };
        end = text.len() - rest.len();
    }
    Place { span: Span::new(start, end), ..place }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    #[test]
    fn brackets_are_underlined_in_pairs() {
        for (text, inside, whole) in [
            ("deny if (a or b) and c", "a or b) and c", "(a or b) and c"),
            ("deny if ( (a or b) and c ) or d", "a or b) and c ) or d", "( (a or b) and c ) or d"),
            ("deny if c and (a or b )", "c and (a or b", "c and (a or b )"),
            ("deny if a and b", "a and b", "a and b"),
            ("deny if a == \")\" and b", "a == \")\" and b", "a == \")\" and b"),
            ("require (a and b)", "a and b", "a and b"),
        ] {
            let start = text.find(inside).unwrap();
            let place = Span::new(start, start + inside.len()).of(SourceId(0));
            assert_eq!(text.get(with_brackets(place, text).span.range()), Some(whole), "{text}");
        }
    }
}
