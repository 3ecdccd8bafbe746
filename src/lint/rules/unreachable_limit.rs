//! A limit that never denies a call, because another limit is always reached first.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Context, Rule, Tool};
use crate::model::Limit;
use crate::source::Place;

pub static RULE: Rule = Rule {
    code: Code::of_rule("unreachable-limit"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a limit that never denies a call, because another one is reached first",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A limit that another limit, on the same tool or on all tools, makes redundant: the other allows no
more calls in a window at least as long, or its shorter windows can't add up to more. For example,
`10 per minute` is at most 600 per hour. A limit whose counter other tools share is reported only
if the other limit counts their calls as well, and a guard's limit only if it is never reached in
any of its tools.

## Why it matters
A call has to pass all limits of its tool and all limits for all tools. A limit that is never
reached looks like protection, but protects nothing.

## Example
```pl policy.pl
default deny

tool run_report: execute {
  require args.name in ["daily", "weekly"] because "Only these reports."
  limit 10 per minute
  limit 1000 per hour
}
```

## Fix
Remove the limit, or lower it.

```pl policy.pl
default deny

tool run_report: execute {
  require args.name in ["daily", "weekly"] because "Only these reports."
  limit 10 per minute
  limit 100 per hour
}
```

## When to ignore it
If the other limit is about to be removed.
"#;

/// No real tool has more limits. The number of pairs grows with the square.
const MOST_LIMITS: usize = 64;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut counters = Counters::of(context);
    let all_tools: Vec<Counted<'_>> = context.policy.all_tools.iter().map(|limit| (limit, true)).collect();
    let mut found: BTreeMap<Place, Diagnostic> = BTreeMap::new();
    // A guard's limit that is never reached in some tools is not in vain.
    let mut alive: HashSet<Place> = HashSet::new();
    for tool in context.callable() {
        let own: Vec<Counted<'_>> = tool.limits().iter().map(|limit| (limit, false)).collect();
        let beside = [own.as_slice(), all_tools.as_slice()].concat();
        let mut idle = BTreeMap::new();
        add(context, &mut counters, &beside, own.len(), &mut idle);
        alive.extend(of_guards(&tool).filter(|place| !idle.contains_key(place)));
        for (place, finding) in idle {
            found.entry(place).or_insert(finding);
        }
    }
    found.retain(|place, _| !alive.contains(place));
    add(context, &mut counters, &all_tools, all_tools.len(), &mut found);
    found.into_values().collect()
}

/// The limits that guards add to a tool.
fn of_guards<'c>(tool: &Tool<'c>) -> impl Iterator<Item = Place> {
    let clauses = tool.body.into_iter().flat_map(|body| &body.clauses);
    clauses.filter(|clause| clause.guard.is_some()).filter_map(|clause| Some(clause.limit()?.whole))
}

/// A limit, and whether it counts the calls of all tools.
type Counted<'c> = (&'c Limit, bool);

/// Judges the first few of the limits that a call has to pass together.
fn add<'c>(
    context: &Context<'c>,
    counters: &mut Counters<'c>,
    limits: &[Counted<'c>],
    judged: usize,
    found: &mut BTreeMap<Place, Diagnostic>,
) {
    for (index, limit) in limits.iter().enumerate().take(judged.min(MOST_LIMITS)) {
        let mut others = limits.iter().enumerate().take(MOST_LIMITS).filter(|(other, _)| *other != index);
        let above = others.find(|(other, above)| counters.stops(**above, *limit, *other < index));
        if let (Some((_, (above, _))), Some(place)) = (above, limit.0.place) {
            found.entry(place).or_insert_with(|| finding(context, place, limit.0, above));
        }
    }
}

/// The tools that each counter counts, and which counters count everything that others do.
struct Counters<'c> {
    tools: HashMap<&'c str, BTreeSet<&'c str>>,
    known: HashMap<(&'c str, &'c str), bool>,
}

impl<'c> Counters<'c> {
    fn of(context: &Context<'c>) -> Self {
        let mut tools: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        for (name, tool) in &context.policy.tools {
            for limit in &tool.limits {
                tools.entry(&limit.counter).or_default().insert(name);
            }
        }
        Self { tools, known: HashMap::new() }
    }

    /// Whether a limit keeps another from ever denying. Of two equal limits the earlier one stays.
    fn stops(&mut self, above: Counted<'c>, limit: Counted<'c>, is_earlier: bool) -> bool {
        let ((above, of_all), (limit, judged_of_all)) = (above, limit);
        let windows = (limit.window.seconds() / above.window.seconds()).max(1).unsigned_abs();
        if above.max.saturating_mul(windows) > limit.max {
            return false;
        }
        let is_same = (above.window, above.max) == (limit.window, limit.max);
        let is_mutual = is_same && (of_all, judged_of_all) != (true, false) && self.counts_all(limit, above);
        let counts_all = of_all || !judged_of_all && self.counts_all(above, limit);
        counts_all && (!is_mutual || is_earlier)
    }

    /// Whether the counter of one limit counts the calls of all tools that the other's counter counts.
    fn counts_all(&mut self, one: &'c Limit, other: &'c Limit) -> bool {
        let tools = &self.tools;
        let superset = || match (tools.get(one.counter.as_str()), tools.get(other.counter.as_str())) {
            (Some(one), Some(other)) => one.is_superset(other),
            (_, other) => other.is_none(),
        };
        let is_same = one.counter == other.counter;
        *self.known.entry((&one.counter, &other.counter)).or_insert_with(|| is_same || superset())
    }
}

fn finding(context: &Context<'_>, place: Place, limit: &Limit, above: &Limit) -> Diagnostic {
    let (max, window) = (above.max, above.window.word());
    let label = match above.window.seconds() < limit.window.seconds() {
        true => format!("`{max} per {window}` can't add up to more in a{} {}", n_of(limit), limit.window.word()),
        false => format!("`{max} per {window}` allows no more calls"),
    };
    let finding = RULE.finding(place, "this limit never denies a call", label);
    let finding = match above.place.filter(|above| !context.text(*above).is_empty()) {
        Some(place) => finding.with_label(place, "reached first"),
        None => finding,
    };
    finding.with_help("remove it, or lower it")
}

fn n_of(limit: &Limit) -> &'static str {
    if limit.window.word().starts_with('h') { "n" } else { "" }
}
